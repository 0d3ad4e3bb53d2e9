//! The research centre: facts written from the journal, and questions to them answered for those who may ask.
//!
//! [`answer`] is the one way to a figure: it knows the moment, the editions that hold for it, and what its audience may be told.

mod analyses;
mod ask;
mod audience;
mod citation;
mod disclosure;
mod facts;
mod figures;
mod known;
mod open;
mod outputs;
mod permalinks;
mod publications;
mod quality;
mod unrated;
mod views;

pub use analyses::{
    AnalysesView, AnalysisDisclosure, AnalysisRequest, AnalysisSummary, AnalysisView, HeadlineView, PanelColumn,
    PanelMargin, PanelView, PeriodView, analyses, analysis,
};
pub(crate) use analyses::{Annex, warm_due};
pub(crate) use ask::answer;
pub use ask::ask;
pub use audience::Audience;
pub(crate) use disclosure::check_policy_load;
pub(crate) use facts::{
    Decision, EDITIONED, READER, count_entry, counts, fill_particulars, finish_rebuild, keep_editions,
    particulars_of_decision, put_edition, rate_editions,
};
pub use facts::{
    LoadRates, MonthSpan, PreviewRates, RateEditionList, RateEditionView, RateProblem, RatesPreview, Rebuilt,
    load_rates, preview_rates, rates, rebuild, rebuild_now,
};
pub use figures::{
    BaseView, DimensionView, DimensionsView, LimitsView, MeasureView, SpreadView, ValueView, dimensions,
};
pub(crate) use figures::{Figures, Moment, catch_up, company_names, key_name, moment, moment_for};
pub(crate) use open::release_due;
pub use open::{
    LatestVersion, OpenChanges, OpenColumn, OpenDatasetList, OpenDatasetSummary, OpenDatasetView, OpenFile,
    OpenVersionList, OpenVersionView, open_dataset, open_datasets, open_file, structure, versions_of,
};
pub(crate) use outputs::Exports;
pub use outputs::{Chunks, Export, FileFormat, export, export_facts};
pub use permalinks::{Cited, NewPermalink, PermalinkView, create_permalink, permalink};
pub(crate) use publications::publish_due;
pub use publications::{
    MakePublication, PublicationKind, PublicationList, PublicationView, PublishedPaper, make_publication,
    open_publication_pdf, open_publications, publication_pdf, publications,
};
pub use quality::{
    CompanyQuality, DataFindingView, DeskQuality, Detections, DetectorCount, FindingQuestion, OwnQuality,
    QualityNotice, detect, finding, findings, notice, own_quality,
};
pub(crate) use quality::{DeskDigest, desk_digests, detect_nightly, notify_monthly};
pub use views::{
    ResearchChart, ResearchQuestion, ResearchViewBody, ResearchViewView, ResearchViews, change_research_view,
    remove_research_view, research_views, save_research_view,
};
