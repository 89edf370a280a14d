//! Settings as an administrator writes them.
