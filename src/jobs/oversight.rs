//! What is mailed to those who look after the portal when a check finds that the register is not what journal, signatures and papers say.

use std::fmt::Write;

use domain::Role;
use storage::accounts::users_in;
use storage::journal::Entry;

use super::systems::Notice;
use crate::app::check::LastCheck;
use crate::app::{AppError, Portal};

/// Discrepancies named in a mail; the others are on the page.
const NAMED: usize = 10;

/// The mail of a `register.checked` entry, if anything differs.
pub(super) async fn notice(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    if entry.kind != "register.checked" {
        return Ok(None);
    }
    let Some(found) = LastCheck::of(entry.clone()).filter(|found| found.discrepancies > 0) else { return Ok(None) };
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.may_oversee()).collect();
    let people = portal.database.read(move |connection| Ok::<_, AppError>(users_in(connection, &roles)?)).await?;
    let mut list = String::new();
    for one in found.named.iter().take(NAMED) {
        writeln!(list, "· {} {}: {}", one.code, one.subject, one.why).map_err(AppError::internal)?;
    }
    Ok(Some(Notice {
        to: people.into_iter().map(|user| (user.name, user.email)).collect(),
        subject: format!("登记库核对：{} 处不一致", found.discrepancies),
        words: format!(
            "核对登记库时发现 {count} 处与日志、签名或材料不一致，请尽快查明。\nThe register differs in {count} places from journal, signatures or papers; please find out why.\n\n{list}\n查看 / See: {}/oversight",
            portal.settings.base_url,
            count = found.discrepancies,
        ),
    }))
}
