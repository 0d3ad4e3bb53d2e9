//! The questions of one analysis: each panel's figures, or why it has none for this reader.

use research::analysis::{
    Licences, Note, Panel, Period, Special, Table, dependence, layout, published_layout, returns, suppliers,
};
use research::{Answer, AsOf, Filter, Query, Refusal};

use super::annex::catch_up;
use super::view::{PanelView, Words};
use crate::app::research::{Audience, Moment, answer};
use crate::app::{AppError, Portal};

/// What all questions of an analysis have in common.
pub(super) struct Asking<'a> {
    pub(super) portal: &'a Portal,
    pub(super) audience: Audience,
    pub(super) moment: Moment,
    pub(super) period: Period,
    /// The reader's conditions, and those that the analysis has without them.
    pub(super) filters: Vec<Filter>,
    /// Which suppliers are listed.
    pub(super) sought: suppliers::Sought,
    /// Whether the reader has conditions.
    pub(super) is_narrowed: bool,
}

/// Why there are no figures.
pub(super) enum Untold {
    /// Not for this reader or under these filters: the other panels stand.
    Noted(Note),
    /// Nothing stands.
    Failed(AppError),
}

impl From<Note> for Untold {
    fn from(note: Note) -> Self {
        Self::Noted(note)
    }
}

impl From<AppError> for Untold {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => Self::Noted(Note::Refused(refusal)),
            AppError::PivotTooLarge { cells, limit } => {
                Self::Noted(Note::Refused(Refusal::TooManyCells { cells, limit }))
            }
            other => Self::Failed(other),
        }
    }
}

