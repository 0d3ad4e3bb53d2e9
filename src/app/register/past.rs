//! Applications that went their road before: what each step of it leaves behind, many in one transaction. For demonstrations and
//! benches, which need years of them at once; what an application does to the register is the decision's own code.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::clock::{due_on, shanghai_date};
use domain::contract::ContractForm;
use domain::filing::{Correction, FilingKind, FilingStatus, Outcome, RequestForm, filing_digest};
use domain::routing::{RoutingFacts, RoutingTable};
use domain::{CompanyId, ContractId, FilingId, UserId};
use serde_json::json;
use storage::Connection;
use storage::accounts::{Company, insert_company};
use storage::casework::{Reason, insert_return_items, mark_clear, reasons};
use storage::filings::{
    Attachment, Filing, Opinion, Returned, Submission, insert_attachment, insert_filing, insert_return,
    insert_submission, store_filing,
};
use storage::journal::{NewEntry, append};
use storage::routing::current_routing_table;

use super::issue::Issuer;
use crate::app::command::{Effect, Record, record};
use crate::app::filing::{filed, submitted};
use crate::app::portal::Reference;
use crate::app::{AppError, Portal};

/// An application with the road that it went.
#[derive(Debug, Clone)]
pub struct Past {
    /// Its id.
    pub id: FilingId,
    /// What was applied for.
    pub kind: FilingKind,
    /// By whom.
    pub company: CompanyId,
    /// Who typed it: `user:<id>` or `partner:<id>`.
    pub filer: String,
    /// The contract as typed.
    pub contract: ContractForm,
    /// What was asked for besides.
    pub request: RequestForm,
    /// The entry of the register that a registration makes, or that the application is about.
    pub entry: ContractId,
    /// The version that it starts from; none for a registration.
    pub base_version: Option<i32>,
    /// Its papers' rows.
    pub papers: Vec<Attachment>,
    /// Whether screening met the catalogue.
    pub catalogue_hit: bool,
    /// When it was begun.
    pub begun: DateTime<Utc>,
    /// When it was first filed; a draft was not.
    pub submitted: DateTime<Utc>,
    /// Its returns, oldest first.
    pub returned: Vec<PastReturn>,
    /// How far it has come: a draft, open at the desk, with the company again, registered or refused.
    pub status: FilingStatus,
    /// When it took its last step.
    pub until: DateTime<Utc>,
}

/// A return and the answer to it.
#[derive(Debug, Clone)]
pub struct PastReturn {
    /// When it was sent back.
    pub at: DateTime<Utc>,
    /// Codes of the library of reasons; those that it does not have are left out.
    pub reasons: Vec<String>,
    /// When it was filed again, if it was.
    pub again: Option<DateTime<Utc>>,
}

/// Who worked on all of them.
#[derive(Debug, Clone, Copy)]
pub struct PastStaff {
    /// Who claimed, returned and recommended.
    pub reviewer: UserId,
    /// Who decided.
    pub approver: UserId,
}

/// Enters companies that may file since the day that they have as `approved_at`.
pub async fn admit_past(portal: &Portal, staff: PastStaff, companies: Vec<Company>) -> Result<(), AppError> {
    portal
        .database
        .write(move |connection| {
            for company in &companies {
                insert_company(connection, company)?;
                let approved = Record { kind: "company.approved", subject: company.id.to_string(), body: json!({}) };
                let at = company.approved_at.unwrap_or(company.created_at);
                record(connection, at, &format!("user:{}", staff.approver), &approved)?;
            }
            Ok(())
        })
        .await
}

/// Enters applications in their order, in one transaction; answers the certificate of each that led to one.
pub async fn enter_past(portal: &Portal, staff: PastStaff, past: Vec<Past>) -> Result<Vec<Option<String>>, AppError> {
    let (reference, correction_days) = (portal.reference(), portal.settings.correction_days);
    let issued: Vec<(Issuer, Past)> = past
        .into_iter()
        .map(|one| {
            let mut issuer = Issuer::new(portal)?;
            issuer.contract_id = one.entry;
            Ok((issuer, one))
        })
        .collect::<Result<_, AppError>>()?;
    portal
        .database
        .write(move |connection| {
            let table = current_routing_table(connection)?.unwrap_or_else(RoutingTable::seed);
            let office = Office { reference, staff, table, library: reasons(connection)?, correction_days };
            issued.into_iter().map(|(issuer, mut one)| office.enter(connection, &issuer, &mut one)).collect()
        })
        .await
}

/// What the desks go by.
struct Office {
    reference: Arc<Reference>,
    staff: PastStaff,
    table: RoutingTable,
    library: Vec<Reason>,
    correction_days: u16,
}

