//! Which analyses there are. Their titles and method paragraphs are reference data; this is what they count.

use PanelKind::{Bar, Heat, Line, Sankey, Stacked, Table, TileMap};

use super::{Analysis, Panel, PanelKind, Special};
use crate::Dimension;

const TRADE: &[&str] = &["contracts", "amount_usd", "technology_fee_usd", "technology_fee_share"];
const RANKING: &str = "amount_usd,contracts,share:amount_usd,yoy:amount_usd,rank:amount_usd";
const SUMS: &str = "amount_usd,contracts";
const BY_MONTH: &str = "amount_usd,contracts,mom:amount_usd";
const RATES: &str = "median_royalty_rate,p90_royalty_rate,mean_royalty_rate";
const SHARE: &str = "technology_fee_share,technology_fee_usd,amount_usd";
const DAYS: &str = "median_days_to_register,p90_days_to_register,mean_days_to_register";
const SHARES: &str = "share:amount_usd:row,amount_usd";
const TREND: &str = "hhi:amount_usd:country,amount_usd";
const INDUSTRIES: &str = "amount_usd,contracts,hhi:amount_usd:country";
const IMPORTS: Option<(Dimension, &[&str])> = Some((Dimension::Direction, &["import"]));
const PATENTS: Option<(Dimension, &[&str])> =
    Some((Dimension::LegalType, &["patent_transfer", "patent_application_transfer", "patent_licence"]));

