//! The road of each filing of the mix, as `portal::app::register` enters it.

use chrono::{DateTime, Duration, Utc};
use domain::UserId;
use domain::filing::{FilingKind, FilingStatus, RequestForm};
use portal::app::digest;
use portal::app::register::{Past, PastReturn};
use storage::filings::Attachment;

use crate::{Failure, invented};

/// The filing with a number, of a company, in a state.
pub(super) fn past(
    number: u64,
    company: u64,
    status: FilingStatus,
    filers: &[UserId],
    now: DateTime<Utc>,
) -> Result<Past, Failure> {
    let open = matches!(status, FilingStatus::Submitted | FilingStatus::InReview | FilingStatus::Recommended);
    let submitted = now - Duration::days(invented::days_ago(number, open || status == FilingStatus::Draft));
    let begun = submitted - Duration::hours(1);
    let until = (submitted + Duration::days(1)).min(now);
    let filer = usize::try_from(company).ok().and_then(|client| filers.get(client));
    let filer = filer.map_or_else(|| "partner:bench".to_owned(), |id| format!("user:{id}"));
    let returned = PastReturn { at: until, reasons: vec!["summary_unclear".into()], again: None };
    Ok(Past {
        id: invented::filing_id(number),
        kind: FilingKind::Registration,
        company: invented::company_id(company),
        contract: invented::form(number, company, submitted - Duration::days(20))?,
        request: RequestForm::default(),
        entry: invented::contract_id(number),
        base_version: None,
        papers: (0..invented::PAPERS.len()).filter_map(|place| paper(number, place, &filer, begun)).collect(),
        catalogue_hit: number.is_multiple_of(33) && status != FilingStatus::Draft,
        filer,
        begun,
        submitted,
        returned: if status == FilingStatus::Returned { vec![returned] } else { Vec::new() },
        status,
        until,
    })
}

fn paper(number: u64, place: usize, filer: &str, at: DateTime<Utc>) -> Option<Attachment> {
    let kind = invented::PAPERS.get(place).copied()?;
    Some(Attachment {
        id: invented::attachment_id(number, place),
        filing_id: invented::filing_id(number),
        kind,
        file_name: format!("{}.pdf", kind.code()),
        media_type: "application/pdf".into(),
        size: 182_000,
        sha256: digest(format!("{number} {place}")),
        uploaded_by: filer.to_owned(),
        uploaded_at: at,
    })
}