/// A step that was taken.
struct Step {
    at: DateTime<Utc>,
    by: String,
    effect: Effect,
}

/// An application on its way, with what it leaves behind.
struct Walk {
    filing: Filing,
    papers: Vec<Attachment>,
    steps: Vec<Step>,
    submissions: Vec<Submission>,
    returns: Vec<Returned>,
}

impl Office {
    fn enter(&self, connection: &mut Connection, issuer: &Issuer, past: &mut Past) -> Result<Option<String>, AppError> {
        let mut walk = self.walk(past);
        insert_filing(connection, &walk.filing)?;
        if walk.filing.due_on.is_some() && !walk.filing.catalogue_hit {
            mark_clear(connection, walk.filing.id)?;
        }
        for paper in &walk.papers {
            insert_attachment(connection, paper)?;
        }
        for submission in &walk.submissions {
            insert_submission(connection, submission)?;
        }
        let desk = walk.filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default();
        for returned in &walk.returns {
            let month = shanghai_date(returned.returned_at).format("%Y-%m").to_string();
            insert_return_items(connection, returned.filing_id, returned.number, (&desk, &month), &returned.items)?;
            insert_return(connection, returned)?;
        }
        if is_decided(past.status) {
            self.decide(connection, issuer, &mut walk, past)?;
        }
        let entries = walk
            .steps
            .into_iter()
            .map(|Step { at, by, effect }| effect.record.entry(connection, at, &by, effect.seal))
            .collect::<Result<Vec<NewEntry>, AppError>>()?;
        append(connection, &entries)?;
        Ok(walk.filing.certificate_number)
    }

    /// Everything up to the decision.
    fn walk(&self, past: &mut Past) -> Walk {
        let mut walk = Walk {
            filing: draft(past),
            papers: std::mem::take(&mut past.papers),
            steps: Vec::new(),
            submissions: Vec::new(),
            returns: Vec::new(),
        };
        let mut body = json!({ "company": past.company, "kind": past.kind });
        if let Some(contract) = walk.filing.contract_id {
            body["contract"] = json!(contract);
        }
        walk.step(past.begun, &past.filer, "filing.created", body);
        if past.status == FilingStatus::Draft {
            return walk;
        }
        let mut at = past.submitted;
        for returned in &past.returned {
            self.submit(&mut walk, past, at);
            self.claim(&mut walk, between(at, returned.at, 2));
            self.send_back(&mut walk, returned);
            let Some(again) = returned.again else { return walk };
            at = again;
        }
        self.submit(&mut walk, past, at);
        if past.status == FilingStatus::Submitted {
            return walk;
        }
        self.claim(&mut walk, between(at, past.until, 4));
        if past.status != FilingStatus::InReview {
            self.recommend(&mut walk, past.status, between(at, past.until, 2));
        }
        walk
    }

    fn submit(&self, walk: &mut Walk, past: &Past, at: DateTime<Utc>) {
        let data = &self.reference.data;
        let filing = &mut walk.filing;
        let facts = RoutingFacts::of(&filing.contract, filing.kind, past.catalogue_hit, data, shanghai_date(at));
        filing.routed = self.table.route(&facts);
        filing.status = FilingStatus::Submitted;
        filing.catalogue_hit = past.catalogue_hit;
        filing.claimed_by = None;
        filing.submitted_at = Some(at);
        // What is decided in the same breath never waits in the queue.
        filing.due_on = (!is_decided(past.status)).then(|| due_on(shanghai_date(at), &data.calendar));
        let papers: Vec<_> = walk.papers.iter().map(|paper| (paper.kind, paper.sha256.clone())).collect();
        let submission = Submission {
            filing_id: filing.id,
            number: i32::try_from(walk.submissions.len()).unwrap_or(i32::MAX).saturating_add(1),
            submitted_by: past.filer.clone(),
            submitted_at: at,
            reasons: json!({}),
            findings: json!([]),
            digest: filing_digest(&filing.contract, &filing.request, &papers),
            filed: Some(filed(filing, &walk.papers)),
            answers: Vec::new(),
        };
        let Record { kind, body, .. } = submitted(filing, &submission, data.catalogue.number);
        walk.submissions.push(submission);
        walk.step(at, &past.filer, kind, body);
    }

    fn claim(&self, walk: &mut Walk, at: DateTime<Utc>) {
        walk.filing.status = FilingStatus::InReview;
        walk.filing.claimed_by = Some(self.staff.reviewer.to_string());
        walk.step(at, &self.reviewer(), "filing.claimed", json!({}));
    }

