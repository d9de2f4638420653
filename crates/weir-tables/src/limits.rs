//! How much of a file is read before it is refused.

/// How much of a file is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Bytes of all parts that are read, unpacked.
    pub unpacked_bytes: u64,
    /// Elements inside one another.
    pub depth: usize,
    /// Tables, or sheets.
    pub tables: usize,
    /// Rows of one table.
    pub rows: usize,
    /// Columns of one table.
    pub columns: usize,
    /// Cells of all tables, empty ones and repeated ones included.
    pub cells: usize,
    /// Bytes of text in all cells, repeated ones included.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            unpacked_bytes: 128 << 20,
            depth: 256,
            tables: 1_000,
            rows: 100_000,
            columns: 1_000,
            cells: 1_000_000,
            text_bytes: 128 << 20,
        }
    }
}
