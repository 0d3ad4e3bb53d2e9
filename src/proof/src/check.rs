//! Checking what a person holds, in whatever form: a PDF, a JWT, a link, a receipt as JSON.

use chrono::{DateTime, Utc};
use domain::registered::Standing;

use crate::{Credential, Fault, KeySet, Receipt, StatusList, attached_files, printed_number, read_credential};

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
    let attached =
        if is_pdf(held) { attached_files(held).into_iter().find(|file| file.starts_with(b"{")) } else { None };
    let receipt = match (&attached, is_pdf(held)) {
        (Some(attached), _) => Receipt::parse(text(attached)?)?,
        (None, true) => return Err(Fault::Unreadable),
        (None, false) => Receipt::parse(text(held)?)?,
    };
    receipt.check(keys)?;
    Ok(receipt)
}

fn in_pdf(pdf: &[u8], keys: &KeySet) -> Result<Credential, Fault> {
    let attached = attached_files(pdf).into_iter().find(|file| file.starts_with(b"eyJ")).ok_or(Fault::Unreadable)?;
    let credential = Credential::from_jwt(text(&attached)?.trim(), keys)?;
    if printed_number(pdf).as_deref() == Some(credential.sub.as_str()) { Ok(credential) } else { Err(Fault::Paper) }
}

fn is_pdf(held: &[u8]) -> bool {
    held.starts_with(b"%PDF-")
}

fn text(held: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(held).map_err(|_| Fault::Unreadable)
}
