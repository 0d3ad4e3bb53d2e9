//! One document of each kind, with invented contents that never change.

use documents::{
    ApplicationDocument, CertificateDocument, ChangeRecordDocument, DataSheetDocument, DocumentError, DocumentRenderer,
    EnclosedPaper, NoticeGround, PaperChange, PaperField, PaperHead, PaperSection, ReceiptDocument, ReceivedPaper,
    RefusalNotice,
};

use crate::briefs::{monthly_brief, yearly_report};

const FILING: &str = "0199c3f2-7c1e-7a44-9d1e-0242ac120002";
const COMPANY: &str = "苏州示例半导体科技有限公司";
const USCC: &str = "91320594MA1EXAMPLE";
const CONTRACT: &str = "26DEJSY39SZ000001";
const TITLE: &str = "先进封装工艺专利实施许可合同";
pub const AUTHORITY: (&str, &str) =
    ("江苏国际知识产权运营交易中心", "Jiangsu International Intellectual Property Operation and Trading Centre");
pub const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// Sets a sample.
pub type Setting = fn(&DocumentRenderer) -> Result<Vec<u8>, DocumentError>;

/// Every kind by its name.
pub const EVERY: [(&str, Setting); 8] = [
    ("certificate", |renderer| renderer.certificate(&certificate())),
    ("receipt", |renderer| renderer.receipt(&receipt())),
    ("refusal-notice", |renderer| renderer.refusal_notice(&refusal_notice())),
    ("data-sheet", |renderer| renderer.data_sheet(&data_sheet())),
    ("application", |renderer| renderer.application(&application())),
    ("change-record", |renderer| renderer.change_record(&change_record())),
    ("monthly-brief", |renderer| renderer.brief(&monthly_brief())),
    ("yearly-report", |renderer| renderer.brief(&yearly_report())),
];

/// As much base32, without a pattern that a QR code would show.
fn base32(length: usize) -> String {
    let mut state = 20_261_013_u32;
    let mut letter = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars().nth(usize::try_from(state >> 27).unwrap()).unwrap()
    };
    (0..length).map(|_| letter()).collect()
}

/// What a code holds at most: `the_longest_certificate_fits_its_code` in `proof` sees that no link is longer, in either part.
pub fn longest_link() -> String {
    format!("https://{}/verify/SZI26-7K3M-9QXT-4ZZZ#{}", "a".repeat(48), base32(908))
}

pub fn certificate() -> CertificateDocument {
    let text = str::to_owned;
    CertificateDocument {
        number: text("SZI26-7K3M-9QXT-4"),
        direction_zh: text("技术进口"),
        direction_en: text("Technology import"),
        contract_number: text(CONTRACT),
        contract_name: text(TITLE),
        contract_name_original: text("Patent Licence Agreement on Advanced Packaging Processes"),
        holder: text(COMPANY),
        holder_uscc: text(USCC),
        supplier: text("Świętosławska Półprzewodniki Sp. z o.o."),
        supplier_country: text("波兰 Poland"),
        recipient: text(COMPANY),
        recipient_country: text("中国 China"),
        legal_type_zh: text("专利实施许可"),
        legal_type_en: text("Patent licence"),
        currency: text("EUR"),
        total: text("1250000.00"),
        technology_fee: text("1250000.00"),
        payment_mode_zh: text("入门费加提成支付"),
        payment_mode_en: text("Entry fee and royalty"),
        signed_on: text("2026-10-08"),
        effective_on: text("2026-10-08"),
        valid_until: text("2031-10-07"),
        version: 1,
        registered_on: text("2026-10-13"),
        authority_zh: text(AUTHORITY.0),
        authority_en: text(AUTHORITY.1),
        desk_zh: text("市级受理席位"),
        desk_en: text("City desk"),
        verify_url: text("https://portal.example.cn/verify/SZI26-7K3M-9QXT-4"),
        qr_payload: format!("https://portal.example.cn/verify/SZI26-7K3M-9QXT-4#{}", base32(760)),
        credential: text("eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJTWkkyNi03SzNNLTlRWFQtNCJ9.c2lnbmF0dXJl"),
        notices: vec![
            text("合同变更、中止或者解除的，应当办理变更或者注销手续。"),
            text("本证以平台核验结果为准。The result of verification on the platform prevails."),
        ],
    }
}

