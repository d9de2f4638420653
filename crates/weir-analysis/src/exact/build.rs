//! From conditions to diagrams, by putting those of their parts together.

use super::compile::Leaf;
use super::formula::{Answers, Formula, NEVER, ResultId, Says};
use super::store::{Built, Diagram, FALSE, Join, Store, TRUE, TooLarge, Var};

impl Store {
    /// Where a condition holds. Results of lower layers are variables in it.
    pub(super) fn condition(&mut self, formula: Formula) -> Built<Diagram> {
        if let Some(known) = self.built.get(&formula) {
            return Ok(*known);
        }
        let opposite = formula.is_opposite();
        let built = if let Some(known) = self.built.get(&formula.not()).copied() {
            self.not(known)?
        } else {
            match self.formulas.says(formula).clone() {
                Says::Always if opposite => FALSE,
                Says::Always => TRUE,
                Says::Test(var, answers) => self.one_of(var, answers, opposite)?,
                Says::Result(result, answers) => {
                    self.one_of(self.formulas.late(result), answers, opposite)?
                }
                Says::All(parts) if opposite => {
                    let any: Built<Vec<_>> = parts
                        .iter()
                        .map(|part| self.condition(part.not()))
                        .collect();
                    self.any(any?)?
                }
                Says::All(parts) => self.all(&parts)?,
            }
        };
        self.built.insert(formula, built);
        Ok(built)
    }

    /// That a variable has one of some answers, or none of them.
    fn one_of(&mut self, var: Var, answers: Answers, opposite: bool) -> Built<Diagram> {
        let (inside, outside) = if opposite {
            (FALSE, TRUE)
        } else {
            (TRUE, FALSE)
        };
        let mut branches = vec![outside; self.formulas.count(var)];
        for answer in self.formulas.bits(answers) {
            if let Some(slot) = branches.get_mut(answer) {
                *slot = inside;
            }
        }
        self.node(var, &branches)
    }

    /// Where all parts hold: what is asked for first, then what has to be otherwise.
    fn all(&mut self, parts: &[Formula]) -> Built<Diagram> {
        let mut all = TRUE;
        let mut against = Vec::new();
        for part in parts {
            if part.is_opposite() {
                against.push(self.condition(part.not())?);
            } else {
                let part = self.condition(*part)?;
                all = self.and(all, part)?;
            }
        }
        let against = self.any(against)?;
        self.less(all, against)
    }

    /// What a result ends in, over the variables of facts alone.
    pub(super) fn outcome(&mut self, result: ResultId) -> Built<Diagram> {
        if let Some(known) = self.ended.get(&result) {
            return Ok(*known);
        }
        let mut ends = self.asked(result, TRUE)?;
        for lower in self.formulas.lower(result) {
            let late = self.formulas.late(lower);
            let by = self.outcome(lower)?;
            ends = self.compose(ends, late, by)?;
        }
        let ends = self.settled(ends)?;
        self.ended.insert(result, ends);
        Ok(ends)
    }

    /// What a result ends in in some cases, of which others are impossible; results of lower layers are variables in it.
    fn asked(&mut self, result: ResultId, cases: Diagram) -> Built<Diagram> {
        let Some(decides) = self.formulas.decides(result).cloned() else {
            return Ok(FALSE);
        };
        let nothing = if decides.of.is_ladder {
            Leaf::Gap
        } else {
            Leaf::InSet(Some(false))
        };
        let nothing = self.leaf(nothing);
        let mut ends = self.join(Join::Where, nothing, cases)?;
        for (value, when) in &decides.values {
            let when = self.within(*when, cases)?;
            // More values than that fit no budget.
            let value = u16::try_from(*value).map_err(|_| TooLarge)?;
            ends = self.join(Join::Value(value), ends, when)?;
        }
        if decides.hole != NEVER {
            let hole = self.within(decides.hole, cases)?;
            ends = self.join(Join::Hole, ends, hole)?;
        }
        Ok(ends)
    }

    /// What a result ends in whatever the outcomes of lower layers that are open are.
    fn settled(&mut self, ends: Diagram) -> Built<Diagram> {
        let open = self.leaf(Leaf::Hole);
        let first = self.formulas.first_open();
        let late: Vec<Var> = self.support(ends).range(first..).copied().collect();
        let mut ends = ends;
        for late in late {
            ends = self.compose(ends, late, open)?;
        }
        Ok(ends)
    }

