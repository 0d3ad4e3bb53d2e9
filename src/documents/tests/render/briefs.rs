//! A brief and a report of the research centre, with invented figures that never change: every kind of chart, figures that are withheld,
//! and a part without figures.

use documents::{
    BriefChart, BriefChartKind, BriefDocument, BriefHeadline, BriefMark, BriefRow, BriefSection, BriefTable,
};

use crate::samples::{AUTHORITY, HASH};

fn headline(name: &str, value: &str, change: &str) -> BriefHeadline {
    let text = str::to_owned;
    BriefHeadline { name: text(name), value: text(value), change: text(change) }
}

fn mark(label: &str, value: &str, sizes: &[Option<u16>]) -> BriefMark {
    let withheld = value.contains('⊘');
    BriefMark { label: label.to_owned(), value: value.to_owned(), sizes: sizes.to_vec(), withheld, place: None }
}

fn table(head: [&str; 3], rows: &[[&str; 3]]) -> BriefTable {
    let texts = |cells: &[&str; 3]| cells.map(str::to_owned).to_vec();
    let rows = rows.iter().map(|cells| BriefRow { cells: texts(cells), total: cells[0] == "全部合计" });
    BriefTable { head: texts(&head), words: 1, rows: rows.collect() }
}

fn chart(kind: BriefChartKind, measure: &str, parts: &[&str], marks: Vec<BriefMark>) -> BriefChart {
    let alt = format!("{measure}: {}", marks.iter().map(|mark| mark.label.as_str()).collect::<Vec<_>>().join(", "));
    let parts = parts.iter().map(|part| (*part).to_owned()).collect();
    BriefChart { kind, alt, measure: measure.to_owned(), parts, marks }
}

