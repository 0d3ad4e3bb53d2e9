//! Open data: public data sets, each a question that is answered anew for whoever may know nothing else, in versions that are released
//! when a period closes. A version is kept as its question, its moment and its digest, and counted again for whoever fetches it.

mod release;
mod structure;

use chrono::{DateTime, Utc};
use domain::finding::Language;
use domain::reference::OpenDataset;
use research::{Query, pairs};
use serde::{Deserialize, Serialize};
use storage::research::open::{OpenVersion, newest_open_versions, open_version, open_versions};
use utoipa::ToSchema;

use super::Audience;
use super::ask::answer_again;
use super::citation::citation;
use super::outputs::{FileFormat, about, write_answer};
use super::permalinks::differs;
use crate::app::{AppError, Context, Portal, digest};

pub(crate) use release::release_due;
pub use structure::structure;

/// Every data set.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenDatasetList {
    /// In their order.
    pub items: Vec<OpenDatasetSummary>,
}

/// A data set in a few words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenDatasetSummary {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// What it holds.
    pub about: String,
    /// Its newest version; none before a period has closed.
    pub latest: Option<LatestVersion>,
}

/// The newest version of a data set.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LatestVersion {
    /// Its number, from 1.
    pub number: i32,
    /// The last closed period that it holds.
    pub period: String,
    /// The journal entry up to which is counted.
    pub as_of: i64,
    /// When it was released.
    pub released_at: DateTime<Utc>,
}

/// A data set.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenDatasetView {
    /// In a few words.
    #[serde(flatten)]
    pub summary: OpenDatasetSummary,
    /// What each row has. A file has one column more, `flag`: `c` in rows of which something is withheld.
    pub columns: Vec<OpenColumn>,
    /// The question that it answers.
    pub question: String,
}

/// A column of a data set.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenColumn {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit of a measure, as in `GET /research/dimensions`; null for a dimension.
    pub unit: Option<String>,
}

/// The versions of a data set.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenVersionList {
    /// The newest first.
    pub items: Vec<OpenVersionView>,
}

/// A version of a data set.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenVersionView {
    /// Its number, from 1.
    pub number: i32,
    /// The last closed period that it holds.
    pub period: String,
    /// The journal entry up to which is counted.
    pub as_of: i64,
    /// SHA-256 of its CSV, hex.
    pub digest: String,
    /// How many rows it has.
    pub row_count: i32,
    /// What has changed since the version before.
    pub changes: OpenChanges,
    /// When it was released.
    pub released_at: DateTime<Utc>,
}

/// What has changed since the version before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenChanges {
    /// Rows that are new.
    pub added: usize,
    /// Rows that are no longer there.
    pub removed: usize,
    /// Rows whose values have changed.
    pub changed: usize,
    /// Whether another question is answered.
    pub question_changed: bool,
    /// Whether another edition of the disclosure policy holds for the newest year.
    pub policy_changed: bool,
}

/// Every data set with its newest version.
pub async fn open_datasets(portal: &Portal, language: Language) -> Result<OpenDatasetList, AppError> {
    let newest = portal.database.read(|connection| Ok::<_, AppError>(newest_open_versions(connection)?)).await?;
    let reference = portal.reference();
    let items = reference.data.open_datasets.iter().map(|dataset| {
        let latest = newest.iter().find(|version| version.dataset == dataset.code);
        summary(dataset, latest, language)
    });
    Ok(OpenDatasetList { items: items.collect() })
}

/// One data set.
pub async fn open_dataset(portal: &Portal, language: Language, code: &str) -> Result<OpenDatasetView, AppError> {
    let dataset = dataset(portal, code)?;
    let code = dataset.code.clone();
    let latest =
        portal.database.read(move |connection| Ok::<_, AppError>(open_version(connection, &code, None)?)).await?;
    let (query, _) = Query::parse(&pairs(&dataset.question)).map_err(AppError::internal)?;
    let dimensions = query.dimensions().map(|dimension| OpenColumn {
        code: dimension.code().to_owned(),
        name: dimension.name(language).to_owned(),
        unit: None,
    });
    let measures = query.measures.iter().map(|measure| OpenColumn {
        code: measure.code(),
        name: measure.name(language),
        unit: Some(measure.unit().code().to_owned()),
    });
    Ok(OpenDatasetView {
        summary: summary(&dataset, latest.as_ref(), language),
        columns: dimensions.chain(measures).collect(),
        question: query.canonical(),
    })
}

