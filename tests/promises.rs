//! What bilan promises to those who use it, each promise tried as they would.

mod deliver_smtp;
mod support;
