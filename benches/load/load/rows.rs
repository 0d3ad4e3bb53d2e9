//! Everything that the road of one filing leaves behind.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use domain::Audience;
use domain::clock::{due_on, shanghai_date};
use domain::contract::ContractForm;
use domain::filing::{Correction, Filed, FiledPaper, FilingKind, FilingStatus, Outcome, RequestForm, filing_digest};
use domain::reference::ReferenceData;
use domain::registered::{CertificateStatus, ContractStatus, RegisteredContract, data_sheet_digest};
use domain::routing::{RoutingFacts, RoutingTable};
use domain::statistics::{FactKind, Particulars, Place, RateEditions, counterparty_key, fold};
use portal::app::{Keys, digest};
use proof::{Credential, StatusPlace};
use serde_json::{Value, json};
use storage::filings::{
    Attachment, Filing, Opinion, Returned, Submission, insert_attachment, insert_filing, insert_return,
    insert_submission,
};
use storage::journal::{NewEntry, append};
use storage::register::{
    Certificate, Contract, ContractVersion, insert_certificate, insert_contract, insert_contract_version, insert_facts,
    insert_particulars,
};
use storage::{Connection, StorageError};

use super::People;
use crate::{Failure, invented};

/// What making rows needs.
pub(super) struct Desk {
    pub(super) keys: Arc<Keys>,
    pub(super) base_url: String,
    pub(super) reference: ReferenceData,
    pub(super) rates: RateEditions,
    pub(super) people: People,
    pub(super) now: DateTime<Utc>,
}

/// The rows of one filing.
pub(super) struct Rows {
    filing: Filing,
    papers: Vec<Attachment>,
    submission: Option<Submission>,
    returned: Option<Returned>,
    entry: Option<(Contract, ContractVersion, Certificate, Particulars)>,
}

impl Desk {
    /// Makes the rows of a filing in this state.
    pub(super) fn rows(&self, number: u64, company: u64, status: FilingStatus) -> Result<Rows, Failure> {
        let open = matches!(status, FilingStatus::Submitted | FilingStatus::InReview | FilingStatus::Recommended);
        let submitted = self.now - Duration::days(invented::days_ago(number, open || status == FilingStatus::Draft));
        let contract = invented::form(number, company, submitted - Duration::days(20))?;
        let filing = self.filing(number, company, status, submitted, contract);
        let papers: Vec<Attachment> =
            (0..invented::PAPERS.len()).filter_map(|paper| Self::paper(number, paper, &filing)).collect();
        let of_papers: Vec<_> = papers.iter().map(|paper| (paper.kind, paper.sha256.clone())).collect();
        let submission = filing.submitted_at.map(|at| Submission {
            filing_id: filing.id,
            number: 1,
            submitted_by: filing.created_by.clone(),
            submitted_at: at,
            reasons: json!({}),
            findings: json!([]),
            digest: filing_digest(&filing.contract, &filing.request, &of_papers),
            filed: Some(filed(&filing, &papers)),
            answers: Vec::new(),
        });
        let returned = (status == FilingStatus::Returned).then(|| Returned {
            filing_id: filing.id,
            number: 1,
            items: vec![Correction {
                kind: domain::filing::CorrectionType::Incorrect,
                pointer: Some("/contract/summary".into()),
                document: None,
                message: "请补充交付内容。".into(),
                reason: None,
            }],
            returned_by: self.people.reviewer.to_string(),
            returned_at: filing.updated_at,
        });
        let entry = (status == FilingStatus::Registered).then(|| self.register(number, &filing)).transpose()?;
        Ok(Rows { filing, papers, submission, returned, entry })
    }

