//! A lost certificate is replaced after a public notice of its loss: `request.missing`, `reissue.notice_missing`,
//! `request.dates` (the Measures, Art. 14).

use super::{CheckContext, Target, error, filled, missing, on_day};
use crate::finding::Finding;

const LOST: &str = "/request/reissue/lost_on";
const NOTICE: &str = "/request/reissue/notice_on";

pub(super) fn check(target: &Target, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let reissue = context.request.reissue.clone().unwrap_or_default();
    missing(reissue.lost_on.is_some(), LOST, "遗失日期", "the day of the loss", findings);
    missing(
        filled(context.request.reason.as_ref()).is_some(),
        "/request/reason",
        "遗失情况",
        "how it was lost",
        findings,
    );
    for (pointer, present, zh, en) in [
        (NOTICE, reissue.notice_on.is_some(), "公开挂失的日期", "the day of the public notice of loss"),
        (
            "/request/reissue/notice_in",
            filled(reissue.notice_in.as_ref()).is_some(),
            "刊登挂失声明的媒体",
            "where the notice of loss appeared",
        ),
    ] {
        if !present {
            findings.push(error(
                "reissue.notice_missing",
                pointer,
                format!("登记证遗失须先公开挂失，请填写{zh}"),
                format!("A lost certificate is reported publicly first; fill in {en}"),
            ));
        }
    }
    let issued = Some((target.certified_on, "登记证签发日期", "the certificate was issued"));
    on_day(reissue.lost_on, LOST, ("遗失日期", "the loss"), issued, context, findings);
    let lost = reissue.lost_on.map(|day| (day, "遗失日期", "the loss"));
    on_day(reissue.notice_on, NOTICE, ("挂失日期", "the notice"), lost, context, findings);
}
