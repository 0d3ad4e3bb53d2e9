//! Care: a payment is recorded after a look at how things stand, and a change is made to the version that was read.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Conduct, Found};
use crate::conformance::seen::Exchange;

/// The signed list by which a certificate's status is looked up without asking for it.
const STATUS_LIST: &str = "/api/v1/certificates/status-list";

/// The certificate under which a payment is recorded.
fn paid_under(one: &Exchange) -> Option<&str> {
    one.key.as_ref().filter(|_| one.method == "POST")?;
    one.path.strip_prefix("/api/v1/certificates/")?.strip_suffix("/payments")
}

/// Each payment has its own look before it, and one that did not say no.
pub(super) fn before_payments(of: &Conduct<'_>) -> Found {
    let (mut payments, mut intents) = (0, BTreeSet::new());
    let mut since = Duration::ZERO;
    for one in of.own() {
        let Some(number) = paid_under(one) else { continue };
        if !intents.insert((number, one.key.as_deref())) {
            continue;
        }
        if let Some(fault) = unseen(of, number, since, one) {
            return Found::Bad(fault);
        }
        payments += 1;
        since = one.arrived;
    }
    if payments == 0 { Found::Nothing } else { Found::Good(format!("{payments} payments, each after a look")) }
}

/// What is wrong with what was looked at between the last payment and this one.
fn unseen(of: &Conduct<'_>, number: &str, since: Duration, payment: &Exchange) -> Option<String> {
    let meanwhile = |one: &&Exchange| one.arrived >= since && one.answered <= payment.arrived;
    let asks = |one: &&Exchange| {
        one.path.starts_with("/api/v1/verify") && one.is_success() && one.told["number"] == number && meanwhile(one)
    };
    let listed = of.all.iter().copied().filter(meanwhile).any(|one| one.path == STATUS_LIST && one.status < 400);
    let Some(answer) = of.own().rfind(asks) else {
        return (!listed).then(|| format!("a payment was recorded under {number} without a look at how it stands"));
    };
    let told = &answer.told;
    let no = told["outcome"] == "no" || told["may_pay"] == false || told["valid"] == false;
    no.then(|| format!("a payment was recorded under {number} although {} had said no", answer.name()))
}

/// Each change names the version that was read last, and after 412 it is read again.
pub(super) fn before_changes(of: &Conduct<'_>) -> Found {
    let mut count = 0;
    let mut stale: Option<&Exchange> = None;
    for change in of.own().filter(|one| is_change(one)) {
        let Some(named) = change.if_match.as_deref().and_then(version) else {
            return Found::Bad(format!("{} was sent without the version that it replaces", change.name()));
        };
        let last = of.own().rfind(|one| one.answered <= change.arrived && tells(one, change));
        match last {
            Some(read) if read.told["version"] == named => {}
            _ => {
                return Found::Bad(format!(
                    "{} replaces version {named}, which is not what was read last",
                    change.name()
                ));
            }
        }
        if let Some(before) = stale.filter(|before| before.path == change.path)
            && last.is_none_or(|read| read.arrived < before.answered)
        {
            return Found::Bad(format!("{} was sent again after 412 without being read again", change.name()));
        }
        stale = Some(change).filter(|change| change.status == 412);
        count += 1;
    }
    if count == 0 { Found::Nothing } else { Found::Good(format!("{count} changes, each of the version that was read")) }
}

/// A replacement of an object that has versions: `/api/v1/filings/{id}` and its like, not what lies below it.
fn is_change(one: &Exchange) -> bool {
    matches!(one.method.as_str(), "PUT" | "PATCH")
        && one.path.starts_with("/api/v1/")
        && one.path.split('/').count() == 5
}

/// Whether an answer tells the version of what is changed.
fn tells(one: &Exchange, change: &Exchange) -> bool {
    let id = change.path.rsplit('/').next().unwrap_or_default();
    one.is_success() && one.told["version"].is_i64() && (one.path == change.path || one.told["id"] == id)
}

/// The version in a tag such as `"3"` or `"3-0a1b"`.
fn version(tag: &str) -> Option<i64> {
    tag.trim().trim_matches('"').split('-').next()?.parse().ok()
}
