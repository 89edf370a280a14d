//! What bilan promises to those who use it, each promise tried as they would.

mod configuration;
mod daemon;
mod deliver_smtp;
mod documents_are_valid;
mod explain;
mod figures_are_right;
mod hostile_files;
mod mail_by_smtp;
mod main_job;
mod other_formats;
mod questionnaires_come_back;
mod questionnaires_sent;
mod read_again;
mod reading_limits;
mod register;
mod remote_folders;
mod returns_by_mail;
mod returns_by_sftp;
mod returns_from_a_server;
mod returns_people_send;
mod same_bytes;
mod support;
mod winmail_of_others;
