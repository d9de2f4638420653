//! `weir graph`: what prevails over what, as the policies state it.

use clap::{Args, ValueEnum};
use weir_core::date::Date;
use weir_core::hir::{InstrumentId, Program};

use super::{Context, day};
use crate::render::diagnostics::Files;
use crate::render::place::Places;
use crate::render::precedence::{self, Of, dot, human, json};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    /// Only what an instrument or list sets aside, or what sets it aside
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    /// Only what is law on this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: GraphFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum GraphFormat {
    /// For people
    Human,
    /// For programs
    Json,
    /// For Graphviz
    Dot,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &GraphArgs) -> Result<Exit, Stop> {
    // With errors some statements would be missing, which nobody could see.
    let loaded = context.load_executable()?;
    let program = &loaded.checked.program;
    let instrument = match &args.of {
        Some(name) => Some(named(context, program, name)?),
        None => None,
    };
    let of = Of {
        instrument,
        on: args.on,
    };
    let graph = precedence::graph(program, of);
    let text = match args.format {
        GraphFormat::Human => human::text(&graph, context.language),
        GraphFormat::Dot => dot::dot(&graph, context.language),
        GraphFormat::Json => {
            let files = Files::of(&loaded.checked);
            let report = json::report(&graph, &mut Places::new(&files), context.language);
            serde_json::to_string_pretty(&report).map_err(std::io::Error::other)? + "\n"
        }
    };
    write!(context.io.stdout, "{text}")?;
    if graph.statements.is_empty() {
        let text = context
            .language
            .pick("没有条款优先于其他条款", "no clause prevails over another");
        writeln!(context.io.stderr, "weir: {text}")?;
    }
    Ok(Exit::Done)
}

/// The instrument with this name; a list has its edition in it.
fn named(
    context: &mut Context<'_, '_>,
    program: &Program,
    name: &str,
) -> Result<InstrumentId, Stop> {
    let found = program.instruments.iter().position(|one| one.name == name);
    if let Some(at) = found {
        return Ok(InstrumentId::from_index(at));
    }
    let known = program.instruments.iter().map(|one| one.name.as_str());
    let near = weir_core::names::near(name, known);
    let text = match near {
        Some(near) => context.language.pick(
            format!("没有法律文件或清单 `{name}`；是否指 `{near}`？"),
            format!("there is no instrument or list `{name}`; did you mean `{near}`?"),
        ),
        None => context.language.pick(
            format!("没有法律文件或清单 `{name}`"),
            format!("there is no instrument or list `{name}`"),
        ),
    };
    writeln!(context.io.stderr, "weir: {text}")?;
    Err(Stop::Said(Exit::Usage))
}
