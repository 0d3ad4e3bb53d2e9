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

    /// Whether too few companies stand behind it, or one or two for too much of it.
    pub(super) fn is_protected(&self, policy: &DisclosurePolicy) -> bool {
        let mut together = Together::default();
        together.add(self);
        together.is_protected(policy)
    }
}

/// Cells together, each patent of a company once. Cells are added one by one, and no more is looked at than what each of them brings.
#[derive(Default)]
struct Together {
    by_company: BTreeMap<CompanyId, BTreeSet<Patent>>,
    /// The patents of all companies.
    total: usize,
    /// The two with the most patents, the largest first. Companies only grow: none comes up but the one that just has.
    largest: Vec<(usize, CompanyId)>,
}

impl Together {
    fn add(&mut self, group: &Group) {
        for (company, patents) in &group.by_company {
            let own = self.by_company.entry(*company).or_default();
            let before = own.len();
            own.extend(patents);
            let size = own.len();
            self.total += size - before;
            self.largest.retain(|(_, known)| known != company);
            self.largest.push((size, *company));
            self.largest.sort_unstable_by(|one, other| other.cmp(one));
            self.largest.truncate(2);
        }
    }

    fn is_protected(&self, policy: &DisclosurePolicy) -> bool {
        let largest = |companies: usize| self.largest.iter().take(companies).map(|(size, _)| size).sum::<usize>() * 100;
        self.by_company.len() < policy.min_contributors as usize
            || largest(1) > self.total * policy.largest_percent as usize
            || largest(2) > self.total * policy.two_largest_percent as usize
    }
}

/// Which of the cells of a list are withheld: those that are protected, and more of the smallest until all that are withheld, which
/// subtraction from the total tells, are not protected together.
pub(super) fn withheld(groups: &[&Group], policy: &DisclosurePolicy) -> Vec<bool> {
    let mut hidden: Vec<bool> = groups.iter().map(|group| group.is_protected(policy)).collect();
    let (protected, mut shown): (Vec<usize>, Vec<usize>) = (0..groups.len()).partition(|place| hidden[*place]);
    if protected.is_empty() {
        return hidden;
    }
    let mut together = Together::default();
    for place in protected {
        together.add(groups[place]);
    }
    // The first of cells of one size comes first.
    shown.sort_by_key(|place| groups[*place].patents.len());
    for place in shown {
        if !together.is_protected(policy) {
            break;
        }
        hidden[place] = true;
        together.add(groups[place]);
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

    /// The rule as it is written in `withheld`, all cells put together anew for each that is added.
    fn withheld_plainly(groups: &[&Group], policy: &DisclosurePolicy) -> Vec<bool> {
        let mut hidden: Vec<bool> = groups.iter().map(|group| group.is_protected(policy)).collect();
        while hidden.contains(&true) {
            let mut union = Group::default();
            for (group, _) in groups.iter().zip(&hidden).filter(|(_, hidden)| **hidden) {
                union.patents.extend(&group.patents);
                for (company, patents) in &group.by_company {
                    union.by_company.entry(*company).or_default().extend(patents);
                }
            }
            let mut sizes: Vec<usize> = union.by_company.values().map(BTreeSet::len).collect();
            sizes.sort_unstable_by(|one, other| other.cmp(one));
            let most = |companies: usize| sizes.iter().take(companies).sum::<usize>() * 100;
            let total = sizes.iter().sum::<usize>();
            let is_protected = sizes.len() < policy.min_contributors as usize
                || most(1) > total * policy.largest_percent as usize
                || most(2) > total * policy.two_largest_percent as usize;
            let shown = groups.iter().zip(&mut hidden).filter(|(_, hidden)| !**hidden);
            match shown.min_by_key(|(group, _)| group.patents.len()).filter(|_| is_protected) {
                Some((_, next)) => *next = true,
                None => break,
            }
        }
        hidden
    }

    #[test]
    fn adding_cells_one_by_one_withholds_the_same() {
        let policy = ReferenceData::shipped().unwrap().disclosure.of_year(2026).unwrap().clone();
        // A plain generator: the same lists each time.
        let mut state = 1_u32;
        let mut below = |most: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % most
        };
        let mut more = 0;
        for _ in 0..300 {
            let cells: Vec<Group> = (0..=below(12))
                .map(|_| {
                    // Companies and patents come again in other cells.
                    let mut group = Group::default();
                    for _ in 0..=below(5) {
                        let one = cell(&[(below(8), 1 + below(6))]);
                        for (company, patents) in one.by_company {
                            let contract =
                                one.contracts.iter().map(|(contract, cents)| (*contract, *cents)).next().unwrap();
                            for patent in patents {
                                group.add(company, contract, patent);
                            }
                        }
                    }
                    group
                })
                .collect();
            let groups: Vec<&Group> = cells.iter().collect();
            let hidden = withheld(&groups, &policy);
            assert_eq!(hidden, withheld_plainly(&groups, &policy));
            let protected = groups.iter().filter(|group| group.is_protected(&policy)).count();
            more += hidden.iter().filter(|hidden| **hidden).count() - protected;
        }
        assert!(more > 0, "some lists withhold more than what is protected");
    }
}
