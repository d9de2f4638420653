//! How the lists of free trade zones stand to a flow, for the memo: which can be used, which rows apply, what holds outside.

use weir_core::Edition;
use weir_core::hir::{
    FactId, InstrumentId, LabelKind, Language, OutsideKind, Program, ProvisionKind, ScopeId,
};
use weir_core::scenario::Scenario;
use weir_eval::{Determination, GateState, ListUse, RowUse, Truth};

use super::words;

/// A line, with how far it is indented.
pub(super) type Line = (usize, String);

/// What is said of lists that concern the exporter; nothing where none does. In full also the rows that may apply, and the
/// fields for which rows do.
pub(super) fn lines(
    edition: &Edition<'_>,
    scenario: &Scenario,
    determination: &Determination,
    language: Language,
    full: bool,
) -> Vec<Line> {
    let teller = Teller {
        edition,
        scenario,
        language,
        full,
    };
    let concerned = determination.lists.iter().filter(|list| concerns(list));
    let usable = determination
        .lists
        .iter()
        .any(|list| list.gate.state == GateState::Open);
    // Where a list can be used, those that can't are left to the full account.
    let told = concerned.filter(|list| full || !usable || list.gate.state != GateState::Closed);
    told.flat_map(|list| teller.list(list)).collect()
}

/// Whether a list is worth a word: it can be used, or it would be if it were not for something else than where the exporter is.
pub(super) fn concerns(list: &ListUse) -> bool {
    list.in_force != Truth::False
        && match list.gate.state {
            GateState::Open => true,
            GateState::Unknown | GateState::Closed => list.gate.concerns,
        }
}

struct Teller<'a> {
    edition: &'a Edition<'a>,
    scenario: &'a Scenario,
    language: Language,
    full: bool,
}

