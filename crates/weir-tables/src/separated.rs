//! Separated values: any of the usual separators, in the encodings that offices use.

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::error::TableError;
use crate::grid::{Grid, Room};
use crate::limits::Limits;
use crate::table::Table;

/// The separators that are tried. Where two fit equally well the first one is taken.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// How many records are looked at to find the separator.
const SAMPLE: usize = 50;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, TableError> {
    let text = decode(bytes)?;
    let (separator, text) = match declared(&text) {
        Some((separator, rest)) => (separator, rest),
        None => (likely(&text), text.as_str()),
    };
    let mut room = Room::new(limits);
    let mut grid = Grid::default();
    for (row, record) in records(text, separator).enumerate() {
        let record = record.map_err(|error| TableError::Separated(error.to_string()))?;
        for (column, value) in record.iter().enumerate() {
            let text = value.replace("\r\n", "\n").trim().to_owned();
            grid.put((row, column), text, &mut room)?;
        }
    }
    Ok(vec![Table {
        rows: grid.rows(1, &mut room)?,
        ..Table::default()
    }])
}

/// UTF-8 or UTF-16 if a mark says so; else UTF-8 if it is that; else GB18030, which Excel writes in China.
fn decode(bytes: &[u8]) -> Result<String, TableError> {
    let (encodings, skipped): (&[&Encoding], usize) = match Encoding::for_bom(bytes) {
        Some((encoding, skipped)) => (&[encoding], skipped),
        None => (&[UTF_8, GB18030], 0),
    };
    let body = bytes.get(skipped..).unwrap_or_default();
    let text = encodings
        .iter()
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(body))
        .ok_or(TableError::Encoding)?;
    if text.contains('\0') {
        return Err(TableError::Encoding);
    }
    Ok(text.into_owned())
}

/// The separator that a first line `sep=;` declares, and the text after it.
fn declared(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let [separator] = line.trim_end().strip_prefix("sep=")?.as_bytes() else {
        return None;
    };
    Some((*separator, rest))
}

/// The separator that gives the most records of the same number of columns, and the most columns.
fn likely(text: &str) -> u8 {
    let score = |separator: u8| {
        let lengths: Vec<usize> = records(text, separator)
            .take(SAMPLE)
            .map(|record| record.map_or(0, |record| record.len()))
            .collect();
        let first = lengths.first().copied().unwrap_or(0);
        let alike = lengths.iter().filter(|length| **length == first).count();
        // A separator that never occurs makes all records alike, and divides nothing.
        if first > 1 { (alike, first) } else { (0, 0) }
    };
    let mut best = (b',', score(b','));
    for separator in SEPARATORS {
        let this = score(separator);
        if this > best.1 {
            best = (separator, this);
        }
    }
    best.0
}

fn records(text: &str, separator: u8) -> impl Iterator<Item = Result<StringRecord, csv::Error>> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
        .into_records()
}
