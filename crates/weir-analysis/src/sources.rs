//! What differs between two programs as they are written: constructs joined by what they are called, never by place.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{
    Citation, Conclusion, FactType, Labels, Member, OutcomeKind, Place, Program, Role, RuleId,
};

mod text;

use text::{citations, condition, path, period, rules};

/// The kinds of construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Construct {
    /// What rules conclude.
    Outcome,
    /// A value of an outcome.
    Value,
    /// A member of a category, or a zone.
    Kind,
    /// A fact or measure.
    Fact,
    /// A number that depends on readings.
    Counter,
    /// A named number over time.
    Threshold,
    /// An open question of law.
    Reading,
    /// A defined condition.
    Definition,
    /// What always holds.
    Assumption,
    /// A law, order or list.
    Instrument,
    /// An article or a part of one, a sector or scenario of a list.
    Provision,
    /// A part of a list: when a flow is in it.
    Part,
    /// A rule of an instrument.
    Rule,
    /// A row of a list, or one of its bands.
    Row,
    /// What is not transcribed, or holds where no row applies.
    Rest,
    /// Which rule sets which aside.
    Precedence,
    /// Rules that count as one.
    Group,
}

/// A side of a construct that has a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// A number from a day on.
    Number,
    /// Its type, or its kind.
    Type,
    /// Its values, options or members, in order.
    Values,
    /// The option taken where none is chosen.
    Default,
    /// When it is law.
    Period,
    /// When it applies or what it means.
    Condition,
    /// Who may use it.
    Gate,
    /// What it concludes.
    Conclusion,
    /// On what it rests.
    Citation,
}

/// How a construct differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the new side has it.
    Added,
    /// Only the old side has it.
    Removed,
    /// These sides of it differ: old, then new, as they would be written.
    Changed(Vec<(Aspect, String, String)>),
    /// Only its words, such as labels and notes, differ.
    Reworded,
}

/// A construct that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What it is.
    pub construct: Construct,
    /// What it is called: a name, or where it stands.
    pub name: String,
    /// How it differs.
    pub change: Change,
    /// Where it stands on the old side.
    pub old: Option<Place>,
    /// Where it stands on the new side.
    pub new: Option<Place>,
}

impl Changed {
    /// Whether more than words differ.
    #[must_use]
    pub fn has_meaning(&self) -> bool {
        self.change != Change::Reworded
    }
}

/// A construct of one side.
struct Item {
    aspects: BTreeMap<Aspect, String>,
    words: String,
    place: Option<Place>,
}

type Items = BTreeMap<(Construct, String), Item>;

/// The constructs that differ, by kind and name. Where nothing does, the programs are written the same but for layout and comments.
#[must_use]
pub fn changes(old: &Program, new: &Program) -> Vec<Changed> {
    let (before, after) = (items(old), items(new));
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut changed = Vec::new();
    for key in keys {
        let (old, new) = (before.get(key), after.get(key));
        let change = match (old, new) {
            (Some(old), Some(new)) => differs(old, new),
            (None, Some(_)) => Some(Change::Added),
            (Some(_), None) => Some(Change::Removed),
            (None, None) => None,
        };
        changed.extend(change.map(|change| Changed {
            construct: key.0,
            name: key.1.clone(),
            change,
            old: old.and_then(|item| item.place),
            new: new.and_then(|item| item.place),
        }));
    }
    // A provision that is itself a rule is named once.
    let rules: BTreeSet<String> = changed
        .iter()
        .filter(|one| matches!(one.construct, Construct::Rule | Construct::Row))
        .map(|one| one.name.clone())
        .collect();
    changed.retain(|one| one.construct != Construct::Provision || !rules.contains(&one.name));
    changed
}

fn differs(old: &Item, new: &Item) -> Option<Change> {
    let aspects: BTreeSet<Aspect> = old
        .aspects
        .keys()
        .chain(new.aspects.keys())
        .copied()
        .collect();
    let of = |item: &Item, aspect| item.aspects.get(&aspect).cloned().unwrap_or_default();
    let sides: Vec<(Aspect, String, String)> = aspects
        .into_iter()
        .map(|aspect| (aspect, of(old, aspect), of(new, aspect)))
        .filter(|(_, old, new)| old != new)
        .collect();
    if !sides.is_empty() {
        Some(Change::Changed(sides))
    } else if old.words != new.words {
        Some(Change::Reworded)
    } else {
        None
    }
}

/// Collects the constructs of a program. Where several are called the same, such as the bands of a row, they are counted.
struct Collect<'p> {
    program: &'p Program,
    items: Items,
}

