//! The training handout.
