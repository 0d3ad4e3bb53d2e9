//! The parts of a notice that show what detectors found: by detector, by desk and by company.

use std::collections::BTreeMap;

use documents::{BriefChart, BriefChartKind, BriefMark, BriefRow, BriefSection, BriefTable};
use domain::quality::Detector;
use research::Dimension;

use super::document::Composing;
use super::words::count;
use crate::app::research::key_name;
use crate::app::research::quality::detector_name;

/// Companies named; the others are among the totals.
const NAMED: usize = 30;

/// A part that shows findings by something.
struct By {
    title: &'static str,
    of: &'static str,
    /// Each with how many findings, the most first.
    counts: Vec<(String, i64)>,
}

impl Composing<'_> {
    /// How many findings there are.
    pub(super) fn all_findings(&self) -> i64 {
        self.figures.findings.iter().map(|finding| finding.count).sum()
    }

    /// The parts.
    pub(super) fn findings(&self) -> [BriefSection; 3] {
        let language = self.drawing.language;
        let detectors = self.figures.findings_by(|finding| {
            Detector::from_code(&finding.detector)
                .map_or_else(|| finding.detector.clone(), |detector| detector_name(detector, language).to_owned())
        });
        let desks = self
            .figures
            .findings_by(|finding| key_name(self.drawing.reference, Dimension::Desk, &finding.desk_code, language));
        let companies = self.figures.findings_by(|finding| {
            let id = finding.company.to_string();
            self.companies.get(&id).cloned().unwrap_or(id)
        });
        let detector = self.say("检测项", "Detector");
        [
            By {
                title: self.say("检出的疑点", "What the detectors found"), of: detector, counts: most(detectors)
            },
            By {
                title: self.say("各窗口的疑点", "By desk"), of: Dimension::Desk.name(language), counts: most(desks)
            },
            By {
                title: self.say("各企业的疑点", "By company"),
                of: Dimension::Company.name(language),
                counts: most(companies),
            },
        ]
        .map(|by| self.counted(&by))
    }

    fn counted(&self, by: &By) -> BriefSection {
        let measure = self.say("疑点数", "Findings").to_owned();
        let largest = by.counts.first().map_or(0, |(_, count)| *count).max(1);
        let mark = |(label, number): &(String, i64)| BriefMark {
            label: label.clone(),
            value: count(*number),
            sizes: vec![u16::try_from(number * 1_000 / largest).ok()],
            withheld: false,
            place: None,
        };
        let marks: Vec<BriefMark> = by.counts.iter().take(NAMED).map(mark).collect();
        let heard: Vec<String> = marks.iter().map(|mark| format!("{} {}", mark.label, mark.value)).collect();
        let alt = format!("{}: {}", by.title, heard.join("; "));
        let rows = by.counts.iter().take(NAMED).map(|(label, number)| row(label.clone(), *number, false));
        let all = row(self.say("全部合计", "All").to_owned(), self.all_findings(), true);
        let rows: Vec<BriefRow> = rows.chain((!marks.is_empty()).then_some(all)).collect();
        BriefSection {
            title: by.title.to_owned(),
            text: String::new(),
            chart: (!marks.is_empty()).then(|| BriefChart {
                kind: BriefChartKind::Bars,
                alt,
                measure: measure.clone(),
                parts: Vec::new(),
                marks,
            }),
            table: BriefTable { head: vec![by.of.to_owned(), measure], words: 1, rows },
            empty: self.say("没有检出疑点。", "Nothing was found.").to_owned(),
        }
    }
}

fn row(label: String, number: i64, total: bool) -> BriefRow {
    BriefRow { cells: vec![label, count(number)], total }
}

/// The most first, equal ones by name.
fn most(counts: BTreeMap<String, i64>) -> Vec<(String, i64)> {
    let mut counts: Vec<(String, i64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| -count);
    counts
}
