//! The messages of the protocol, a file for each group: convert in, call, convert out.

pub(crate) mod actions;
pub(crate) mod calls;
pub(crate) mod completion;
pub(crate) mod diagnostics;
pub(crate) mod explain;
pub(crate) mod format;
pub(crate) mod hints;
pub(crate) mod hover;
pub(crate) mod lenses;
pub(crate) mod life;
pub(crate) mod navigate;
pub(crate) mod rename;
pub(crate) mod shape;
pub(crate) mod signature;
pub(crate) mod symbols;
pub(crate) mod tokens;
pub(crate) mod workspace;
