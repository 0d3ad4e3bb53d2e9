//! An entry of the register: the fold of its applications, its versions, certificates, facts and payments.

use domain::FilingId;
use domain::filing::FilingKind;
use domain::merkle::Hash;
use domain::reference::ReferenceData;
use domain::registered::{RegisteredFiling, chain_of_changes, data_sheet_digest, fold};
use domain::statistics::{self, RateEditions, Standing};
use proof::{Credential, KeySet};
use storage::journal::{Entry, by_seq};
use storage::register::{
    Certificate, Contract, ContractVersion, RegisteredEvent, certificates_of, contract_versions,
    fact_texts_of_contract, particulars_of, register_history,
};
use storage::{Connection, StorageError};

use super::{Discrepancy, filing, payments};
use crate::app::AppError;

/// One contract, and what checking it needs.
pub(super) struct Asked<'a> {
    pub(super) reference: &'a ReferenceData,
    pub(super) keys: &'a KeySet,
    pub(super) rates: &'a RateEditions,
    pub(super) contract: &'a Contract,
    /// Later entries are not counted yet.
    pub(super) counted_up_to: i64,
}

impl Asked<'_> {
    /// Checks the contract with all that belongs to it. Answers its applications.
    pub(super) fn check(
        &self,
        connection: &mut Connection,
        found: &mut Vec<Discrepancy>,
    ) -> Result<Vec<FilingId>, AppError> {
        let history = register_history(connection, self.contract.id)?;
        let mut filings = Vec::new();
        for event in &history {
            let known = storage::filings::filing(connection, event.filing_id)?
                .ok_or_else(|| AppError::internal("an application that its own journal entry does not find"))?;
            filing::check(connection, &known, found)?;
            filings.push(known);
        }
        let applications: Vec<RegisteredFiling> = filings
            .iter()
            .map(|filing| RegisteredFiling {
                kind: filing.kind,
                contract: filing.contract.clone(),
                request: filing.request.clone(),
                certificate: filing.certificate_number.clone(),
            })
            .collect();
        let versions = contract_versions(connection, self.contract.id)?;
        let certificates = certificates_of(connection, self.contract.id)?;
        self.folds(&applications, &versions, &certificates, found);
        let mut entries = Vec::new();
        for event in &history {
            let entry = by_seq(connection, event.seq)?
                .ok_or_else(|| AppError::internal("an entry that was there a moment ago"))?;
            self.certified(event, &entry, &versions, &certificates, found);
            entries.push(entry);
        }
        self.counted(connection, &history, &entries, found)?;
        payments::check(connection, self.contract.id, self.reference, found)?;
        let invented = certificates.iter().filter(|one| {
            !history.iter().any(|event| event.certificate_number.as_deref() == Some(one.number.as_str()))
        });
        found.extend(
            invented
                .map(|one| Discrepancy::new("certificate_invented", &one.number, "no entry of the journal issued it")),
        );
        Ok(history.iter().map(|event| event.filing_id).collect())
    }

    fn folds(
        &self,
        applications: &[RegisteredFiling],
        versions: &[ContractVersion],
        certificates: &[Certificate],
        found: &mut Vec<Discrepancy>,
    ) {
        let mut differs = |code, why: String| found.push(Discrepancy::new(code, &self.contract.id, why));
        let entry = match fold(applications) {
            Ok(Some(entry)) => entry,
            Ok(None) => return differs("contract_invented", "no entry of the journal registered it".into()),
            Err(misfit) => return differs("register_differs", misfit.to_string()),
        };
        if (entry.status, entry.version()) != (self.contract.status, self.contract.version) {
            let why = format!(
                "its applications make it {} in version {}, the register says {} in version {}",
                entry.status.code(),
                entry.version(),
                self.contract.status.code(),
                self.contract.version
            );
            differs("register_differs", why);
        }
        if entry.versions.iter().ne(versions.iter().map(|version| &version.contract)) {
            differs("version_altered", "its versions are not those that were filed".into());
        }
        for issued in &entry.certificates {
            // One that was revoked does not stand either, whatever the fold says.
            let stands = certificates
                .iter()
                .find(|known| known.number == issued.number)
                .map(|known| known.status == domain::registered::CertificateStatus::Valid);
            match stands {
                None => differs("certificate_missing", format!("certificate {} is not there", issued.number)),
                Some(true) if !issued.stands => {
                    differs("certificate_status", format!("certificate {} no longer stands", issued.number));
                }
                Some(_) => {}
            }
        }
    }

    /// The certificate of an entry says what the entry says, and is signed.
    fn certified(
        &self,
        event: &RegisteredEvent,
        entry: &Entry,
        versions: &[ContractVersion],
        certificates: &[Certificate],
        found: &mut Vec<Discrepancy>,
    ) {
        let Some(number) = event.certificate_number.as_deref() else { return };
        let Some(certificate) = certificates.iter().find(|one| one.number == number) else { return };
        let digests: Vec<Hash> = versions
            .iter()
            .filter(|version| version.version <= event.version)
            .map(|version| data_sheet_digest(&version.contract))
            .collect();
        let (Some(data_sheet), Some(changes)) = (digests.last().copied(), chain_of_changes(digests)) else { return };
        let named = |name: &str| entry.body.get(name).and_then(serde_json::Value::as_str).and_then(Hash::parse);
        if (named("data_sheet"), named("changes")) != (Some(data_sheet), Some(changes)) {
            let why = format!("version {} has another digest than journal entry {} says", event.version, event.seq);
            found.push(Discrepancy::new("version_altered", &self.contract.id, why));
        }
        let mut differs = |why: &str| found.push(Discrepancy::new("credential", number, why));
        match Credential::from_jwt(&certificate.credential, self.keys) {
            Err(fault) => differs(&fault.to_string()),
            Ok(said) => {
                let agrees = said.sub == number
                    && said.contract == self.contract.number
                    && said.version == event.version
                    && (said.data_sheet, said.changes) == (data_sheet, changes)
                    && (said.entry, said.leaf) == (event.seq, entry.leaf)
                    && said.status_index() == certificate.status_index
                    && said.valid_until == certificate.valid_until;
                if !agrees {
                    differs("it says something else than the register and the journal");
                }
            }
        }
    }

    /// The particulars of each entry are those that it commits to, and the facts are those that follow from them.
    fn counted(
        &self,
        connection: &mut Connection,
        history: &[RegisteredEvent],
        entries: &[Entry],
        found: &mut Vec<Discrepancy>,
    ) -> Result<(), AppError> {
        let mut differs = |code, why: String| found.push(Discrepancy::new(code, &self.contract.id, why));
        let (mut standing, mut expected): (Option<Standing>, Vec<(i64, i32, String)>) = (None, Vec::new());
        for (event, entry) in history.iter().zip(entries).filter(|(event, _)| event.kind != FilingKind::Reissue) {
            let particulars = match particulars_of(connection, event.seq) {
                Ok(Some(particulars)) => particulars,
                Ok(None) => {
                    differs("particulars_missing", format!("journal entry {} has no particulars", event.seq));
                    continue;
                }
                Err(StorageError::Corrupt(why)) => {
                    differs("particulars_altered", format!("journal entry {}: {why}", event.seq));
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            // Entries from before there were particulars name none.
            let named = entry.body.get("particulars").and_then(serde_json::Value::as_str);
            if named.is_some_and(|named| Hash::parse(named) != Some(particulars.digest())) {
                differs("particulars_altered", format!("journal entry {} commits to others", event.seq));
            }
            if event.seq > self.counted_up_to {
                continue;
            }
            match statistics::fold(standing.as_ref(), event.seq, &particulars, self.rates) {
                Ok((facts, after)) => {
                    expected.extend(facts.iter().map(|fact| (fact.seq, i32::from(fact.part), fact.to_json())));
                    standing = Some(after);
                }
                Err(error) => differs("fact_differs", format!("journal entry {}: {error}", event.seq)),
            }
        }
        let mut stored = fact_texts_of_contract(connection, self.contract.id)?;
        stored.retain(|(seq, ..)| *seq <= self.counted_up_to);
        if stored != expected {
            differs("fact_differs", "the figures do not count it as it was registered".to_owned());
        }
        Ok(())
    }
}
