//! `catalogue.prohibited` and `catalogue.match`: what screening found, with item, control point and passage.

use serde_json::{Value, json};

use super::{CheckContext, error, warning};
use crate::contract::ContractForm;
use crate::finding::Finding;
use crate::reference::CatalogueClass;
use crate::screening::CatalogueHit;

/// Hits shown in one finding.
const SHOWN: usize = 5;

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
            first.pointer,
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
            first.pointer,
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
    let hit = |hit: &&CatalogueHit| {
        json!({
            "item_no": hit.item_no, "class": hit.class, "name": hit.name, "control_point": hit.control_point,
            "passage": hit.passage, "pointer": hit.pointer, "score": hit.score,
        })
    };
    let catalogue = &context.reference.catalogue;
    let shown: Vec<Value> = hits.iter().take(SHOWN).map(hit).collect();
    json!({"edition": catalogue.edition, "partial": catalogue.partial, "hits": shown})
}