impl Collect<'_> {
    fn add<const N: usize>(
        &mut self,
        construct: Construct,
        name: String,
        labels: &Labels,
        place: Option<Place>,
        aspects: [(Aspect, String); N],
    ) {
        let item = Item {
            aspects: aspects
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .collect(),
            words: format!("{:?}", labels.0),
            place,
        };
        let mut key = (construct, name.clone());
        let mut count = 1;
        while self.items.contains_key(&key) {
            count += 1;
            key.1 = format!("{name} #{count}");
        }
        self.items.insert(key, item);
    }

    fn cites(&self, cites: &[Citation]) -> (Aspect, String) {
        (Aspect::Citation, citations(self.program, cites))
    }

    fn members(&mut self, owner: &str, members: &[Member]) {
        for member in members {
            let parent = member.parent.and_then(|at| members.get(at));
            self.add(
                Construct::Kind,
                format!("{owner} {}", member.name),
                &member.labels,
                Some(member.place),
                [(
                    Aspect::Type,
                    parent.map(|kind| kind.name.clone()).unwrap_or_default(),
                )],
            );
        }
    }
}

fn items(program: &Program) -> Items {
    let mut collect = Collect {
        program,
        items: Items::new(),
    };
    vocabulary(&mut collect);
    questions(&mut collect);
    instruments(&mut collect);
    for rule in program.rule_ids() {
        add_rule(&mut collect, rule);
    }
    statements(&mut collect);
    collect.items
}

fn vocabulary(collect: &mut Collect<'_>) {
    let program = collect.program;
    for outcome in &program.outcomes {
        let kind = match outcome.kind {
            OutcomeKind::Ladder => "ladder",
            OutcomeKind::Set => "set",
        };
        // The order of a ladder is part of its meaning; that of a set is not.
        let mut values: Vec<&str> = outcome.values.iter().map(|one| one.name.as_str()).collect();
        if outcome.kind == OutcomeKind::Set {
            values.sort_unstable();
        }
        collect.add(
            Construct::Outcome,
            outcome.name.clone(),
            &outcome.labels,
            Some(outcome.place),
            [
                (Aspect::Type, kind.to_owned()),
                (Aspect::Values, values.join(", ")),
            ],
        );
        for value in &outcome.values {
            let name = format!("{} {}", outcome.name, value.name);
            collect.add(Construct::Value, name, &value.labels, Some(value.place), []);
        }
    }
    for category in &program.categories {
        collect.members(&category.name, &category.members);
    }
    collect.members("zone", &program.zones);
    for fact in &program.facts {
        let ty = match &fact.ty {
            FactType::Bool => "bool".to_owned(),
            FactType::Choice(_) => "one of".to_owned(),
            FactType::Set(_) => "set of".to_owned(),
            FactType::Quantity(unit) => format!("{unit:?}").to_lowercase(),
            FactType::Date => "date".to_owned(),
            FactType::Error => String::new(),
        };
        let values = match &fact.ty {
            FactType::Choice(members) | FactType::Set(members) => {
                let mut names: Vec<&str> = members.iter().map(|one| one.name.as_str()).collect();
                names.sort_unstable();
                names.join(", ")
            }
            FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => {
                String::new()
            }
        };
        let cites = collect.cites(&fact.cites);
        collect.add(
            Construct::Fact,
            fact.name.clone(),
            &fact.labels,
            Some(fact.place),
            [
                (
                    Aspect::Type,
                    format!("{ty} {}", fact.each.as_deref().unwrap_or_default()),
                ),
                (Aspect::Values, values),
                cites,
            ],
        );
    }
    for threshold in &program.thresholds {
        for value in &threshold.values {
            let cites = collect.cites(&value.cites);
            collect.add(
                Construct::Threshold,
                format!("{} {}", threshold.name, period(value.period))
                    .trim_end()
                    .to_owned(),
                &threshold.labels,
                Some(value.place),
                [(Aspect::Number, value.number.to_string()), cites],
            );
        }
    }
}

fn questions(collect: &mut Collect<'_>) {
    let program = collect.program;
    for reading in &program.readings {
        let default = reading.options.get(reading.default);
        let options: Vec<&str> = reading
            .options
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        collect.add(
            Construct::Reading,
            reading.name.clone(),
            &reading.labels,
            Some(reading.place),
            [
                (Aspect::Values, options.join(", ")),
                (
                    Aspect::Default,
                    default.map(|one| one.name.clone()).unwrap_or_default(),
                ),
            ],
        );
    }
    for counter in &program.counters {
        let cases = counter
            .cases
            .iter()
            .map(|(fact, when)| format!("{} if {}", program[*fact].name, condition(program, when)));
        let cases: Vec<String> = cases.collect();
        let cites = collect.cites(&counter.cites);
        collect.add(
            Construct::Counter,
            counter.name.clone(),
            &counter.labels,
            Some(counter.place),
            [(Aspect::Condition, cases.join("; ")), cites],
        );
    }
    for definition in &program.definitions {
        let means = condition(program, &definition.condition);
        let cites = collect.cites(&definition.cites);
        collect.add(
            Construct::Definition,
            definition.name.clone(),
            &definition.labels,
            Some(definition.place),
            [(Aspect::Condition, means), cites],
        );
    }
    for assumption in &program.assumptions {
        let that = condition(program, &assumption.condition);
        let cites = collect.cites(&assumption.cites);
        collect.add(
            Construct::Assumption,
            assumption.name.clone(),
            &assumption.labels,
            Some(assumption.place),
            [(Aspect::Condition, that), cites],
        );
    }
}