impl Teller<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.language.pick(zh, en)
    }

    fn list(&self, list: &ListUse) -> Vec<Line> {
        let title = self.title(list.list);
        let colon = self.say("：", ": ");
        match list.gate.state {
            GateState::Closed => {
                let mut out = vec![(
                    2,
                    format!(
                        "{title}{colon}{}",
                        self.say(
                            "不能使用，适用国家规定",
                            "can't be used; the national rules apply"
                        )
                    ),
                )];
                out.extend(self.failed(list));
                out
            }
            GateState::Unknown => vec![(
                2,
                format!(
                    "{title}{colon}{}{}",
                    self.say("能否使用取决于 ", "whether it can be used depends on "),
                    self.facts(&list.gate.open)
                ),
            )],
            GateState::Open => self.open(list, &title),
        }
    }

    /// The tests for which a list can't be used.
    fn failed(&self, list: &ListUse) -> Vec<Line> {
        failed(self.edition, self.scenario, list, self.language)
            .into_iter()
            .map(|text| (4, format!("· {text}")))
            .collect()
    }

    fn open(&self, list: &ListUse, title: &str) -> Vec<Line> {
        let colon = self.say("：", ": ");
        let place = self.place(list);
        let mut out = vec![(2, format!("{title}{colon}{place}"))];
        if list.trial_over {
            out.push((
                4,
                self.say("试行期已届满", "its trial period is over")
                    .to_owned(),
            ));
        }
        let program = self.edition.program;
        let rows = list.rows.iter().filter(|row| is_row(program, row));
        let rows: Vec<String> = rows
            .filter(|row| self.full || row.state == Truth::True)
            .map(|row| self.row(row))
            .collect();
        out.extend(unique(rows).into_iter().map(|row| (4, row)));
        let holes = list
            .holes
            .iter()
            .filter(|hole| self.full || hole.state == Truth::True);
        let holes: Vec<String> = holes
            .map(|hole| words::rule_citation(program, hole.rule, self.language))
            .collect();
        if !holes.is_empty() {
            let head = self.say("触及未转写部分：", "touches what is not transcribed: ");
            out.push((
                4,
                format!("{head}{}", unique(holes).join(self.say("；", "; "))),
            ));
        }
        if let Some(outside) = list.outside {
            out.push((4, self.outside(outside.kind).to_owned()));
        }
        out
    }

    /// In which sector and scenario the flow is.
    fn place(&self, list: &ListUse) -> String {
        let parts: Vec<String> = list
            .parts
            .iter()
            .filter(|part| part.state == Truth::True)
            .filter_map(|part| self.part(part.scope))
            .collect();
        if parts.is_empty() {
            let whole = |scope: &weir_core::hir::Scope| {
                scope.list == list.list && scope.provision.is_some()
            };
            let open = list.parts.iter().any(|part| part.state == Truth::Unknown);
            return if open {
                self.say(
                    "可以使用；所属行业或者场景尚未查明",
                    "can be used; in which of its sectors or scenarios the flow is, is not known",
                )
                .to_owned()
            } else if self.edition.program.scopes.iter().any(whole) {
                self.say(
                    "可以使用；所属行业或者场景未列入",
                    "can be used; the flow is in none of its sectors or scenarios",
                )
                .to_owned()
            } else {
                self.say("可以使用", "can be used").to_owned()
            };
        }
        let may = self.say("可以使用；", "can be used; ");
        format!("{may}{}", unique(parts).join(self.say("·", ", ")))
    }

    fn part(&self, scope: ScopeId) -> Option<String> {
        let program = self.edition.program;
        let provision = &program[program[scope].provision?];
        let kind = if provision.kind == ProvisionKind::Sector {
            self.say("行业", "sector")
        } else {
            self.say("场景", "scenario")
        };
        let label = words::label(&provision.labels, &provision.number, self.language);
        Some(
            self.language
                .pick(format!("{kind}“{label}”"), format!("{kind} “{label}”")),
        )
    }

    fn row(&self, row: &RowUse) -> String {
        let program = self.edition.program;
        let citation = words::rule_citation(program, row.rule, self.language);
        let applies = match row.state {
            Truth::True => self.say("适用 ", "applies: "),
            Truth::False | Truth::Unknown => self.say("可能适用 ", "may apply: "),
        };
        let fields = match self.fields(row) {
            Some(fields) if self.full => self.language.pick(
                format!("（字段：{fields}）"),
                format!(" (fields: {fields})"),
            ),
            Some(_) | None => String::new(),
        };
        let through = match row.adopted_through {
            Some((list, _)) => {
                let list = self.title(list);
                self.language
                    .pick(format!("（经{list}引用）"), format!(" (adopted by {list})"))
            }
            None => String::new(),
        };
        format!("{applies}{citation}{fields}{through}")
    }

    fn fields(&self, row: &RowUse) -> Option<String> {
        let program = self.edition.program;
        let list = program[program[row.rule].scope?].list;
        let frame = program[list].list.as_deref()?.frame?;
        let members = program.members(program[frame].fields?);
        let names: Vec<&str> = row
            .fields
            .iter()
            .filter_map(|at| members.get(*at))
            .map(|member| words::member(member, self.language))
            .collect();
        (!names.is_empty()).then(|| names.join(self.say("、", ", ")))
    }

    fn outside(&self, kind: OutsideKind) -> &'static str {
        match kind {
            OutsideKind::Free => self.say(
                "没有条目适用：属于清单外数据",
                "no row applies: the data are outside the list",
            ),
            OutsideKind::National => self.say(
                "没有条目适用：适用国家规定",
                "no row applies: the national rules do",
            ),
            OutsideKind::Undetermined => self.say(
                "没有条目适用：清单外如何处理未明",
                "no row applies: what then holds is not known",
            ),
        }
    }

    fn title(&self, list: InstrumentId) -> String {
        let citation = weir_core::hir::Citation {
            instrument: list,
            provision: None,
        };
        words::citation(self.edition.program, citation, self.language)
    }

    fn facts(&self, facts: &[FactId]) -> String {
        let names: Vec<&str> = facts
            .iter()
            .map(|fact| self.edition.program[*fact].name.as_str())
            .collect();
        names.join(self.say("、", ", "))
    }
}

/// The title of a list, short where it has a short one, without the marks of a citation.
pub(super) fn short_title(program: &Program, list: InstrumentId, language: Language) -> &str {
    let instrument = &program[list];
    let short = instrument.labels.get(LabelKind::Short, language);
    short.unwrap_or_else(|| words::label(&instrument.labels, &instrument.name, language))
}

/// The tests for which a list can't be used, in words.
pub(super) fn failed(
    edition: &Edition<'_>,
    scenario: &Scenario,
    list: &ListUse,
    language: Language,
) -> Vec<String> {
    let tests = list.gate.failed.iter();
    unique(
        tests.filter_map(|test| words::test(edition, scenario, &test.cond, test.holds, language)),
    )
}

/// Whether it is a row, and not another rule of the list.
pub(super) fn is_row(program: &Program, row: &RowUse) -> bool {
    let provision = program[row.rule].citation.provision;
    provision.is_some_and(|provision| program[provision].kind == ProvisionKind::Row)
}

/// Each thing once, in order.
pub(super) fn unique<T: PartialEq>(things: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut out = Vec::new();
    for thing in things {
        if !out.contains(&thing) {
            out.push(thing);
        }
    }
    out
}
