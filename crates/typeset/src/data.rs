//! Bytes that many documents may share.

use std::fmt;
use std::sync::Arc;

use typst::foundations::Bytes;

/// The bytes of one virtual file. A clone costs a pointer, and the hash Typst takes of them is computed once whatever the
/// number of documents that read them: keep one `Data` for what many jobs share (a map's geometry, a table of figures).
#[derive(Clone)]
pub struct Data(Bytes);

impl Data {
    /// Takes any owner of bytes, without copying them.
    pub fn new(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self(Bytes::new(bytes))
    }

    /// The bytes themselves.
    pub fn as_slice(&self) -> &[u8] {
        self.0.as_slice()
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.0
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Data({} bytes)", self.0.len())
    }
}

impl From<Vec<u8>> for Data {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Arc<[u8]>> for Data {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::new(bytes)
    }
}

impl From<&'static [u8]> for Data {
    fn from(bytes: &'static [u8]) -> Self {
        Self::new(bytes)
    }
}
