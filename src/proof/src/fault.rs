//! What can be wrong with something that is to be checked.

use thiserror::Error;

/// Why something is not what it says. Each has a code for programs and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// Nothing that this portal issues looks like it.
    #[error("this is no credential, receipt or list of this portal")]
    Unreadable,
    /// It ends too early.
    #[error("a part of it is missing: it was cut off")]
    Incomplete,
    /// It is signed, but is something else, such as an access token.
    #[error("it is of another type")]
    WrongType,
    /// No key of the set signed it.
    #[error("it names a key that this portal does not have")]
    UnknownKey,
    /// It was altered, or somebody else made it.
    #[error("the signature does not hold: it was altered, or it was not signed here")]
    Signature,
    /// It is another portal's.
    #[error("it was issued by another portal")]
    Issuer,
    /// The paper around it is of another certificate.
    #[error("the credential within is of another certificate than the title of the PDF says")]
    Paper,
    /// Two papers in one: which of them counts cannot be told.
    #[error("several different credentials or receipts are in the PDF")]
    Several,
    /// Somebody gave the paper another title.
    #[error("the title of the PDF does not end with the number of a certificate")]
    Unnumbered,
    /// The proof does not lead from the entry to the signed root.
    #[error("the proof does not lead from the entry to the signed root")]
    Proof,
    /// What is said beside the entry is not what the entry says.
    #[error("it says something else than the journal's entry")]
    Contents,
}

impl Fault {
    /// The code in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Incomplete => "incomplete",
            Self::WrongType => "wrong_type",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature_invalid",
            Self::Issuer => "foreign_issuer",
            Self::Paper => "paper_mismatch",
            Self::Several => "several_credentials",
            Self::Unnumbered => "title_without_number",
            Self::Proof => "proof_invalid",
            Self::Contents => "contents_mismatch",
        }
    }
}
