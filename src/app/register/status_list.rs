//! The signed status list, for whoever checks certificates without asking about each.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use domain::registered::Standing;
use proof::{LIST_LENGTH, StatusList};
use storage::journal::size;
use storage::register::statuses_between;

use crate::app::{AppError, Portal};

/// A list is signed anew after this time, or when something has happened since and it is older than a few seconds.
const FRESH: Duration = Duration::seconds(60);
const NOT_SOONER: Duration = Duration::seconds(2);

/// The newest tokens, by number of the list.
#[derive(Default)]
pub struct StatusLists(Mutex<Vec<Option<Kept>>>);

#[derive(Clone)]
struct Kept {
    token: Arc<str>,
    as_of: DateTime<Utc>,
    entries: i64,
}

/// The signed list with this number.
pub async fn status_list(portal: &Portal, list: i64) -> Result<Arc<str>, AppError> {
    let place = usize::try_from(list).ok().filter(|_| list < i64::MAX / LIST_LENGTH).ok_or(AppError::NotFound)?;
    let now = portal.now();
    let kept = portal.status_lists.0.lock().unwrap_or_else(PoisonError::into_inner).get(place).cloned().flatten();
    let entries = portal.database.read(|connection| Ok::<_, AppError>(size(connection)?)).await?;
    if let Some(kept) = kept.filter(|kept| {
        let age = now - kept.as_of;
        age < FRESH && (kept.entries == entries || age < NOT_SOONER)
    }) {
        return Ok(kept.token);
    }
    let today = portal.today();
    let rows = portal
        .database
        .read(move |connection| {
            let first = list * LIST_LENGTH;
            Ok::<_, AppError>(statuses_between(connection, first, first + LIST_LENGTH)?)
        })
        .await?;
    if rows.is_empty() && list > 0 {
        return Err(AppError::NotFound);
    }
    let standings: Vec<(i64, Standing)> = rows
        .into_iter()
        .map(|(index, own, contract, until)| (index % LIST_LENGTH, Standing::of(own, contract, until, today)))
        .collect();
    let token: Arc<str> =
        StatusList::token(&portal.keys.credential.current, &portal.settings.base_url, list, &standings, now)
            .map_err(AppError::internal)?
            .into();
    let mut lists = portal.status_lists.0.lock().unwrap_or_else(PoisonError::into_inner);
    if lists.len() <= place {
        lists.resize(place + 1, None);
    }
    if let Some(slot) = lists.get_mut(place) {
        *slot = Some(Kept { token: token.clone(), as_of: now, entries });
    }
    Ok(token)
}
