//! File formats besides policies: how they are read and written.

pub mod flows;
pub mod scenario;
