//! The lists of free trade zones side by side: the same flow under each of them, and the lists compared as such.

pub mod comparison;
pub mod flow;
pub mod page;
mod table;
mod words;