    fn filing(
        &self,
        number: u64,
        company: u64,
        status: FilingStatus,
        submitted: DateTime<Utc>,
        contract: ContractForm,
    ) -> Filing {
        let drafted = status == FilingStatus::Draft;
        let decided = matches!(status, FilingStatus::Registered | FilingStatus::Refused);
        let open = matches!(status, FilingStatus::Submitted | FilingStatus::InReview | FilingStatus::Recommended);
        let opinion = |outcome, by: domain::UserId| Opinion {
            outcome,
            opinion: "材料齐全，内容一致。".into(),
            by: by.to_string(),
            at: submitted + Duration::days(1),
            grounds: Vec::new(),
        };
        let outcome = if status == FilingStatus::Refused { Outcome::Refuse } else { Outcome::Register };
        let catalogue_hit = number.is_multiple_of(33) && !drafted;
        let facts = RoutingFacts {
            district: Some(invented::district(company).to_owned()),
            direction: contract.direction,
            kind: FilingKind::Registration,
            industry: contract.industry.clone(),
            amount_usd_cents: None,
            catalogue_hit,
        };
        let filer = usize::try_from(company).ok().and_then(|client| self.people.filers.get(client));
        Filing {
            id: invented::filing_id(number),
            kind: FilingKind::Registration,
            status,
            version: if drafted { 1 } else { 4 },
            company_id: invented::company_id(company),
            contract,
            request: RequestForm::default(),
            routed: (!drafted).then(|| RoutingTable::seed().route(&facts)).flatten(),
            warnings: 0,
            catalogue_hit,
            claimed_by: (!drafted && status != FilingStatus::Submitted).then(|| self.people.reviewer.to_string()),
            recommendation: (decided || status == FilingStatus::Recommended)
                .then(|| opinion(outcome, self.people.reviewer)),
            decision: decided.then(|| opinion(outcome, self.people.approver)),
            contract_id: (status == FilingStatus::Registered).then(|| invented::contract_id(number)),
            base_version: None,
            mandate_id: None,
            certificate_number: (status == FilingStatus::Registered).then(|| invented::certificate_number(number)),
            created_by: filer.map_or_else(|| "partner:bench".to_owned(), |id| format!("user:{id}")),
            created_at: submitted - Duration::hours(1),
            updated_at: if drafted { submitted } else { submitted + Duration::days(i64::from(!open)) },
            submitted_at: (!drafted).then_some(submitted),
            due_on: open.then(|| due_on(shanghai_date(submitted), &self.reference.calendar)),
        }
    }

    fn paper(number: u64, paper: usize, filing: &Filing) -> Option<Attachment> {
        let kind = invented::PAPERS.get(paper).copied()?;
        Some(Attachment {
            id: invented::attachment_id(number, paper),
            filing_id: filing.id,
            kind,
            file_name: format!("{}.pdf", kind.code()),
            media_type: "application/pdf".into(),
            size: 182_000,
            sha256: digest(format!("{number} {paper}")),
            uploaded_by: filing.created_by.clone(),
            uploaded_at: filing.created_at,
        })
    }

    fn register(
        &self,
        number: u64,
        filing: &Filing,
    ) -> Result<(Contract, ContractVersion, Certificate, Particulars), Failure> {
        let registered = RegisteredContract::from_form(&filing.contract, &self.reference)?;
        let (at, id) = (filing.updated_at, invented::contract_id(number));
        let desk_code = filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default();
        let contract = Contract {
            id,
            number: registered.number.to_string(),
            company_id: filing.company_id,
            company_name: String::new(),
            status: ContractStatus::InForce,
            version: 1,
            direction: registered.direction.code().into(),
            name: registered.name.clone(),
            counterparty_country: registered.counterparty().country.clone(),
            valid_until: registered.valid_until,
            certificate_number: invented::certificate_number(number),
            registered_at: at,
        };
        let version = ContractVersion {
            contract_id: id,
            version: 1,
            filing_id: filing.id,
            contract: filing.contract.clone(),
            registered_at: at,
        };
        let counted = particulars(&contract, &registered, filing, &desk_code);
        let certificate = Certificate {
            number: invented::certificate_number(number),
            contract_id: id,
            version: 1,
            filing_id: filing.id,
            company_id: filing.company_id,
            status: CertificateStatus::Valid,
            credential: self.credential(&filing.contract, &registered, number, at)?,
            desk_code,
            issued_at: at,
            valid_until: registered.valid_until,
            status_index: i64::try_from(number)?,
        };
        Ok((contract, version, certificate, counted))
    }

    /// A credential as the portal signs them, but for its place in the journal, which is not known yet.
    fn credential(
        &self,
        form: &ContractForm,
        registered: &RegisteredContract,
        number: u64,
        at: DateTime<Utc>,
    ) -> Result<String, Failure> {
        let data_sheet = data_sheet_digest(form);
        let credential = Credential {
            iss: self.base_url.clone(),
            sub: invented::certificate_number(number),
            iat: at.timestamp(),
            exp: proof::end_of_day(registered.valid_until).timestamp(),
            contract: registered.number.to_string(),
            version: 1,
            direction: registered.direction.code().into(),
            holder: registered.company().name.clone(),
            holder_uscc: registered.company_uscc.clone(),
            counterparty: registered.counterparty().name.clone(),
            country: registered.counterparty().country.clone(),
            legal_type: registered.legal_type.code().into(),
            currency: registered.total.currency.code.to_string(),
            total: registered.total.decimal_text(),
            payment: registered.payment_mode.code().into(),
            valid_until: registered.valid_until,
            data_sheet,
            changes: data_sheet,
            entry: 0,
            leaf: data_sheet,
            status: StatusPlace::new(&self.base_url, i64::try_from(number)?),
        };
        Ok(credential.to_jwt(&self.keys.credential.current)?)
    }

