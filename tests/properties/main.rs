//! Properties over random programs and scenarios: the answers follow the definition of the meaning, literally.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where something is wrong"
)]

mod edits;
mod exact;
mod findings;
mod generate;
mod lists;
mod meaning;
mod model;
mod policies;
mod text;
