//! What is counted in a cell of patents, who stands behind it, and which cells of a list must be withheld.

use std::collections::{BTreeMap, BTreeSet};

use domain::reference::DisclosurePolicy;
use domain::{CompanyId, ContractId};

use crate::Value;

/// The number of a patent in its table.
pub(super) type Patent = u32;

/// What is counted in a cell: everything once.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) patents: BTreeSet<Patent>,
    /// Contracts, each with its whole amount in US cents.
    pub(super) contracts: BTreeMap<ContractId, i64>,
    pub(super) by_company: BTreeMap<CompanyId, BTreeSet<Patent>>,
}

impl Group {
    pub(super) fn add(&mut self, company: CompanyId, (contract, usd_cents): (ContractId, i64), patent: Patent) {
        self.patents.insert(patent);
        self.contracts.insert(contract, usd_cents);
        self.by_company.entry(company).or_default().insert(patent);
    }

    /// The amounts of its contracts in US dollars, each once.
    pub(super) fn amount(&self) -> Value {
        Value::Fixed { units: self.contracts.values().copied().map(i128::from).sum(), digits: 2 }
    }

    /// All of them together.
    pub(super) fn union<'a>(groups: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut whole = Self::default();
        for group in groups {
            whole.patents.extend(&group.patents);
            whole.contracts.extend(&group.contracts);
            for (company, patents) in &group.by_company {
                whole.by_company.entry(*company).or_default().extend(patents);
            }
        }
        whole
    }

    /// Whether too few companies stand behind it, or one or two for too much of it.
    pub(super) fn is_protected(&self, policy: &DisclosurePolicy) -> bool {
        let mut sizes: Vec<usize> = self.by_company.values().map(BTreeSet::len).collect();
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        let (few, total) = (policy.min_contributors as usize, sizes.iter().sum::<usize>());
        let largest = |companies: usize| sizes.iter().take(companies).sum::<usize>() * 100;
        sizes.len() < few
            || largest(1) > total * policy.largest_percent as usize
            || largest(2) > total * policy.two_largest_percent as usize
    }
}

/// Which of the cells of a list are withheld: those that are protected, and more of the smallest until all that are withheld, which
/// subtraction from the total tells, are not protected together.
pub(super) fn withheld(groups: &[&Group], policy: &DisclosurePolicy) -> Vec<bool> {
    let mut hidden: Vec<bool> = groups.iter().map(|group| group.is_protected(policy)).collect();
    while hidden.contains(&true) {
        let together = groups.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(group, _)| *group);
        if !Group::union(together).is_protected(policy) {
            break;
        }
        let shown = groups.iter().zip(&mut hidden).filter(|(_, hidden)| !**hidden);
        match shown.min_by_key(|(group, _)| group.patents.len()) {
            Some((_, next)) => *next = true,
            None => break,
        }
    }
    hidden
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use domain::reference::ReferenceData;

    use super::*;

    /// A cell in which each company has so many patents of its own.
    fn cell(sizes: &[(u32, u32)]) -> Group {
        let mut group = Group::default();
        for (company, patents) in sizes {
            let id = format!("019373e0-5b1a-7c3d-8e2f-{company:012x}");
            let (holder, contract) = (CompanyId::parse(&id).unwrap(), ContractId::parse(&id).unwrap());
            (0..*patents).for_each(|patent| group.add(holder, (contract, 100), company * 1000 + patent));
        }
        group
    }

    #[test]
    fn a_cell_is_protected_when_few_or_one_stand_behind_it() {
        let policy = ReferenceData::shipped().unwrap().disclosure.of_year(2026).unwrap().clone();
        assert!(cell(&[(1, 5), (2, 5)]).is_protected(&policy), "two companies");
        assert!(cell(&[(1, 8), (2, 1), (3, 1)]).is_protected(&policy), "80 % are one's");
        assert!(cell(&[(1, 5), (2, 4), (3, 1)]).is_protected(&policy), "90 % are two's");
        assert!(!cell(&[(1, 3), (2, 3), (3, 3)]).is_protected(&policy));
        assert!(Group::default().is_protected(&policy));
    }

    #[test]
    fn what_subtraction_would_tell_is_withheld_too() {
        let policy = ReferenceData::shipped().unwrap().disclosure.of_year(2026).unwrap().clone();
        let (large, middle, small) =
            (cell(&[(1, 9), (2, 9), (3, 9)]), cell(&[(4, 2), (5, 2), (6, 2)]), cell(&[(7, 1)]));
        let hidden = |groups: &[&Group]| withheld(groups, &policy);
        assert_eq!(hidden(&[&large, &middle]), [false, false]);
        assert_eq!(hidden(&[&large, &middle, &small]), [false, true, true], "the total less two cells is the third");
        assert_eq!(hidden(&[&large, &small]), [true, true]);
        let one_more = cell(&[(8, 1), (9, 1)]);
        assert_eq!(hidden(&[&large, &small, &one_more]), [false, true, true], "three companies, a patent each");
    }
}
