//! Breaking any one line of a policy leaves everything that does not depend on it, and gives one message about shape.
//!
//! For each line of every policy and of `tests/corpus/every_construct.weir`, in two of six ways a line, and in all with
//! `WEIR_ALL=1`. What is asserted, and the exceptions, which are texts that a reader can't tell from meant ones either:
//!
//! - One syntax error at most, and remarks about characters only on the line itself.
//! - The declarations above and below are there, unchanged. Exception: where the first line of a declaration is deleted, its
//!   labels join the declaration above, if that ends without a brace.
//! - The declaration itself is there, unless its first line is broken, or it holds nothing in braces.
//! - In it, everything that does not touch the line is there, unchanged and in its place. Exceptions: what stands under the
//!   broken line and belongs to it; and where a line is deleted, the part just above it may take in what stood below.
//! - In the rest of the workspace nothing is found that does not speak of something declared on the line or under it, as far
//!   as the text is broken: one that can be read says something else.

#![expect(
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops where something is wrong, and tells what it counted"
)]

mod declarations;
mod names;
mod parts;
mod tree;
mod ways;

use std::path::PathBuf;

/// The texts whose lines are broken.
pub(crate) fn texts() -> Vec<(PathBuf, String)> {
    let root = weir_tests::root();
    let mut paths =
        weir_tests::collect::below(&root.join("policies"), "weir").expect("the policies");
    assert!(!paths.is_empty(), "there are no policies");
    paths.push(root.join("tests/corpus/every_construct.weir"));
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a text");
        (
            path.strip_prefix(&root).expect("below the root").to_owned(),
            text,
        )
    };
    paths.into_iter().map(read).collect()
}

/// Whether every way is tried on every line.
pub(crate) fn all() -> bool {
    std::env::var_os("WEIR_ALL").is_some()
}
