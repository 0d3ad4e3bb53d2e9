//! `catalogue.prohibited` and `catalogue.match`: what screening found, with item, control point and passage.

use serde_json::{Value, json};

use super::{CheckContext, error, warning};
use crate::contract::ContractForm;
use crate::finding::Finding;
use crate::reference::CatalogueClass;
use crate::screening::CatalogueHit;

pub(super) fn check(form: &ContractForm, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let Some(direction) = form.direction else {
        return;
    };
    let hits = context.screener.screen(direction, form);
    let (prohibited, others): (Vec<_>, Vec<_>) =
        hits.iter().partition(|hit| hit.class == CatalogueClass::Prohibited && hit.is_certain);
    if let Some(first) = prohibited.first() {
        let finding = error(
            "catalogue.prohibited",
            first.pointer.clone(),
            format!("技术内容与禁止类条目“{}”相符，不得进出口；如不属于该条目，请改写合同概况使其明确", first.name),
            format!(
                "The technology is that of the prohibited item “{}”; if it is not, make the summary say so",
                first.name
            ),
        );
        findings.push(finding.with_evidence(evidence(&prohibited, context)));
    }
    if let Some(first) = others.first() {
        let finding = warning(
            "catalogue.match",
            first.pointer.clone(),
            format!("技术内容与目录条目“{}”相近，请说明为何不属于该条目；审查席位将核对", first.name),
            format!(
                "The technology resembles the catalogue's item “{}”; say why it is not, and the security desk will check",
                first.name
            ),
        );
        findings.push(finding.with_evidence(evidence(&others, context)));
    }
}

fn evidence(hits: &[&CatalogueHit], context: &CheckContext<'_>) -> Value {
    let catalogue = &context.reference.catalogue;
    json!({
        "edition": catalogue.edition, "edition_number": catalogue.number, "partial": catalogue.partial, "hits": hits,
    })
}