pub fn receipt() -> ReceiptDocument {
    let text = str::to_owned;
    let paper = |zh, en, name| ReceivedPaper {
        kind_zh: text(zh),
        kind_en: text(en),
        file_name: text(name),
        sha256: text(HASH),
    };
    ReceiptDocument {
        filing_id: text(FILING),
        company: text(COMPANY),
        agent: text("姑苏示例商务代理有限公司"),
        contract_number: text(CONTRACT),
        contract_name: text(TITLE),
        kind_zh: text("登记"),
        kind_en: text("Registration"),
        accepted_at: text("2026-10-09 14:30:05"),
        due_on: text("2026-10-14"),
        digest: text(HASH),
        entry_seq: 4711,
        leaf_hash: text(HASH),
        root_hash: text(HASH),
        tree_size: 4712,
        signature: "mJ0c7m2u".repeat(11),
        key_id: text("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
        attachments: vec![
            paper("申请书", "Application", "申请书-盖章.pdf"),
            paper("合同副本", "Copy of the contract", "Licence Agreement signed 2026-10-08.pdf"),
        ],
        json: format!(r#"{{"filing_id":"{FILING}","note":"受理"}}"#),
    }
}

pub fn refusal_notice() -> RefusalNotice {
    let text = str::to_owned;
    RefusalNotice {
        filing_id: text(FILING),
        company: text(COMPANY),
        company_uscc: text(USCC),
        kind_zh: text("合同登记"),
        kind_en: text("the registration of a contract"),
        contract_number: text(CONTRACT),
        contract_name: text(TITLE),
        submitted_on: text("2026-10-09"),
        decided_on: text("2026-10-13"),
        opinion: text("所附合同第四条约定的许可费为一百三十万欧元，与所填的一百二十五万欧元不一致，经告知未更正。"),
        grounds: vec![NoticeGround {
            title_zh: text("所填内容与合同不一致"),
            title_en: text("What was filled in differs from the contract"),
            citation: text("《某示例条例》第十八条"),
            text: String::new(),
        }],
        catalogue_zh: String::new(),
        catalogue_en: String::new(),
        remedies_zh: text("不服本决定的，可以依法申请行政复议或者提起行政诉讼"),
        remedies_en: text(
            "Whoever does not accept this decision may apply for administrative reconsideration or bring an action",
        ),
        remedies_citation: text("《某示例条例》第五十条"),
        authority_zh: text(AUTHORITY.0),
        authority_en: text(AUTHORITY.1),
        desk_zh: text("市级受理席位"),
        desk_en: text("City desk"),
    }
}

fn head(title_zh: &str, title_en: &str) -> PaperHead {
    let text = str::to_owned;
    PaperHead {
        title_zh: text(title_zh),
        title_en: text(title_en),
        company: text(COMPANY),
        company_uscc: text(USCC),
        authority_zh: text(AUTHORITY.0),
        authority_en: text(AUTHORITY.1),
        contract_number: text(CONTRACT),
        contract_name: text(TITLE),
        filing_id: text(FILING),
        digest: text(HASH),
        changed_on: text("2026-10-08"),
    }
}

fn field(zh: &str, en: &str, value: &str, below: &str) -> PaperField {
    let text = str::to_owned;
    PaperField { zh: text(zh), en: text(en), value: text(value), below: text(below), wide: false }
}

fn wide(zh: &str, en: &str, value: &str, below: &str) -> PaperField {
    PaperField { wide: true, ..field(zh, en, value, below) }
}

fn section(zh: &str, en: &str, fields: Vec<PaperField>) -> PaperSection {
    PaperSection { zh: zh.to_owned(), en: en.to_owned(), fields }
}

fn contract() -> PaperSection {
    section(
        "合同",
        "Contract",
        vec![
            field("合同号", "Contract No.", CONTRACT, ""),
            field("合同类型", "Legal type", "专利实施许可", "Patent licence"),
            wide("合同名称", "Title", TITLE, "첨단 패키징 공정 특허 라이선스 계약"),
            field("签订日期", "Signed on", "2026-10-08", ""),
            field("有效期至", "Valid until", "2031-10-07", ""),
        ],
    )
}

pub fn data_sheet() -> DataSheetDocument {
    let text = str::to_owned;
    DataSheetDocument {
        head: head("技术进口合同数据表", "Data Sheet of a Technology Contract"),
        sections: vec![
            contract(),
            section(
                "技术供方",
                "Supplier",
                vec![
                    wide("名称", "Name", "한국예시반도체 주식회사", ""),
                    field("国家（地区）", "Country or region", "韩国 Republic of Korea", ""),
                    field("地址", "Address", "경기도 수원시 예시로 12", ""),
                ],
            ),
            section(
                "金额与支付",
                "Price and payment",
                vec![
                    field("合同总金额", "Whole price", "EUR 1,250,000.00", ""),
                    field("支付方式", "Terms of payment", "入门费加提成支付", "Entry fee and royalty"),
                    field("其中：设备费", "Equipment", "", ""),
                ],
            ),
        ],
        patents: vec![
            [text("CNIPA"), text("ZL202010123456.7"), text("2040-03-01"), text("H01L 21/56、H01L 23/31")],
            [text("EPO"), text("EP 3 456 789 B1"), text("2038-11-30"), text("H01L 23/00")],
        ],
        contract: format!(r#"{{"name":"{TITLE}","number":"{CONTRACT}"}}"#),
    }
}

pub fn application() -> ApplicationDocument {
    let paper = |zh: &str, en: &str, uploaded| EnclosedPaper { zh: zh.to_owned(), en: en.to_owned(), uploaded };
    ApplicationDocument {
        head: head("技术进口合同登记申请书", "Application for Registration of a Technology Contract"),
        plea_zh: "根据《某示例条例》和《某示例办法》，我单位就下列技术进口合同申请登记，请予办理，并签发登记证。"
            .to_owned(),
        plea_en: "We apply for the registration of the contract below, and for its certificate.".to_owned(),
        sections: vec![contract()],
        papers: vec![
            paper("合同副本", "Copy of the contract", true),
            paper("合同中文译本", "Chinese translation of the contract", true),
            paper("签约双方法律地位证明", "Evidence of the legal status of the parties", false),
        ],
        declaration_zh: "我单位声明：申请内容和所附材料真实、完整，与合同一致。如有不实，愿承担相应的法律责任。"
            .to_owned(),
        declaration_en:
            "We declare that this application and the papers with it are true and complete; we answer for it in law."
                .to_owned(),
    }
}

pub fn change_record() -> ChangeRecordDocument {
    let change = |zh: &str, en: &str, from: &str, to: &str| PaperChange {
        zh: zh.to_owned(),
        en: en.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    ChangeRecordDocument {
        head: head("合同数据变更记录表", "Record of Changed Contract Data"),
        certificate_number: "SZI26-7K3M-9QXT-4".to_owned(),
        version: 1,
        reason: "双方约定延长许可期限并提高许可费。".to_owned(),
        agreement_on: "2027-03-01".to_owned(),
        changes: vec![
            change("合同总金额", "Whole price", "1,250,000.00", "1,400,000.00"),
            change("有效期至", "Valid until", "2031-10-07", "2033-10-07"),
            change("合同中文译名", "Chinese title", "", TITLE),
        ],
    }
}
