//! The paper that a document is laid out for: named, or in millimetres.

use serde::Deserialize;

/// A page's size.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Paper {
    /// A usual one.
    Named(PaperName),
    /// Any other: `{ width = 210, height = 210 }`, in millimetres.
    Custom {
        /// Width, in millimetres.
        width: f64,
        /// Height, in millimetres.
        height: f64,
    },
}

/// A usual page size (ISO 216).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperName {
    /// 210 × 297 mm.
    A4,
    /// 297 × 210 mm.
    A4Landscape,
    /// 297 × 420 mm.
    A3,
    /// 594 × 841 mm.
    A1,
    /// 210 × 210 mm, for screens.
    Square,
}

/// Typst rounds lengths to a fraction of a point; half a millimetre is no other paper.
const TOLERANCE: f64 = 0.5;

impl Default for Paper {
    fn default() -> Self {
        Self::Named(PaperName::A4)
    }
}

impl Paper {
    /// Width and height, in millimetres.
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::Named(PaperName::A4) => (210.0, 297.0),
            Self::Named(PaperName::A4Landscape) => (297.0, 210.0),
            Self::Named(PaperName::A3) => (297.0, 420.0),
            Self::Named(PaperName::A1) => (594.0, 841.0),
            Self::Named(PaperName::Square) => (210.0, 210.0),
            Self::Custom { width, height } => (width, height),
        }
    }

    /// Whether pages of this size, in millimetres, are on it.
    pub fn holds(self, (width, height): (f64, f64)) -> bool {
        let (own_width, own_height) = self.size();
        (width - own_width).abs() <= TOLERANCE && (height - own_height).abs() <= TOLERANCE
    }
}
