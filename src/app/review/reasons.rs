//! The library of reasons for a return, kept by the desks' managers. A change adds a version; nothing is overwritten.

use chrono::{DateTime, Utc};
use domain::Role;
use domain::filing::{AttachmentKind, CorrectionType};
use domain::language::Bilingual;
use domain::reference::shipped_return_reasons;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Database;
use storage::casework::{Reason, insert_reason, reason, reason_versions, reasons};
use utoipa::ToSchema;
use validator::Validate;

use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, FieldError, Portal};

/// A reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReasonView {
    /// Its code, which stays.
    pub code: String,
    /// Counts changes; the ETag.
    pub version: i32,
    /// Wrong, or missing.
    #[serde(rename = "type")]
    pub kind: CorrectionType,
    /// The field that it is usually about.
    pub pointer: Option<String>,
    /// The paper that it is usually about.
    pub document: Option<AttachmentKind>,
    /// In a few words.
    pub title: Bilingual,
    /// What the company is asked to do; a reviewer adds what the case needs.
    pub text: Bilingual,
    /// Whether it is offered.
    pub active: bool,
    /// When this version was made.
    pub changed_at: DateTime<Utc>,
}

impl From<&Reason> for ReasonView {
    fn from(reason: &Reason) -> Self {
        Self {
            code: reason.code.clone(),
            version: reason.version,
            kind: reason.kind,
            pointer: reason.pointer.clone(),
            document: reason.document,
            title: reason.title.clone(),
            text: reason.text.clone(),
            active: reason.active,
            changed_at: reason.changed_at,
        }
    }
}

/// Reasons.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReasonsView {
    /// By code; versions of one reason, newest first.
    pub items: Vec<ReasonView>,
}

/// A reason to add.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReason {
    /// Small letters, digits and `_`.
    #[validate(length(min = 2, max = 40))]
    #[schema(min_length = 2, max_length = 40)]
    pub code: String,
    /// What it says.
    #[validate(nested)]
    pub reason: ReasonBody,
}

/// What a reason says.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// Wrong, or missing.
    #[serde(rename = "type")]
    pub kind: CorrectionType,
    /// The field that it is usually about, if it is about one.
    #[serde(default)]
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    pub pointer: Option<String>,
    /// The paper that it is usually about, if it is about one.
    #[serde(default)]
    pub document: Option<AttachmentKind>,
    /// In a few words.
    pub title: Bilingual,
    /// What the company is asked to do.
    pub text: Bilingual,
    /// Whether it is offered.
    pub active: bool,
}

/// Gives a new portal its first reasons.
pub(crate) async fn seed_reasons(database: &Database, now: DateTime<Utc>) -> Result<(), AppError> {
    if !database.read(|connection| Ok::<_, AppError>(reasons(connection)?)).await?.is_empty() {
        return Ok(());
    }
    let shipped = shipped_return_reasons().map_err(AppError::internal)?;
    database
        .write(move |connection| {
            if !reasons(connection)?.is_empty() {
                return Ok(());
            }
            for first in shipped {
                let reason = Reason {
                    code: first.code,
                    version: 1,
                    kind: first.kind,
                    pointer: first.pointer,
                    document: first.document,
                    title: first.title,
                    text: first.text,
                    active: true,
                    changed_at: now,
                    changed_by: None,
                };
                insert_reason(connection, &reason)?;
            }
            Ok(())
        })
        .await
}

/// The library: what is offered, or with what no longer is.
pub async fn return_reasons(portal: &Portal, context: &Context, retired: bool) -> Result<ReasonsView, AppError> {
    context.reviewer()?;
    let found = portal.database.read(|connection| Ok::<_, AppError>(reasons(connection)?)).await?;
    Ok(ReasonsView { items: found.iter().filter(|one| retired || one.active).map(ReasonView::from).collect() })
}

