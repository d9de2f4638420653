use weir_core::*;
use crate::{formula::*, cases::*};
#[test]
fn dump() {
    let mut ws = Workspace::default();
    let mut n = 0;
    for dir in ["national", "zones"] {
        let mut files: Vec<_> = std::fs::read_dir(format!("../../policies/{dir}")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "weir")).collect();
        files.sort();
        for f in files {
            let text = std::fs::read_to_string(&f).unwrap();
            ws.set_source(hir::SourceId(n), format!("{dir}/{}", f.file_name().unwrap().to_str().unwrap()), text);
            n += 1;
        }
    }
    let checked = ws.check();
    for p in &checked.problems { println!("{:?}", p.diagnostic(hir::Language::En).message); }
    let ex = checked.executable().unwrap();
    let program = ex.program();
    let day = date::parse(&std::env::var("DAY").unwrap_or("2026-06-01".into())).unwrap();
    let edition = ex.on(day, &Readings::defaults(program));
    let ladder = program.outcome("pathway").unwrap();
    for id in program.rule_ids() {
        let rule = &program[id];
        if !edition.in_force(id) || !program.concludes(id, Some(ladder)) { continue; }
        let known = Known::law(&edition);
        let scopes = program.scopes_around(rule.scope).map(|s| &program[s].condition);
        let f = reduce_all(&known, scopes.chain([&rule.guard]));
        let c = cases(program, &f);
        let path: Vec<_> = rule.citation.provision.map(|p| program.path(p)).unwrap_or_default().iter().map(|p| program[*p].number.clone()).collect();
        println!("{} {} {:?} -> {:?}: {} cases {}", program[rule.citation.instrument].name, path.join("/"), rule.role, rule.conclusions, c.cases.len(), c.complete);
        let mut seen = std::collections::BTreeSet::new();
        for case in &c.cases {
            for (f, r) in &case.ranges { seen.insert(format!("    {} {}..{:?} (of {})", program[*f].name, r.from, r.below, case.ranges.len())); }
        }
        for s in seen { println!("{s}"); }
    }
}
