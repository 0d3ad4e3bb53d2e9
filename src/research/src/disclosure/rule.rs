//! The primary rules: whether what some cells hold together may be told. Which cells hang together is not here.

use domain::reference::DisclosurePolicy;

use super::subject::Subject;
use crate::ContributorCell;

/// What a cell, or cells that can only be told together, must fulfil to be told: enough companies, none of which, nor any two,
/// hold too much of it. (Minimum frequency and (n,k) dominance: Hundepool et al., Statistical Disclosure Control, 2012, 4.2.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    least_companies: usize,
    least_registrations: u64,
    largest_percent: i128,
    two_largest_percent: i128,
    protection_percent: i128,
    /// Whether contracts are among what is told.
    tells_contracts: bool,
}

impl Rule {
    /// The rule of a policy for a kind of figure. Means and quantiles also need enough contracts.
    pub fn of(policy: &DisclosurePolicy, subject: Subject) -> Self {
        let registrations = if matches!(subject, Subject::Spread(_)) { policy.min_for_spread } else { 0 };
        Self {
            least_companies: policy.min_contributors as usize,
            least_registrations: u64::from(registrations),
            largest_percent: i128::from(policy.largest_percent),
            two_largest_percent: i128::from(policy.two_largest_percent),
            protection_percent: i128::from(policy.protection_percent),
            tells_contracts: subject == Subject::Trade,
        }
    }

    /// Whether these cells together may be told. Nothing at all does not fulfil it: it hides nobody.
    pub(super) fn holds<'a>(&self, cells: impl IntoIterator<Item = &'a ContributorCell>) -> bool {
        let mut registrations = 0;
        let mut contributions = Vec::new();
        for cell in cells {
            registrations += u64::from(cell.registrations);
            contributions.extend_from_slice(&cell.by_company);
        }
        contributions.sort_unstable_by_key(|(company, _)| *company);
        let mut companies: Vec<[i128; 2]> = Vec::with_capacity(contributions.len());
        let mut last = None;
        for (company, amounts) in contributions {
            match companies.last_mut().filter(|_| last == Some(company)) {
                Some(sums) => sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount),
                None => companies.push(amounts),
            }
            last = Some(company);
        }
        companies.len() >= self.least_companies
            && registrations >= self.least_registrations
            && self.nobody_dominates(companies.iter().map(|[amount, _]| amount.abs()))
            && self.nobody_dominates(companies.iter().map(|[_, fee]| fee.abs()))
    }

    /// Whether what these cells hold together leaves open how many contracts each has, to whoever knows that none is without: as many
    /// contracts as cells would be one of each.
    pub(super) fn leaves_counts_open<'a>(&self, cells: impl IntoIterator<Item = &'a ContributorCell>) -> bool {
        let counted = cells.into_iter().map(|cell| cell.sums[0] - 1);
        !self.tells_contracts || counted.sum::<i128>() > 0
    }

    /// Whether no company, nor any two, hold too much of an amount. An amount of nothing tells nothing.
    fn nobody_dominates(&self, amounts: impl Iterator<Item = i128>) -> bool {
        let (mut total, mut first, mut second, mut companies) = (0, 0, 0, 0);
        for amount in amounts.filter(|amount| *amount != 0) {
            companies += 1;
            total += amount;
            if amount > first {
                (first, second) = (amount, first);
            } else if amount > second {
                second = amount;
            }
        }
        companies == 0
            || companies >= self.least_companies
                && first * 100 <= self.largest_percent * total
                && (first + second) * 100 <= self.two_largest_percent * total
    }

    /// Whether an amount is enough to keep another one open.
    pub(super) fn covers(&self, amount: i128, of: i128) -> bool {
        amount * 100 >= of * self.protection_percent
    }
}

/// How much a cell weighs: what its companies contribute, whatever the sign.
pub(super) fn weight(cell: &ContributorCell) -> i128 {
    cell.by_company.iter().map(|(_, [amount, _])| amount.abs()).sum()
}

#[cfg(test)]
pub(super) mod tests {
    use domain::reference::ReferenceData;

    use super::*;

    pub fn policy() -> DisclosurePolicy {
        ReferenceData::shipped().unwrap().disclosure.of_year(2024).unwrap().clone()
    }

    fn cell(contributions: &[(u32, i128, i128)]) -> ContributorCell {
        let by_company = contributions.iter().map(|(company, amount, fee)| (*company, [*amount, *fee])).collect();
        ContributorCell { codes: [0; 4], sums: [0; 3], registrations: 1, by_company }
    }

    #[test]
    fn few_companies_or_a_dominant_one_may_not_be_told() {
        let rule = Rule::of(&policy(), Subject::Trade);
        for (holds, contributions) in [
            (true, &[(1, 40, 0), (2, 30, 0), (3, 30, 0)][..]),
            (true, &[(1, 75, 0), (2, 10, 0), (3, 10, 0), (4, 5, 0)]),
            (true, &[(1, 0, 0), (2, 0, 0), (3, 0, 0)]),
            (false, &[(1, 50, 0), (2, 50, 0)]),
            (false, &[(1, 76, 0), (2, 9, 0), (3, 15, 0)]),
            (false, &[(1, 70, 0), (2, 16, 0), (3, 14, 0)]),
            (false, &[(1, 40, 9), (2, 30, 0), (3, 30, 0)]),
            (false, &[(1, -90, 0), (2, 5, 0), (3, 5, 0)]),
            (false, &[]),
        ] {
            assert_eq!(rule.holds([&cell(contributions)]), holds, "{contributions:?}");
        }
    }

    #[test]
    fn cells_together_are_judged_by_the_companies_together() {
        let rule = Rule::of(&policy(), Subject::Trade);
        let (one, other) = (cell(&[(1, 40, 0), (2, 30, 0), (3, 30, 0)]), cell(&[(1, 300, 0)]));
        assert!(rule.holds([&one]) && !rule.holds([&one, &other]), "the same company dominates both together");
        assert!(rule.holds([&cell(&[(1, 10, 0), (2, 10, 0)]), &cell(&[(3, 10, 0)])]));
    }

    #[test]
    fn a_mean_needs_contracts_as_well() {
        let mut enough = cell(&[(1, 4, 4), (2, 3, 3), (3, 3, 3)]);
        enough.registrations = 10;
        let few = ContributorCell { registrations: 9, ..enough.clone() };
        let rule = Rule::of(&policy(), Subject::Spread(crate::Spread::RoyaltyRate));
        assert!(rule.holds([&enough]) && !rule.holds([&few]));
        assert!(Rule::of(&policy(), Subject::Trade).holds([&few]));
    }
}
