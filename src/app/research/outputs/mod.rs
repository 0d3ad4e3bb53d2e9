//! Answers and facts as files that begin to arrive before they are written to their end, and need the same memory whatever their
//! size. The forms themselves are `research::write`, but for workbooks.

mod stream;
mod workbook;

use std::io::Write;

use domain::finding::Language;
use research::write::{AnswerRows, FactRows, Rows, write_csv, write_parquet, write_sdmx_csv};
use research::{Answer, AsOf, Dimension};

use super::ask::read;
use super::citation::{address, citation, title};
use super::unrated::unrated;
use super::{Audience, answer, company_names, key_name, moment};
use crate::app::{AppError, Context, FieldError, Portal};

pub use stream::Chunks;
pub(crate) use stream::Exports;
use stream::Parts;
use workbook::{MOST_ROWS, write_workbook};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// CSV (RFC 4180).
    Csv,
    /// A workbook.
    Xlsx,
    /// SDMX-CSV 2.0.
    SdmxCsv,
    /// Parquet.
    Parquet,
}

impl FileFormat {
    const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::SdmxCsv, Self::Parquet];

    /// The code in a query.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::SdmxCsv => "sdmx-csv",
            Self::Parquet => "parquet",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::SdmxCsv => "application/vnd.sdmx.data+csv;version=2.0.0",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// The name of a file of this form.
    pub fn file_name(self, name: &str) -> String {
        let extension = match self {
            Self::SdmxCsv => "sdmx.csv",
            other => other.code(),
        };
        format!("{name}.{extension}")
    }

    /// The form that is asked for among these; CSV where none is.
    fn asked(context: &Context, code: Option<&str>, among: &[Self]) -> Result<Self, AppError> {
        let Some(code) = code else { return Ok(Self::Csv) };
        among.iter().copied().find(|format| format.code() == code).ok_or_else(|| {
            let codes: Vec<&str> = among.iter().map(|format| format.code()).collect();
            let message = context.say("格式应为：", "The form is one of: ") + &codes.join(", ");
            AppError::Invalid {
                code: "invalid_query",
                errors: vec![FieldError::new("/format", "invalid_query", message)],
            }
        })
    }

    /// The form in which an answer is asked for.
    pub(super) fn of_answer(context: &Context, code: Option<&str>) -> Result<Self, AppError> {
        Self::asked(context, code, &Self::ALL)
    }
}

/// What is said of a file beside its rows.
pub(super) struct About {
    /// How it is cited.
    pub(super) citation: String,
    /// The journal entry up to which is counted.
    pub(super) as_of: i64,
    /// The reader's.
    pub(super) language: Language,
    /// Dimension, key and name of the keys that occur.
    pub(super) names: Vec<[String; 3]>,
    /// That amounts are not counted for want of a rate, where it is so.
    pub(super) unrated: Option<String>,
}

/// A file that is being written.
pub struct Export {
    /// Its form.
    pub format: FileFormat,
    /// Where what it says is found again.
    pub address: String,
    /// Its bytes as they come.
    pub chunks: Chunks,
}

/// The answer to a question as a file.
pub async fn export(
    portal: &Portal,
    context: &Context,
    pairs: &[(String, String)],
    format: Option<&str>,
) -> Result<Export, AppError> {
    let audience = Audience::of(context)?;
    let format = FileFormat::of_answer(context, format)?;
    let (query, as_of) = read(portal, context, audience, pairs).await?;
    let (question, title) = (query.canonical(), title(&query, context.language));
    let answer = answer(portal, audience, query, as_of).await?;
    let address = address(&portal.settings.base_url, &question, answer.as_of, audience);
    let citation = citation(&title, answer.as_of, &address, context.language);
    let about = about(portal, context.language, &answer, citation, format).await?;
    let chunks = portal.exports.stream(move |sink| write_answer(format, &answer, &about, sink)).await?;
    Ok(Export { format, address, chunks })
}

