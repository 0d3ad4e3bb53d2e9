//! What stands in each publication: its questions to the figures in order, and then chapters that no single question answers. How they
//! are asked and shown is elsewhere.

use research::analysis::Special;
use research::{Query, QueryError, pairs};

use super::kind::{Period, PublicationKind};

/// A part of a publication: a question, and how its answer is shown.
#[derive(Debug)]
pub(super) struct Part {
    /// Its heading, Chinese and English.
    pub(super) title: [&'static str; 2],
    /// The question without its time.
    question: &'static str,
    /// Which time it is asked of.
    span: Span,
    /// Its chart.
    pub(super) chart: ChartOf,
    /// The place of the measure that the chart shows.
    pub(super) shown: usize,
}

/// A chapter that no single question answers: a panel of an analysis, asked of the publication's period. It is only in editions for
/// those who may be told it.
#[derive(Debug)]
pub(super) struct Chapter {
    /// The panel.
    pub(super) special: Special,
    /// The code of the measure that the chart shows.
    pub(super) shown: &'static str,
    /// Codes of the columns that a page has no room for.
    pub(super) left_out: &'static [&'static str],
}

/// The time that a question is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// That of the publication.
    Period,
    /// So many months, the last one that of the publication.
    Months(i32),
    /// So many years, the last one that of the publication.
    Years(i32),
}

/// A chart over an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChartOf {
    /// A bar for each row; with columns, a part for each.
    Bars,
    /// A column for each row.
    Columns,
    /// A point for each row.
    Line,
    /// The map of districts.
    Map,
}

const fn part(title: [&'static str; 2], chart: ChartOf, question: &'static str) -> Part {
    Part { title, question, span: Span::Period, chart, shown: 1 }
}

const DIRECTIONS: Part = part(
    ["进口与出口", "Imports and exports"],
    ChartOf::Bars,
    "rows=direction&measures=contracts,amount_usd,share:amount_usd,yoy:amount_usd",
);
const COUNTRIES: Part = part(
    ["来源地与目的地", "Source and destination countries"],
    ChartOf::Bars,
    "rows=country&measures=contracts,amount_usd,share:amount_usd,yoy:amount_usd&order=-amount_usd&top=10",
);
const INDUSTRIES: Part = part(
    ["行业", "Industries"],
    ChartOf::Bars,
    "rows=industry&measures=contracts,amount_usd,share:amount_usd,yoy:amount_usd&order=-amount_usd&top=10",
);
const FIELDS: Part = part(
    ["重点领域", "Strategic fields"],
    ChartOf::Bars,
    "rows=strategic_field&columns=direction&measures=contracts,amount_usd",
);
const DISTRICTS: Part = part(
    ["所属板块", "Districts"],
    ChartOf::Map,
    "rows=district&measures=contracts,amount_usd,share:amount_usd&order=-amount_usd",
);
const MODES: Part = part(
    ["引进（出口）方式", "Modes"],
    ChartOf::Bars,
    "rows=mode&measures=contracts,amount_usd,share:amount_usd&order=-amount_usd",
);
const DESKS: Part = part(
    ["办理用时", "Time to register"],
    ChartOf::Bars,
    "rows=desk&measures=contracts,median_days_to_register,p90_days_to_register",
);

static MONTHLY: [Part; 8] = [
    Part {
        span: Span::Months(13),
        ..part(
            ["近13个月", "Thirteen months"],
            ChartOf::Columns,
            "rows=month&measures=contracts,amount_usd,mom:amount_usd,yoy:amount_usd",
        )
    },
    DIRECTIONS,
    COUNTRIES,
    INDUSTRIES,
    FIELDS,
    DISTRICTS,
    MODES,
    DESKS,
];

static YEARLY: [Part; 12] = [
    Part {
        span: Span::Years(10),
        ..part(["近10年", "Ten years"], ChartOf::Line, "rows=year&measures=contracts,amount_usd,yoy:amount_usd")
    },
    part(["各季度", "Quarters"], ChartOf::Columns, "rows=quarter&measures=contracts,amount_usd,yoy:amount_usd"),
    DIRECTIONS,
    COUNTRIES,
    INDUSTRIES,
    FIELDS,
    DISTRICTS,
    MODES,
    part(
        ["企业性质", "Enterprise ownership"],
        ChartOf::Bars,
        "rows=ownership&measures=contracts,amount_usd,share:amount_usd&order=-amount_usd",
    ),
    part(
        ["金额规模", "Sizes of contracts"],
        ChartOf::Bars,
        "rows=amount_band&measures=contracts,amount_usd,share:amount_usd",
    ),
    part(
        ["各行业提成率", "Royalty rates by industry"],
        ChartOf::Bars,
        "rows=industry&measures=contracts,median_royalty_rate,p90_royalty_rate&order=-median_royalty_rate&top=10",
    ),
    part(
        ["办理用时", "Time to register"],
        ChartOf::Bars,
        "rows=mode&measures=contracts,median_days_to_register,p90_days_to_register",
    ),
];

static NOTICE: [Part; 2] = [
    Part {
        shown: 0,
        ..part(
            ["各窗口登记事项", "What the desks registered"],
            ChartOf::Bars,
            "rows=desk&measures=contracts,amendments,settlements,closures",
        )
    },
    DESKS,
];

const SUPPLIERS: Chapter = Chapter {
    special: Special::Suppliers,
    shown: "amount_usd",
    // A supplier is named with its country.
    left_out: &["country", "main_mode", "first_month", "last_month", "established", "companies"],
};
const RETURNS: Chapter = chapter(Special::ReturnReasons, "items");

static OF_MONTH: [Chapter; 2] = [SUPPLIERS, RETURNS];

static OF_YEAR: [Chapter; 5] = [
    Chapter { left_out: &["contracts", "suppliers"], ..chapter(Special::Dependence, "concentration") },
    SUPPLIERS,
    chapter(Special::ExpiryWall, "patents"),
    chapter(Special::PatentClasses, "patents"),
    RETURNS,
];

const fn chapter(special: Special, shown: &'static str) -> Chapter {
    Chapter { special, shown, left_out: &[] }
}

/// The chapters of a kind, in order, after its parts.
pub(super) fn chapters(kind: PublicationKind) -> &'static [Chapter] {
    match kind {
        PublicationKind::MonthlyBrief => &OF_MONTH,
        PublicationKind::YearlyReport => &OF_YEAR,
        PublicationKind::QualityNotice => &[],
    }
}