    /// Writes the rows, and the entries of the journal that stand for them.
    pub(super) fn store(&self, connection: &mut Connection, rows: &Rows) -> Result<(), StorageError> {
        let filing = &rows.filing;
        if let Some((contract, ..)) = &rows.entry {
            insert_contract(connection, contract)?;
        }
        insert_filing(connection, filing)?;
        for paper in &rows.papers {
            insert_attachment(connection, paper)?;
        }
        let filer = filing.created_by.as_str();
        enter(
            connection,
            filer,
            filing,
            "filing.created",
            filing.created_at,
            &json!({ "company": filing.company_id, "kind": filing.kind }),
        )?;
        let Some(submission) = &rows.submission else { return Ok(()) };
        insert_submission(connection, submission)?;
        let body = json!({ "submission": 1, "digest": submission.digest, "company": filing.company_id,
            "contract_number": filing.contract.number, "findings": submission.findings,
            "routing": filing.routed.as_ref().map(|routed| json!({ "desk": routed.desk, "rule": routed.rule, "table_version": 1 })) });
        enter(connection, filer, filing, "filing.submitted", submission.submitted_at, &body)?;
        let reviewer = format!("user:{}", self.people.reviewer);
        if let Some(returned) = &rows.returned {
            insert_return(connection, returned)?;
            enter(
                connection,
                &reviewer,
                filing,
                "filing.returned",
                returned.returned_at,
                &json!({ "items": returned.items }),
            )?;
        }
        if let Some(opinion) = &filing.recommendation {
            enter(
                connection,
                &reviewer,
                filing,
                "filing.recommended",
                opinion.at,
                &json!({ "outcome": opinion.outcome, "opinion": opinion.opinion }),
            )?;
        }
        let Some((contract, version, certificate, particulars)) = &rows.entry else { return Ok(()) };
        insert_contract_version(connection, version)?;
        insert_certificate(connection, certificate)?;
        let body = json!({ "opinion": "同意登记。", "contract": contract.id, "contract_number": contract.number, "version": 1,
            "certificate": certificate.number, "contract_digest": digest(&contract.number), "particulars": particulars.digest() });
        let approver = format!("user:{}", self.people.approver);
        let seq = enter(connection, &approver, filing, "filing.registered", filing.updated_at, &body)?;
        insert_particulars(connection, seq, particulars)?;
        let (facts, _) = fold(None, seq, particulars, &self.rates)
            .map_err(|error| StorageError::Refused(format!("an invented contract cannot be counted: {error}")))?;
        insert_facts(connection, &facts)
    }
}

/// What figures make of a registration of the day after its submission.
fn particulars(contract: &Contract, registered: &RegisteredContract, filing: &Filing, desk: &str) -> Particulars {
    let on = shanghai_date(contract.registered_at);
    let abroad = registered.counterparty();
    Particulars {
        kind: FactKind::Registration,
        contract: contract.id,
        version: 1,
        registered_on: on,
        place: Place {
            direction: registered.direction,
            district: registered.district.clone(),
            country: abroad.country.clone(),
            industry: registered.industry.clone(),
            legal_type: registered.legal_type,
            mode: registered.mode,
            payment_mode: registered.payment_mode,
            ownership: registered.ownership,
            related_parties: registered.related_parties,
            desk: desk.to_owned(),
            company: filing.company_id,
            counterparty: counterparty_key(&abroad.name, &abroad.country),
        },
        counterparty_name: abroad.name.clone(),
        currency: registered.total.currency,
        total_minor: registered.total.minor,
        technology_fee_minor: registered.technology_fee.minor,
        equipment_fee_minor: registered.equipment_fee.minor,
        royalty: None,
        settlement: None,
        signed_on: registered.signed_on,
        effective_on: registered.effective_on,
        valid_until: registered.valid_until,
        submitted_on: filing.submitted_at.map_or(on, shanghai_date),
        working_days: 1,
        returns: 0,
        filed_late_days: 0,
        patents: Vec::new(),
    }
}

fn enter(
    connection: &mut Connection,
    actor: &str,
    filing: &Filing,
    kind: &'static str,
    at: DateTime<Utc>,
    body: &Value,
) -> Result<i64, StorageError> {
    let entry = NewEntry {
        at,
        actor: actor.to_owned(),
        kind,
        subject: filing.id.to_string(),
        body: body.clone(),
        told: vec![Audience::Company(filing.company_id)],
        seal: None,
    };
    append(connection, &[entry])
}

fn filed(filing: &Filing, papers: &[Attachment]) -> Filed {
    let paper = |paper: &Attachment| FiledPaper {
        kind: paper.kind,
        file_name: paper.file_name.clone(),
        sha256: paper.sha256.clone(),
    };
    Filed {
        contract: filing.contract.clone(),
        request: filing.request.clone(),
        papers: papers.iter().map(paper).collect(),
    }
}
