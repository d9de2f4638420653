//! The law as constructs: instruments with their provisions and rules, lists with what they have in common, what sets what aside.

use weir_core::date::{Date, Period};
use weir_core::hir::{
    Adoption, Citation, Conclusion, Cond, Frame, Free, Group, Instrument, InstrumentId, Labels,
    List, ListKind, OutcomeId, Outside, Precedence, Program, Provision, ProvisionId, Referred,
    Role, Rule, RuleId, Scope, SourceKind,
};

use super::items::Collect;
use super::text::{self, citations, condition, path, period, rules};
use super::{Aspect, Construct};

pub(super) fn add(collect: &mut Collect<'_>) {
    let program = collect.program;
    for (at, instrument) in program.instruments.iter().enumerate() {
        let id = InstrumentId::from_index(at);
        if collect.takes(instrument.period, Some(id)) {
            add_instrument(collect, instrument);
        }
    }
    for (at, provision) in program.provisions.iter().enumerate() {
        if collect.takes(provision.period, Some(provision.instrument)) {
            add_provision(collect, ProvisionId::from_index(at), provision);
        }
    }
    for frame in &program.frames {
        if collect.takes(Period::default(), Some(frame.citation.instrument)) {
            add_frame(collect, frame);
        }
    }
    for scope in &program.scopes {
        // When a list is in force is a condition of all of it; its gate is said of itself.
        let is_whole = scope.provision.is_none() && scope.adoption.is_none();
        if collect.takes(Period::default(), Some(scope.list))
            && !(is_whole && collect.is_of_a_day())
        {
            add_part(collect, scope);
        }
    }
    for id in program.rule_ids() {
        let rule = &program[id];
        let instrument = rule.scope.map(|scope| program[scope].list);
        if !collect.takes(rule.period, instrument) {
            continue;
        }
        let construct = match rule.role {
            Role::Provision => Construct::Rule,
            Role::Row => Construct::Row,
            Role::Hole | Role::OpenFields | Role::Residual => Construct::Rest,
        };
        let name = text::rule(program, id);
        collect.add_rule(construct, name, &rule.labels, rule.place, id);
    }
    for statement in &program.precedences {
        if collect.takes(statement.period, Some(statement.by.instrument)) {
            add_precedence(collect, statement);
        }
    }
    for group in &program.groups {
        let Group {
            rules: runs,
            by,
            period: days,
            place,
        } = group;
        if !collect.takes(*days, Some(by.instrument)) {
            continue;
        }
        let runs: Vec<String> = runs.iter().map(|run| rules(program, *run)).collect();
        let aspects = [(Aspect::Period, period(*days)), collect.by(*by)];
        let name = runs.join(", ");
        collect.add(Construct::Group, name, Vec::new(), Some(*place), aspects);
    }
}

fn add_instrument<'p>(collect: &mut Collect<'p>, instrument: &'p Instrument) {
    let program = collect.program;
    let Instrument {
        name,
        labels,
        period: days,
        published,
        url,
        source: read,
        list,
        place,
    } = instrument;
    let mut aspects = [
        (Aspect::Period, period(*days)),
        (Aspect::Published, day(*published)),
        (Aspect::Source, source(*read, url.as_deref())),
        (Aspect::Type, String::new()),
        (Aspect::Condition, String::new()),
        (Aspect::Gate, String::new()),
        (Aspect::Under, String::new()),
        (Aspect::Zones, String::new()),
        (Aspect::Dated, String::new()),
        (Aspect::Announced, String::new()),
        (Aspect::Trial, String::new()),
        (Aspect::Replaces, String::new()),
    ];
    if let Some(list) = list {
        for adoption in &list.adoptions {
            if !collect.takes(adoption.period, None) {
                continue;
            }
            add_adoption(collect, name, adoption);
        }
        for (aspect, text) in of_list(program, list) {
            if aspect == Aspect::Condition && collect.is_of_a_day() {
                continue;
            }
            let slot = aspects.iter_mut().find(|(known, _)| *known == aspect);
            slot.into_iter().for_each(|slot| slot.1.clone_from(&text));
        }
    }
    let words = vec![labels];
    collect.add(
        Construct::Instrument,
        name.clone(),
        words,
        Some(*place),
        aspects,
    );
}