/// What is said of an answer's file; its keys are named in workbooks alone.
pub(super) async fn about(
    portal: &Portal,
    language: Language,
    answer: &Answer,
    citation: String,
    format: FileFormat,
) -> Result<About, AppError> {
    let mut names = Vec::new();
    if format == FileFormat::Xlsx {
        let reference = portal.reference();
        let of_companies = answer.axes.iter().filter(|axis| axis.dimension == Dimension::Company);
        let companies = company_names(portal, of_companies.flat_map(|axis| axis.keys.iter().map(|key| &**key))).await?;
        for axis in &answer.axes {
            names.extend(axis.keys.iter().map(|key| {
                let name = companies.get(&**key).filter(|_| axis.dimension == Dimension::Company).cloned();
                let name = name.unwrap_or_else(|| key_name(&reference, axis.dimension, key, language));
                [axis.dimension.code().to_owned(), key.to_string(), name]
            }));
        }
    }
    let unrated = unrated(answer.without_rate, answer.disclosure.is_some(), language);
    Ok(About { citation, as_of: answer.as_of, language, names, unrated })
}

/// Writes an answer in a form.
pub(super) fn write_answer(
    format: FileFormat,
    answer: &Answer,
    about: &About,
    sink: &mut (impl Write + Send),
) -> Result<(), AppError> {
    match format {
        FileFormat::SdmxCsv => write_sdmx_csv(answer, sink).map_err(AppError::internal),
        _ => write_rows(format, &mut AnswerRows::new(answer), about, sink),
    }
}

/// Writes rows in a form that any table has.
fn write_rows(
    format: FileFormat,
    rows: &mut dyn Rows<'_>,
    about: &About,
    sink: &mut (impl Write + Send),
) -> Result<(), AppError> {
    match format {
        FileFormat::Xlsx => write_workbook(rows, about, sink).map_err(AppError::internal),
        FileFormat::Parquet => {
            let as_of = about.as_of.to_string();
            let said = [("citation", about.citation.as_str()), ("as_of", as_of.as_str())];
            write_parquet(rows, &said, sink).map_err(AppError::internal)
        }
        FileFormat::Csv | FileFormat::SdmxCsv => write_csv(rows, sink).map_err(AppError::internal),
    }
}

/// Every fact, for those who see every figure.
///
/// # Errors
/// For a workbook of more rows than a sheet has.
pub async fn export_facts(
    portal: &Portal,
    context: &Context,
    format: Option<&str>,
    as_of: Option<&str>,
) -> Result<Export, AppError> {
    if Audience::of(context)? != Audience::Cleared {
        return Err(AppError::Forbidden("forbidden"));
    }
    let format = FileFormat::asked(context, format, &[FileFormat::Csv, FileFormat::Xlsx, FileFormat::Parquet])?;
    let as_of = as_of.map_or(Some(AsOf::Latest), AsOf::parse).ok_or_else(|| {
        let message = context.say("统计时点应为整数。", "as_of is a whole number.");
        AppError::Invalid { code: "invalid_query", errors: vec![FieldError::new("/as_of", "invalid_query", message)] }
    })?;
    let snapshot = moment(portal, as_of).await?.snapshot;
    if format == FileFormat::Xlsx {
        let counted = snapshot.clone();
        let rows = tokio::task::spawn_blocking(move || counted.facts().count()).await.map_err(AppError::internal)?;
        if rows > MOST_ROWS {
            return Err(AppError::PivotTooLarge { cells: rows as u64, limit: MOST_ROWS });
        }
    }
    let (as_of, language) = (snapshot.as_of(), context.language);
    let address = format!("{}/api/v1/research/facts?as_of={as_of}", portal.settings.base_url);
    let citation = citation(&context.say("登记事实", "registered facts"), as_of, &address, language);
    let about = About { citation, as_of, language, names: Vec::new(), unrated: None };
    let write = move |sink: &mut Parts| write_rows(format, &mut FactRows::new(&snapshot), &about, sink);
    let chunks = portal.exports.stream(write).await?;
    // Who takes the register out of the house leaves a line in the audit log.
    let (actor, request_id) = (context.actor_text(), &context.request_id);
    tracing::info!(target: "audit", event = "research.facts_exported", %actor, as_of, %request_id);
    Ok(Export { format, address, chunks })
}