impl Asking<'_> {
    /// The journal entry up to which everything is counted, for every panel the same.
    pub(super) fn as_of(&self) -> i64 {
        self.moment.snapshot.as_of()
    }

    /// Answers a question.
    pub(super) async fn answer(&self, query: Query) -> Result<Answer, AppError> {
        answer(self.portal, self.audience, query, AsOf::At(self.as_of())).await
    }

    async fn answers(&self, queries: Vec<Query>) -> Result<Vec<Answer>, AppError> {
        let mut answers = Vec::new();
        for query in queries {
            answers.push(self.answer(query).await?);
        }
        Ok(answers)
    }

    /// A panel, with how many of its cells are withheld.
    pub(super) async fn panel(&self, panel: &Panel, words: &Words<'_>) -> Result<(PanelView, usize), AppError> {
        let bare = PanelView::bare(panel.code, panel.title(words.language), panel.kind);
        let query = panel.query(&self.filters, self.period).map_err(AppError::internal)?;
        let question = query.canonical();
        match self.answer(query).await.map_err(Untold::from) {
            Ok(answer) => {
                let withheld = answer.disclosure.map_or(0, |disclosure| disclosure.withheld);
                Ok((bare.with_answer(question, &answer, words)?, withheld))
            }
            Err(untold) => Ok((noted(bare, untold, words)?, 0)),
        }
    }

    /// A panel that no single question answers, with how many of its cells are withheld.
    pub(super) async fn special(&self, special: Special, words: &Words<'_>) -> Result<(PanelView, usize), AppError> {
        let bare = PanelView::bare(special.code(), special.title(words.language), special.kind());
        match self.table(special).await {
            Ok(table) => {
                let is_withheld = |values: &[research::Value]| values.iter().any(|value| value.is_suppressed());
                let withheld = table.rows.iter().filter(|row| is_withheld(&row.values)).count();
                Ok((bare.with_table(&table, words), withheld))
            }
            Err(untold) => Ok((noted(bare, untold, words)?, 0)),
        }
    }

    /// The figures of a panel that no single question answers.
    pub(super) async fn table(&self, special: Special) -> Result<Table, Untold> {
        match special {
            Special::Suppliers => self.suppliers().await,
            Special::Dependence => self.dependence().await,
            Special::ExpiryWall
            | Special::PatentClasses
            | Special::PatentOffices
            | Special::PatentCountries
            | Special::ExpiryByIndustry
            | Special::ClassesByOffice => self.patents(special).await,
            Special::ReturnReasons | Special::ReturnsByMonth | Special::ReturnsByDesk => self.returns(special).await,
        }
    }

    async fn suppliers(&self) -> Result<Table, Untold> {
        if self.audience == Audience::Protected {
            return Err(Note::NotPublished.into());
        }
        let (period, as_of, mut filters) = (self.period, self.as_of(), self.filters.clone());
        let left_out = self.answers(suppliers::left_out(self.sought, period)).await?;
        if !left_out.is_empty() {
            filters = suppliers::without(&filters, &left_out);
        }
        let listed = self.answer(suppliers::question(&filters, period)).await?;
        let more = self.answers(suppliers::more(&listed, &filters, period)).await?;
        catch_up(self.portal).await?;
        let (annex, fields) = (self.portal.annex.clone(), self.moment.fields.clone());
        let told = move || {
            let narrowed = (filters.as_slice(), &*fields, period);
            let technology = suppliers::technology(&annex.tables().patents, as_of, &listed, narrowed);
            suppliers::table(&listed, &more, &technology)
        };
        let turn = self.portal.figures.turn().await?;
        let table = tokio::task::spawn_blocking(told).await.map_err(AppError::internal)?;
        drop(turn);
        Ok(table)
    }

    async fn dependence(&self) -> Result<Table, Untold> {
        let fields = self.answer(dependence::fields(&self.filters, self.period)).await?;
        let sources = self.answer(dependence::sources(&self.filters, self.period)).await?;
        let suppliers = match self.audience {
            Audience::Cleared => Some(self.answer(dependence::suppliers(&self.filters, self.period)).await?),
            Audience::Protected => None,
        };
        Ok(dependence::table(&fields, &sources, suppliers.as_ref()))
    }

    async fn patents(&self, special: Special) -> Result<Table, Untold> {
        catch_up(self.portal).await?;
        let (annex, fields, filters) = (self.portal.annex.clone(), self.moment.fields.clone(), self.filters.clone());
        let (as_of, period) = (self.as_of(), self.period);
        let published = match self.audience {
            Audience::Cleared => None,
            Audience::Protected => {
                let year = self.closed_year().ok_or(Note::WholeYearOnly)?;
                Some(self.moment.policies.of_year(year).cloned().ok_or(Note::NotPublished)?)
            }
        };
        let counted = move || {
            let tables = annex.tables();
            let (patents, filters) = (&tables.patents, filters.as_slice());
            match &published {
                None => layout(patents, as_of, special, Licences::InForce(period), (filters, &*fields)),
                Some(policy) => {
                    let licences = Licences::Registered(period);
                    published_layout(patents, as_of, special, licences, (filters, &*fields, policy))
                }
            }
        };
        let turn = self.portal.figures.turn().await?;
        let table = tokio::task::spawn_blocking(counted).await.map_err(AppError::internal)?;
        drop(turn);
        table?.ok_or_else(|| Note::NotPublished.into())
    }

    /// The year that the period is, where it is one that is over and nothing is narrowed.
    fn closed_year(&self) -> Option<i32> {
        let (first, last) = self.period.whole_years()?;
        let latest = self.moment.snapshot.latest_month()?;
        (first == last && last < latest.year() && !self.is_narrowed).then_some(last)
    }

    async fn returns(&self, special: Special) -> Result<Table, Untold> {
        if self.audience == Audience::Protected {
            return Err(Note::NotPublished.into());
        }
        returns::known_filters(&self.filters)?;
        let registered = match returns::registrations(special, &self.filters, self.period) {
            Some(query) => Some(self.answer(query).await?),
            None => None,
        };
        catch_up(self.portal).await?;
        let tables = self.portal.annex.tables();
        let (items, as_of) = (&tables.returns, self.as_of());
        Ok(match registered {
            Some(registered) => returns::returns(items, as_of, &self.filters, self.period, &registered),
            None => returns::reasons(items, as_of, &self.filters, self.period),
        })
    }
}

fn noted(bare: PanelView, untold: Untold, words: &Words<'_>) -> Result<PanelView, AppError> {
    match untold {
        Untold::Noted(note) => Ok(PanelView { note: Some(note.message(words.language)), ..bare }),
        Untold::Failed(error) => Err(error),
    }
}
