//! The words of findings about lists in English.

use weir_syntax::diagnostic::Words;

use crate::problems::{ListProblem, Needs};

pub(super) fn words(problem: &ListProblem) -> Words {
    match problem {
        ListProblem::Misplaced { what, needs } => Words::new(format!("`{what}` can't stand here"), "misplaced").help(format!("it belongs in {}", place(*needs))),
        ListProblem::NoFrame => Words::new("the list does not say under which provision it is made", "under what?")
            .help("add `under` and a provision that holds the block `lists`, as in `under order16 article 6`"),
        ListProblem::FrameLacks { what: "sectors", frame: None } => Words::new("the fact can't tell the sector or scenario of a flow", "not one of a category")
            .help("declare it as `one of` a category: a flow has one sector and one scenario"),
        ListProblem::FrameLacks { what: "fields", frame: None } => Words::new("the fact can't tell the data fields of a flow", "not a set of a category")
            .help("declare it as `set of` a category"),
        ListProblem::FrameLacks { what, .. } => Words::new(format!("the block `lists` does not say what `{what}` is"), "needs it")
            .help(format!("add `{what} …` to the block `lists` of the provision under which the list is made")),
        ListProblem::NoOutside => Words::new("the list does not say what holds for data outside it", "outside it, what?")
            .help("add `outside free`, `outside national` or `outside undetermined`; there is no default"),
        ListProblem::OutsideOfGeneral => Words::new("a general data list says nothing about data outside it", "a general list frees only what it names")
            .help("remove `outside`; what the list does not free is decided by the other rules"),
        ListProblem::OutsideWord { word } => Words::new(format!("`outside {word}` means nothing"), "not a way to treat data outside")
            .help("in a list: `free`, `national` or `undetermined`; in the block `lists` only `outside free` is defined"),
        ListProblem::OutsideUnreachable { .. } => Words::new("this `outside` is never reached", "never reached")
            .help("of several, the first whose condition holds counts; put the one without `if` last"),
        ListProblem::NoFree { .. } => Words::new("nothing says what `outside free` concludes", "free by what rule?")
            .help("add `outside free` with `then …` to the block `lists`"),
        ListProblem::NoGate => Words::new("the list does not say who may use it", "open to whom?")
            .help("add `available when` and a condition, such as where the exporter is registered"),
        ListProblem::BandsOverlap { example, .. } => Words::new(format!("two bands of the row hold at once: {}", numbers(example)), "overlaps with different results")
            .help("bands are half-open: `10万以上不满100万` and `100万以上` meet without overlapping"),
        ListProblem::BandsGap { example } => Words::new(format!("between the bands of the row lies a gap: {}", numbers(example)), "none of the bands holds there")
            .help("let each band begin where the one before ends, or say in a `note` that the text leaves the gap"),
        ListProblem::EditionsOverlap { other, on, .. } => Words::new(format!("`{other}` is still in force on {on}"), "two editions at once")
            .help("let the earlier edition end on the day on which the later begins; `replaces` does that by itself"),
        ListProblem::CircularAdoption { chain } => Words::new(format!("the lists adopt each other in a circle: {}", chain.join(" → ")), "closes the circle")
            .help("write the rows out in one of them"),
        ListProblem::AdoptsNothing { list } => Words::new(format!("nothing of `{list}` is taken"), "adopts nothing")
            .help("name sectors or scenarios that the other list holds, and don't except all of them"),
        ListProblem::AdoptedNotInForce { list, on, .. } => Words::new(format!("`{list}` is not in force on {on}"), "not in force then")
            .help("add `as of` with a day on which it was, if its text is taken as it stood; else end the adoption when it ends"),
        ListProblem::OwnAndAdopted { part, row, .. } => Words::new(format!("`{part}` has both adopted rows and the list's own row `{row}`"), "which of the two counts?")
            .help("leave the part out with `except`, or say that one prevails over the other"),
        ListProblem::NeverApplies { row } => Words::new(format!("the row `{row}` can never apply"), "matches nothing")
            .help("its conditions contradict each other or those of the part around it"),
        ListProblem::Covered { row, by, .. } => Words::new(format!("the row `{row}` adds nothing: `{by}` covers it with the same result"), "covered by another row")
            .help("remove it, or narrow the other one, if the official list has both"),
        ListProblem::TrialOver { list, until } => Words::new(format!("the trial period of `{list}` ended on {until}"), "over")
            .help("see whether the zone has extended, replaced or ended the list, and write what it decided"),
        ListProblem::Column { name } if name.is_empty() => Words::new("a heading is a name", "no name").help(COLUMNS),
        ListProblem::Column { name } => Words::new(format!("`{name}` is no column of a list"), "not a column").help(COLUMNS),
        ListProblem::ColumnTwice { name, .. } => Words::new(format!("the column `{name}` stands twice"), "said again")
            .help("keep one of the two; a row that needs both is written out"),
        ListProblem::WhichList { name, known, .. } if known.is_empty() => Words::new(format!("`{name}` is no list"), "has no editions")
            .help("only a list has editions"),
        ListProblem::WhichList { name, edition: Some(edition), known } => Words::new(format!("`{name}` has no edition \"{edition}\""), "not known")
            .help(format!("known are {}", editions(known))),
        ListProblem::WhichList { name, edition: None, known } => Words::new(format!("`{name}` has several editions"), "which of them?")
            .help(format!("say which: {}", editions(known))),
        ListProblem::Cell { column } => Words::new(format!("this is no value of the column `{column}`"), "can't be read").help(
            "write a name or `{ a, b }` for facts with values, `true` or `false`, bounds such as `10万以上不满100万` for numbers, texts in quotation marks; leave the cell empty to say nothing",
        ),
        ListProblem::NoRowColumn => Words::new("the table has no column `row`", "which rows?").help("add a column `row` with the id of each row"),
        ListProblem::CounterCondition => Words::new("a counter depends on readings only", "not about a reading").help("write `if reading … is …`"),
        ListProblem::CounterOpen => Words::new("for some choice of readings the counter has no number", "left open").help("add a line for each option"),
    }
}

const COLUMNS: &str = "a column is `row`, `zh`, `en`, `fields`, `others`, `except`, `unless`, `source`, `url`, `cite`, or the name of a fact, measure, counter, definition or outcome";

fn place(needs: Needs) -> &'static str {
    match needs {
        Needs::Instrument => "an instrument",
        Needs::List => "a list",
        Needs::Part => "a list, sector or scenario",
        Needs::Inner => {
            "a sector, scenario or row; who may use the list is said with `available when`"
        }
        Needs::Row => "a row of a list",
        Needs::Adoption => "an adoption (`adopts …`)",
        Needs::Provision => "a provision of an instrument",
    }
}

fn editions(labels: &[String]) -> String {
    let labels: Vec<String> = labels
        .iter()
        .map(|label| format!("`edition \"{label}\"`"))
        .collect();
    labels.join(", ")
}

fn numbers(example: &[(String, i64)]) -> String {
    let parts: Vec<String> = example
        .iter()
        .map(|(name, number)| format!("{name} = {number}"))
        .collect();
    parts.join(", ")
}