/// The sides of a list that other instruments do not have.
fn of_list(program: &Program, list: &List) -> [(Aspect, String); 9] {
    let List {
        kind,
        name,
        edition,
        under,
        // The frame of the provision that it is under.
        frame: _,
        zones,
        dated,
        announced,
        trial,
        replaces,
        in_force,
        gate,
        // Its parts, rows and adoptions are constructs of their own.
        scope: _,
        rows: _,
        residuals: _,
        adoptions: _,
    } = list;
    let kind = match kind {
        ListKind::Negative => "negative list",
        ListKind::General => "general list",
    };
    let zones = zones.iter().filter_map(|at| program.zones.get(*at));
    let zones: Vec<&str> = zones.map(|zone| zone.name.as_str()).collect();
    let dated: Vec<String> = dated.iter().map(ToString::to_string).collect();
    let announced = announced.iter();
    let announced: Vec<String> = announced
        .map(|(what, count)| format!("{count} {}", what.word()))
        .collect();
    let replaces = replaces.map(|id| program[id].name.clone());
    [
        (Aspect::Type, format!("{kind} {name} edition {edition}")),
        (Aspect::Condition, condition(program, in_force)),
        (Aspect::Gate, all(program, gate)),
        (
            Aspect::Under,
            under.map_or_else(String::new, |under| path(program, under)),
        ),
        (Aspect::Zones, zones.join(", ")),
        (Aspect::Dated, dated.join(", ")),
        (Aspect::Announced, announced.join(", ")),
        (Aspect::Trial, day(*trial)),
        (Aspect::Replaces, replaces.unwrap_or_default()),
    ]
}

fn add_adoption<'p>(collect: &mut Collect<'p>, list: &str, adoption: &'p Adoption) {
    let program = collect.program;
    let Adoption {
        from,
        labels,
        as_of,
        period: days,
        // Its condition stands with the parts, its rules with the rows.
        scope: _,
        parts,
        except,
        rules: _,
        cites,
        source: read,
        place,
    } = adoption;
    let named = |ids: &[ProvisionId]| {
        let names = ids
            .iter()
            .map(|id| path(program, of_provision(program, *id)));
        names.collect::<Vec<_>>().join(", ")
    };
    let aspects = [
        (Aspect::AsOf, day(*as_of)),
        (Aspect::Period, period(*days)),
        (Aspect::Values, named(parts)),
        (Aspect::Except, named(except)),
        (Aspect::Source, source(*read, None)),
        collect.cites(cites),
    ];
    let name = format!("{list} adopts {}", program[*from].name);
    collect.add(
        Construct::Adoption,
        name,
        vec![labels],
        Some(*place),
        aspects,
    );
}

fn of_provision(program: &Program, id: ProvisionId) -> Citation {
    Citation {
        instrument: program[id].instrument,
        provision: Some(id),
    }
}

fn add_provision<'p>(collect: &mut Collect<'p>, id: ProvisionId, provision: &'p Provision) {
    let program = collect.program;
    let Provision {
        // Where it stands is its name: the instrument, what is around it, kind and number.
        instrument: _,
        parent: _,
        kind: _,
        number: _,
        labels,
        period: days,
        source: read,
        url,
        place,
    } = provision;
    let aspects = [
        (Aspect::Period, period(*days)),
        (Aspect::Source, source(*read, url.as_deref())),
    ];
    let name = path(program, of_provision(program, id));
    collect.add(
        Construct::Provision,
        name,
        vec![labels],
        Some(*place),
        aspects,
    );
}

fn add_frame<'p>(collect: &mut Collect<'p>, frame: &'p Frame) {
    let program = collect.program;
    let Frame {
        citation,
        sectors,
        scenarios,
        fields,
        strictest,
        free,
        included,
        excluded,
        condition: when,
        place,
    } = frame;
    let fact = |word: &str, fact: &Option<weir_core::hir::FactId>| {
        fact.map(|fact| format!("{word} {}", program[fact].name))
    };
    let strictest = strictest.map(|(outcome, value)| {
        let value = conclusion(program, &Conclusion::Value(outcome, value));
        format!("strictest {value}")
    });
    let open = |word: &str, cond: &Option<Cond>| {
        let cond = cond.as_ref()?;
        Some(format!("{word} if {}", condition(program, cond)))
    };
    let common = [
        fact("sectors", sectors),
        fact("scenarios", scenarios),
        fact("fields", fields),
        strictest,
        open("others included", included),
        open("others excluded", excluded),
        free.as_ref().map(|free| free_text(program, free)),
    ];
    let common: Vec<String> = common.into_iter().flatten().collect();
    let aspects = [
        (Aspect::Common, common.join("; ")),
        (Aspect::Condition, condition(program, when)),
    ];
    let words = free.iter().map(|free| &free.labels).collect();
    let name = path(program, *citation);
    collect.add(Construct::Frame, name, words, Some(*place), aspects);
}

