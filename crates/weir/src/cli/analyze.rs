//! `weir analyze`: what can be said of policies as a whole, without a scenario.

use clap::{Args, Subcommand};

use super::Context;
use crate::{Exit, Stop};

mod zones;

#[derive(Debug, Args)]
pub(crate) struct AnalyzeArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Compare the lists of free trade zones: numbers, fields, gates, what is called differently or is not known
    Zones(zones::ZonesArgs),
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &AnalyzeArgs) -> Result<Exit, Stop> {
    match &args.what {
        What::Zones(args) => zones::run(context, args),
    }
}
