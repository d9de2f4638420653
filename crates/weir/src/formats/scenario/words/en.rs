//! The words of problems in scenario files, in English.

use weir_core::date::Date;
use weir_core::hir::{Fact, FactType, Unit};
use weir_syntax::diagnostic::{Language, Words};

use super::{called, instead, listed, members, otherwise};
use crate::formats::scenario::problem::{Kind, Unreadable, Why};
use crate::formats::scenario::quantity::Mistake;
use crate::formats::scenario::tree::{MAX_BYTES, MAX_DEPTH, MAX_VALUES};

const LANGUAGE: Language = Language::En;
const KEYS: &str = "a scenario file has the keys `title`, `on`, `facts` and `readings`";

pub(super) fn words(kind: &Kind) -> Words {
    match kind {
        Kind::Unreadable(what) => unreadable(what),
        Kind::UnknownKey { name, near } => {
            let words = Words::new(format!("a scenario file has no key `{name}`"), "not known");
            match near {
                Some(near) => words.help(format!("did you mean `{near}`?")),
                None => words.help(format!("{KEYS}; what is known of the export stands below `facts`")),
            }
        }
        Kind::NotAMap { key } => {
            Words::new(format!("`{key}` must hold names with their values"), "not names with values").help(example(key))
        }
        Kind::NotAText => Words::new("`title` must be a text", "a list or a map").help("write one line that says what the scenario is about"),
        Kind::BadDay { text, day } => {
            let (message, label) = bad_day(text, *day);
            Words::new(format!("`on` must be a day, but {message}"), label).help("write the day as of which the law is asked for, such as `2026-03-01`")
        }
        Kind::UnknownFact { name, near, group, known } => unknown_fact(name, near.as_deref(), *group, known),
        Kind::Ambiguous { name, names } => {
            Words::new(format!("several facts are labelled `{name}`"), "which of them?").help(format!("write the name: {}", listed(names, LANGUAGE)))
        }
        Kind::Reserved { name, fact, words } => {
            let said = Words::new(format!("`{name}` is the name or the day of a flow, and a fact is called so too"), "which of them?");
            let said = match otherwise(fact, words) {
                Some(way) => said.help(format!("for the fact write `{way}`")),
                None => said.help("give the fact in a scenario file, or in JSON below `facts`"),
            };
            said.help(format!("for the flow write {}", instead(words, name, LANGUAGE)))
        }
        Kind::WrongValue { fact, why } => wrong_value(fact, why),
        Kind::Repeated { name, .. } => Words::new(format!("`{name}` is given twice"), "given again").help("keep one of the two"),
        Kind::UnknownReading { name, near, known } => {
            let words = Words::new(format!("there is no reading `{name}`"), "not known");
            match near {
                Some(near) => words.help(format!("did you mean `{near}`?")),
                None if known.is_empty() => words.help("these policies leave no question of law open"),
                None => words.help(format!("known are {}", listed(known, LANGUAGE))),
            }
        }
        Kind::UnknownOption { reading, name, near, known } => {
            let words = Words::new(format!("the reading `{reading}` has no option `{name}`"), "not known");
            let words = if let Some(near) = near { words.help(format!("did you mean `{near}`?")) } else { words };
            words.help(format!("its options are {}", listed(known, LANGUAGE)))
        }
        Kind::NoDate => Words::new("the scenario does not say on which day", "on which day?")
            .help("add a line such as `on: 2026-03-01`, or say the day on the command line with `--on 2026-03-01`"),
    }
}

fn example(key: &str) -> &'static str {
    if key == "facts" {
        "write one fact a line below it, such as `  exporter.ciio: false`"
    } else {
        "write one reading a line below it, with the option it takes"
    }
}

