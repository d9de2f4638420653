//! Why a file could not be read as tables.

use std::fmt;

/// Why a file could not be read as tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// It is something else; what.
    NotATable(Foreign),
    /// An old binary Word or Excel file, or one that is locked with a password.
    OldOffice,
    /// The text is neither UTF-8, UTF-16 nor GB18030.
    Encoding,
    /// A part of the file is missing; which.
    MissingPart(String),
    /// The container is broken; how.
    Container(String),
    /// A part of the file is broken: which, at which byte, how.
    Xml {
        /// The part.
        part: String,
        /// The byte in the part.
        at: u64,
        /// What is wrong.
        what: String,
    },
    /// A reference such as `C12` that is none: in which part, as written.
    BadReference {
        /// The part.
        part: String,
        /// As written.
        written: String,
    },
    /// Lines of separated values that could not be read; how.
    Separated(String),
    /// Something is larger than the limits allow; what.
    TooLarge(Large),
}

/// What a file is that holds no tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A PDF.
    Pdf,
    /// A web page.
    WebPage,
    /// XML by itself.
    Xml,
    /// Rich text.
    Rtf,
    /// An Office file of another kind.
    OtherPackage,
}

/// What can be too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Large {
    /// The file.
    File,
    /// What it unpacks to.
    Unpacked,
    /// How deep it nests.
    Depth,
    /// How many tables it has.
    Tables,
    /// How many sheets it has.
    Sheets,
    /// How many rows a table has.
    Rows,
    /// How many columns a table has.
    Columns,
    /// How many cells there are.
    Cells,
    /// The text of the cells.
    Text,
    /// The format of a number.
    NumberFormat,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pdf => "a PDF",
            Self::WebPage => "a web page",
            Self::Xml => "an XML file",
            Self::Rtf => "an RTF file",
            Self::OtherPackage => "neither a workbook nor a text document",
        })
    }
}

impl fmt::Display for Large {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Depth => "how deep the file nests",
            Self::Rows => "the number of rows",
            Self::Columns => "the number of columns",
            Self::Cells => "the number of cells",
            Self::Text => "the text of the cells",
            Self::NumberFormat => "a number format",
            Self::File => "the file",
            Self::Tables => "the number of tables",
            Self::Unpacked => "what the file unpacks to",
            Self::Sheets => "the number of sheets",
        })
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATable(what) => write!(f, "this is {what}, not a table file"),
            Self::OldOffice => f.write_str(
                "this is an old binary Word or Excel file, or it is locked with a password; save it as .docx or .xlsx",
            ),
            Self::Encoding => f.write_str("the text is neither UTF-8, UTF-16 nor GB18030"),
            Self::MissingPart(part) => write!(f, "the part `{part}` of the file is missing"),
            Self::Container(what) => write!(f, "the file is damaged: {what}"),
            Self::Xml { part, at, what } => {
                write!(f, "the part `{part}` of the file is damaged at byte {at}: {what}")
            }
            Self::BadReference { part, written } => {
                write!(f, "`{written}` in the part `{part}` is not the place of a cell")
            }
            Self::Separated(what) => write!(f, "the lines can't be read as a table: {what}"),
            Self::TooLarge(what) => write!(f, "too large to read: {what}"),
        }
    }
}

impl std::error::Error for TableError {}
