//! What another edition of the disclosure policy may not change.

use domain::reference::DisclosurePolicies;

use crate::Dimension;

/// The most dimensions that a policy may publish by: the guard is proved for any number, and quick for these.
const MOST_DIMENSIONS: u32 = 3;

/// Why a policy cannot be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyProblem {
    /// It changes or drops what holds for a year that has closed: figures published under one policy and again under another
    /// would tell what both withhold.
    #[error("the policy of the closed year {0} is changed")]
    ClosedYear(i32),
    /// It does not protect: a number that leaves figures open, or a dimension that there is not or that names someone.
    #[error("from {from_year}: {rule} does not protect")]
    Unprotecting {
        /// The edition.
        from_year: i32,
        /// The rule, or the dimension.
        rule: String,
    },
}

/// Checks a policy that is to take another's place. `closed` is the newest closed year, if a year has closed.
pub fn check_policy(
    current: &DisclosurePolicies,
    next: &DisclosurePolicies,
    closed: Option<i32>,
) -> Result<(), PolicyProblem> {
    for policy in next.all() {
        let bad = |rule: &str| PolicyProblem::Unprotecting { from_year: policy.from_year, rule: rule.to_owned() };
        let no_dimension = |code: &&String| Dimension::from_code(code).is_none_or(Dimension::names_someone);
        if let Some(code) = policy.public_dimensions.iter().find(no_dimension) {
            return Err(bad(code));
        }
        let numbers = [
            ("min_contributors", policy.min_contributors >= 3),
            ("dominance_largest_percent", (1..=100).contains(&policy.largest_percent)),
            ("dominance_two_largest_percent", (1..=100).contains(&policy.two_largest_percent)),
            ("protection_percent", policy.protection_percent <= 100),
            ("max_dimensions", (1..=MOST_DIMENSIONS).contains(&policy.max_dimensions)),
            ("min_for_spread", policy.min_for_spread >= policy.min_contributors),
        ];
        if let Some((rule, _)) = numbers.into_iter().find(|(_, protects)| !protects) {
            return Err(bad(rule));
        }
    }
    let Some(closed) = closed else { return Ok(()) };
    // Between two beginnings nothing changes: the beginnings and the last closed year stand for all.
    let beginnings = current.all().iter().chain(next.all()).map(|policy| policy.from_year);
    let mut years: Vec<i32> = beginnings.filter(|year| *year <= closed).chain([closed]).collect();
    years.sort_unstable();
    match years.into_iter().find(|year| current.of_year(*year) != next.of_year(*year)) {
        Some(year) => Err(PolicyProblem::ClosedYear(year)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Editions from these years, each with this least number of companies.
    fn policies(editions: &[(i32, u32)]) -> DisclosurePolicies {
        let mut text = "from_year,rule,value\n".to_owned();
        for (year, least) in editions {
            for (rule, value) in [
                ("min_contributors", least.to_string()),
                ("dominance_largest_percent", "75".into()),
                ("dominance_two_largest_percent", "85".into()),
                ("protection_percent", "10".into()),
                ("max_dimensions", "3".into()),
                ("min_for_spread", "10".into()),
                ("public_dimension", "country".into()),
            ] {
                text.extend([year.to_string().as_str(), ",", rule, ",", value.as_str(), "\n"]);
            }
        }
        DisclosurePolicies::read(&text).unwrap()
    }

    #[test]
    fn what_holds_for_a_closed_year_stays() {
        let current = policies(&[(2000, 3), (2020, 4)]);
        for (next, closed, changed) in [
            (policies(&[(2000, 3), (2020, 4), (2025, 5)]), Some(2024), None),
            (policies(&[(2000, 3), (2020, 4), (2024, 5)]), Some(2024), Some(2024)),
            (policies(&[(2000, 3), (2020, 5)]), Some(2024), Some(2020)),
            (policies(&[(2000, 3), (2020, 5)]), Some(2019), None),
            (policies(&[(2020, 4)]), Some(2024), Some(2000)),
            (policies(&[(2000, 4), (2020, 4)]), Some(2024), Some(2000)),
            (policies(&[(2000, 9)]), None, None),
        ] {
            let found = check_policy(&current, &next, closed);
            assert_eq!(found, changed.map_or(Ok(()), |year| Err(PolicyProblem::ClosedYear(year))), "{next:?}");
        }
    }

    #[test]
    fn a_policy_that_does_not_protect_is_refused() {
        let found = check_policy(&policies(&[(2000, 3)]), &policies(&[(2000, 3), (2030, 2)]), Some(2024));
        let problem = PolicyProblem::Unprotecting { from_year: 2030, rule: "min_contributors".into() };
        assert_eq!(found, Err(problem));
    }
}
