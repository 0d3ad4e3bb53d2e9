//! How much one question may ask for.

/// How much one question may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Cells of an answer, margins not counted.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cells: 100_000 }
    }
}
