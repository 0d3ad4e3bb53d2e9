//! Whatever people type comes out as text, on the pages that it needs, and never keeps a document from being made.

use documents::{
    ApplicationDocument, CertificateDocument, ChangeRecordDocument, DataSheetDocument, DocumentError, DocumentRenderer,
    PaperChange, PaperHead, ReceiptDocument, ReceivedPaper, RefusalNotice,
};

use crate::RENDERER;
use crate::briefs::monthly_brief;
use crate::samples::{application, certificate, change_record, data_sheet, longest_link, receipt, refusal_notice};

/// Text that would be markup, code or an escape if it were read as such.
const HOSTILE: &str = r#"#panic("x") $x^2$ *b* _i_ `c` ``` <l> @r [ ] { } \ \u{41} "q" '#' // /* */ -- ~ https://x.y = h #eval("1") #read("/etc/passwd") <script>&amp;"#;

#[test]
fn hostile_text_is_text() {
    let text = HOSTILE.to_owned();
    let mut document = certificate();
    for field in [
        &mut document.number,
        &mut document.contract_number,
        &mut document.contract_name,
        &mut document.contract_name_original,
        &mut document.holder,
        &mut document.holder_uscc,
        &mut document.supplier,
        &mut document.total,
        &mut document.verify_url,
        &mut document.qr_payload,
    ] {
        field.clone_from(&text);
    }
    document.notices = vec![text.clone()];
    assert!(RENDERER.certificate(&document).unwrap().starts_with(b"%PDF-"));

    let mut document = receipt();
    document.company.clone_from(&text);
    document.contract_name.clone_from(&text);
    document.accepted_at.push_str(&text);
    document.attachments =
        vec![ReceivedPaper { kind_zh: text.clone(), kind_en: text.clone(), file_name: text.clone(), sha256: text }];
    assert!(RENDERER.receipt(&document).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn empty_and_odd_texts_are_set() {
    for text in ["", " ", "\n", "\u{0}", "\u{202e}", "\u{1f600}", "𠮷", "ไทย", "العربية", "A\u{301}\u{301}"]
    {
        let mut document = certificate();
        document.contract_name = text.to_owned();
        document.contract_name_original = text.to_owned();
        document.verify_url = text.to_owned();
        document.total = text.to_owned();
        document.notices = vec![];
        assert!(RENDERER.certificate(&document).is_ok(), "{text:?}");
    }
}

#[test]
fn a_certificate_stays_one_page_however_long_its_names() {
    let specimens = documents::DocumentRenderer::of_specimens().unwrap();
    assert_eq!(pages(&specimens.certificate(&certificate()).unwrap()), 1, "a mark across it takes no room");
    for name in ["超".repeat(200), "W".repeat(200), "long words ".repeat(18), "极".repeat(2_000)] {
        let mut document = certificate();
        document.contract_name.clone_from(&name);
        document.contract_name_original.clone_from(&name);
        document.holder.clone_from(&name);
        document.supplier.clone_from(&name);
        document.recipient.clone_from(&name);
        document.notices = vec![name];
        assert_eq!(pages(&RENDERER.certificate(&document).unwrap()), 1);
    }
}

#[test]
fn a_receipt_takes_the_pages_that_its_papers_need() {
    let mut document = receipt();
    assert_eq!(pages(&RENDERER.receipt(&document).unwrap()), 1);
    document.attachments = vec![document.attachments[0].clone(); 60];
    assert!(pages(&RENDERER.receipt(&document).unwrap()) > 1);
}

/// Fields as long as the register admits them, in scripts that take much room: names of 200 and 300 characters, texts of 4,000.
#[test]
fn every_paper_is_set_with_the_longest_of_everything() {
    for letter in ["超", "W", "한", "💠"] {
        let of = |length: usize| letter.repeat(length);
        let head = |head: PaperHead| PaperHead { company: of(200), contract_name: of(200), ..head };
        let mut fields = data_sheet().sections;
        for field in fields.iter_mut().flat_map(|section| &mut section.fields) {
            (field.value, field.below) = (of(if field.wide { 4_000 } else { 300 }), of(300));
        }
        let certificate = CertificateDocument {
            contract_name: of(200),
            contract_name_original: of(300),
            holder: of(200),
            supplier: of(200),
            recipient: of(200),
            total: "9".repeat(20),
            technology_fee: "9".repeat(20),
            qr_payload: longest_link(),
            ..certificate()
        };
        let receipt = ReceiptDocument {
            company: of(200),
            agent: of(200),
            contract_name: of(200),
            attachments: vec![ReceivedPaper { file_name: of(300), ..receipt().attachments[0].clone() }; 100],
            ..receipt()
        };
        let notice = RefusalNotice {
            company: of(200),
            contract_name: of(200),
            opinion: of(4_000),
            grounds: vec![refusal_notice().grounds[0].clone(); 10],
            ..refusal_notice()
        };
        let sheet = DataSheetDocument {
            head: head(data_sheet().head),
            sections: fields.clone(),
            patents: vec![[of(2), of(40), "2035-06-30".to_owned(), of(120)]; 200],
            ..data_sheet()
        };
        let plea = ApplicationDocument { head: head(application().head), sections: fields, ..application() };
        let change = PaperChange { zh: "概况".to_owned(), en: "Summary".to_owned(), from: of(4_000), to: of(4_000) };
        let record = ChangeRecordDocument {
            head: head(change_record().head),
            reason: of(2_000),
            changes: vec![change; 4],
            ..change_record()
        };
        assert_eq!(RENDERER.certificate(&certificate).map(|pdf| pages(&pdf)), Ok(1), "{letter}");
        let papers = [
            RENDERER.receipt(&receipt),
            RENDERER.refusal_notice(&notice),
            RENDERER.data_sheet(&sheet),
            RENDERER.application(&plea),
            RENDERER.change_record(&record),
        ];
        for (place, paper) in papers.iter().enumerate() {
            assert!(paper.is_ok(), "{place} of {letter}: {:?}", paper.as_ref().err());
        }
    }
}

#[test]
fn a_credential_that_no_phone_could_read_is_refused() {
    let document = CertificateDocument { qr_payload: "x".repeat(1_500), ..certificate() };
    assert_eq!(RENDERER.certificate(&document), Err(DocumentError::QrTooLong { bytes: 1_500 }));
}

#[test]
fn one_renderer_serves_many_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<DocumentRenderer>();
}

/// The `/Count` of the page tree, which Typst writes uncompressed.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let count = text.split("/Type/Pages").nth(1).or(text.split("/Type /Pages").nth(1)).unwrap();
    let digits = count.split("/Count").nth(1).unwrap().trim_start();
    digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[test]
fn a_notice_of_refusal_is_set_with_and_without_grounds_and_reads_nothing_as_markup() {
    let pdf = RENDERER.refusal_notice(&refusal_notice()).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    assert_eq!(pdf, RENDERER.refusal_notice(&refusal_notice()).unwrap(), "the same contents give the same bytes");
    let partial = "目录“#试验版”只收录一部分。".to_owned();
    let partial =
        RefusalNotice { catalogue_zh: partial, catalogue_en: "Only *part* of it.".into(), ..refusal_notice() };
    assert_ne!(pdf, RENDERER.refusal_notice(&partial).unwrap());
    let without = RefusalNotice { grounds: Vec::new(), opinion: "很长的理由。".repeat(600), ..refusal_notice() };
    assert!(RENDERER.refusal_notice(&without).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_brief_of_nothing_and_one_of_much_are_set_and_read_nothing_as_markup() {
    let mut nothing = monthly_brief();
    nothing.headline.clear();
    for section in &mut nothing.sections {
        section.chart = None;
        section.table.rows.clear();
    }
    assert_eq!(pages(&RENDERER.brief(&nothing).unwrap()), 1);
    let mut much = monthly_brief();
    much.lead = HOSTILE.to_owned();
    for section in &mut much.sections {
        section.title = HOSTILE.to_owned();
        if let Some(row) = section.table.rows.first().cloned() {
            section.table.rows = vec![row; 80];
        }
        if let Some(chart) = &mut section.chart {
            chart.alt = HOSTILE.to_owned();
            for mark in &mut chart.marks {
                mark.label = HOSTILE.to_owned();
                mark.value = HOSTILE.to_owned();
            }
        }
    }
    assert!(pages(&RENDERER.brief(&much).unwrap()) > 3);
}
