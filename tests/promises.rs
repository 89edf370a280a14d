//! What bilan promises to those who use it, each promise tried as they would.

mod configuration;
mod deliver_smtp;
mod explain;
mod figures_are_right;
mod hostile_files;
mod main_job;
mod register;
mod returns_people_send;
mod support;
