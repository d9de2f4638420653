//! Stub.
use weir_syntax::diagnostic::Words;
use crate::problems::ProblemKind;
pub(super) fn words(_: &ProblemKind) -> Words { Words::default() }
