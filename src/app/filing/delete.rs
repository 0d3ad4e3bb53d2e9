//! Deleting a draft that was never submitted.

use domain::FilingId;
use domain::filing::{Action, next};
use serde_json::json;
use storage::filings::{attachments_of, delete_filing};

use super::agency::under;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Removes a draft and its papers. The papers' bytes go after the commit.
pub async fn delete(portal: &Portal, context: &Context, id: FilingId) -> Result<Answered, AppError> {
    context.filer()?;
    let reader = context.clone();
    let papers = portal.database.read(move |connection| Ok::<_, AppError>(attachments_of(connection, id)?)).await?;
    let answered = portal
        .execute(context, move |connection, now| {
            let (filing, mandate) = reader.filed_locked(connection, id)?;
            next(filing.status, Action::Delete, None)?;
            delete_filing(connection, id)?;
            let body = json!({ "company": filing.company_id });
            let record = Record { kind: "filing.deleted", subject: id.to_string(), body };
            Ok(Done::empty(under(connection, mandate, id, now, record)?))
        })
        .await?;
    for paper in papers {
        portal.blobs.delete(&paper.id.to_string()).await?;
    }
    Ok(answered)
}
