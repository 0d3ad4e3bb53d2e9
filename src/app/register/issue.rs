//! What registering an application does to the register, within the transaction of the decision. Each kind's effect has a
//! file of its own; what they share is here: the number and the signature of a certificate, and what figures make of it.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use domain::ContractId;
use domain::clock::shanghai_date;
use domain::contract::ContractForm;
use domain::filing::FilingKind;
use domain::merkle::Hash;
use domain::registered::{CertificateStatus, RegisteredContract, chain_of_changes, data_sheet_digest};
use domain::statistics::Particulars;
use serde_json::{Value, json};
use storage::filings::Filing;
use storage::journal::Seal;
use storage::register::{
    Contract, contract, contract_as_of, contract_versions, insert_particulars, last_counted_at, replace_certificates,
};
use storage::{Connection, StorageError};

use super::{amend, certify, close, enter, reissue};
use crate::app::portal::Reference;
use crate::app::research::{Decision, particulars_of_decision};
use crate::app::tokens::fill_random;
use crate::app::{AppError, Keys, Portal};

/// Crockford's base 32: no letter that reads like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Everything that an effect needs, taken before the transaction. For one application each.
pub(crate) struct Issuer {
    pub(super) reference: Arc<Reference>,
    pub(super) contract_id: ContractId,
    keys: Arc<Keys>,
    base_url: String,
    prefix: &'static str,
    code: String,
}

/// What a certificate commits to of its contract, and the seal that issues it.
pub(super) struct Certified {
    data_sheet: Hash,
    changes: Hash,
    seal: Seal,
}

/// What was done to the register.
pub(crate) struct Issued {
    pub(crate) contract_id: ContractId,
    pub(crate) contract_number: String,
    /// The version in force afterwards.
    pub(crate) version: i32,
    /// None for a closure.
    pub(crate) certificate_number: Option<String>,
    /// None for a closure.
    pub(super) certified: Option<Certified>,
    /// What this kind adds to the journal entry.
    pub(crate) more: Value,
    /// What figures make of it; [`Issuer::issue`] adds it, and a reissue has none.
    pub(super) particulars: Option<Particulars>,
}

impl Issued {
    /// The body of the journal entry `filing.registered`.
    pub(crate) fn entry(&self, kind: FilingKind, opinion: &str) -> Value {
        let mut body = json!({
            "kind": kind,
            "opinion": opinion,
            "contract": self.contract_id,
            "contract_number": self.contract_number,
            "version": self.version,
        });
        if let Some(body) = body.as_object_mut() {
            body.extend(self.certificate_number.clone().map(|number| ("certificate".to_owned(), json!(number))));
            if let Some(certified) = &self.certified {
                body.insert("data_sheet".into(), json!(certified.data_sheet));
                body.insert("changes".into(), json!(certified.changes));
            }
            if let Some(particulars) = &self.particulars {
                body.insert("particulars".into(), json!(particulars.digest()));
            }
            body.extend(self.more.as_object().cloned().unwrap_or_default());
        }
        body
    }

    /// What issues the certificate and keeps the particulars, once the journal entry that registers it has its place.
    pub(crate) fn seal(self) -> Option<Seal> {
        let certified = self.certified.map(|certified| certified.seal);
        let counted = self.particulars.map(|particulars| {
            Seal::new(move |connection, place| insert_particulars(connection, place.seq, &particulars))
        });
        match (certified, counted) {
            (Some(certified), Some(counted)) => Some(certified.then(counted)),
            (certified, counted) => certified.or(counted),
        }
    }

    /// The same for a decision of now, which fails where something of a later year was registered since its time was taken: here,
    /// where nobody else's command fails with it, and once more when its entry has its place.
    pub(crate) fn seal_now(self, connection: &mut Connection) -> Result<Option<Seal>, AppError> {
        let Some(year) = self.particulars.as_ref().map(|of| of.registered_on.year()) else { return Ok(self.seal()) };
        in_an_open_year(connection, year)?;
        let asked = Seal::new(move |connection, _| in_an_open_year(connection, year));
        Ok(self.seal().map(|seal| asked.then(seal)))
    }
}

impl Issuer {
    pub(crate) fn new(portal: &Portal) -> Result<Self, AppError> {
        Ok(Self {
            keys: portal.keys.clone(),
            reference: portal.reference(),
            base_url: portal.settings.base_url.clone(),
            prefix: if portal.is_sandbox() { "SX" } else { "SZ" },
            contract_id: ContractId(portal.new_id()),
            code: unguessable_code()?,
        })
    }

