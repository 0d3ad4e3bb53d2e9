//! What the research centre publishes: monthly brief, yearly report and notice of data quality. Each is in one language and says
//! what the caller worked out: every figure comes as text, and every length of a chart as a number of thousandths. How it looks is in
//! `templates/brief.typ` and `templates/charts.typ`.

use serde::Serialize;

use crate::attachment::{Attachment, Relationship};
use crate::renderer::Extras;
use crate::{DocumentError, DocumentRenderer};

/// A brief, report or notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefDocument {
    /// `zh-CN` or `en`.
    pub language: String,
    /// Title with its period.
    pub title: String,
    /// For whom it is, and of which moment, in a line.
    pub edition: String,
    /// The authority's name.
    pub authority: String,
    /// The whole in a sentence or two.
    pub lead: String,
    /// The first figures.
    pub headline: Vec<BriefHeadline>,
    /// The rest, part by part.
    pub sections: Vec<BriefSection>,
    /// How the figures are counted, paragraph by paragraph.
    pub method: Vec<String>,
    /// How it is cited.
    pub citation: String,
    /// SHA-256 of the figures that travel in the PDF, hex.
    pub digest: String,
    /// Begins with `YYYY-MM-DD`, the day of publication and the PDF's date of creation.
    pub created: String,
    /// The figures as JSON; they travel in the PDF.
    #[serde(skip)]
    pub json: String,
}

/// A figure at the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefHeadline {
    /// What it is.
    pub name: String,
    /// The figure.
    pub value: String,
    /// How it changed; may be empty.
    pub change: String,
}

/// A part: its chart stands over the table that says the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefSection {
    /// Its heading.
    pub title: String,
    /// What stands out; may be empty.
    pub text: String,
    /// Its picture, where there is something to be seen.
    pub chart: Option<BriefChart>,
    /// Its figures.
    pub table: BriefTable,
    /// What is said where the table has no rows.
    pub empty: String,
}

/// Figures in rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefTable {
    /// Names of the columns.
    pub head: Vec<String>,
    /// So many columns, from the left, are words; the others are figures.
    pub words: usize,
    /// The rows, as wide as the head.
    pub rows: Vec<BriefRow>,
}

/// A row of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefRow {
    /// What stands in each column.
    pub cells: Vec<String>,
    /// Whether it sums up the others.
    pub total: bool,
}

/// How a chart shows its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BriefChartKind {
    /// A bar from the left for each mark, made of one or two parts.
    Bars,
    /// A column for each mark, in the order of time.
    Columns,
    /// Points in the order of time, joined.
    Line,
    /// A tile for each mark at its place on the map; the more, the darker.
    Tiles,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefChart {
    /// How it shows its marks.
    pub kind: BriefChartKind,
    /// What is to be seen in it, for whoever has it read out.
    pub alt: String,
    /// What it measures.
    pub measure: String,
    /// What the parts of a bar are; none where bars have one part.
    pub parts: Vec<String>,
    /// What it shows.
    pub marks: Vec<BriefMark>,
}

/// A bar, column, point or tile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefMark {
    /// What it is of.
    pub label: String,
    /// The figure.
    pub value: String,
    /// The size of each of its parts, in thousandths of the largest mark; of a tile its shade, from 0 to 6. None where there is nothing
    /// to show.
    pub sizes: Vec<Option<u16>>,
    /// Whether something of it is withheld.
    pub withheld: bool,
    /// Column and row of a tile, from 1 in the north-west; none of other marks.
    pub place: Option<[u8; 2]>,
}

impl DocumentRenderer {
    /// The brief as PDF, with its figures as JSON. The same contents give the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Undated`] without a day of publication; otherwise a fault of the template.
    pub fn brief(&self, document: &BriefDocument) -> Result<Vec<u8>, DocumentError> {
        let figures = Attachment {
            name: "figures.json",
            media_type: "application/json",
            relationship: Relationship::Data,
            description: "统计数据 The figures, for programs",
            content: &document.json,
        };
        let ident = format!("{} {}", document.digest, document.language);
        let extras = Extras { created: &document.created, ident: &ident, qr: None, attachment: Some(figures) };
        self.render("brief.typ", document, extras)
    }
}
