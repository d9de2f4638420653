//! Tables out of the files in which offices publish them, and back. It knows cells and their places, and nothing of
//! what they say.
//!
//! Files come from anywhere, so reading is guarded: what a file unpacks to, how many cells it claims and how deep it
//! nests are limited, and whatever is broken is a [`TableError`].

pub use error::{Foreign, Large, TableError};
pub use limits::Limits;
pub use table::{Cell, Place, Table};
pub use write::{WriteError, csv as to_csv, markdown as to_markdown, xlsx as to_xlsx};

mod docx;
mod error;
mod grid;
mod limits;
mod package;
mod separated;
mod table;
mod write;
mod xlsx;
mod xml;

#[cfg(test)]
mod tests;

/// The tables of a file, in order. What kind of file it is is told by its content, not by its name.
///
/// # Errors
///
/// If it is no table file, is broken, or exceeds the limits.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, TableError> {
    if bytes.len() > limits.file_bytes {
        return Err(TableError::TooLarge(Large::File));
    }
    match kind_of(bytes) {
        Kind::Package => {
            let mut package = package::Package::open(bytes, limits)?;
            let main = package.main_part()?;
            match xml::root_name(&main)?.as_str() {
                "workbook" => xlsx::read(&mut package, &main, limits),
                "document" => docx::read(&mut package, &main, limits),
                _ => Err(TableError::NotATable(Foreign::OtherPackage)),
            }
        }
        Kind::Text => separated::read(bytes, limits),
        Kind::OldOffice => Err(TableError::OldOffice),
        Kind::Other(what) => Err(TableError::NotATable(what)),
    }
}

enum Kind {
    Package,
    Text,
    OldOffice,
    Other(Foreign),
}

fn kind_of(bytes: &[u8]) -> Kind {
    let starts = |sign: &[u8]| bytes.starts_with(sign);
    let opening = bytes
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .take(14)
        .map(|byte| byte.to_ascii_lowercase())
        .collect::<Vec<_>>();
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        Kind::Package
    } else if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        // The container of the old binary formats, and of files locked with a password.
        Kind::OldOffice
    } else if starts(b"%PDF") {
        Kind::Other(Foreign::Pdf)
    } else if opening.starts_with(b"<html") || opening.starts_with(b"<!doctypehtml") {
        Kind::Other(Foreign::WebPage)
    } else if opening.starts_with(b"<?xml") {
        Kind::Other(Foreign::Xml)
    } else if opening.starts_with(b"{\\rtf") {
        Kind::Other(Foreign::Rtf)
    } else {
        Kind::Text
    }
}
