//! Findings as the centre's staff read them.

use chrono::{DateTime, Utc};
use domain::language::Language;
use domain::quality::Detector;
use domain::statistics::Month;
use domain::verification::VerificationStatus;
use domain::{ContractId, FindingId, Role, VerificationCaseId};
use serde::Serialize;
use serde_json::Value;
use storage::research::findings::{self, FindingFilter, ListedFinding};
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::view::Named;
use crate::app::{AppError, Context, Portal};

/// Something odd about a registered event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DataFindingView {
    /// Id.
    pub id: FindingId,
    /// Who found it.
    pub detector: Detector,
    /// What that looks for.
    pub detector_name: String,
    /// The contract of the register.
    pub contract_id: ContractId,
    /// Its number.
    pub contract_number: String,
    /// Whose it is.
    pub company: Named,
    /// The month in which the event was registered, `YYYY-MM`.
    pub month: String,
    /// Code of the desk that registered it.
    pub desk: String,
    /// By what it was found; its members depend on the detector. Amounts and rates are decimal text.
    #[schema(value_type = Object)]
    pub evidence: Value,
    /// The case that it opened.
    pub case_id: VerificationCaseId,
    /// Where that stands: what came of the finding.
    pub case_status: VerificationStatus,
    /// When it was found.
    pub found_at: DateTime<Utc>,
}

/// Which findings.
#[derive(Debug, Clone, Default)]
pub struct FindingQuestion {
    /// Only of this detector.
    pub detector: Option<Detector>,
    /// Only about what was registered in this month.
    pub month: Option<Month>,
    /// Only about what this desk registered.
    pub desk: Option<String>,
    /// Only those whose case stands so.
    pub status: Option<VerificationStatus>,
}

/// Findings, newest first.
pub async fn findings(
    portal: &Portal,
    context: &Context,
    question: FindingQuestion,
    page: &PageRequest,
) -> Result<Page<DataFindingView>, AppError> {
    context.staff(Role::may_research)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let FindingQuestion { detector, month, desk, status } = question;
    let filter = FindingFilter { detector, month, desk, status, ..FindingFilter::default() };
    let found = portal
        .database
        .read(move |connection| {
            Ok::<_, AppError>(findings::findings_before(connection, &filter, before.as_deref(), limit + 1)?)
        })
        .await?;
    let page = Page::cut(portal, found, limit, |listed| listed.finding.id.to_string());
    page.try_map(|listed| Ok(view(context, listed)))
}

/// One finding.
pub async fn finding(portal: &Portal, context: &Context, id: FindingId) -> Result<DataFindingView, AppError> {
    context.staff(Role::may_research)?;
    let found = portal.database.read(move |connection| Ok::<_, AppError>(findings::finding(connection, id)?)).await?;
    found.map(|listed| view(context, listed)).ok_or(AppError::NotFound)
}

fn view(context: &Context, listed: ListedFinding) -> DataFindingView {
    let ListedFinding { finding, contract_number, company, company_name, case, status } = listed;
    DataFindingView {
        id: finding.id,
        detector: finding.detector,
        detector_name: detector_name(finding.detector, context.language).to_owned(),
        contract_id: finding.contract,
        contract_number,
        company: Named { id: company.to_string(), name: company_name },
        month: finding.month.to_string(),
        desk: finding.desk_code,
        evidence: finding.evidence,
        case_id: case,
        case_status: status,
        found_at: finding.found_at,
    }
}

/// What people call a detector.
pub(crate) const fn detector_name(detector: Detector, language: Language) -> &'static str {
    let (zh, en) = match detector {
        Detector::AmountOutlier => ("金额异常", "Unusual amount"),
        Detector::RateOutlier => ("提成率异常", "Unusual royalty rate"),
        Detector::DurationOutlier => ("期限异常", "Unusual duration"),
        Detector::Duplicate => ("疑似重复登记", "Possible duplicate"),
        Detector::Sequence => ("数据先后矛盾", "Impossible sequence"),
        Detector::Late => ("严重逾期申报", "Filed very late"),
    };
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}