    /// What two results of an outcome end in where they differ.
    pub(super) fn pair(&mut self, old: ResultId, new: ResultId) -> Built<Diagram> {
        if old == new {
            return Ok(self.leaf(Leaf::Same));
        }
        if let Some(known) = self.paired.get(&(old, new)) {
            return Ok(*known);
        }
        let pair = match self.turns_on_one(old, new)? {
            Some((late, asked, [before, after])) => {
                let lower = self.pair(before, after)?;
                self.through(asked, late, lower)?
            }
            None if self.formulas.lower(old).is_empty() && self.formulas.lower(new).is_empty() => {
                let cases = self.differing(old, new)?;
                let (old, new) = (self.asked(old, cases)?, self.asked(new, cases)?);
                let (old, new) = (self.settled(old)?, self.settled(new)?);
                self.join(Join::Pair, old, new)?
            }
            None => {
                let (old, new) = (self.outcome(old)?, self.outcome(new)?);
                self.join(Join::Pair, old, new)?
            }
        };
        self.paired.insert((old, new), pair);
        Ok(pair)
    }

    /// The cases in which a value counts in one result and not in the other: elsewhere the other values do not matter. All cases,
    /// where that turns on an outcome of a lower layer that is open.
    fn differing(&mut self, old: ResultId, new: ResultId) -> Built<Diagram> {
        let mut any = Vec::new();
        for (old, new) in self.formulas.pairs(old, new) {
            if old != new {
                let (old, new) = (self.condition(old)?, self.condition(new)?);
                any.push(self.less(old, new)?);
                any.push(self.less(new, old)?);
            }
        }
        let any = self.any(any)?;
        let open = self.formulas.first_open();
        let turns = self.support(any).range(open..).next().is_some();
        Ok(if turns { TRUE } else { any })
    }

    /// Where a condition holds in some cases; of what is any of several things, each is looked at in these cases alone.
    fn within(&mut self, formula: Formula, cases: Diagram) -> Built<Diagram> {
        match self.formulas.says(formula).clone() {
            Says::All(parts)
                if formula.is_opposite() && cases != TRUE && !self.built.contains_key(&formula) =>
            {
                let any: Built<Vec<_>> = parts
                    .iter()
                    .map(|part| self.within(part.not(), cases))
                    .collect();
                self.any(any?)
            }
            Says::Always | Says::Test(..) | Says::Result(..) | Says::All(_) => {
                let built = self.condition(formula)?;
                self.and(built, cases)
            }
        }
    }

    /// Whether two results differ in nothing but one result of a lower layer: the variable that stands for it, what is asked of it,
    /// and what it is on both sides.
    fn turns_on_one(
        &mut self,
        old: ResultId,
        new: ResultId,
    ) -> Built<Option<(Var, Diagram, [ResultId; 2])>> {
        let (before, after) = (self.formulas.lower(old), self.formulas.lower(new));
        let ([before], [after]) = (before.as_slice(), after.as_slice()) else {
            return Ok(None);
        };
        let late = self.formulas.late(*before);
        if late != self.formulas.late(*after) {
            return Ok(None);
        }
        let (asked, other) = (self.asked(old, TRUE)?, self.asked(new, TRUE)?);
        let open = self
            .support(asked)
            .range(self.formulas.first_open()..)
            .any(|var| *var != late);
        Ok((asked == other && !open).then_some((late, asked, [*before, *after])))
    }

    /// What becomes of what is asked of a variable, where it is what both sides of a pair end in.
    fn through(&mut self, asked: Diagram, late: Var, pair: Diagram) -> Built<Diagram> {
        if let Some(known) = self.through.get(&(asked, late, pair)) {
            return Ok(*known);
        }
        self.step()?;
        let through = match self.as_leaf(pair).cloned() {
            Some(Leaf::Pair(old, new)) => {
                let (old, new) = (self.leaf(*old), self.leaf(*new));
                let (old, new) = (
                    self.compose(asked, late, old)?,
                    self.compose(asked, late, new)?,
                );
                self.join(Join::Pair, old, new)?
            }
            Some(_) => pair,
            None => {
                let Some((var, count)) = self.first(asked, pair) else {
                    return Ok(pair);
                };
                let mut branches = Vec::with_capacity(count);
                for answer in 0..count {
                    let (asked, pair) = (
                        self.branch(asked, var, answer),
                        self.branch(pair, var, answer),
                    );
                    branches.push(self.through(asked, late, pair)?);
                }
                self.node(var, &branches)?
            }
        };
        self.through.insert((asked, late, pair), through);
        Ok(through)
    }
}
