//! Files exchanged with national and neighbouring systems.

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, get, post, web};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::ExchangeImportId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::query::{List, PageQuery, Parameters, day, is_known, time};
use crate::app::exchange::{
    self, CounterpartList, ExchangeImportView, MOST_BYTES, ReconciliationView, TheirUpload, open,
};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, json, page};
use crate::web::extract::{BODY_SECONDS, Caller, Id, Parts, Upload, idempotency};
use crate::web::openapi::ExchangeImportPage;
use crate::web::problem::{Problem, WebError};

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A counterpart's file, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the parts for readers of the API; the parts are read one by one")]
pub(in crate::web) struct ExchangeUpload {
    /// Compare only with contracts for which something was registered on that day (Shanghai) or later; left out for all of them.
    since: Option<NaiveDate>,
    /// CSV in UTF-8 or GB18030, or XLSX; at most 20 MiB and 100,000 rows.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// In which form, and from when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportQuery {
    /// `csv`, of any length, or `xlsx`, of at most 100,000 contracts; `csv` when absent.
    #[param(pattern = "^(csv|xlsx)$")]
    format: Option<String>,
    /// Only contracts for which something was registered on that day (Shanghai) or later.
    #[serde(default, deserialize_with = "day")]
    since: Option<NaiveDate>,
}

/// Which imports.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportQuery {
    /// Only of the counterpart with this code.
    counterpart: Option<String>,
    /// Imported at this time or later.
    #[serde(default, deserialize_with = "time")]
    since: Option<DateTime<Utc>>,
}

/// The systems that files are exchanged with, and how each of them writes the register.
#[utoipa::path(tag = "exchange", security(("bearer" = []), ("oauth2" = ["exchange:read"])), responses(
    (status = 200, body = CounterpartList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/exchange")]
pub(super) async fn list_counterparts(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&exchange::counterparts(&portal, &caller.0).await?))
}

/// The registered contracts in a counterpart's form, by the national contract number.
#[utoipa::path(tag = "exchange", params(("counterpart" = String, Path), ExportQuery), security(("bearer" = []), ("oauth2" = ["exchange:read"])), responses(
    (status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/exchange/{counterpart}/contracts")]
pub(super) async fn export_contracts(
    portal: web::Data<Portal>,
    caller: Caller,
    code: web::Path<String>,
    query: Parameters<ExportQuery>,
) -> Answer {
    let counterpart = open(&portal, &caller.0, &code, false).await?;
    let ExportQuery { format, since } = query.0;
    match format.as_deref().unwrap_or("csv") {
        "csv" => {
            let chunks = exchange::export_csv(portal.into_inner(), &caller.0, counterpart, since);
            Ok(attachment(CSV, &format!("contracts-{code}.csv")).streaming(chunks))
        }
        "xlsx" => {
            let book = exchange::export_workbook(&portal, &caller.0, counterpart, since).await?;
            Ok(attachment(XLSX, &format!("contracts-{code}.xlsx")).body(book))
        }
        _ => Err(AppError::field("/format", "invalid_query", "csv / xlsx").into()),
    }
}

/// Compare a counterpart's file with the register. Nothing is kept.
#[utoipa::path(tag = "exchange", request_body(content = ExchangeUpload, content_type = "multipart/form-data"),
    params(("counterpart" = String, Path)), security(("bearer" = []), ("oauth2" = ["exchange:read"])), responses(
    (status = 200, body = ReconciliationView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/exchange/{counterpart}/dry-run")]
pub(super) async fn check_exchange(
    portal: web::Data<Portal>,
    caller: Caller,
    code: web::Path<String>,
    parts: Multipart,
) -> Answer {
    let counterpart = open(&portal, &caller.0, &code, false).await?;
    let upload = upload_of(receive(parts).await?)?;
    Ok(json(&exchange::dry_run(&portal, &caller.0, counterpart, upload).await?))
}

/// Compare a counterpart's file with the register, and keep what was found. The register itself is never changed by it.
#[utoipa::path(tag = "exchange", request_body(content = ExchangeUpload, content_type = "multipart/form-data"),
    params(("counterpart" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = []), ("oauth2" = ["exchange:write"])), responses(
    (status = 201, body = ExchangeImportView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/exchange/{counterpart}/imports")]
pub(super) async fn import_exchange(
    portal: web::Data<Portal>,
    request: HttpRequest,
    upload: Upload,
    code: web::Path<String>,
    parts: Multipart,
) -> Answer {
    let mut context = upload.0;
    let counterpart = open(&portal, &context, &code, true).await?;
    let parts = receive(parts).await?;
    context.idempotency = Some(idempotency(&request, &parts.fingerprint())?);
    Ok(answered(exchange::import(&portal, &context, counterpart, upload_of(parts)?).await?))
}

/// Imports, newest first.
#[utoipa::path(tag = "exchange", params(ImportQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["exchange:read"])), responses(
    (status = 200, body = ExchangeImportPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/exchange-imports")]
pub(super) async fn list_exchange_imports(
    portal: web::Data<Portal>,
    caller: Caller,
    list: List<ImportQuery>,
) -> Answer {
    let ImportQuery { counterpart, since } = list.filter;
    let found = exchange::exchange_imports(&portal, &caller.0, counterpart, since, &list.page).await?;
    page::<ExchangeImportView>(&found, list.fields.as_deref())
}

/// One import, with what was found.
#[utoipa::path(tag = "exchange", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["exchange:read"])), responses(
    (status = 200, body = ReconciliationView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/exchange-imports/{id}")]
pub(super) async fn read_exchange_import(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<ExchangeImportId>,
) -> Answer {
    Ok(json(&exchange::exchange_import(&portal, &caller.0, id.0).await?))
}

/// What an import found, as a workbook.
#[utoipa::path(tag = "exchange", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["exchange:read"])), responses(
    (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/exchange-imports/{id}/workbook")]
pub(super) async fn read_exchange_workbook(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<ExchangeImportId>,
) -> Answer {
    let book = exchange::import_workbook(&portal, &caller.0, id.0).await?;
    Ok(attachment(XLSX, "reconciliation.xlsx").body(book))
}

fn attachment(kind: &'static str, name: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "private, no-store"));
    response
}

async fn receive(parts: Multipart) -> Result<Parts, WebError> {
    Parts::receive(parts, MOST_BYTES, &["since"], BODY_SECONDS * 10).await
}

fn upload_of(parts: Parts) -> Result<TheirUpload, AppError> {
    let since = match parts.text("since").trim() {
        "" => None,
        text => {
            let day = text.parse().ok().filter(|day: &NaiveDate| is_known(day.year()));
            Some(day.ok_or_else(|| AppError::invalid_field("/since", "invalid_value", "YYYY-MM-DD"))?)
        }
    };
    Ok(TheirUpload { since, file_name: parts.file_name, content: parts.content })
}
