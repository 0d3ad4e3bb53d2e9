//! The values of a spread, group by group, and their quantiles.

/// The values of a run of facts, with the slots that they were found for.
pub(super) type Run = Vec<(usize, i64)>;

/// Values in a list for each group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lists {
    /// Where the list of each group begins, and at last where the last one ends.
    begins: Vec<usize>,
    values: Vec<i64>,
}

impl Lists {
    /// The lists of so many groups, from runs of values; of each slot the group that it belongs to.
    pub(super) fn of(groups: usize, of_slot: &[usize], runs: &[Run]) -> Self {
        let mut begins = vec![0; groups + 1];
        for (slot, _) in runs.iter().flatten() {
            begins[of_slot[*slot] + 1] += 1;
        }
        let mut end = 0;
        for begin in &mut begins {
            end += *begin;
            *begin = end;
        }
        let (mut next, mut values) = (begins.clone(), vec![0; end]);
        for (slot, value) in runs.iter().flatten() {
            let at = &mut next[of_slot[*slot]];
            values[*at] = *value;
            *at += 1;
        }
        Self { begins, values }
    }

    /// The list of a group.
    pub(super) fn list(&self, group: usize) -> &[i64] {
        &self.values[self.begins[group]..self.begins[group + 1]]
    }

    /// Of each of so many coarser groups, of which each group is in one, the smallest value at or below which lie at least so many
    /// per cent of theirs: the nearest rank. None of one without a value.
    pub(super) fn quantiles(&self, groups: usize, of_group: &[u32], percent: usize) -> Vec<Option<i64>> {
        let mut members = vec![Vec::new(); groups];
        for (member, group) in of_group.iter().enumerate() {
            members[*group as usize].push(self.list(member));
        }
        let mut values = Vec::new();
        let mut quantile = |lists: &Vec<&[i64]>| {
            values.clear();
            for list in lists {
                values.extend_from_slice(list);
            }
            let rank = (values.len() * percent).div_ceil(100).checked_sub(1)?;
            Some(*values.select_nth_unstable(rank).1)
        };
        members.iter().map(&mut quantile).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_value_of_the_list() {
        let runs = [vec![(0, 9), (4, 4), (1, 1)], vec![], vec![(5, 2), (0, 5), (4, 3), (5, 1)]];
        let lists = Lists::of(3, &[0, 0, 1, 1, 2, 2], &runs);
        assert_eq!([0, 1, 2].map(|group| lists.list(group)), [&[9, 1, 5][..], &[], &[4, 2, 3, 1]]);
        assert_eq!(lists.quantiles(3, &[0, 1, 2], 50), [Some(5), None, Some(2)]);
        assert_eq!(lists.quantiles(3, &[0, 1, 2], 90), [Some(9), None, Some(4)]);
        let ten = Lists::of(1, &[0], &[(1..=10).map(|value| (0, value)).collect()]);
        assert_eq!([50, 90].map(|percent| ten.quantiles(1, &[0], percent)), [[Some(5)], [Some(9)]]);
    }

    #[test]
    fn coarser_groups_have_the_values_of_theirs() {
        let lists = Lists::of(3, &[0, 1, 2], &[vec![(0, 9), (1, 4), (2, 1)]]);
        assert_eq!(lists.quantiles(2, &[1, 0, 1], 50), [Some(4), Some(1)]);
        assert_eq!(lists.quantiles(2, &[1, 0, 1], 51), [Some(4), Some(9)]);
        assert_eq!(Lists::of(0, &[], &[]).quantiles(1, &[], 50), [None]);
    }
}
