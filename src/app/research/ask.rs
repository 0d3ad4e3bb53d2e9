//! A question and its answer: who asks, of which moment, and what they may be told.

use research::disclosure::Guard;
use research::{Answer, AsOf, Limits, Query, QueryError};

use super::{Audience, moment};
use crate::app::{AppError, Context, FieldError, Portal};

/// Answers a question given as the pairs of an address: `rows`, `columns`, `measures`, `filter`, `margins`, `order`, `top`, `as_of`.
pub async fn ask(portal: &Portal, context: &Context, pairs: &[(String, String)]) -> Result<Answer, AppError> {
    let audience = Audience::of(context)?;
    let (query, as_of) = Query::parse(pairs).map_err(|error| unreadable(context, &error))?;
    answer(portal, audience, query, as_of).await
}

/// Answers a question for an audience. The figures are those of the moment, whenever it is asked.
pub(crate) async fn answer(portal: &Portal, audience: Audience, query: Query, as_of: AsOf) -> Result<Answer, AppError> {
    let moment = moment(portal, as_of).await?;
    let turn = portal.figures.turn().await?;
    let counted = move || {
        let (limits, threads) = (Limits::default(), turn.threads());
        match audience {
            Audience::Cleared => moment.snapshot.answer(&query, &moment.fields, &limits, threads),
            Audience::Protected => Guard::new(&moment.snapshot, &moment.policies, &moment.fields, &moment.patterns)
                .with_editions(&moment.editions)
                .answer(&query, &limits, threads),
        }
    };
    Ok(tokio::task::spawn_blocking(counted).await.map_err(AppError::internal)??)
}

/// A question that cannot be read: the parameter at fault, and how to mend it.
pub(super) fn unreadable(context: &Context, error: &QueryError) -> AppError {
    let code = error.code();
    let field = FieldError::new(format!("/{}", error.parameter), code, error.message(context.language));
    AppError::Invalid { code, errors: vec![field] }
}
