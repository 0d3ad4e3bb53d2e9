//! 申请书: what is applied for, what it is about, and which papers come with it (the Regulation, Art. 18 and 37; the Measures, Art. 7,
//! 12 and 14).

use documents::{ApplicationDocument, EnclosedPaper, PaperField, PaperSection};
use domain::checks::document_needs;
use domain::filing::{AttachmentKind, ClosureEffect, FilingKind};
use domain::names::Named;

use super::particulars::{country, day, field, money, term, text, wide};
use super::{Source, head};

pub(super) fn compose(source: &Source) -> ApplicationDocument {
    let words = words(source);
    let mut sections = vec![section("合同", "Contract", contract(source))];
    let asked = asked(source);
    if !asked.is_empty() {
        sections.push(section("申请事项", "What is applied for", asked));
    }
    ApplicationDocument {
        head: head(source, &words.title_zh, words.title_en),
        plea_zh: words.plea_zh,
        plea_en: words.plea_en.to_owned(),
        sections,
        papers: papers(source),
        declaration_zh:
            "我单位声明：申请内容和所附材料真实、完整，与合同一致；复印件与原件一致。如有不实，愿承担相应的法律责任。"
                .to_owned(),
        declaration_en:
            "We declare that this application and the papers with it are true and complete and agree with the \
                         contract, and that copies agree with their originals; we answer for it in law."
                .to_owned(),
    }
}

struct Words {
    title_zh: String,
    title_en: &'static str,
    plea_zh: String,
    plea_en: &'static str,
}

fn words(source: &Source) -> Words {
    let filing = &source.filing;
    let trade = filing.contract.direction.map_or("技术进出口", Named::zh);
    let law = "根据《中华人民共和国技术进出口管理条例》和《技术进出口合同登记管理办法》，";
    match filing.kind {
        FilingKind::Registration => Words {
            title_zh: format!("{trade}合同登记申请书"),
            title_en: "Application for Registration of a Technology Contract",
            plea_zh: format!("{law}我单位就下列{trade}合同申请登记，请予办理，并签发登记证。"),
            plea_en: "We apply for the registration of the contract below, and for its certificate.",
        },
        FilingKind::Amendment if filing.request.settlement.is_some() => Words {
            title_zh: format!("{trade}合同变更申请书"),
            title_en: "Application to Settle a Later Royalty Base",
            plea_zh: format!("{law}下列已登记合同的以后提成基准金额已经形成，我单位申请办理变更手续，请予办理。"),
            plea_en: "A later royalty base of the registered contract below has formed; we apply for its settlement.",
        },
        FilingKind::Amendment => Words {
            title_zh: format!("{trade}合同变更申请书"),
            title_en: "Application to Amend a Registered Contract",
            plea_zh: format!(
                "{law}下列已登记合同的登记事项发生变更，变更内容见《合同数据变更记录表》。我单位申请办理变更手续，请予办理。"
            ),
            plea_en: "Registered items of the contract below have changed, as the record of changed data shows; we apply for the amendment.",
        },
        FilingKind::Closure => {
            let effect = filing.request.closure.as_ref().and_then(|closure| closure.effect);
            Words {
                title_zh: format!("{trade}合同{}备案申请书", effect.map_or("中止或解除", ClosureEffect::zh)),
                title_en: "Notice that a Registered Contract is Suspended, Ended or Resumed",
                plea_zh: format!(
                    "{law}下列已登记合同已{}，我单位现予报备，请予办理。",
                    effect.map_or("中止、解除或恢复履行", ClosureEffect::zh)
                ),
                plea_en: "The registered contract below has been suspended, ended or resumed as stated; we give notice of it.",
            }
        }
        FilingKind::Reissue => Words {
            title_zh: format!("{trade}合同登记证补发申请书"),
            title_en: "Application to Reissue a Lost Certificate",
            plea_zh: format!("{law}下列合同的登记证遗失，我单位已公开挂失，现申请补发，请予办理。"),
            plea_en: "The certificate of the contract below is lost, and its loss was made public; we apply for its reissue.",
        },
    }
}

