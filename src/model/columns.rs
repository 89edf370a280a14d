//! What the register says of a subject.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{FieldId, Packed, Packer, Value};

/// The values of one subject by register column. The names of the columns are shared by all subjects of a kind: tens of
/// thousands of them are held at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    names: Arc<[FieldId]>,
    values: Packed,
}

/// The columns of subjects being packed together.
pub struct ColumnsPacker {
    names: Arc<[FieldId]>,
    rows: Packer,
}

impl ColumnsPacker {
    /// Nothing yet, for columns of these names.
    pub fn new(names: Arc<[FieldId]>) -> Self {
        let rows = Packer::default();
        Self { names, rows }
    }

    /// Adds a subject's values; those of other columns are left out.
    pub fn add(&mut self, mut values: BTreeMap<FieldId, Value>) {
        self.rows
            .add(self.names.iter().map(|name| values.remove(name)));
    }

    /// The columns of each subject, in the order in which they were added.
    pub fn all(self) -> impl Iterator<Item = Columns> {
        self.rows.rows().map(move |values| Columns {
            names: Arc::clone(&self.names),
            values,
        })
    }
}

impl Columns {
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
        let (names, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
        Self {
            names: names.into(),
            values: values.into_iter().map(Some).collect(),
        }
    }
}
