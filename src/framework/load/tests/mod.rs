//! Invalid programmes.
