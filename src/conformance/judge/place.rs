//! The feed of changes: read on from where it was, to its end.

use std::collections::{BTreeMap, BTreeSet};

use super::{Conduct, Found};
use crate::conformance::seen::Exchange;

/// What is known of one reading of the feed.
#[derive(Default)]
struct Reading<'a> {
    /// Everything up to here was told.
    told: i64,
    cursors: BTreeSet<&'a str>,
    pages: usize,
    unread: bool,
}

/// Nobody begins anew, or stops while there are pages.
pub(super) fn kept(of: &Conduct<'_>) -> Found {
    let is_page = |one: &&Exchange| one.method == "GET" && one.path == "/api/v1/changes" && one.status == 200;
    // Each choice of types is a feed of its own.
    let mut readings: BTreeMap<&str, Reading<'_>> = BTreeMap::new();
    for page in of.own().filter(is_page) {
        let types = page.query.get("type").map_or("", String::as_str);
        if let Some(fault) = readings.entry(types).or_default().turn(page) {
            return Found::Bad(fault);
        }
    }
    if readings.values().any(|reading| reading.unread) {
        return Found::Bad("the last answer had a next_cursor that was not followed".to_owned());
    }
    let pages: usize = readings.values().map(|reading| reading.pages).sum();
    if readings.values().all(|reading| reading.pages < 2) {
        return Found::Nothing;
    }
    Found::Good(format!("{pages} pages, each after the one before"))
}

impl<'a> Reading<'a> {
    /// Turns to a page; what is wrong with that.
    fn turn(&mut self, page: &'a Exchange) -> Option<String> {
        let after = || page.query.get("after").and_then(|after| after.parse::<i64>().ok()).unwrap_or_default();
        match page.query.get("cursor") {
            Some(cursor) if !self.cursors.contains(cursor.as_str()) => {
                return Some("a cursor was followed that had not been given".to_owned());
            }
            None if after() < self.told => {
                let (after, told) = (after(), self.told);
                return Some(format!(
                    "what came after {after} was asked for, though everything up to {told} had been told"
                ));
            }
            _ => {}
        }
        let items = page.told["items"].as_array().into_iter().flatten();
        self.told = items.filter_map(|item| item["seq"].as_i64()).fold(self.told, i64::max);
        let next = page.told["next_cursor"].as_str();
        self.cursors.extend(next);
        self.unread = next.is_some();
        self.pages += 1;
        None
    }
}