fn section(zh: &str, en: &str, fields: Vec<PaperField>) -> PaperSection {
    PaperSection { zh: zh.to_owned(), en: en.to_owned(), fields }
}

fn contract(source: &Source) -> Vec<PaperField> {
    let (contract, reference) = (&source.filing.contract, &source.reference.data);
    let counterparty = contract.counterparty().cloned().unwrap_or_default();
    let amount = contract.amount.clone().unwrap_or_default();
    let name = PaperField {
        below: text(contract.name_original.as_ref()),
        ..wide("合同名称", "Title", text(contract.name.as_ref()))
    };
    let other = PaperField {
        below: country(reference, counterparty.country.as_ref()),
        ..field("外方当事人", "Other side", text(counterparty.name.as_ref()))
    };
    let mut fields = vec![
        field("合同号", "Contract No.", text(contract.number.as_ref())),
        term("合同类型", "Legal type", contract.legal_type),
        name,
        field("申请单位", "Company", &source.company),
        other,
        field("合同总金额", "Whole price", money(amount.currency.as_ref(), amount.total.as_ref())),
        field("有效期至", "Valid until", day(contract.valid_until)),
        field("签订日期", "Signed on", day(contract.signed_on)),
        field("生效日期", "Effective on", day(contract.effective_on)),
    ];
    if let Some(known) = &source.contract {
        fields.push(wide("登记证编号", "Certificate No.", &known.certificate_number));
    }
    fields
}

/// What is asked for besides the contract, where the kind asks for something.
fn asked(source: &Source) -> Vec<PaperField> {
    let request = &source.filing.request;
    let currency = source.filing.contract.amount.as_ref().and_then(|amount| amount.currency.as_ref());
    let mut fields = Vec::new();
    if let Some(settlement) = &request.settlement {
        fields.push(field("提成基准金额", "Royalty base", money(currency, settlement.base_amount.as_ref())));
        fields.push(field("形成日期", "Formed on", day(settlement.formed_on)));
    }
    if let Some(on) = request.agreement_on {
        fields.push(wide("变更协议签订日", "Agreement signed on", on.to_string()));
    }
    if let Some(closure) = &request.closure {
        fields.push(term("事项", "Effect", closure.effect));
        fields.push(field("自何日起", "Since", day(closure.effective_on)));
    }
    if let Some(reissue) = &request.reissue {
        fields.push(field("遗失日期", "Lost on", day(reissue.lost_on)));
        fields.push(field("公开挂失日期", "Public notice on", day(reissue.notice_on)));
        fields.push(wide("挂失声明刊登处", "Notice in", text(reissue.notice_in.as_ref())));
    }
    if let Some(reason) = &request.reason {
        fields.push(wide("原因", "Reason", reason));
    }
    fields
}

/// What must come with it, and what else has been uploaded; the application itself is not its own paper.
fn papers(source: &Source) -> Vec<EnclosedPaper> {
    let kinds: Vec<AttachmentKind> = source.attachments.iter().map(|paper| paper.kind).collect();
    let filing = &source.filing;
    let (reference, agent) = (&source.reference.data, filing.mandate_id.is_some());
    let needs = document_needs(&filing.contract, filing.kind, &filing.request, reference, &kinds, agent);
    let mut papers: Vec<(AttachmentKind, bool)> =
        needs.into_iter().filter(|need| need.required || need.present).map(|need| (need.kind, need.present)).collect();
    for kind in kinds {
        if papers.iter().all(|(known, _)| *known != kind) {
            papers.push((kind, true));
        }
    }
    papers.retain(|(kind, _)| *kind != AttachmentKind::ApplicationForm);
    let enclosed = |(kind, uploaded): (AttachmentKind, bool)| EnclosedPaper {
        zh: kind.zh().to_owned(),
        en: kind.en().to_owned(),
        uploaded,
    };
    papers.into_iter().map(enclosed).collect()
}
