//! bilan follows what participation projects achieve: returned spreadsheets in, evaluated reports and dashboards out,
//! mailed on schedule.
//!
//! The rooms, in the order the data goes through them:
//! - [`framework`] is what the evaluation officer owns; [`config`] what the administrator owns; [`model`] the plain
//!   values that travel; [`text`] the words in French and English;
//! - [`register`] brings the subjects, [`collect`] the files, [`read`] turns files into answers, [`check`] answers into
//!   findings, [`store`] keeps everything;
//! - [`wide`] is the table that expressions see, [`evaluate`] turns rows into figures;
//! - [`render`] and [`workbook`] turn figures into documents, [`deliver`] brings them to people;
//! - [`pipeline`] puts the stages in line, [`schedule`] runs jobs when they are due, [`cli`] shows and triggers all of
//!   it, [`web`] what is seen in a browser; [`sample`] makes the invented programme to try it on.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod check;
pub mod cli;
pub mod collect;
pub mod config;
pub mod deliver;
pub mod evaluate;
pub mod framework;
pub mod model;
pub mod pipeline;
pub mod read;
pub mod register;
pub mod render;
pub mod sample;
pub mod schedule;
pub mod store;
pub mod text;
pub mod web;
pub mod wide;
pub mod workbook;
