use super::Edtf;

/// A named stretch of time, to read events against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Era {
    /// What it is called.
    pub title: String,
    /// When it was; both ends may be open.
    pub date: Edtf,
}
