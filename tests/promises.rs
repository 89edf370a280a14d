//! What bilan promises to those who use it, each promise tried as they would.

mod deliver_smtp;
mod hostile_files;
mod support;