/// The parts of a kind, in order.
pub(super) fn parts(kind: PublicationKind) -> &'static [Part] {
    match kind {
        PublicationKind::MonthlyBrief => &MONTHLY,
        PublicationKind::YearlyReport => &YEARLY,
        PublicationKind::QualityNotice => &NOTICE,
    }
}

impl Part {
    /// Whether its rows are parts of the publication's period, so that they have a total.
    pub(super) fn is_of_period(&self) -> bool {
        self.span == Span::Period
    }

    /// Its question about a period.
    ///
    /// # Errors
    /// Never for the parts above.
    pub(super) fn query(&self, period: Period) -> Result<Query, QueryError> {
        asked(self.question, self.span, period)
    }
}

/// The question for the first figures of a kind.
///
/// # Errors
/// Never.
pub(super) fn headline(kind: PublicationKind, period: Period) -> Result<Query, QueryError> {
    let question = match kind {
        PublicationKind::MonthlyBrief => {
            "measures=contracts,amount_usd,technology_fee_usd,technology_fee_share,\
             yoy:contracts,yoy:amount_usd,yoy:technology_fee_usd,mom:amount_usd"
        }
        PublicationKind::YearlyReport => {
            "measures=contracts,amount_usd,technology_fee_usd,technology_fee_share,\
             yoy:contracts,yoy:amount_usd,yoy:technology_fee_usd"
        }
        PublicationKind::QualityNotice => "measures=contracts,amendments,settlements,closures,yoy:contracts",
    };
    asked(question, Span::Period, period)
}

fn asked(question: &str, span: Span, period: Period) -> Result<Query, QueryError> {
    let last = period.last_month();
    let time = match (span, period) {
        (Span::Period, Period::Month(month)) => format!("month:{month}"),
        (Span::Period, Period::Year(year)) => format!("year:{year:04}"),
        (Span::Months(many), _) => format!("month:{}..{last}", last.plus(1 - many)),
        (Span::Years(many), _) => format!("year:{:04}..{:04}", last.year() + 1 - many, last.year()),
    };
    Query::parse(&pairs(&format!("{question}&filter={time}&margins=none"))).map(|(query, _)| query)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use research::analysis::ANALYSES;

    use super::*;

    fn period(kind: PublicationKind) -> Period {
        Period::parse(kind, if kind == PublicationKind::YearlyReport { "2025" } else { "2026-01" }).unwrap()
    }

    #[test]
    fn every_part_is_a_question_whose_chart_shows_a_measure_of_it() {
        for kind in PublicationKind::ALL {
            assert!(headline(kind, period(kind)).unwrap().dimensions().next().is_none());
            for part in parts(kind) {
                let query = part.query(period(kind)).unwrap_or_else(|error| panic!("{}: {error:?}", part.question));
                assert!(part.shown < query.measures.len() && query.rows.len() == 1, "{}", part.question);
            }
        }
    }

    #[test]
    fn every_chapter_is_a_panel_of_an_analysis() {
        for chapter in PublicationKind::ALL.into_iter().flat_map(chapters) {
            let analyses = ANALYSES.iter().filter(|analysis| analysis.special.contains(&chapter.special));
            assert_eq!(analyses.count(), 1, "{chapter:?}");
            assert!(!chapter.left_out.contains(&chapter.shown), "{chapter:?}");
        }
        assert!(chapters(PublicationKind::QualityNotice).is_empty());
    }

    #[test]
    fn questions_reach_back_from_the_period() {
        let first = |kind| parts(kind)[0].query(period(kind)).unwrap().filters[0].to_string();
        assert_eq!(first(PublicationKind::MonthlyBrief), "month:2025-01..2026-01");
        assert_eq!(first(PublicationKind::YearlyReport), "year:2016..2025");
        assert_eq!(first(PublicationKind::QualityNotice), "month:2026-01");
    }
}
