//! What users of SQL expressions rely on. One program, for linking the engine takes longer than all of its tests.

#![allow(clippy::unwrap_used, clippy::panic, clippy::similar_names)]

mod any_order;
mod common;
mod figures_of_groups;
mod rules_of_one_row;
mod what_is_refused;