fn free_text(program: &Program, free: &Free) -> String {
    let Free {
        // They are the words of the frame.
        labels: _,
        condition: when,
        conclusions,
        cites,
    } = free;
    format!(
        "outside free if {} then {} cite {}",
        condition(program, when),
        concluded(program, conclusions),
        citations(program, cites)
    )
}

fn add_part(collect: &mut Collect<'_>, scope: &Scope) {
    let program = collect.program;
    let Scope {
        list,
        parent: _,
        provision,
        adoption,
        condition: when,
        // Its rules are constructs of their own.
        rules: _,
        outside,
    } = scope;
    let mut name = path(
        program,
        Citation {
            instrument: *list,
            provision: *provision,
        },
    );
    let adoptions = program[*list].list.as_ref().map(|list| &list.adoptions);
    let from = adoptions.zip(*adoption).and_then(|(all, at)| all.get(at));
    if let Some(from) = from {
        name = format!(
            "{} adopts {name} of {}",
            program[*list].name, program[from.from].name
        );
    }
    let outside = outside.iter().map(|one| {
        let Outside {
            kind,
            condition: when,
            // That of the part is shown.
            place: _,
        } = one;
        format!("outside {} if {}", kind.word(), condition(program, when))
    });
    let outside: Vec<String> = outside.collect();
    let aspects = [
        (Aspect::Condition, condition(program, when)),
        (Aspect::Common, outside.join("; ")),
    ];
    collect.add(Construct::Part, name, Vec::new(), Some(when.place), aspects);
}

/// The sides of a rule.
pub(super) fn rule(program: &Program, id: RuleId) -> [(Aspect, String); 5] {
    let Rule {
        // Where it stands, its name and what it is in a list are what it is called.
        citation: _,
        name: _,
        role: _,
        scope: _,
        // They are compared as words.
        labels: _,
        period: days,
        guard,
        conclusions,
        cites,
        source: read,
        // Places are layout.
        band: _,
        place: _,
    } = &program[id];
    [
        (Aspect::Period, period(*days)),
        (Aspect::Condition, condition(program, guard)),
        (Aspect::Conclusion, concluded(program, conclusions)),
        (Aspect::Source, source(*read, None)),
        (Aspect::Citation, citations(program, cites)),
    ]
}

fn concluded(program: &Program, conclusions: &[Conclusion]) -> String {
    let conclusions = conclusions.iter().map(|one| conclusion(program, one));
    conclusions.collect::<Vec<_>>().join(", ")
}

fn conclusion(program: &Program, conclusion: &Conclusion) -> String {
    let value = |outcome: OutcomeId, at: usize| {
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

fn add_precedence(collect: &mut Collect<'_>, statement: &Precedence) {
    let program = collect.program;
    let Precedence {
        winners,
        losers,
        about,
        disapplies,
        stated,
        by,
        period: days,
        place,
    } = statement;
    let word = if *disapplies {
        "disapplies"
    } else {
        "prevails over"
    };
    let about = about.map(|outcome| format!(" ({})", program[outcome].name));
    let said = stated.map(|(winner, loser)| {
        format!(
            "{} {word} {}",
            referred(program, winner),
            referred(program, loser)
        )
    });
    let name = format!(
        "{} {word} {}{}",
        rules(program, *winners),
        rules(program, *losers),
        about.unwrap_or_default()
    );
    let aspects = [
        (Aspect::Period, period(*days)),
        (Aspect::Condition, said.unwrap_or_default()),
        collect.by(*by),
    ];
    let words: Vec<&Labels> = Vec::new();
    collect.add(Construct::Precedence, name, words, Some(*place), aspects);
}

fn referred(program: &Program, referred: Referred) -> String {
    match referred {
        Referred::Law(citation) => path(program, citation),
        Referred::Rule(rule) => text::rule(program, rule),
    }
}

/// How something was read, and where.
fn source(read: Option<SourceKind>, url: Option<&str>) -> String {
    let read = read.map(|read| match read {
        SourceKind::Primary => "primary",
        SourceKind::Secondary => "secondary",
    });
    let words: Vec<&str> = read.into_iter().chain(url).collect();
    words.join(" ")
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn all(program: &Program, conds: &[Cond]) -> String {
    let conds = conds.iter().map(|cond| condition(program, cond));
    conds.collect::<Vec<_>>().join(" and ")
}
