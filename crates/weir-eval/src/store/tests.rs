use rustc_hash::FxHashMap;

use super::*;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005) + 1;
        (self.0 >> 33) % limit
    }
}

const VARS: u32 = 12;
const ANSWERS: u64 = 3;

fn single(store: &mut Store, numbers: &mut Numbers) -> Expr {
    let var = Var(numbers.below(u64::from(VARS)) as u32);
    let answer = 1 + numbers.below(ANSWERS - 1) as u32;
    let expr = match numbers.below(2) {
        0 => store.is(var, &[answer]),
        _ => store.from(var, answer),
    };
    if numbers.below(4) == 0 {
        store.not(expr)
    } else {
        expr
    }
}

fn several(store: &mut Store, numbers: &mut Numbers, depth: u32) -> Expr {
    if depth == 0 {
        return single(store, numbers);
    }
    let most = if numbers.below(3) == 0 { 200 } else { 4 };
    let count = 1 + numbers.below(most);
    let parts = (0..count)
        .map(|_| several(store, numbers, depth - 1))
        .collect();
    match numbers.below(3) {
        0 => store.and(parts),
        1 => store.or(parts),
        _ => store.or_of_many(parts),
    }
}

#[test]
fn what_is_left_after_all_answers_is_whether_it_holds() {
    let mut numbers = Numbers(7);
    for _ in 0..60 {
        let mut store = Store::new();
        let expr = several(&mut store, &mut numbers, 2);
        for _ in 0..20 {
            let answers: Vec<u32> = (0..VARS).map(|_| numbers.below(ANSWERS) as u32).collect();
            let answer = |var: Var| answers[var.0 as usize];
            let holds = store.holds(expr, &answer, &mut FxHashMap::default());
            let mut left = expr;
            for var in (0..VARS).map(Var) {
                assert!(store.first_var(left).is_none_or(|first| first >= var));
                left = store.restrict(left, var, answer(var));
            }
            assert_eq!(left, constant(holds));
        }
    }
}

#[test]
fn a_condition_made_of_many_parts_in_any_order_is_stored_once() {
    let mut store = Store::new();
    let parts: Vec<Expr> = (0..500).map(|at| store.is(Var(at), &[1])).collect();
    let one = store.or(parts.clone());
    let other = store.or(parts.into_iter().rev().collect());
    assert_eq!(one, other);
}
