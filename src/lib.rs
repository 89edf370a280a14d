//! bilan follows what participation projects achieve: returned spreadsheets in, evaluated reports and dashboards out, mailed on schedule.

pub mod framework;
pub mod model;
pub mod sample;
