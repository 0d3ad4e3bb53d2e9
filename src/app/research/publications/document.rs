//! A publication as a document: its figures with the names and words of one language. Where figures come from is in `figures`.

use std::collections::BTreeMap;

use documents::{BriefDocument, BriefHeadline, BriefRow, BriefSection, BriefTable};
use domain::clock::shanghai_date;
use domain::language::Language;
use research::{Answer, Base, Measure, Value};
use storage::research::publications::Publication;

use super::charts::Drawing;
use super::contents::{ChartOf, Part};
use super::figures::{Figures, Issue};
use super::kind::PublicationKind;
use super::words::{Since, change, count, name, say, shown};
use crate::app::papers::AUTHORITY;
use crate::app::research::analyses::Words;
use crate::app::research::citation::citation;
use crate::app::research::unrated::unrated;
use crate::app::research::{Audience, key_name};

/// What a document is made of.
pub(super) struct Composing<'a> {
    pub(super) publication: &'a Publication,
    pub(super) issue: &'a Issue,
    pub(super) figures: &'a Figures,
    pub(super) drawing: Drawing<'a>,
    /// What chapters are written with.
    pub(super) words: &'a Words<'a>,
    /// Names of companies by their id as text.
    pub(super) companies: &'a BTreeMap<String, String>,
    /// Where the portal is reached.
    pub(super) base_url: &'a str,
}