fn unreadable(what: &Unreadable) -> Words {
    match what {
        Unreadable::TooLong => Words::new(format!("the file is longer than {} KiB", MAX_BYTES >> 10), "not read").help("a scenario file describes one export"),
        Unreadable::TooDeep => Words::new(format!("nested more than {MAX_DEPTH} deep"), "too deep").help(KEYS),
        Unreadable::TooMany => Words::new(format!("the file holds more than {MAX_VALUES} values"), "from here on").help("a scenario file describes one export"),
        Unreadable::Empty => Words::new("the file is empty", "no facts here").help(KEYS),
        Unreadable::NotAMap => Words::new("the file does not start with names and their values", "not names with values").help(KEYS),
        Unreadable::Yaml(info) => Words::new(format!("not YAML: {info}"), "reading stopped here")
            .help("each line is a name, a colon, a space and a value; what belongs together is indented alike"),
        Unreadable::Json(info) => Words::new(format!("not JSON: {info}"), "reading stopped here"),
        Unreadable::FullWidth { found, meant } => {
            Words::new(format!("full-width `{found}` where `{meant}` is meant"), format!("write `{meant}`")).help("the signs of YAML and JSON are half-width; texts may hold any character")
        }
        Unreadable::NoSpace => Words::new("no space after the colon", "a space is missing here").help("YAML separates a name from its value with a colon and a space"),
        Unreadable::Tab => Words::new("a tab in the indentation", "a tab").help("YAML is indented with spaces"),
        Unreadable::UnquotedBound => Words::new("a value that starts with `>` must stand in quotation marks", "YAML reads this as the start of a text block")
            .help("write it in quotation marks, or as `10万以上` instead of `>= 10万`"),
        Unreadable::TrailingComma => Words::new("a comma after the last item", "nothing follows this comma").help("JSON allows no comma before a closing bracket"),
        Unreadable::Anchor => Words::new("anchors (`&`) are not allowed in scenario files", "an anchor").help("write the value out wherever it belongs"),
        Unreadable::Alias => Words::new("aliases (`*`) are not allowed in scenario files", "an alias").help("write the value out wherever it belongs"),
        Unreadable::Tag => Words::new("tags (`!`) are not allowed in scenario files", "has a tag").help("leave the tag out; the type of a value is that of its fact"),
        Unreadable::MergeKey => Words::new("merge keys (`<<`) are not allowed in scenario files", "a merge key").help("write the facts out"),
        Unreadable::SecondDocument => Words::new("the file holds a second document", "starts here").help("give each scenario a file of its own"),
        Unreadable::BadKey => Words::new("a key must be a name", "not a name").help("write a name, a colon, a space and a value"),
    }
}

fn unknown_fact(name: &str, near: Option<&str>, group: bool, known: &[String]) -> Words {
    if group {
        return Words::new(
            format!("`{name}` is not a fact, but the beginning of the names of several"),
            "which of them?",
        )
        .help(format!("its facts are {}", listed(known, LANGUAGE)));
    }
    let words = Words::new(format!("there is no fact `{name}`"), "not known");
    match near {
        Some(near) => words.help(format!("did you mean `{near}`?")),
        None => words.help(format!("known are {}", listed(known, LANGUAGE))),
    }
}

fn wrong_value(fact: &Fact, why: &Why) -> Words {
    let name = called(fact, LANGUAGE);
    let words = match why {
        Why::NotOneValue => Words::new(
            format!("{name} has one value, not several"),
            "a list or a map",
        ),
        Why::NotYesOrNo { text } => Words::new(
            format!("`{text}` is not an answer to {name}, which is yes or no"),
            "neither yes nor no",
        ),
        Why::QuotedWord => Words::new(
            format!("a text in quotation marks where {name} needs yes or no"),
            "a text",
        ),
        Why::NotAMember { text, near } => {
            let words = Words::new(format!("{name} has no value `{text}`"), "not known");
            match near {
                Some(near) => return words.help(format!("did you mean `{near}`?")),
                None => words,
            }
        }
        Why::AmbiguousMember { text, names } => {
            return Words::new(
                format!("several values of {name} are labelled `{text}`"),
                "which of them?",
            )
            .help(format!("write the name: {}", listed(names, LANGUAGE)));
        }
        Why::NotAList { empty } => {
            let words = Words::new(
                format!("{name} may have several values and is written as a list"),
                "not a list",
            );
            if *empty {
                words.help("write `[]` for none")
            } else {
                words
            }
        }
        Why::JoinedMembers => {
            return Words::new(
                format!("full-width commas between the values of {name}"),
                "write `,`",
            )
            .help("YAML separates the elements of a list with half-width commas");
        }
        Why::UnknownInList => {
            return Words::new(
                "a list says what is there, and that nothing else is; it can't hold `unknown`",
                "not known?",
            )
            .help(partly(fact));
        }
        Why::NotPresentOrAbsent { member } => {
            return Words::new(
                format!("`{member}` in {name} is neither there, nor not there, nor unknown"),
                "write `true`, `false` or `unknown`",
            )
            .help(partly(fact));
        }
        Why::Contradiction => {
            return Words::new(format!("{name} contradicts itself: a kind is `false`, but something of that kind is `true`"), "can't both hold")
                .help("what is of a kind is also of every kind around it");
        }
        Why::QuotedNumber => Words::new(
            format!("a text in quotation marks where {name} needs a number"),
            "a text",
        ),
        Why::Quantity(mistake) => quantity(&name, mistake),
        Why::NotADay { text, day } => {
            let (message, label) = bad_day(text, *day);
            Words::new(format!("{name} is a day, but {message}"), label)
        }
    };
    words.help(how_to_write(fact))
}

