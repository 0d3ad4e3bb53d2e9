//! The description of the API, collected from the mounted handlers and completed by what follows from their shape.

mod codes_of;
mod complete;
mod schemas;
mod words;

use domain::partner::Scope;
use domain::reference::CatalogueItem;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::openapi::security::{ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityScheme};
use utoipa::openapi::{Components, OpenApi};
use utoipa::{Modify, OpenApi as _, ToSchema};
use utoipa_actix_web::AppExt;

use super::quota::Quotas;
use super::routes;
use crate::app::account::{CompanyUserView, CompanyView};
use crate::app::bulk::BulkView;
use crate::app::catalogue::EditionView;
use crate::app::exchange::ExchangeImportView;
use crate::app::filing::{FilingSummary, MessageView};
use crate::app::journal::JournalEntryView;
use crate::app::mandate::MandateView;
use crate::app::partner::{PartnerView, UseView};
use crate::app::referral::ReferralSummary;
use crate::app::register::ContractSummary;
use crate::app::research::DataFindingView;
use crate::app::review::{DecidableItem, FinishedItem, NoteView, QueueItem};
use crate::app::routing::{DeskDetail, RoutingVersionView};
use crate::app::spot_check::DrawingView;
use crate::app::verification::CaseSummary;
use crate::app::webhook::{DeliveryView, EndpointView};

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident of $item:ty;)+) => {$(
        $(#[$doc])*
        #[derive(ToSchema)]
        #[expect(dead_code, reason = "names the shape of a page for readers of the API")]
        pub(super) struct $name {
            /// The items.
            items: Vec<$item>,
            /// Where the next page begins; null on the last one.
            next_cursor: Option<String>,
        }
    )+};
}
pages! {
    /// A page of uploaded workbooks.
    BulkPage of BulkView;
    /// A page of companies.
    CompanyPage of CompanyView;
    /// A page of a company's people.
    CompanyUserPage of CompanyUserView;
    /// A page of a company's applications.
    FilingPage of FilingSummary;
    /// A page of the routing table's versions.
    RoutingVersionPage of RoutingVersionView;
    /// A page of the queue.
    QueuePage of QueueItem;
    /// A page of what desks have done with.
    FinishedPage of FinishedItem;
    /// A page of the editions of the control catalogue.
    CatalogueEditionPage of EditionView;
    /// A page of the items of an edition.
    CatalogueItemPage of CatalogueItem;
    /// A page of messages about an application.
    MessagePage of MessageView;
    /// A page of the desk's notes on an application.
    NotePage of NoteView;
    /// A page of what may be decided together.
    DecidablePage of DecidableItem;
    /// A page of referrals.
    ReferralPage of ReferralSummary;
    /// A page of drawings of spot checks.
    DrawingPage of DrawingView;
    /// A page of cases of data verification.
    VerificationCasePage of CaseSummary;
    /// A page of what is odd about the registered data.
    DataFindingPage of DataFindingView;
    /// A page of the register.
    ContractPage of ContractSummary;
    /// A page of counterparts' files that were compared with the register.
    ExchangeImportPage of ExchangeImportView;
    /// A page of the journal.
    JournalEntryPage of JournalEntryView;
    /// A page of third-party systems.
    PartnerPage of PartnerView;
    /// A page of what a system used its tokens for.
    UsePage of UseView;
    /// A page of mandates.
    MandatePage of MandateView;
    /// A page of endpoints.
    WebhookPage of EndpointView;
    /// A page of deliveries.
    DeliveryPage of DeliveryView;
}

/// Every desk.
#[derive(Serialize, ToSchema)]
pub(super) struct DeskList {
    /// In their order.
    pub(super) items: Vec<DeskDetail>,
}

/// The answer to a question about figures.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the shape for readers of the API; cells are keyed by what was asked")]
pub(super) struct PivotView {
    /// The journal entry up to which the figures count.
    as_of: i64,
    /// The month of the newest fact; it, its quarter and its year may not be complete yet.
    latest_month: Option<String>,
    /// Codes of the dimensions asked for.
    dimensions: Vec<String>,
    /// Codes of the measures asked for.
    measures: Vec<String>,
    /// One object a cell, keyed by the codes of dimensions and measures. A value is a number where it is counted, decimal text else, and
    /// null where there is none; `suppressed` says that values are withheld: `true` for all of the cell, or the codes of those that are.
    #[schema(value_type = Vec<Object>)]
    cells: Vec<Map<String, Value>>,
    /// Totals over some of the dimensions, the coarsest first.
    margins: Vec<PivotMargin>,
    /// The measures over everything that passed the filters.
    #[schema(value_type = Object)]
    totals: Map<String, Value>,
    /// Facts counted whose currency had no rate: their amounts are missing. Where `disclosure` is given, it is 1 if closed years have
    /// any, however many, and else 0.
    without_rate: u64,
    /// What was withheld; null for those who see everything.
    disclosure: Option<PivotDisclosure>,
}

