//! The description of the API, collected from the mounted handlers.

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
use crate::app::account::CompanyView;
use crate::app::bulk::BulkView;
use crate::app::catalogue::EditionView;
use crate::app::filing::{FilingSummary, MessageView};
use crate::app::mandate::MandateView;
use crate::app::partner::{PartnerView, UseView};
use crate::app::referral::ReferralSummary;
use crate::app::register::ContractSummary;
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
    /// A page of the register.
    ContractPage of ContractSummary;
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
    /// Codes of the dimensions asked for.
    dimensions: Vec<String>,
    /// Codes of the measures asked for.
    measures: Vec<String>,
    /// One object a cell, keyed by the codes of dimensions and measures.
    #[schema(value_type = Vec<Object>)]
    cells: Vec<Map<String, Value>>,
    /// The measures over everything that passed the filters.
    #[schema(value_type = Object)]
    totals: Map<String, Value>,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "苏州技术进出口在线备案平台 API",
        description = "File technology import and export contracts, review them, verify certificates, ask for figures.\n\nAmounts are decimal strings; times are RFC 3339 in UTC; errors are RFC 9457 problems whose `code` is stable. Messages follow `Accept-Language` (zh-CN, en). POSTs that create or act need an `Idempotency-Key`: repeat it when you retry, and you get the first answer again.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&Security)
)]
struct Description;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut OpenApi) {
        let components = openapi.components.get_or_insert_with(Components::new);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let scopes = Scopes::from_iter(Scope::ALL.iter().map(|scope| (scope.code(), meaning(*scope))));
        let flow = Flow::ClientCredentials(ClientCredentials::new("/oauth/token", scopes));
        components.add_security_scheme("oauth2", SecurityScheme::OAuth2(OAuth2::new([flow])));
    }
}

/// What a scope opens, for readers of the API.
const fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::CertificatesVerify => "See what a bank compares with a payment",
        Scope::ChangesRead => "Follow what changes of what the client may see",
        Scope::ContractsRead => "Read registered contracts and their certificates",
        Scope::ExchangeRead => "Read registered contracts as exchange files",
        Scope::ExchangeWrite => "Compare a counterpart's file with the register",
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
pub(super) fn base() -> OpenApi {
    Description::openapi()
}

/// The whole description, as the running server gives it.
pub fn document() -> OpenApi {
    let quotas = Quotas::none();
    let (_, document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(base())
        .configure(|config| routes::mount(config, &quotas))
        .split_for_parts();
    document
}
