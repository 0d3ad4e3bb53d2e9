//! Documents as a reader gets them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::LazyLock;

use documents::{CertificateDocument, DocumentError, DocumentRenderer, NoticeGround, ReceiptDocument, RefusalNotice};

static RENDERER: LazyLock<DocumentRenderer> = LazyLock::new(|| DocumentRenderer::new().unwrap());

fn certificate() -> CertificateDocument {
    let text = str::to_owned;
    CertificateDocument {
        number: text("JSTI-2026-000123"),
        direction_zh: text("技术进口"),
        direction_en: text("Technology import"),
        contract_number: text("26DEJSY39SZ000001"),
        contract_name: text("先进封装工艺专利实施许可合同"),
        contract_name_original: text("Patent Licence Agreement on Advanced Packaging Processes"),
        holder: text("苏州示例半导体科技有限公司"),
        holder_uscc: text("91320594MA1EXAMPLE"),
        supplier: text("Beispiel Halbleiter GmbH"),
        supplier_country: text("德国 Germany"),
        recipient: text("苏州示例半导体科技有限公司"),
        recipient_country: text("中国 China"),
        legal_type_zh: text("专利实施许可"),
        legal_type_en: text("Patent licence"),
        currency: text("EUR"),
        total: text("1250000.00"),
        technology_fee: text("1250000.00"),
        payment_mode_zh: text("提成支付附加预付入门费"),
        payment_mode_en: text("Entry fee and royalty"),
        signed_on: text("2026-10-08"),
        effective_on: text("2026-10-08"),
        valid_until: text("2031-10-07"),
        version: 1,
        registered_on: text("2026-10-13"),
        authority_zh: text("江苏国际知识产权运营交易中心"),
        authority_en: text("Jiangsu International Intellectual Property Operation and Trading Centre"),
        desk_zh: text("市级受理席位"),
        verify_url: text("https://portal.example.cn/verify/JSTI-2026-000123"),
        qr_payload: format!("https://portal.example.cn/verify/JSTI-2026-000123#{}", "eyJhbGciOiJFZERTQSJ9".repeat(42)),
        notices: vec![
            text("合同变更、中止或者解除的，应当办理变更或者注销手续。"),
            text("本证以平台核验结果为准。The result of verification on the platform prevails."),
        ],
    }
}

fn receipt() -> ReceiptDocument {
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned();
    ReceiptDocument {
        filing_id: "0199c3f2-7c1e-7a44-9d1e-0242ac120002".to_owned(),
        company: "苏州示例半导体科技有限公司".to_owned(),
        contract_number: "26DEJSY39SZ000001".to_owned(),
        contract_name: "先进封装工艺专利实施许可合同".to_owned(),
        kind_zh: "登记".to_owned(),
        accepted_at: "2026-10-09 14:30:05（北京时间）".to_owned(),
        due_on: "2026-10-14".to_owned(),
        digest: hash.clone(),
        entry_seq: 4711,
        leaf_hash: hash.clone(),
        root_hash: hash.clone(),
        tree_size: 4712,
        signature: "mJ0c7m2u".repeat(11),
        attachments: vec![
            ("登记申请书 · application.pdf".to_owned(), hash.clone()),
            ("合同副本 · contract.pdf".to_owned(), hash),
        ],
    }
}

/// Text that would be markup, code or an escape if it were read as such.
const HOSTILE: &str = r#"#panic("x") $x^2$ *b* _i_ `c` ``` <l> @r [ ] { } \ \u{41} "q" '#' // /* */ -- ~ https://x.y = h #eval("1") #read("/etc/passwd") <script>&amp;"#;

#[test]
fn documents_are_pdf_and_come_out_the_same_every_time() {
    let first = RENDERER.certificate(&certificate()).unwrap();
    assert!(first.starts_with(b"%PDF-"));
    let afresh = DocumentRenderer::new().unwrap();
    assert!(first == afresh.certificate(&certificate()).unwrap());

    let first = RENDERER.receipt(&receipt()).unwrap();
    assert!(first.starts_with(b"%PDF-"));
    assert!(first == afresh.receipt(&receipt()).unwrap());
}

#[test]
fn another_content_is_another_document() {
    let other = CertificateDocument { version: 2, ..certificate() };
    assert!(RENDERER.certificate(&certificate()).unwrap() != RENDERER.certificate(&other).unwrap());
}

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
        &mut document.registered_on,
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
    document.accepted_at.clone_from(&text);
    document.attachments = vec![(text.clone(), text)];
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
        document.registered_on = text.to_owned();
        document.notices = vec![];
        assert!(RENDERER.certificate(&document).is_ok(), "{text:?}");
    }
}

#[test]
fn a_certificate_stays_one_page_however_long_its_names() {
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
    document.attachments = vec![("合同副本.pdf".to_owned(), document.digest.clone()); 60];
    assert!(pages(&RENDERER.receipt(&document).unwrap()) > 1);
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

fn notice() -> RefusalNotice {
    let text = str::to_owned;
    RefusalNotice {
        filing_id: text("0199c3f2-7c1e-7a44-9d1e-0242ac120002"),
        company: text("苏州示例半导体科技有限公司"),
        company_uscc: text("91320594MA1EXAMPLE"),
        kind_zh: text("合同登记"),
        contract_number: text("26DEJSY39SZ000001"),
        contract_name: text("#panic() *先进封装* $工艺$ 合同"),
        submitted_on: text("2026-10-09"),
        decided_on: text("2026-10-13"),
        opinion: text("所附合同与所填内容不一致，经告知未更正。"),
        grounds: vec![NoticeGround {
            title: text("所填内容不一致"),
            citation: text("某条例第十八条"),
            text: String::new(),
        }],
        remedies_zh: text("可以依法申请行政复议"),
        remedies_en: text("Administrative reconsideration may be applied for"),
        remedies_citation: text("某条例第五十条"),
        authority_zh: text("江苏国际知识产权运营交易中心"),
        authority_en: text("Jiangsu International Intellectual Property Operation and Trading Centre"),
        desk_zh: text("市级受理席位"),
    }
}

#[test]
fn a_notice_of_refusal_is_set_with_and_without_grounds_and_reads_nothing_as_markup() {
    let pdf = RENDERER.refusal_notice(&notice()).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    assert_eq!(pdf, RENDERER.refusal_notice(&notice()).unwrap(), "the same contents give the same bytes");
    let without = RefusalNotice { grounds: Vec::new(), opinion: "很长的理由。".repeat(600), ..notice() };
    assert!(RENDERER.refusal_notice(&without).unwrap().starts_with(b"%PDF"));
}
