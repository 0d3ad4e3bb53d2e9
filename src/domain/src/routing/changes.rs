//! What changed from one version of the routing table to a later one.

use serde::Serialize;

use super::{RoutingRule, RoutingTable};
use crate::terms::terms;

/// How one rule of a table differs from an earlier table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleChange {
    /// The rule.
    pub rule: String,
    /// `added`, `removed`, `changed` or `moved`.
    pub change: RuleChangeKind,
}

terms! {
    /// What happened to a rule between two tables.
    RuleChangeKind {
        /// 新增
        Added = "added",
        /// 删除
        Removed = "removed",
        /// 修改
        Changed = "changed",
        /// 调整次序
        Moved = "moved",
    }
}

impl RoutingTable {
    /// What was changed since an earlier table, in this table's order and then what is gone. A rule has moved when it
    /// comes before another that it came after.
    pub fn changes_since(&self, earlier: &Self) -> Vec<RuleChange> {
        let at = |rules: &[RoutingRule], id: &str| rules.iter().position(|rule| rule.id == id);
        let common: Vec<&RoutingRule> =
            self.rules.iter().filter(|rule| at(&earlier.rules, &rule.id).is_some()).collect();
        let mut order: Vec<usize> = Vec::new();
        let mut changes = Vec::new();
        for rule in &self.rules {
            let Some(was) = at(&earlier.rules, &rule.id) else {
                changes.push(RuleChange { rule: rule.id.clone(), change: RuleChangeKind::Added });
                continue;
            };
            let now = common.iter().position(|other| other.id == rule.id).unwrap_or_default();
            let before = common.iter().filter(|other| at(&earlier.rules, &other.id) < Some(was)).count();
            if earlier.rules.get(was) != Some(rule) {
                changes.push(RuleChange { rule: rule.id.clone(), change: RuleChangeKind::Changed });
            } else if now < before || order.iter().any(|other| *other > was) {
                changes.push(RuleChange { rule: rule.id.clone(), change: RuleChangeKind::Moved });
            }
            order.push(was);
        }
        for rule in earlier.rules.iter().filter(|rule| at(&self.rules, &rule.id).is_none()) {
            changes.push(RuleChange { rule: rule.id.clone(), change: RuleChangeKind::Removed });
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_between_two_tables_names_each_rule_once() {
        let earlier = RoutingTable::seed();
        assert_eq!(earlier.changes_since(&earlier), []);
        let change = |table: &RoutingTable| -> Vec<(String, &'static str)> {
            table.changes_since(&earlier).into_iter().map(|change| (change.rule, change.change.code())).collect()
        };
        let mut table = earlier.clone();
        table.rules.swap(0, 1);
        assert_eq!(change(&table), [("industrial-park".to_owned(), "moved"), ("catalogue-hit".to_owned(), "moved")]);
        let mut table = earlier.clone();
        table.rules[0].desk = "sip".to_owned();
        table.rules[1].id = "park".to_owned();
        assert_eq!(
            change(&table),
            [
                ("catalogue-hit".to_owned(), "changed"),
                ("park".to_owned(), "added"),
                ("industrial-park".to_owned(), "removed"),
            ]
        );
    }
}