/// Every analysis, in the order in which people are offered them.
pub const ANALYSES: &[Analysis] = &[
    Analysis {
        code: "overview",
        given: None,
        headline: &["contracts", "amount_usd", "technology_fee_usd", "technology_fee_share", "royalty_due_usd"],
        panels: &[
            Panel::new("months", Line, ["按月走势", "Month by month"], "month", BY_MONTH).across("direction"),
            Panel::new("years", Stacked, ["历年进出口", "Year by year"], "year", SUMS).across("direction").years(),
            Panel::new(
                "flows",
                Sankey,
                ["国家（地区）、行业与板块的流向", "From country through industry to district"],
                "country,industry,district",
                SUMS,
            )
            .top(60),
            Panel::new("countries", Bar, ["主要国家（地区）", "Leading countries"], "country", RANKING).top(10),
            Panel::new("strategic_fields", Bar, ["重点领域", "Strategic fields"], "strategic_field", RANKING),
            Panel::new("modes", Bar, ["引进（出口）方式", "Modes"], "mode", RANKING),
            Panel::new("districts", TileMap, ["各板块", "Districts"], "district", RANKING),
        ],
        special: &[],
    },
    Analysis {
        code: "countries",
        given: None,
        headline: TRADE,
        panels: &[
            Panel::new("ranking", Bar, ["国家（地区）位次", "Countries in order"], "country", RANKING).top(30),
            Panel::new("directions", Stacked, ["来源地与目的地", "Sources and destinations"], "country", SUMS)
                .across("direction"),
            Panel::new("fields", Heat, ["国家（地区）与重点领域", "Countries and strategic fields"], "country", SUMS)
                .across("strategic_field"),
            Panel::new("years", Heat, ["历年变化", "Year by year"], "country", SUMS).across("year").years(),
            Panel::new("concentration", Line, ["国家集中度", "Concentration"], "year", TREND).years(),
        ],
        special: &[],
    },
    Analysis {
        code: "industries",
        given: None,
        headline: TRADE,
        panels: &[
            Panel::new("ranking", Bar, ["行业位次", "Industries in order"], "industry", RANKING).top(30),
            Panel::new("fields", Bar, ["重点领域", "Strategic fields"], "strategic_field", RANKING),
            Panel::new("directions", Stacked, ["行业与进出口", "Industries and direction"], "industry", SUMS)
                .across("direction"),
            Panel::new("districts", Heat, ["行业与板块", "Industries and districts"], "industry", SUMS)
                .across("district"),
            Panel::new("years", Stacked, ["重点领域历年变化", "Strategic fields, year by year"], "year", SUMS)
                .across("strategic_field")
                .years(),
        ],
        special: &[],
    },
    Analysis {
        code: "modes",
        given: None,
        headline: TRADE,
        panels: &[
            Panel::new("ranking", Bar, ["引进（出口）方式", "Modes"], "mode", RANKING),
            Panel::new("legal_types", Bar, ["合同类型", "Legal types"], "legal_type", RANKING),
            Panel::new("payments", Heat, ["方式与支付方式", "Modes and payment"], "mode", SUMS).across("payment_mode"),
            Panel::new("directions", Stacked, ["方式与进出口", "Modes and direction"], "mode", SUMS)
                .across("direction"),
            Panel::new("years", Stacked, ["历年变化", "Year by year"], "year", SUMS).across("mode").years(),
        ],
        special: &[],
    },
    Analysis {
        code: "districts",
        given: None,
        headline: TRADE,
        panels: &[
            Panel::new("map", TileMap, ["各板块", "Districts"], "district", RANKING),
            Panel::new("ranking", Bar, ["板块位次", "Districts in order"], "district", RANKING).top(20),
            Panel::new("directions", Stacked, ["板块与进出口", "Districts and direction"], "district", SUMS)
                .across("direction"),
            Panel::new("fields", Heat, ["板块与重点领域", "Districts and strategic fields"], "district", SUMS)
                .across("strategic_field"),
            Panel::new("years", Stacked, ["历年变化", "Year by year"], "year", SUMS).across("district").years(),
        ],
        special: &[],
    },
    Analysis {
        code: "ownership",
        given: None,
        headline: TRADE,
        panels: &[
            Panel::new("ranking", Bar, ["企业性质", "Ownership"], "ownership", RANKING),
            Panel::new("directions", Stacked, ["企业性质与进出口", "Ownership and direction"], "ownership", SUMS)
                .across("direction"),
            Panel::new("modes", Heat, ["企业性质与方式", "Ownership and modes"], "ownership", SUMS).across("mode"),
            Panel::new("related", Stacked, ["关联关系", "Related parties"], "ownership", SUMS)
                .across("related_parties"),
            Panel::new("years", Stacked, ["历年变化", "Year by year"], "year", SUMS).across("ownership").years(),
        ],
        special: &[],
    },
    Analysis {
        code: "royalty_rates",
        given: None,
        headline: &["median_royalty_rate", "p90_royalty_rate", "mean_royalty_rate", "royalty_due_usd", "settlements"],
        panels: &[
            Panel::new("industries", Bar, ["各行业提成率", "By industry"], "industry", RATES),
            Panel::new("fields", Bar, ["各重点领域提成率", "By strategic field"], "strategic_field", RATES),
            Panel::new("bases", Bar, ["各提成基数的提成率", "By royalty base"], "royalty_base", RATES),
            Panel::new("modes", Bar, ["各方式的提成率", "By mode"], "mode", RATES),
            Panel::new("years", Line, ["历年提成率", "Year by year"], "year", RATES).years(),
        ],
        special: &[],
    },
    Analysis {
        code: "technology_fee_share",
        given: None,
        headline: &["technology_fee_share", "technology_fee_usd", "amount_usd", "contracts"],
        panels: &[
            Panel::new("years", Line, ["历年占比", "Year by year"], "year", SHARE).across("direction").years(),
            Panel::new("modes", Bar, ["各方式占比", "By mode"], "mode", SHARE),
            Panel::new("ownership", Bar, ["各企业性质占比", "By ownership"], "ownership", SHARE),
            Panel::new("fields", Bar, ["各重点领域占比", "By strategic field"], "strategic_field", SHARE),
            Panel::new(
                "countries",
                Bar,
                ["主要国家（地区）占比", "By country"],
                "country",
                "amount_usd,technology_fee_share",
            )
            .top(15),
        ],
        special: &[],
    },
    Analysis {
        code: "suppliers",
        given: IMPORTS,
        headline: TRADE,
        panels: &[
            Panel::new(
                "sources",
                Heat,
                ["谁为哪个行业带来技术", "Which country supplies which industry"],
                "country",
                SUMS,
            )
            .across("industry"),
            Panel::new(
                "fields",
                Sankey,
                ["来源地与重点领域", "From country to strategic field"],
                "country,strategic_field",
                SUMS,
            )
            .top(60),
        ],
        special: &[Special::Suppliers],
    },
    Analysis {
        code: "patent_layout",
        given: PATENTS,
        headline: TRADE,
        panels: &[],
        special: &[
            Special::ExpiryWall,
            Special::PatentClasses,
            Special::PatentOffices,
            Special::PatentCountries,
            Special::ExpiryByIndustry,
            Special::ClassesByOffice,
        ],
    },
    Analysis {
        code: "lead_time",
        given: None,
        headline: &["median_days_to_register", "p90_days_to_register", "mean_days_to_register", "contracts"],
        panels: &[
            Panel::new("months", Line, ["按月办理用时", "Month by month"], "month", DAYS),
            Panel::new("desks", Bar, ["各窗口办理用时", "By desk"], "desk", DAYS),
            Panel::new("modes", Bar, ["各方式办理用时", "By mode"], "mode", DAYS),
            Panel::new("years", Line, ["历年办理用时", "Year by year"], "year", DAYS).years(),
        ],
        special: &[Special::ReturnReasons, Special::ReturnsByMonth, Special::ReturnsByDesk],
    },
    Analysis {
        code: "dependence",
        given: IMPORTS,
        headline: &["hhi:amount_usd:country", "amount_usd", "contracts"],
        panels: &[
            Panel::new("shares", Heat, ["各领域的来源地占比", "Sources of each field"], "strategic_field", SHARES)
                .across("country"),
            Panel::new("trend", Line, ["各领域集中度历年变化", "Concentration, year by year"], "year", TREND)
                .across("strategic_field")
                .years(),
            Panel::new("industries", Table, ["各行业集中度", "Concentration by industry"], "industry", INDUSTRIES)
                .top(30),
        ],
        special: &[Special::Dependence],
    },
];

