//! Checking what a person holds, in whatever form: a PDF, a JWT, a link, a receipt as JSON.

use chrono::{DateTime, Utc};
use domain::registered::Standing;

use crate::pdf::is_pdf;
use crate::{Credential, Fault, InPdf, KeySet, Receipt, StatusList, read_credential, read_pdf};

/// What a certificate was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it commits to.
    pub credential: Credential,
    /// How it stands; none without a status list that has its place, unless its time is over.
    pub standing: Option<Standing>,
    /// The moment of the status list.
    pub as_of: Option<DateTime<Utc>>,
}

/// Checks a certificate: its signature, the paper around it, and how it stands by a status list.
pub fn check_certificate(
    held: &[u8],
    keys: &KeySet,
    list: Option<&StatusList>,
    now: DateTime<Utc>,
) -> Result<Checked, Fault> {
    let credential = if is_pdf(held) { in_pdf(held, keys)? } else { read_credential(text(held)?, keys)? };
    let listed =
        list.and_then(|list| list.standing(&credential.status.status_list).map(|standing| (standing, list.as_of)));
    let over = now.timestamp() > credential.exp;
    let standing = match listed.map(|(standing, _)| standing) {
        None | Some(Standing::Valid | Standing::Suspended) if over => Some(Standing::Expired),
        listed => listed,
    };
    Ok(Checked { credential, standing, as_of: listed.map(|(_, as_of)| as_of) })
}

/// Checks a receipt, as JSON or within its PDF.
pub fn check_receipt(held: &[u8], keys: &KeySet) -> Result<Receipt, Fault> {
    let receipt = if is_pdf(held) {
        match read_pdf(held)? {
            InPdf::Receipt(receipt) => Receipt::parse(&receipt)?,
            InPdf::Certificate { .. } => return Err(Fault::WrongType),
        }
    } else {
        Receipt::parse(text(held)?)?
    };
    receipt.check(keys)?;
    Ok(receipt)
}

fn in_pdf(pdf: &[u8], keys: &KeySet) -> Result<Credential, Fault> {
    let InPdf::Certificate { credential, number } = read_pdf(pdf)? else { return Err(Fault::WrongType) };
    let credential = Credential::from_jwt(&credential, keys)?;
    if credential.sub == number { Ok(credential) } else { Err(Fault::Paper) }
}

fn text(held: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(held).map_err(|_| Fault::Unreadable)
}
