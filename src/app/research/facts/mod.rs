//! From the journal to facts: what an event is made of, kept with the decision; the reader that counts it; counting all of it again;
//! and the editions of reference sets that decide what was counted.

mod count;
mod editions;
mod particulars;
mod rates;
mod rebuild;

pub(crate) use count::{READER, count_entry, counts};
pub(crate) use editions::{EDITIONED, keep_editions, put_edition, rate_editions};
pub(super) use editions::{Editions, field_editions};
pub(crate) use particulars::{Decision, fill_particulars, particulars_of_decision};
pub use rates::{
    LoadRates, MonthSpan, PreviewRates, RateEditionList, RateEditionView, RateProblem, RatesPreview, load_rates,
    preview_rates, rates,
};
pub(crate) use rebuild::finish_rebuild;
pub use rebuild::{Rebuilt, rebuild, rebuild_now};
