//! What the register says of a subject.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{FieldId, Packed, Value};

/// The values of one subject by register column. The names of the columns are shared by all subjects of a kind: tens of
/// thousands of them are held at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    names: Arc<[FieldId]>,
    values: Packed,
}

impl Columns {
    /// The values of these columns; others are left out.
    pub fn new(names: &Arc<[FieldId]>, mut values: BTreeMap<FieldId, Value>) -> Self {
        Self {
            names: Arc::clone(names),
            values: names.iter().map(|name| values.remove(name)).collect(),
        }
    }

    /// The value in a column, where there is one.
    pub fn get<Name: Borrow<str> + ?Sized>(&self, name: &Name) -> Option<Value> {
        self.values.get(self.place(name)?)
    }

    /// The text or the code of the choice in a column.
    pub fn text<Name: Borrow<str> + ?Sized>(&self, name: &Name) -> Option<&str> {
        self.values.text(self.place(name)?)
    }

    fn place<Name: Borrow<str> + ?Sized>(&self, name: &Name) -> Option<usize> {
        self.names.iter().position(|n| n.as_str() == name.borrow())
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self::from(BTreeMap::new())
    }
}

impl From<BTreeMap<FieldId, Value>> for Columns {
    /// Columns that are shared with nobody.
    fn from(values: BTreeMap<FieldId, Value>) -> Self {
        let names = values.keys().cloned().collect();
        Self::new(&names, values)
    }
}
