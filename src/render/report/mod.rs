//! The quarterly report.