    /// Lets an application take effect: enters its contract, or amends, closes or re-certifies the one it is about.
    pub(crate) fn issue(
        &self,
        connection: &mut Connection,
        filing: &mut Filing,
        now: DateTime<Utc>,
    ) -> Result<Issued, AppError> {
        let issued = match filing.kind {
            FilingKind::Registration => enter::enter(self, connection, filing, now),
            FilingKind::Amendment => amend::amend(self, connection, filing, now),
            FilingKind::Closure => close::close(connection, filing),
            FilingKind::Reissue => reissue::reissue(self, connection, filing, now),
        }?;
        let form = contract_as_of(connection, issued.contract_id, issued.version)?
            .ok_or_else(|| AppError::internal("a contract without the version that was registered"))?;
        let (contract, version) = (issued.contract_id, issued.version);
        let decision = Decision { filing, contract, version, form: &form, at: now };
        let particulars = particulars_of_decision(connection, &self.reference.data, &decision)?;
        Ok(Issued { particulars, ..issued })
    }

    /// The contract as the register parses it.
    pub(super) fn parse(&self, form: &ContractForm) -> Result<RegisteredContract, AppError> {
        RegisteredContract::from_form(form, &self.reference.data).map_err(AppError::internal)
    }

    /// The number that the certificate will have: of Suzhou, or a specimen's.
    pub(super) fn certificate_number(&self, registered: &RegisteredContract, now: DateTime<Utc>) -> String {
        let initial = registered.direction.code().chars().next().unwrap_or_default().to_ascii_uppercase();
        format!("{}{initial}{}-{}", self.prefix, shanghai_date(now).format("%y"), self.code)
    }

    /// Certifies a version, as soon as the decision has its place in the journal; the certificates before it no longer stand.
    pub(super) fn certify(
        &self,
        connection: &mut Connection,
        filing: &mut Filing,
        registered: &RegisteredContract,
        contract: &Contract,
        now: DateTime<Utc>,
    ) -> Result<Certified, AppError> {
        let by = if filing.kind == FilingKind::Reissue {
            CertificateStatus::Reissued
        } else {
            CertificateStatus::Superseded
        };
        replace_certificates(connection, contract.id, by)?;
        let digests: Vec<Hash> = contract_versions(connection, contract.id)?
            .iter()
            .filter(|version| version.version <= contract.version)
            .map(|version| data_sheet_digest(&version.contract))
            .collect();
        let missing = || AppError::internal("a certificate of a version that is not there");
        let data_sheet = digests.last().copied().ok_or_else(missing)?;
        let changes = chain_of_changes(digests).ok_or_else(missing)?;
        filing.certificate_number = Some(contract.certificate_number.clone());
        let said = certify::Said { contract, registered, data_sheet, changes, issuer: &self.base_url, now };
        let seal = said.seal(filing, self.keys.clone());
        Ok(Certified { data_sheet, changes, seal })
    }
}

/// Refuses what would be counted in a closed year, one of which figures are told since something of a later year was registered: what
/// it gained could be told by subtraction. Time does not go back at one server with a steady clock, but between two. It is asked under
/// the frontier's lock, so that nothing comes between; whoever decides again, under the same key, is given the time of then.
fn in_an_open_year(connection: &mut Connection, year: i32) -> Result<(), StorageError> {
    match last_counted_at(connection)?.map(|at| shanghai_date(at).year()) {
        Some(last) if last > year => Err(StorageError::Unavailable(format!(
            "by this server's clock it is still {year}, and something was registered in {last} already: is the clock right?"
        ))),
        _ => Ok(()),
    }
}

/// The contract that an application is about, as it is now, if the application still starts from its newest version.
pub(super) fn target(connection: &mut Connection, filing: &Filing) -> Result<(Contract, ContractForm), AppError> {
    let missing = || AppError::internal("an application without the contract it is about");
    let known = contract(connection, filing.contract_id.ok_or_else(missing)?)?.ok_or_else(missing)?;
    if filing.base_version != Some(known.version) {
        return Err(AppError::conflict("contract_changed"));
    }
    let form = contract_as_of(connection, known.id, known.version)?.ok_or_else(missing)?;
    Ok((known, form))
}

/// 60 random bits in three groups of four, such as `7K3Q-XMPD-4TZ0`.
fn unguessable_code() -> Result<String, AppError> {
    let mut bytes = [0_u8; 12];
    fill_random(&mut bytes)?;
    let letters: Vec<char> = bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter))
        .collect();
    Ok(letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}