/// The versions of a data set.
pub async fn versions_of(portal: &Portal, code: &str) -> Result<OpenVersionList, AppError> {
    let code = dataset(portal, code)?.code;
    let found = portal.database.read(move |connection| Ok::<_, AppError>(open_versions(connection, &code)?)).await?;
    Ok(OpenVersionList { items: found.into_iter().map(seen).collect::<Result<_, _>>()? })
}

/// A version of a data set in a form.
pub struct OpenFile {
    dataset: OpenDataset,
    version: OpenVersion,
    format: FileFormat,
    language: Language,
}

/// Finds a version by its number, or the newest as `latest`.
pub async fn open_file(
    portal: &Portal,
    context: &Context,
    code: &str,
    number: &str,
    format: Option<&str>,
) -> Result<OpenFile, AppError> {
    let (dataset, format) = (dataset(portal, code)?, FileFormat::of_answer(context, format)?);
    let number = match number {
        "latest" => None,
        digits => Some(digits.parse::<i32>().map_err(|_| AppError::NotFound)?),
    };
    let code = dataset.code.clone();
    let found =
        portal.database.read(move |connection| Ok::<_, AppError>(open_version(connection, &code, number)?)).await?;
    Ok(OpenFile { dataset, version: found.ok_or(AppError::NotFound)?, format, language: context.language })
}

impl OpenFile {
    /// The form.
    pub const fn format(&self) -> FileFormat {
        self.format
    }

    /// A tag of these bytes.
    pub fn tag(&self) -> String {
        let digest = &self.version.digest;
        // What is said beside the rows of a workbook is said in the reader's language, as is the citation in a Parquet file.
        let language = if self.language == Language::Zh { "zh" } else { "en" };
        format!("\"{}-{}-{language}\"", digest.get(..16).unwrap_or(digest), self.format.code())
    }

    /// Name of the file.
    pub fn name(&self) -> String {
        self.format.file_name(&format!("{}-{}", self.dataset.code, self.version.number))
    }

    /// Where it is cited.
    pub fn address(&self, portal: &Portal) -> String {
        let (base_url, code, number) = (&portal.settings.base_url, &self.dataset.code, self.version.number);
        format!("{base_url}/api/v1/open/datasets/{code}/versions/{number}/data")
    }

    /// The bytes, counted again.
    ///
    /// # Errors
    /// `figures_differ` where they are not what was released.
    pub async fn content(&self, portal: &Portal) -> Result<Vec<u8>, AppError> {
        let OpenVersion { question, as_of, number, .. } = &self.version;
        let differs = || differs(&format!("{}/{number}", self.dataset.code));
        let answer = answer_again(portal, Audience::Protected, question, *as_of).await?.ok_or_else(differs)?;
        let title = format!("{}（{number}）", self.dataset.title.in_language(self.language));
        let citation = citation(&title, *as_of, &self.address(portal), self.language);
        let about = about(portal, self.language, &answer, citation, self.format).await?;
        let written = |format| {
            let mut bytes = Vec::new();
            write_answer(format, &answer, &about, &mut bytes).map(|()| bytes)
        };
        let csv = written(FileFormat::Csv)?;
        if digest(&csv) != self.version.digest {
            return Err(differs());
        }
        if self.format == FileFormat::Csv { Ok(csv) } else { written(self.format) }
    }
}

fn dataset(portal: &Portal, code: &str) -> Result<OpenDataset, AppError> {
    let reference = portal.reference();
    let known = reference.data.open_datasets.iter().find(|dataset| dataset.code == code);
    known.cloned().ok_or(AppError::NotFound)
}

fn summary(dataset: &OpenDataset, latest: Option<&OpenVersion>, language: Language) -> OpenDatasetSummary {
    OpenDatasetSummary {
        code: dataset.code.clone(),
        title: dataset.title.in_language(language).to_owned(),
        about: dataset.about.in_language(language).to_owned(),
        latest: latest.map(|version| LatestVersion {
            number: version.number,
            period: version.period.clone(),
            as_of: version.as_of,
            released_at: version.released_at,
        }),
    }
}

fn seen(version: OpenVersion) -> Result<OpenVersionView, AppError> {
    let OpenVersion { number, period, as_of, digest, row_count, changes, released_at, .. } = version;
    let changes = serde_json::from_value(changes).map_err(AppError::internal)?;
    Ok(OpenVersionView { number, period, as_of, digest, row_count, changes, released_at })
}
