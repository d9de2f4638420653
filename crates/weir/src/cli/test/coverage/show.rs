//! Coverage as JSON, and as a short table of what is not covered.

use std::fmt::Write as _;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;
use weir_core::Checked;
use weir_core::hir::{Language, SourceId};

use super::{Clause, Coverage, Kind, Share};
use crate::render::diagnostics::Files;
use crate::render::place::{Location, Places};
use crate::render::precedence;

/// The most clauses of a file that the table names.
const MOST: usize = 10;

/// Coverage in JSON.
#[derive(Serialize)]
pub(in super::super) struct Report {
    /// How many cases were determined.
    cases: usize,
    #[serde(flatten)]
    counts: Counts,
    files: Vec<File>,
}

/// How much is covered of each kind.
#[derive(Serialize)]
struct Counts {
    rules: Count,
    rows: Count,
    bands: Count,
    outside: Count,
}

#[derive(Serialize)]
struct Count {
    covered: usize,
    of: usize,
}

#[derive(Serialize)]
struct File {
    file: String,
    #[serde(flatten)]
    counts: Counts,
    clauses: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    /// `rule`, `row` or `outside`.
    kind: &'static str,
    reference: String,
    citation: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// In how many cases it was in effect.
    cases: usize,
    place: Location,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bands: Vec<ShownBand>,
}

#[derive(Serialize)]
struct ShownBand {
    /// Its numbers as written.
    text: String,
    cases: usize,
    place: Location,
}

/// The clauses of each file that has any, in order of the files.
fn by_file<'c>(
    checked: &Checked,
    coverage: &'c Coverage,
) -> Vec<(SourceId, String, Vec<&'c Clause>)> {
    let files = checked.sources.iter().map(|(id, source)| {
        let clauses = coverage.clauses.iter();
        let own = clauses.filter(|clause| clause.place.source == *id);
        (*id, source.name.to_string(), own.collect::<Vec<_>>())
    });
    files.filter(|(_, _, own)| !own.is_empty()).collect()
}

/// The form of coverage.
pub(in super::super) fn report(
    checked: &Checked,
    coverage: &Coverage,
    language: Language,
) -> Report {
    let files = Files::of(checked);
    let mut places = Places::new(&files);
    let by_file = by_file(checked, coverage);
    let files = by_file.into_iter().map(|(id, file, clauses)| {
        let text = checked.sources.get(&id).map_or("", |source| &*source.text);
        File {
            file,
            counts: counts(&clauses),
            clauses: clauses
                .iter()
                .map(|clause| shown(checked, clause, text, &mut places, language))
                .collect(),
        }
    });
    let files = files.collect();
    Report {
        cases: coverage.cases,
        counts: counts(&coverage.clauses.iter().collect::<Vec<_>>()),
        files,
    }
}

fn counts(clauses: &[&Clause]) -> Counts {
    let of = |share: Share| Count {
        covered: share.covered,
        of: share.all,
    };
    let kind = |kind| of(Share::of_kind(clauses.iter().copied(), kind));
    Counts {
        rules: kind(Kind::Rule),
        rows: kind(Kind::Row),
        bands: of(Share::of_bands(clauses.iter().copied())),
        outside: kind(Kind::Outside),
    }
}

fn shown(
    checked: &Checked,
    clause: &Clause,
    text: &str,
    places: &mut Places<'_>,
    language: Language,
) -> Shown {
    let program = &checked.program;
    let bands = clause.bands.iter().map(|band| ShownBand {
        text: band.place.span.text(text).to_owned(),
        cases: band.cases,
        place: places.at(band.place),
    });
    let bands = bands.collect();
    Shown {
        kind: match clause.kind {
            Kind::Rule => "rule",
            Kind::Row => "row",
            Kind::Outside => "outside",
        },
        reference: precedence::reference(program, clause.referred),
        citation: precedence::cited(program, clause.referred, language),
        label: precedence::label(program, clause.referred, language).map(str::to_owned),
        cases: clause.cases,
        place: places.at(clause.place),
        bands,
    }
}

/// A line for each file, below it what is not covered, and a line for all.
pub(in super::super) fn table(
    checked: &Checked,
    coverage: &Coverage,
    language: Language,
) -> String {
    let by_file = by_file(checked, coverage);
    let width = by_file.iter().map(|(_, name, _)| name.width()).max();
    let width = width.unwrap_or_default();
    let mut out = String::new();
    let files = Files::of(checked);
    let mut places = Places::new(&files);
    for (id, name, clauses) in &by_file {
        let text = checked.sources.get(id).map_or("", |source| &*source.text);
        let gap = " ".repeat(width.saturating_sub(name.width()));
        let _ = writeln!(out, "{name}{gap}  {}", shares(clauses, language));
        let missing: Vec<String> = clauses
            .iter()
            .flat_map(|clause| uncovered(checked, clause, text, &mut places, language))
            .collect();
        for line in missing.iter().take(MOST) {
            let _ = writeln!(out, "  {line}");
        }
        let more = missing.len().saturating_sub(MOST);
        if more > 0 {
            let text = language.pick(format!("另有 {more} 处"), format!("and {more} more"));
            let _ = writeln!(out, "  {text}");
        }
    }
    let all = shares(&coverage.clauses.iter().collect::<Vec<_>>(), language);
    let _ = writeln!(
        out,
        "{}{all}",
        language.pick(
            "至少在一个测试情形中起作用：",
            "in effect in at least one case: "
        )
    );
    out
}

fn shares(clauses: &[&Clause], language: Language) -> String {
    let kinds = Kind::ALL.map(|kind| {
        let word = match kind {
            Kind::Rule => language.pick("规则", "rules"),
            Kind::Row => language.pick("条目", "rows"),
            Kind::Outside => language.pick("清单外", "outside rows"),
        };
        (word, Share::of_kind(clauses.iter().copied(), kind))
    });
    let bands = Share::of_bands(clauses.iter().copied());
    let all = kinds
        .into_iter()
        .chain([(language.pick("数量区间", "bands"), bands)]);
    all.filter(|(_, share)| share.all > 0)
        .map(|(word, share)| {
            language.pick(
                format!("{word} {}/{}", share.covered, share.all),
                format!("{} of {} {word}", share.covered, share.all),
            )
        })
        .collect::<Vec<_>>()
        .join(language.pick("，", ", "))
}

/// A clause that is not covered, or those of its bands that are not, each with its line.
fn uncovered(
    checked: &Checked,
    clause: &Clause,
    text: &str,
    places: &mut Places<'_>,
    language: Language,
) -> Vec<String> {
    let cited = precedence::cited(&checked.program, clause.referred, language);
    if clause.cases == 0 {
        return vec![format!("{}  {cited}", places.at(clause.place).start.line)];
    }
    let bands = clause.bands.iter().filter(|band| band.cases == 0);
    bands
        .map(|band| {
            let line = places.at(band.place).start.line;
            let numbers = band.place.span.text(text);
            format!("{line}  {cited}{}{numbers}", language.pick("：", ": "))
        })
        .collect()
}
