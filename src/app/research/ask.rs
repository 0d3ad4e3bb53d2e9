//! A question and its answer: who asks, of which moment, and what they may be told.

use research::disclosure::Guard;
use research::{Answer, AsOf, Limits, Query, QueryError, pairs};

use super::known::refused_value;
use super::{Audience, moment_for};
use crate::app::{AppError, Context, FieldError, Portal};

/// Answers a question given as the pairs of an address: `rows`, `columns`, `measures`, `filter`, `margins`, `order`, `top`, `as_of`.
pub async fn ask(portal: &Portal, context: &Context, pairs: &[(String, String)]) -> Result<Answer, AppError> {
    let audience = Audience::of(context)?;
    let (query, as_of) = read(portal, context, audience, pairs).await?;
    answer(portal, audience, query, as_of).await
}

/// Reads a question given as the pairs of an address.
pub(super) async fn read(
    portal: &Portal,
    context: &Context,
    audience: Audience,
    pairs: &[(String, String)],
) -> Result<(Query, AsOf), AppError> {
    let read = Query::parse(pairs).map_err(|error| unreadable(context, &error))?;
    let refused = refused_value(portal, audience, &read.0.filters).await?;
    refused.map_or(Ok(read), |error| Err(unreadable(context, &error)))
}

/// Answers a question for an audience. The figures are those of the moment, whenever it is asked.
pub(crate) async fn answer(portal: &Portal, audience: Audience, query: Query, as_of: AsOf) -> Result<Answer, AppError> {
    let moment = moment_for(portal, audience, as_of).await?;
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

/// The answer to a question that was kept in its one spelling; none where it would not be answered any more.
pub(super) async fn answer_again(
    portal: &Portal,
    audience: Audience,
    question: &str,
    as_of: i64,
) -> Result<Option<Answer>, AppError> {
    let (query, _) = Query::parse(&pairs(question)).map_err(AppError::internal)?;
    match answer(portal, audience, query, AsOf::At(as_of)).await {
        Ok(answer) => Ok(Some(answer)),
        Err(AppError::Refused(_) | AppError::PivotTooLarge { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A question that cannot be read: the parameter at fault, and how to mend it.
pub(super) fn unreadable(context: &Context, error: &QueryError) -> AppError {
    unreadable_at(context, &format!("/{}", error.parameter), error)
}

/// Reads a question that stands as a text at a place of a body.
pub(super) async fn read_text(
    portal: &Portal,
    context: &Context,
    audience: Audience,
    (pointer, text): (&str, &str),
) -> Result<(Query, AsOf), AppError> {
    let read = Query::parse(&pairs(text)).map_err(|error| unreadable_at(context, pointer, &error))?;
    let refused = refused_value(portal, audience, &read.0.filters).await?;
    refused.map_or(Ok(read), |error| Err(unreadable_at(context, pointer, &error)))
}

fn unreadable_at(context: &Context, pointer: &str, error: &QueryError) -> AppError {
    let code = error.code();
    AppError::Invalid { code, errors: vec![FieldError::new(pointer, code, error.message(context.language))] }
}