    fn send_back(&self, walk: &mut Walk, returned: &PastReturn) {
        let known = self.library.iter().filter(|reason| returned.reasons.contains(&reason.code));
        let items: Vec<Correction> = known.map(correction).collect();
        let number = i32::try_from(walk.submissions.len()).unwrap_or(i32::MAX);
        let body = json!({ "submission": number, "items": &items });
        walk.filing.status = FilingStatus::Returned;
        walk.filing.claimed_by = None;
        walk.filing.due_on = None;
        walk.returns.push(Returned {
            filing_id: walk.filing.id,
            number,
            items,
            returned_by: self.staff.reviewer.to_string(),
            returned_at: returned.at,
            correction_days: self.correction_days,
        });
        walk.step(returned.at, &self.reviewer(), "filing.returned", body);
    }

    fn recommend(&self, walk: &mut Walk, towards: FilingStatus, at: DateTime<Utc>) {
        let outcome = if towards == FilingStatus::Refused { Outcome::Refuse } else { Outcome::Register };
        let opinion = "材料齐全，内容一致。";
        walk.filing.status = FilingStatus::Recommended;
        walk.filing.recommendation = Some(said(outcome, opinion, self.staff.reviewer, at));
        let grounds: [&str; 0] = [];
        let body = json!({ "outcome": outcome, "opinion": opinion, "grounds": grounds });
        walk.step(at, &self.reviewer(), "filing.recommended", body);
    }

    /// As `review::decide` does it.
    fn decide(
        &self,
        connection: &mut Connection,
        issuer: &Issuer,
        walk: &mut Walk,
        past: &Past,
    ) -> Result<(), AppError> {
        let at = past.until;
        let (outcome, opinion) = match past.status {
            FilingStatus::Refused => (Outcome::Refuse, "不予登记。"),
            _ => (Outcome::Register, "同意登记。"),
        };
        let filing = &mut walk.filing;
        filing.status = past.status;
        filing.version += 1;
        filing.updated_at = at;
        filing.due_on = None;
        filing.decision = Some(said(outcome, opinion, self.staff.approver, at));
        let subject = filing.id.to_string();
        let effect = if outcome == Outcome::Refuse {
            let grounds: [&str; 0] = [];
            Record { kind: "filing.refused", subject, body: json!({ "opinion": opinion, "grounds": grounds }) }.into()
        } else {
            let registration = issuer.issue(connection, filing, at)?;
            let body = registration.entry(filing.kind, opinion);
            Record { kind: "filing.registered", subject, body }.sealed(registration.seal())
        };
        store_filing(connection, filing)?;
        walk.steps.push(Step { at, by: format!("user:{}", self.staff.approver), effect });
        Ok(())
    }

    fn reviewer(&self) -> String {
        format!("user:{}", self.staff.reviewer)
    }
}

impl Walk {
    fn step(&mut self, at: DateTime<Utc>, by: &str, kind: &'static str, body: serde_json::Value) {
        self.filing.version += i32::from(!self.steps.is_empty());
        self.filing.updated_at = at;
        let record = Record { kind, subject: self.filing.id.to_string(), body };
        self.steps.push(Step { at, by: by.to_owned(), effect: record.into() });
    }
}

const fn is_decided(status: FilingStatus) -> bool {
    matches!(status, FilingStatus::Registered | FilingStatus::Refused)
}

fn draft(past: &Past) -> Filing {
    Filing {
        id: past.id,
        kind: past.kind,
        status: FilingStatus::Draft,
        version: 1,
        company_id: past.company,
        contract: past.contract.clone(),
        request: past.request.clone(),
        routed: None,
        warnings: 0,
        catalogue_hit: false,
        claimed_by: None,
        recommendation: None,
        decision: None,
        contract_id: (past.kind != FilingKind::Registration).then_some(past.entry),
        base_version: past.base_version,
        certificate_number: None,
        mandate_id: None,
        created_by: past.filer.clone(),
        created_at: past.begun,
        updated_at: past.begun,
        submitted_at: None,
        due_on: None,
    }
}

fn said(outcome: Outcome, opinion: &str, by: UserId, at: DateTime<Utc>) -> Opinion {
    Opinion { outcome, opinion: opinion.to_owned(), by: by.to_string(), at, grounds: Vec::new() }
}

fn correction(reason: &Reason) -> Correction {
    Correction {
        kind: reason.kind,
        pointer: reason.pointer.clone(),
        document: reason.document,
        message: reason.text.zh.clone(),
        reason: Some(reason.code.clone()),
    }
}

/// A part of the way from one moment to another, in whole milliseconds.
fn between(from: DateTime<Utc>, to: DateTime<Utc>, part: i64) -> DateTime<Utc> {
    from + TimeDelta::milliseconds((to - from).num_milliseconds() / part)
}
