//! What is seen in a browser: for now the preview of a document, on this machine alone.
//!
//! Shows what other rooms made and holds no rule of its own. Every request is from outside: what it names is looked up, never opened.

pub mod preview;
