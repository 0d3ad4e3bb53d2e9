//! The research centre: facts written from the journal, and questions to them answered for those who may ask.
//!
//! [`answer`] is the one way to a figure: it knows the moment, the editions that hold for it, and what its audience may be told.

mod ask;
mod audience;
mod facts;
mod figures;
mod quality;

pub(crate) use ask::answer;
pub use ask::ask;
pub use audience::Audience;
pub(crate) use facts::{
    Decision, EDITIONED, READER, count_entry, counts, fill_particulars, keep_editions, particulars_of_decision,
    put_edition, rate_editions,
};
pub use facts::{
    LoadRates, MonthSpan, PreviewRates, RateEditionList, RateEditionView, RateProblem, RatesPreview, Rebuilt,
    load_rates, preview_rates, rates, rebuild, rebuild_now,
};
pub use figures::{
    BaseView, DimensionView, DimensionsView, LimitsView, MeasureView, SpreadView, ValueView, dimensions,
};
pub(crate) use figures::{Figures, Moment, catch_up, company_names, key_name, moment};
pub use quality::{
    CompanyQuality, DataFindingView, DeskQuality, Detections, DetectorCount, FindingQuestion, QualityNotice, detect,
    finding, findings, notice,
};
pub(crate) use quality::{DeskDigest, desk_digests, detect_nightly, notify_monthly};
