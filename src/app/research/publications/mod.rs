//! Publications: the monthly brief, the yearly report and the notice of data quality. What is kept of one is which it is, of which
//! moment, and the digest of its figures; the paper is set again each time from figures that must have that digest.

mod chapters;
mod charts;
mod contents;
mod document;
mod figures;
mod kind;
mod notice;
mod publish;
mod words;

use chrono::{DateTime, Utc};
use domain::PublicationId;
use domain::language::Language;
use serde::Serialize;
use storage::research::publications::{Publication, publication, publications as stored};
use utoipa::ToSchema;

use charts::Drawing;
use document::Composing;
use figures::{Figures, Issue, figures};
use kind::Period;

use crate::app::research::analyses::words_of;
use crate::app::research::{Audience, company_names};
use crate::app::{AppError, Context, Portal};

pub use kind::PublicationKind;
pub(crate) use publish::publish_due;
pub use publish::{MakePublication, make_publication};

/// What was published.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicationList {
    /// The newest first.
    pub items: Vec<PublicationView>,
}

/// A brief, report or notice.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicationView {
    /// Its id.
    pub id: PublicationId,
    /// Its kind.
    pub kind: PublicationKind,
    /// `2026-10` or `2026`.
    pub period: String,
    /// For whom it is: `cleared` for those who work with the register, `protected` for everyone.
    pub audience: String,
    /// The journal entry up to which its figures count.
    pub as_of: i64,
    /// SHA-256 of its figures, which travel in the paper, hex; also in the journal.
    pub digest: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Its title.
    pub title: String,
}

/// A publication as PDF.
#[derive(Debug)]
pub struct PublishedPaper {
    /// What the file is called, without its ending.
    pub name: String,
    /// The file.
    pub content: Vec<u8>,
}

/// What was published for the reader: those who see everything see the editions of everybody.
pub async fn publications(
    portal: &Portal,
    context: &Context,
    kind: Option<PublicationKind>,
    language: Option<Language>,
) -> Result<PublicationList, AppError> {
    let audiences: &[Audience] = match Audience::of(context)? {
        Audience::Cleared => &[Audience::Cleared, Audience::Protected],
        Audience::Protected => &[Audience::Protected],
    };
    list(portal, kind, audiences, language.unwrap_or(context.language)).await
}

/// What was published for everyone.
pub async fn open_publications(
    portal: &Portal,
    context: &Context,
    language: Option<Language>,
) -> Result<PublicationList, AppError> {
    list(portal, None, &[Audience::Protected], language.unwrap_or(context.language)).await
}

/// A publication as PDF, for those for whom it is.
pub async fn publication_pdf(
    portal: &Portal,
    context: &Context,
    id: PublicationId,
    language: Option<Language>,
) -> Result<PublishedPaper, AppError> {
    let audience = Audience::of(context)?;
    let published = read(portal, id).await?;
    if audience == Audience::Protected && published.audience != audience.code() {
        return Err(AppError::NotFound);
    }
    paper(portal, published, language.unwrap_or(context.language)).await
}

/// A publication for everyone as PDF.
pub async fn open_publication_pdf(
    portal: &Portal,
    context: &Context,
    id: PublicationId,
    language: Option<Language>,
) -> Result<PublishedPaper, AppError> {
    let published = read(portal, id).await?;
    if published.audience != Audience::Protected.code() {
        return Err(AppError::NotFound);
    }
    paper(portal, published, language.unwrap_or(context.language)).await
}

async fn list(
    portal: &Portal,
    kind: Option<PublicationKind>,
    audiences: &[Audience],
    language: Language,
) -> Result<PublicationList, AppError> {
    let kinds = PublicationKind::ALL.into_iter().filter(|known| kind.is_none_or(|kind| kind == *known));
    let kinds: Vec<&'static str> = kinds.map(PublicationKind::code).collect();
    let audiences: Vec<&'static str> = audiences.iter().map(|audience| audience.code()).collect();
    let rows =
        portal.database.read(move |connection| Ok::<_, AppError>(stored(connection, &kinds, &audiences)?)).await?;
    Ok(PublicationList { items: rows.iter().map(|row| view(row, language)).collect::<Result<_, _>>()? })
}

async fn read(portal: &Portal, id: PublicationId) -> Result<Publication, AppError> {
    portal.database.read(move |connection| publication(connection, id)?.ok_or(AppError::NotFound)).await
}

fn view(publication: &Publication, language: Language) -> Result<PublicationView, AppError> {
    let Issue { kind, period, .. } = issue(publication)?;
    Ok(PublicationView {
        id: publication.id,
        kind,
        period: publication.period.clone(),
        audience: publication.audience.clone(),
        as_of: publication.as_of,
        digest: publication.digest.clone(),
        published_at: publication.published_at,
        title: kind.title(period, language),
    })
}

/// What the figures of a publication are asked by.
fn issue(publication: &Publication) -> Result<Issue, AppError> {
    let damaged =
        || AppError::internal(format!("publication {} is of no known kind, period or audience", publication.id));
    let kind = PublicationKind::from_code(&publication.kind).ok_or_else(damaged)?;
    let audience = [Audience::Cleared, Audience::Protected]
        .into_iter()
        .find(|audience| audience.code() == publication.audience)
        .ok_or_else(damaged)?;
    Ok(Issue {
        kind,
        period: Period::parse(kind, &publication.period).ok_or_else(damaged)?,
        audience,
        as_of: publication.as_of,
        published_at: publication.published_at,
    })
}

/// Sets the paper, if its figures are still those that were published.
async fn paper(portal: &Portal, publication: Publication, language: Language) -> Result<PublishedPaper, AppError> {
    let issue = issue(&publication)?;
    let figures = match figures(portal, &issue).await {
        Ok(figures) if figures.digest() == publication.digest => figures,
        // Refused: the entry up to which they count is not there any more.
        Ok(_) | Err(AppError::Refused(_)) => {
            let (id, as_of) = (publication.id, publication.as_of);
            tracing::error!(publication = %id, as_of, "counted again, the figures are not those that were published");
            return Err(AppError::conflict("figures_differ"));
        }
        Err(error) => return Err(error),
    };
    let document = document(portal, &publication, &issue, &figures, language).await?;
    let edition = if issue.audience == Audience::Cleared { "-internal" } else { "" };
    let tag = match language {
        Language::Zh => "zh-CN",
        Language::En => "en",
    };
    let name = format!("{}-{}{edition}-{tag}", issue.kind.code().replace('_', "-"), publication.period);
    let content = portal.typesetter.set(move |renderer| renderer.brief(&document)).await?;
    Ok(PublishedPaper { name, content })
}

async fn document(
    portal: &Portal,
    publication: &Publication,
    issue: &Issue,
    figures: &Figures,
    language: Language,
) -> Result<documents::BriefDocument, AppError> {
    let companies: Vec<String> = figures.findings.iter().map(|finding| finding.company.to_string()).collect();
    let companies = company_names(portal, companies.iter().map(String::as_str)).await?;
    let reference = portal.reference();
    let words = words_of(portal, &reference, language).await?;
    let drawing = Drawing { reference: &reference, language };
    let base_url = &portal.settings.base_url;
    Ok(Composing { publication, issue, figures, drawing, words: &words, companies: &companies, base_url }.document())
}
