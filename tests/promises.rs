//! What bilan promises to those who use it, each promise tried as they would.

mod daemon;
mod deliver_smtp;
mod documents_are_valid;
mod hostile_files;
mod mail_by_smtp;
mod same_bytes;
mod support;