/// Totals over some of the dimensions.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the shape for readers of the API")]
pub(super) struct PivotMargin {
    /// Codes of the dimensions that are kept.
    dimensions: Vec<String>,
    /// One object a total, as a cell.
    #[schema(value_type = Vec<Object>)]
    cells: Vec<Map<String, Value>>,
}

/// What was withheld of an answer.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the shape for readers of the API")]
pub(super) struct PivotDisclosure {
    /// The first year of the edition of the policy that held.
    policy: i32,
    /// How many cells are withheld, totals counted.
    withheld: usize,
}

/// What a reader of the API must know of all of it.
const INTRODUCTION: &str = "File technology import and export contracts, review them, verify certificates, ask for figures.

**Begin** with [the tutorial for partners](/docs/partners), which files a contract, pays under it and receives webhooks, command by command.

**Values.** Amounts are decimal strings with an ISO 4217 currency, ids are UUIDs, days are `2026-11-22`, times RFC 3339 in UTC. A field that an operation does not know is refused, and a query parameter without a value. Messages follow `Accept-Language` (zh-CN, en).

**Errors** are RFC 9457 problems whose `code` is stable; branch on it and never on words. `x-codes` at an operation lists by status what it may answer with, and [the page of error codes](/docs/errors) says what each means.

**Trying again.** POSTs that create or act need an `Idempotency-Key`: send the same one with the same body when an answer did not arrive, and you get the first answer, marked `Idempotent-Replayed`. After 429 and 503 wait for `Retry-After` seconds.

**Versions.** What can be edited comes with an `ETag`; send it back in `If-Match`, and nobody's change is overwritten unseen.

**Lists** come in pages of at most 100: pass `next_cursor` on as `cursor` until it is null.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "苏州技术进出口在线备案平台 API",
        description = INTRODUCTION,
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    external_docs(url = "/docs/partners", description = "A tutorial for partners, command by command"),
    modifiers(&Security)
)]
struct Description;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut OpenApi) {
        let components = openapi.components.get_or_insert_with(Components::new);
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("A person's access token, from `POST /api/v1/auth/login`; it lives for 15 minutes."))
            .build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let scopes: Scopes = Scope::ALL.iter().map(|scope| (scope.code(), meaning(*scope))).collect();
        let flow = Flow::ClientCredentials(ClientCredentials::new("/oauth/token", scopes));
        let said = "A client's access token, sent as `Authorization: Bearer …`; it lives for 10 minutes. One that has none of the scopes named at an operation is refused there.";
        components.add_security_scheme("oauth2", SecurityScheme::OAuth2(OAuth2::with_description([flow], said)));
    }
}

/// What a scope opens, for readers of the API.
const fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::CertificatesVerify => "See what a bank compares with a payment",
        Scope::ChangesRead => "Follow what changes of what the client may see",
        Scope::ContractsRead => "Read registered contracts and their certificates",
        Scope::ExchangeRead => "Export the register in one's own form, and compare a file with it",
        Scope::ExchangeWrite => "Import a file: keep what the comparison with the register found",
        Scope::FilingsRead => "Read the company's applications; covers contracts:read",
        Scope::FilingsWrite => "File on behalf of the company",
        Scope::PaymentsRead => "Read the payments that one has recorded",
        Scope::PaymentsWrite => "Record payments under certificates; covers payments:read",
        Scope::ResearchRead => "Ask for figures",
        Scope::WebhooksRead => "Read one's webhooks and their deliveries",
        Scope::WebhooksWrite => "Set webhooks up and send deliveries again",
    }
}

/// What the description begins with; the handlers add themselves.
fn base() -> OpenApi {
    Description::openapi()
}

/// The whole description, as the running server gives it.
pub fn document() -> Value {
    described(false)
}

/// The same of a sandbox, which has operations of its own besides.
pub fn sandbox_document() -> Value {
    described(true)
}

fn described(sandbox: bool) -> Value {
    let quotas = Quotas::none();
    let (_, collected) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(base())
        .configure(|config| routes::mount(config, &quotas, sandbox))
        .split_for_parts();
    complete::complete(&collected)
}