pub(super) fn quantity(name: &str, mistake: &Mistake) -> Words {
    match mistake {
        Mistake::NoNumber => Words::new(format!("{name} needs a number"), "no number"),
        Mistake::Negative => Words::new(format!("{name} can't be negative"), "less than none"),
        Mistake::Fraction => Words::new(
            format!("{name} is counted in whole numbers"),
            "not whole, or a point between thousands",
        ),
        Mistake::TooLarge => Words::new(format!("the number for {name} is too large"), "too large"),
        Mistake::WrongUnit(unit) => Words::new(
            format!("{name} is not counted in `{}`", unit.name()),
            "another unit",
        ),
        Mistake::NotAUnit(text) => {
            Words::new(format!("`{text}` is no unit of {name}"), "can't be read")
        }
        Mistake::Separated(_) => Words::new(
            format!("the number for {name} has commas between its digits"),
            "separate digits with `_`, if at all",
        ),
        Mistake::Contradiction => Words::new(
            format!("no number meets these bounds of {name}"),
            "never holds",
        ),
        Mistake::Muddled => Words::new(
            format!("{name} is one number, or one lower and one upper bound"),
            "can't be read as one of these",
        ),
    }
}

fn how_to_write(fact: &Fact) -> String {
    match &fact.ty {
        FactType::Bool => "write `true` or `false`, or `unknown`".to_owned(),
        FactType::Choice(_) => format!(
            "write `unknown`, or one of its values:{}",
            members(fact, LANGUAGE)
        ),
        FactType::Set(_) => format!(
            "write all it has in brackets, such as `[a, b]`, or `[]` for none; it may have:{}",
            members(fact, LANGUAGE)
        ),
        FactType::Quantity(unit) => numbers(*unit),
        FactType::Date => "write a day such as `2024-03-22`, or `unknown`".to_owned(),
        FactType::Error => String::new(),
    }
}

/// How a quantity is written, for help.
pub(super) fn numbers(unit: Unit) -> String {
    let name = unit.name();
    format!(
        "write a whole number of `{name}`, such as `450000` or `45万`; bounds such as `10万以上` or `\">= 10万, < 100万\"`; or `unknown`"
    )
}

fn partly(fact: &Fact) -> String {
    let first = match &fact.ty {
        FactType::Choice(members) | FactType::Set(members) => {
            members.first().map_or("a", |member| &member.name)
        }
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => "a",
    };
    format!(
        "where only part is known, write `{{ {first}: true }}` with `true`, `false` or `unknown` for each; what is not named is unknown"
    )
}

/// The end of a sentence on a wrong day, and what to say at its place.
fn bad_day(text: &str, day: Option<Date>) -> (String, String) {
    match day {
        Some(day) => (
            format!("`{text}` is not written as one"),
            format!("write `{day}`"),
        ),
        None if text.is_empty() => ("there is none".to_owned(), "no day".to_owned()),
        None => (
            format!("there is no day `{text}`"),
            "not in the calendar".to_owned(),
        ),
    }
}