impl Composing<'_> {
    /// The document.
    pub(super) fn document(&self) -> BriefDocument {
        let mut sections: Vec<BriefSection> =
            self.figures.parts.iter().map(|(part, answer)| self.section(part, answer)).collect();
        sections.extend(self.figures.chapters.iter().map(|(chapter, table)| self.chapter(chapter, table)));
        if self.issue.kind == PublicationKind::QualityNotice {
            sections.extend(self.findings());
        }
        BriefDocument {
            language: self.say("zh-CN", "en").to_owned(),
            title: self.title(),
            edition: self.edition(),
            authority: self.say(AUTHORITY.0, AUTHORITY.1).to_owned(),
            lead: self.lead(),
            headline: self.headline(),
            sections,
            method: self.method(),
            citation: self.citation(),
            digest: self.publication.digest.clone(),
            created: self.published_on(),
            json: self.figures.json.clone(),
        }
    }

    pub(super) const fn say<'b>(&self, zh: &'b str, en: &'b str) -> &'b str {
        say(self.drawing.language, zh, en)
    }

    const fn is_chinese(&self) -> bool {
        matches!(self.drawing.language, Language::Zh)
    }

    fn title(&self) -> String {
        self.issue.kind.title(self.issue.period, self.drawing.language)
    }

    fn published_on(&self) -> String {
        shanghai_date(self.publication.published_at).to_string()
    }

    /// For whom it is, and of which moment.
    fn edition(&self) -> String {
        let (as_of, on) = (self.publication.as_of, self.published_on());
        let edition = match self.issue.audience {
            Audience::Cleared => self.say("内部版", "Internal edition"),
            Audience::Protected => self.say("公开版", "Public edition"),
        };
        if self.is_chinese() {
            format!("{edition} · 截至登记簿第 {as_of} 号记录 · {on} 发布")
        } else {
            format!("{edition} · as of journal entry {as_of} · published on {on}")
        }
    }

    /// A first figure.
    fn first(&self, measure: Measure) -> Option<Value> {
        let head = &self.figures.headline;
        head.measures.iter().zip(&head.totals).find(|(known, _)| **known == measure).map(|(_, value)| *value)
    }

    fn first_text(&self, base: Base) -> String {
        let measure = Measure::Sum(base);
        self.first(measure).map(|value| shown(value, measure.unit(), self.drawing.language)).unwrap_or_default()
    }

    fn change_of(&self, measure: Measure) -> String {
        match measure {
            Measure::Sum(base) => change(self.first(Measure::YearOnYear(base)), Since::Year, self.drawing.language),
            _ => String::new(),
        }
    }

    /// How the amount changed: on the year before and, where it is of a month, on the month before.
    fn changes(&self) -> String {
        let on_month = self.first(Measure::MonthOnMonth(Base::AmountUsd));
        let on_month = change(on_month, Since::Month, self.drawing.language);
        let both = [self.change_of(Measure::Sum(Base::AmountUsd)), on_month];
        let told: Vec<String> = both.into_iter().filter(|change| !change.is_empty()).collect();
        told.join(self.say("，", ", "))
    }

    fn headline(&self) -> Vec<BriefHeadline> {
        let head = &self.figures.headline;
        let figures = head.measures.iter().zip(&head.totals).filter(|(measure, _)| !measure.needs_time());
        figures
            .map(|(measure, value)| BriefHeadline {
                name: name(*measure, self.drawing.language),
                value: shown(*value, measure.unit(), self.drawing.language),
                change: self.change_of(*measure),
            })
            .collect()
    }

    /// The whole in a sentence or two.
    fn lead(&self) -> String {
        let of = self.issue.period.name(self.drawing.language);
        let contracts = self.first_text(Base::Contracts);
        if self.issue.kind == PublicationKind::QualityNotice {
            let (amended, found) = (self.first_text(Base::Amendments), count(self.all_findings()));
            return if self.is_chinese() {
                format!("{of}登记合同 {contracts} 份，变更 {amended} 次；对当月登记事项检出疑点 {found} 项。")
            } else {
                format!(
                    "In {of}, {contracts} contracts were registered and {amended} amendments; the detectors found {found} \
                     things to ask about."
                )
            };
        }
        let lead = self.lead_of_trade(&of, &contracts);
        let told: Vec<String> = std::iter::once(lead).chain(self.unrated()).collect();
        told.join(self.say("", " "))
    }

    /// Contracts and, where any could be converted, their amounts.
    fn lead_of_trade(&self, of: &str, contracts: &str) -> String {
        let amount = self.first_text(Base::AmountUsd);
        let fee = self.first_text(Base::TechnologyFeeUsd);
        let change = self.changes();
        if self.first(Measure::Sum(Base::AmountUsd)) == Some(Value::Undefined) {
            return if self.is_chinese() {
                format!("{of}登记技术进出口合同 {contracts} 份。")
            } else {
                format!("{of}: {contracts} contracts registered.")
            };
        }
        match (self.is_chinese(), change.is_empty()) {
            (true, true) => {
                format!("{of}登记技术进出口合同 {contracts} 份，合同金额 {amount} 美元，其中技术费 {fee} 美元。")
            }
            (true, false) => format!(
                "{of}登记技术进出口合同 {contracts} 份，合同金额 {amount} 美元，{change}；其中技术费 {fee} 美元。"
            ),
            (false, true) => format!(
                "{of}: {contracts} contracts registered, of USD {amount} in all, technology fees of USD {fee} among them."
            ),
            (false, false) => format!(
                "{of}: {contracts} contracts registered, of USD {amount} in all, {change}; technology fees of USD {fee} \
                 among them."
            ),
        }
    }

    fn section(&self, part: &Part, answer: &Answer) -> BriefSection {
        BriefSection {
            title: self.say(part.title[0], part.title[1]).to_owned(),
            text: self.foremost(part, answer).unwrap_or_default(),
            chart: self.drawing.chart(part, answer),
            table: self.table(part, answer),
            empty: self.say("本期没有登记记录。", "Nothing was registered in this period.").to_owned(),
        }
    }

    /// Which row comes first, where rows add up to the whole.
    fn foremost(&self, part: &Part, answer: &Answer) -> Option<String> {
        let measure = *answer.measures.get(part.shown)?;
        let is_ranked = matches!(part.chart, ChartOf::Bars | ChartOf::Map) && answer.axes.len() == 1;
        if !is_ranked || !measure.is_additive() || answer.cells.len() < 2 {
            return None;
        }
        let told = answer.cells.iter().filter_map(|cell| {
            let value = *cell.values.get(part.shown)?;
            let size = match value {
                Value::Count(count) => i128::from(count),
                Value::Fixed { units, .. } => units,
                Value::Undefined | Value::Suppressed => return None,
            };
            Some((size, value, answer.keys(cell).next()?))
        });
        // The first of equal ones, as the table shows them.
        let (_, value, key) = told.reduce(|most, one| if one.0 > most.0 { one } else { most })?;
        let label = key_name(self.drawing.reference, answer.axes.first()?.dimension, key, self.drawing.language);
        let (of, figure) = (name(measure, self.drawing.language), shown(value, measure.unit(), self.drawing.language));
        Some(if self.is_chinese() {
            format!("{label}居首，{of} {figure}。")
        } else {
            format!("{label} comes first: {of} {figure}.")
        })
    }

    fn table(&self, part: &Part, answer: &Answer) -> BriefTable {
        let language = self.drawing.language;
        let row = |words: Vec<String>, values: &[Value], total: bool| {
            let figures =
                answer.measures.iter().zip(values).map(|(measure, value)| shown(*value, measure.unit(), language));
            BriefRow { cells: words.into_iter().chain(figures).collect(), total }
        };
        let mut rows: Vec<BriefRow> = answer
            .cells
            .iter()
            .map(|cell| {
                let keys = answer.dimensions().zip(answer.keys(cell));
                let words = keys.map(|(dimension, key)| key_name(self.drawing.reference, dimension, key, language));
                row(words.collect(), cell.values, false)
            })
            .collect();
        if part.is_of_period() && !rows.is_empty() {
            let all = std::iter::once(self.say("全部合计", "All").to_owned());
            let words = all.chain(std::iter::repeat_n(" ".to_owned(), answer.axes.len().saturating_sub(1)));
            rows.push(row(words.collect(), &answer.totals, true));
        }
        let dimensions = answer.dimensions().map(|dimension| dimension.name(language).to_owned());
        let measures = answer.measures.iter().map(|measure| name(*measure, language));
        BriefTable { head: dimensions.chain(measures).collect(), words: answer.axes.len(), rows }
    }

    /// That amounts are not counted for want of a rate, where it is so.
    fn unrated(&self) -> Option<String> {
        let is_protected = self.issue.audience == Audience::Protected;
        unrated(self.figures.without_rate(), is_protected, self.drawing.language)
    }

    /// How it is counted, and how that can be checked.
    fn method(&self) -> Vec<String> {
        let reference = self.drawing.reference;
        let overview = reference.data.analysis_methods.iter().find(|method| method.code == "overview");
        let mut method: Vec<String> = overview
            .map(|overview| overview.method.in_language(self.drawing.language).to_owned())
            .into_iter()
            .collect();
        method.extend(self.unrated());
        if self.issue.audience == Audience::Protected {
            method.push(
                self.say(
                    "“⊘ 不予公布”的数字因企业过少或占比过高而不公布，或为保护这样的数字而不公布；它们不是零。",
                    "Figures marked “⊘ withheld” would tell of single companies, or would give away others that do. They are \
                     not zero.",
                )
                .to_owned(),
            );
        }
        method.push(
            self.say(
                "全部数字随本文件附带（figures.json），其 SHA-256 摘要见页脚，并已写入业务日志（research.published）。按同一时点重新计算，\
                 结果逐字节相同。",
                "All figures travel in this file (figures.json). The SHA-256 digest in the footer is in the journal, too \
                 (research.published). Counted again as of the same entry, they are the same to the byte.",
            )
            .to_owned(),
        );
        method
    }

    fn citation(&self) -> String {
        let id = self.publication.id;
        let place = match self.issue.audience {
            Audience::Cleared => format!("{}/api/v1/research/publications/{id}/pdf", self.base_url),
            Audience::Protected => format!("{}/api/v1/open/publications/{id}/pdf", self.base_url),
        };
        citation(&self.title(), self.publication.as_of, &place, self.drawing.language)
    }
}
