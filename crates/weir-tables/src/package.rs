//! The container of Word and Excel files: parts in a ZIP archive, and the relations between them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::{Large, TableError};
use crate::limits::Limits;
use crate::xml::{Event, Xml};

/// An opened container.
#[derive(Debug)]
pub(crate) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// The entries by the name under which they are looked up.
    names: BTreeMap<String, usize>,
    /// How many bytes may still be unpacked.
    left: u64,
    depth: usize,
}

/// A part of a container, unpacked.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// How a part refers to another.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last word of its type, such as `worksheet`.
    pub(crate) kind: String,
    /// The name of the other part.
    pub(crate) target: String,
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, TableError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(container)?;
        let mut names = BTreeMap::new();
        for index in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(index) {
                names.entry(key(&name)).or_insert(index);
            }
        }
        Ok(Self {
            zip,
            names,
            left: limits.unpacked_bytes,
            depth: limits.depth,
        })
    }

    /// The part that is the workbook or the document.
    pub(crate) fn main_part(&mut self) -> Result<Part, TableError> {
        let relations = self.relations("")?;
        let target = relations
            .into_iter()
            .find(|relation| relation.kind == "officeDocument")
            .map(|relation| relation.target)
            .ok_or_else(|| TableError::MissingPart("officeDocument".to_owned()))?;
        self.part(&target)
    }

    /// A part that has to be there.
    pub(crate) fn part(&mut self, name: &str) -> Result<Part, TableError> {
        self.opt_part(name)?
            .ok_or_else(|| TableError::MissingPart(name.to_owned()))
    }

    /// A part, if it is there.
    pub(crate) fn opt_part(&mut self, name: &str) -> Result<Option<Part>, TableError> {
        let Some(index) = self.names.get(&key(name)).copied() else {
            return Ok(None);
        };
        let file = self.zip.by_index(index).map_err(container)?;
        let mut bytes = Vec::new();
        // What the archive says about sizes is not believed: unpacking stops at the limit.
        file.take(self.left.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| TableError::Container(error.to_string()))?;
        self.left = u64::try_from(bytes.len())
            .ok()
            .and_then(|length| self.left.checked_sub(length))
            .ok_or(TableError::TooLarge(Large::Unpacked))?;
        let text = decode(&bytes).ok_or_else(|| TableError::Xml {
            part: name.to_owned(),
            at: 0,
            what: "not Unicode text".to_owned(),
        })?;
        Ok(Some(Part {
            name: name.to_owned(),
            text,
        }))
    }

    /// The relations of a part; of the container itself if the name is empty.
    pub(crate) fn relations(&mut self, name: &str) -> Result<Vec<Relation>, TableError> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let path = join(folder, &format!("_rels/{file}.rels"));
        let Some(part) = self.opt_part(&path)? else {
            return Ok(Vec::new());
        };
        let mut relations = Vec::new();
        let mut xml = Xml::new(&part, self.depth);
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else {
                continue;
            };
            if element.name() != "Relationship" {
                continue;
            }
            let kind = element.attribute("Type")?.unwrap_or_default();
            let target = element.attribute("Target")?.unwrap_or_default();
            relations.push(Relation {
                id: element.attribute("Id")?.unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: join(folder, &target),
            });
        }
        Ok(relations)
    }

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }
}

/// The name under which a part is looked up: names differ in case and slashes between programs.
fn key(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

/// A target as seen from a folder.
fn join(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn decode(bytes: &[u8]) -> Option<String> {
    let (encoding, skipped) =
        encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes.get(skipped..)?)
        .map(std::borrow::Cow::into_owned)
}

fn container(error: zip::result::ZipError) -> TableError {
    TableError::Container(error.to_string())
}