/// The analysis with this code, if there is one.
pub fn analysis(code: &str) -> Option<&'static Analysis> {
    ANALYSES.iter().find(|analysis| analysis.code == code)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::collections::BTreeSet;

    use domain::language::Language;
    use domain::reference::ReferenceData;
    use domain::statistics::Month;

    use super::super::Period;
    use super::*;
    use crate::{Filter, Query, pairs};

    #[test]
    fn every_analysis_has_its_words() {
        let methods = ReferenceData::shipped().unwrap().analysis_methods;
        let codes: Vec<&str> = methods.iter().map(|method| method.code.as_str()).collect();
        assert_eq!(codes, ANALYSES.iter().map(|analysis| analysis.code).collect::<Vec<_>>());
        for method in &methods {
            for words in [&method.title, &method.method] {
                assert!(!words.zh.is_empty() && !words.en.is_empty(), "{}", method.code);
            }
        }
    }

    #[test]
    fn the_method_of_dependence_says_which_divisions_stand_for_a_field() {
        let reference = ReferenceData::shipped().unwrap();
        let dependence = reference.analysis_methods.iter().find(|method| method.code == "dependence").unwrap();
        let told = reference.strategic_fields.all().iter().filter(|field| !field.divisions.is_empty());
        for field in told {
            let zh = format!("{}为 {}", field.name.zh, field.divisions.join("、"));
            let en = format!("{} {}", field.name.en.to_lowercase(), field.divisions.join(", "));
            assert!(dependence.method.zh.contains(&format!("{zh}；")), "{zh}");
            assert!(dependence.method.en.contains(&format!("{en};")), "{en}");
        }
    }

    #[test]
    fn every_panel_has_a_code_of_its_own_and_a_title() {
        for analysis in ANALYSES {
            let of_panels = analysis.panels.iter().map(|panel| (panel.code, panel.title));
            let of_special = analysis
                .special
                .iter()
                .map(|special| (special.code(), [Language::Zh, Language::En].map(|language| special.title(language))));
            let (codes, titles): (Vec<_>, Vec<_>) = of_panels.chain(of_special).unzip();
            assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "{}", analysis.code);
            assert!(titles.as_flattened().iter().all(|title| !title.is_empty()), "{}", analysis.code);
        }
    }

    #[test]
    fn every_question_can_be_asked_and_says_itself_again() {
        let period = Period { from: Month::parse("2025-03").unwrap(), to: Month::parse("2026-02").unwrap() };
        let asked = [Filter::OneOf(Dimension::Direction, vec!["export".into()])];
        for analysis in ANALYSES {
            assert!(!analysis.headline().unwrap().is_empty());
            for panel in analysis.panels {
                let query = panel.query(&analysis.filters(&asked), period).unwrap();
                let again = Query::parse(&pairs(&query.canonical())).unwrap().0;
                assert_eq!(again.canonical(), query.canonical());
                assert_eq!(query.top, panel.top);
                assert!(!query.rows.is_empty() && query.filters.contains(&asked[0]), "{}", panel.code);
            }
        }
    }

    #[test]
    fn imports_are_given_unless_the_reader_says_otherwise() {
        let suppliers = analysis("suppliers").unwrap();
        let import = Filter::OneOf(Dimension::Direction, vec!["import".into()]);
        let export = Filter::NoneOf(Dimension::Direction, vec!["import".into()]);
        assert_eq!(suppliers.filters(&[]), [import]);
        assert_eq!(suppliers.filters(std::slice::from_ref(&export)), [export]);
        assert_eq!(analysis("no such"), None);
    }
}