/// In Chinese, with a chart of each kind but the line.
pub fn monthly_brief() -> BriefDocument {
    let text = str::to_owned;
    let months = ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"];
    let columns = months.iter().zip([410, 520, 1_000, 380, 0, 610, 730, 690, 820]);
    let columns = columns.map(|(month, size)| mark(month, "1,250,000.00", &[Some(size)])).collect();
    let head = ["国家（地区）", "合同数", "合同金额（美元）"];
    let districts = [("张家港市", [1, 1], 2), ("昆山市", [3, 2], 4), ("工业园区", [3, 3], 6), ("吴江区", [2, 4], 0)];
    let tiles = districts
        .map(|(name, place, shade)| BriefMark { place: Some(place), ..mark(name, "3,414,640.00", &[Some(shade)]) });
    let section = |title: &str, chart, table| BriefSection {
        title: text(title),
        text: text("德国居首，合同金额（美元） 3,414,640.00。"),
        chart,
        table,
        empty: text("本期没有登记记录。"),
    };
    BriefDocument {
        language: text("zh-CN"),
        title: text("苏州技术进出口月度简报（2026年10月）"),
        edition: text("内部版 · 截至登记簿第 4711 号记录 · 2026-11-06 发布"),
        authority: text(AUTHORITY.0),
        lead: text(
            "2026年10月登记技术进出口合同 42 份，合同金额 12,345,678.90 美元，同比增长 12.30 %；其中技术费 9,876,543.21 美元。",
        ),
        headline: vec![
            headline("合同数", "42", "同比增长 5.00 %"),
            headline("合同金额（美元）", "12,345,678.90", "同比增长 12.30 %"),
            headline("技术费（美元）", "9,876,543.21", "同比下降 3.10 %"),
            headline("技术费占比", "80.00 %", ""),
        ],
        sections: vec![
            section(
                "各月",
                Some(chart(BriefChartKind::Columns, "合同金额（美元）", &[], columns)),
                table(["月份", "合同数", "合同金额（美元）"], &[["2026-06", "42", "12,345,678.90"]]),
            ),
            section(
                "来源地与目的地",
                Some(chart(
                    BriefChartKind::Bars,
                    "合同金额（美元）",
                    &["技术进口", "技术出口"],
                    vec![
                        mark("德国", "3,000,000.00 / 414,640.00", &[Some(880), Some(120)]),
                        mark("日本", "1,000,000.00 / —", &[Some(290), None]),
                        mark("新加坡", "— / 86,000.00", &[None, Some(25)]),
                    ],
                )),
                table(
                    head,
                    &[
                        ["德国", "17", "3,414,640.00"],
                        ["日本", "9", "1,000,000.00"],
                        ["全部合计", "42", "12,345,678.90"],
                    ],
                ),
            ),
            section(
                "所属板块",
                Some(chart(BriefChartKind::Tiles, "合同金额（美元）", &[], tiles.to_vec())),
                table(["所属板块", "合同数", "合同金额（美元）"], &[["工业园区", "17", "3,414,640.00"]]),
            ),
            section("重点领域", None, table(["重点领域", "合同数", "合同金额（美元）"], &[])),
        ],
        method: vec![
            text("合同数为登记的合同份数；金额为合同登记时的总价加上历次变更的差额。"),
            text("统计数据见附件。"),
        ],
        citation: text("苏州技术进出口在线备案平台，月度简报，截至登记簿第 4711 号记录，https://portal.example.cn/p"),
        digest: text(HASH),
        created: text("2026-11-06"),
        json: text(r#"{"as_of":4711,"figures":[]}"#),
    }
}

/// In English, with a line, and with figures that are withheld.
pub fn yearly_report() -> BriefDocument {
    let text = str::to_owned;
    let years = ["2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"];
    let sizes =
        [Some(320), Some(410), Some(470), Some(560), None, Some(620), Some(740), Some(800), Some(870), Some(1_000)];
    let line = years
        .iter()
        .zip(sizes)
        .map(|(year, size)| mark(year, if size.is_some() { "1,250,000.00" } else { "⊘ withheld" }, &[size]));
    let section = |title: &str, chart, table| BriefSection {
        title: text(title),
        text: String::new(),
        chart,
        table,
        empty: text("Nothing was registered in this period."),
    };
    BriefDocument {
        language: text("en"),
        title: text("Yearly Report on Technology Trade, Suzhou, 2025"),
        edition: text("Public edition · as of journal entry 4711 · published on 2026-01-08"),
        authority: text(AUTHORITY.1),
        lead: text("2025: 512 contracts registered, of USD 512,345,678.90 in all, up 12.30 % on the year before."),
        headline: vec![
            headline("Contracts", "512", "up 5.00 % on the year before"),
            headline("Amount (USD)", "⊘ withheld", ""),
        ],
        sections: vec![
            section(
                "Ten years",
                Some(chart(BriefChartKind::Line, "Amount (USD)", &[], line.collect())),
                table(
                    ["Year", "Contracts", "Amount (USD)"],
                    &[["2020", "⊘ withheld", "⊘ withheld"], ["2025", "512", "512,345,678.90"]],
                ),
            ),
            section(
                "Enterprise ownership",
                Some(chart(
                    BriefChartKind::Bars,
                    "Amount (USD)",
                    &[],
                    vec![
                        mark("Foreign-invested", "312,345,678.90", &[Some(1_000)]),
                        mark("Invested from Hong Kong, Macao or Taiwan", "⊘ withheld", &[None]),
                    ],
                )),
                table(
                    ["Ownership", "Contracts", "Amount (USD)"],
                    &[["Foreign-invested", "300", "312,345,678.90"], ["Collective", "⊘ withheld", "⊘ withheld"]],
                ),
            ),
        ],
        method: vec![text("Figures marked “⊘ withheld” would tell of single companies. They are not zero.")],
        citation: text(
            "Suzhou technology trade register, Yearly Report, figures as of journal entry 4711, https://portal.example.cn/p",
        ),
        digest: text(HASH),
        created: text("2026-01-08"),
        json: text(r#"{"as_of":4711,"figures":[]}"#),
    }
}
