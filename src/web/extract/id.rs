//! Ids in paths: the canonical spelling, or nothing is found.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::app::AppError;
use crate::web::problem::WebError;

/// The id in `{id}`.
pub(in crate::web) struct Id<T>(pub(in crate::web) T);

/// Types that are ids.
pub(in crate::web) trait ReadId: Sized {
    fn read(text: &str) -> Option<Self>;
}

macro_rules! ids {
    ($($name:ident),+) => { $(impl ReadId for domain::$name {
        fn read(text: &str) -> Option<Self> { Self::parse(text) }
    })+ };
}
ids!(FilingId, CompanyId, ContractId, MandateId, DrawingId, InspectionId, PartnerId, VerificationCaseId);
ids!(EndpointId, ExchangeImportId, FindingId, PublicationId, ResearchViewId);

impl<T: ReadId> FromRequest for Id<T> {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(T::read);
        ready(id.map(Self).ok_or_else(|| AppError::NotFound.into()))
    }
}
