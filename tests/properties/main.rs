//! Properties over random programs and scenarios: the answers follow the definition of the meaning, literally.

mod generate;
mod meaning;
mod model;
mod policies;
mod text;
