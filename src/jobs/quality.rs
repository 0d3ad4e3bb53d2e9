//! Data verification by the clock: looking through the register by night, the notice of each month, and the mail of that to the
//! managers of the desks.

use std::fmt::Write;

use storage::journal::Entry;

use super::remind::Digest;
use crate::app::research::{DeskDigest, desk_digests, detect_nightly, notify_monthly};
use crate::app::{AppError, Portal};

/// What is due now.
pub(super) async fn run_due(portal: &Portal) -> Result<(), AppError> {
    detect_nightly(portal).await?;
    notify_monthly(portal).await
}

/// The mails of a `quality.notice` entry: to each manager, of their desks.
pub(super) async fn digests(portal: &Portal, entry: &Entry) -> Result<Vec<Digest>, AppError> {
    let (month, base_url) = (&entry.subject, &portal.settings.base_url);
    let mut mails = Vec::new();
    for (to, desks) in desk_digests(portal, month).await? {
        let mut list = String::new();
        for desk in &desks {
            add_desk(&mut list, desk).map_err(AppError::internal)?;
        }
        let body = format!(
            "{}，您好：\n\n{month} 登记数据的质量情况如下，请处理待处理的检测结果。\nThe quality of the data registered in {month}; please look at what waits for your desk.\n\n{list}\n查看 / See: {base_url}/research/quality/{month}\n\n江苏国际知识产权运营交易中心\n",
            to.name
        );
        mails.push(Digest { subject: format!("数据质量通报：{month}"), body, to });
    }
    Ok(mails)
}

fn add_desk(list: &mut String, desk: &DeskDigest) -> std::fmt::Result {
    let DeskDigest { name: (zh, en), facts, findings, states, late_share } = desk;
    let [proposed, asked, confirmed, corrected, reported] = states;
    let late = late_share.as_deref().unwrap_or("—");
    writeln!(
        list,
        "· {zh}：登记事项 {facts} 件，检测结果 {findings} 项（待处理 {proposed}，核查中 {asked}，核实无误 {confirmed}，已更正 {corrected}，已通报 {reported}），逾期申报占比 {late}"
    )?;
    writeln!(
        list,
        "  {en}: {facts} registered, {findings} findings ({proposed} waiting, {asked} asked, {confirmed} right, {corrected} corrected, {reported} reported), share filed late {late}"
    )
}