fn instruments(collect: &mut Collect<'_>) {
    let program = collect.program;
    for instrument in &program.instruments {
        let gate = instrument.list.as_ref().map(|list| {
            let gate = list.gate.iter().map(|cond| condition(program, cond));
            gate.collect::<Vec<_>>().join(" and ")
        });
        let in_force = instrument
            .list
            .as_ref()
            .map(|list| condition(program, &list.in_force));
        collect.add(
            Construct::Instrument,
            instrument.name.clone(),
            &instrument.labels,
            Some(instrument.place),
            [
                (Aspect::Period, period(instrument.period)),
                (Aspect::Condition, in_force.unwrap_or_default()),
                (Aspect::Gate, gate.unwrap_or_default()),
            ],
        );
    }
    for (at, provision) in program.provisions.iter().enumerate() {
        let here = Citation {
            instrument: provision.instrument,
            provision: Some(weir_core::hir::ProvisionId::from_index(at)),
        };
        collect.add(
            Construct::Provision,
            path(program, here),
            &provision.labels,
            Some(provision.place),
            [(Aspect::Period, period(provision.period))],
        );
    }
    for scope in &program.scopes {
        let name = path(
            program,
            Citation {
                instrument: scope.list,
                provision: scope.provision,
            },
        );
        collect.add(
            Construct::Part,
            name,
            &Labels::default(),
            Some(scope.condition.place),
            [(Aspect::Condition, condition(program, &scope.condition))],
        );
    }
}

fn add_rule(collect: &mut Collect<'_>, id: RuleId) {
    let program = collect.program;
    let rule = &program[id];
    let construct = match rule.role {
        Role::Provision => Construct::Rule,
        Role::Row => Construct::Row,
        Role::Hole | Role::OpenFields | Role::Residual => Construct::Rest,
    };
    let conclusions = rule.conclusions.iter().map(|one| conclusion(program, one));
    let conclusions: Vec<String> = conclusions.collect();
    let cites = collect.cites(&rule.cites);
    collect.add(
        construct,
        text::rule(program, id),
        &rule.labels,
        Some(rule.place),
        [
            (Aspect::Period, period(rule.period)),
            (Aspect::Condition, condition(program, &rule.guard)),
            (Aspect::Conclusion, conclusions.join(", ")),
            cites,
        ],
    );
}

fn conclusion(program: &Program, conclusion: &Conclusion) -> String {
    let value = |outcome: weir_core::hir::OutcomeId, at: usize| {
        let value = program[outcome].values.get(at);
        value.map(|value| value.name.clone()).unwrap_or_default()
    };
    match conclusion {
        Conclusion::Value(outcome, at) => {
            format!("{} {}", program[*outcome].name, value(*outcome, *at))
        }
        Conclusion::Hole(outcome, at) => {
            let most = at.map(|at| format!(" <= {}", value(*outcome, at)));
            let name = &program[*outcome].name;
            format!("{name} untranscribed{}", most.unwrap_or_default())
        }
        Conclusion::Has(fact, at) => {
            let member = program.members(*fact).get(*at);
            let member = member
                .map(|member| member.name.as_str())
                .unwrap_or_default();
            format!("{} has {member}", program[*fact].name)
        }
    }
}

fn statements(collect: &mut Collect<'_>) {
    let program = collect.program;
    for statement in &program.precedences {
        let word = if statement.disapplies {
            "disapplies"
        } else {
            "prevails over"
        };
        let about = statement
            .about
            .map(|outcome| format!(" ({})", program[outcome].name));
        let winners = rules(program, statement.winners);
        let losers = rules(program, statement.losers);
        collect.add(
            Construct::Precedence,
            format!("{winners} {word} {losers}{}", about.unwrap_or_default()),
            &Labels::default(),
            Some(statement.place),
            [
                (Aspect::Period, period(statement.period)),
                collect_by(program, statement.by),
            ],
        );
    }
    for group in &program.groups {
        let runs: Vec<String> = group.rules.iter().map(|run| rules(program, *run)).collect();
        collect.add(
            Construct::Group,
            runs.join(", "),
            &Labels::default(),
            None,
            [
                (Aspect::Period, period(group.period)),
                collect_by(program, group.by),
            ],
        );
    }
}

fn collect_by(program: &Program, by: Citation) -> (Aspect, String) {
    (Aspect::Citation, path(program, by))
}