/// Every version of one reason, newest first.
pub async fn versions_of_reason(portal: &Portal, context: &Context, code: String) -> Result<ReasonsView, AppError> {
    context.reviewer()?;
    let found = portal.database.read(move |connection| Ok::<_, AppError>(reason_versions(connection, &code)?)).await?;
    if found.is_empty() {
        return Err(AppError::NotFound);
    }
    Ok(ReasonsView { items: found.iter().map(ReasonView::from).collect() })
}

/// Adds a reason.
pub async fn add_reason(portal: &Portal, context: &Context, new: NewReason) -> Result<Answered, AppError> {
    let manager = context.staff(|role| role == Role::DeskManager)?.id;
    let mut errors = faults(context, &new.reason, "/reason");
    if !new.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        let words = context.say("只用小写字母、数字和下划线。", "Use small letters, digits and underscores.");
        errors.push(FieldError::new("/code", "invalid_value", words));
    }
    if !errors.is_empty() {
        return Err(AppError::Invalid { code: "validation_failed", errors });
    }
    portal
        .execute(context, move |connection, now| {
            if reason(connection, &new.code)?.is_some() {
                return Err(AppError::conflict("already_exists"));
            }
            let made = version_of(new.code, 1, new.reason, now, manager.to_string());
            insert_reason(connection, &made)?;
            Ok(done(201, &made)?.location(format!("/api/v1/return-reasons/{}/versions", made.code)))
        })
        .await
}

/// Changes what a reason says, or retires it, if `read_version` is still the newest.
pub async fn change_reason(
    portal: &Portal,
    context: &Context,
    code: String,
    read_version: i32,
    body: ReasonBody,
) -> Result<Answered, AppError> {
    let manager = context.staff(|role| role == Role::DeskManager)?.id;
    let errors = faults(context, &body, "");
    if !errors.is_empty() {
        return Err(AppError::Invalid { code: "validation_failed", errors });
    }
    portal
        .execute(context, move |connection, now| {
            let newest = reason(connection, &code)?.ok_or(AppError::NotFound)?;
            if newest.version != read_version {
                return Err(AppError::Stale);
            }
            let made = version_of(code, newest.version + 1, body, now, manager.to_string());
            insert_reason(connection, &made)?;
            done(200, &made)
        })
        .await
}

fn version_of(code: String, version: i32, body: ReasonBody, at: DateTime<Utc>, by: String) -> Reason {
    let ReasonBody { kind, pointer, document, title, text, active } = body;
    Reason { code, version, kind, pointer, document, title, text, active, changed_at: at, changed_by: Some(by) }
}

fn done(status: u16, made: &Reason) -> Result<Done, AppError> {
    let record = Record {
        kind: "return_reason.changed",
        subject: made.code.clone(),
        body: json!({ "version": made.version, "title": made.title, "active": made.active }),
    };
    Ok(Done::json(status, &ReasonView::from(made), record)?.version(made.version))
}

/// Both languages say something, and a reason is about one field or one paper at most.
fn faults(context: &Context, body: &ReasonBody, prefix: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let texts = [
        ("title/zh", &body.title.zh, 100),
        ("title/en", &body.title.en, 200),
        ("text/zh", &body.text.zh, 1000),
        ("text/en", &body.text.en, 1000),
    ];
    for (name, text, most) in texts {
        if text.trim().is_empty() || text.chars().count() > most {
            let zh = format!("请填写，不超过 {most} 字。");
            let en = format!("Please write something, at most {most} characters.");
            errors.push(FieldError::new(format!("{prefix}/{name}"), "length", context.say(&zh, &en)));
        }
    }
    let of_form = |pointer: &String| ["/contract/", "/request/"].iter().any(|part| pointer.starts_with(part));
    if body.pointer.as_ref().is_some_and(|pointer| !of_form(pointer)) {
        let words = context.say("请指明合同或申请事项中的一个字段。", "Name a field of the contract or the request.");
        errors.push(FieldError::new(format!("{prefix}/pointer"), "invalid_value", words));
    }
    if body.pointer.is_some() && body.document.is_some() {
        let words = context.say("字段和材料只能选一个。", "Choose a field or a paper, not both.");
        errors.push(FieldError::new(format!("{prefix}/document"), "invalid_value", words));
    }
    errors
}
