//! The values of a spread, group by group, and their quantiles.

/// Values in a list for each group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lists {
    /// Where the list of each group begins, and at last where the last one ends.
    begins: Vec<usize>,
    values: Vec<i64>,
}

impl Lists {
    /// The lists of so many groups, from values with the groups they belong to.
    pub(super) fn of(groups: usize, values: &[(u32, i64)]) -> Self {
        let mut lists = Self::sized(groups, values.iter().map(|(group, _)| (*group, 1)));
        let mut next = lists.begins.clone();
        for (group, value) in values {
            let at = &mut next[*group as usize];
            lists.values[*at] = *value;
            *at += 1;
        }
        lists
    }

    /// The lists of so many coarser groups, of which each group is in one.
    pub(super) fn gathered(&self, groups: usize, of_group: &[u32]) -> Self {
        let lengths = of_group.iter().enumerate().map(|(at, group)| (*group, self.list(at).len()));
        let mut lists = Self::sized(groups, lengths);
        let mut next = lists.begins.clone();
        for (at, group) in of_group.iter().enumerate() {
            let (begin, list) = (&mut next[*group as usize], self.list(at));
            lists.values[*begin..*begin + list.len()].copy_from_slice(list);
            *begin += list.len();
        }
        lists
    }

    /// Lists of zeros: of each group as long as these lengths together.
    fn sized(groups: usize, lengths: impl Iterator<Item = (u32, usize)>) -> Self {
        let mut begins = vec![0; groups + 1];
        for (group, length) in lengths {
            begins[group as usize + 1] += length;
        }
        let mut end = 0;
        for begin in &mut begins {
            end += *begin;
            *begin = end;
        }
        Self { values: vec![0; end], begins }
    }

    /// The list of a group.
    pub(super) fn list(&self, group: usize) -> &[i64] {
        &self.values[self.begins[group]..self.begins[group + 1]]
    }

    /// Of each list the smallest value at or below which lie at least so many per cent of it: the nearest rank. None of an empty one.
    /// It takes the lists, which it leaves in disorder.
    pub(super) fn quantiles(mut self, percent: usize) -> Vec<Option<i64>> {
        let values = &mut self.values;
        let ranges = self.begins.iter().zip(self.begins.iter().skip(1));
        ranges
            .map(|(begin, end)| {
                let list = &mut values[*begin..*end];
                let rank = (list.len() * percent).div_ceil(100).checked_sub(1)?;
                Some(*list.select_nth_unstable(rank).1)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_value_of_the_list() {
        let lists = Lists::of(3, &[(0, 9), (2, 4), (0, 1), (2, 2), (0, 5), (2, 3), (2, 1)]);
        assert_eq!([0, 1, 2].map(|group| lists.list(group)), [&[9, 1, 5][..], &[], &[4, 2, 3, 1]]);
        assert_eq!(lists.clone().quantiles(50), [Some(5), None, Some(2)]);
        assert_eq!(lists.quantiles(90), [Some(9), None, Some(4)]);
        let ten = Lists::of(1, &(1..=10).map(|value| (0, value)).collect::<Vec<_>>());
        assert_eq!((ten.clone().quantiles(50), ten.quantiles(90)), (vec![Some(5)], vec![Some(9)]));
    }

    #[test]
    fn coarser_groups_have_the_values_of_theirs() {
        let lists = Lists::of(3, &[(0, 9), (1, 4), (2, 1)]);
        assert_eq!(lists.gathered(2, &[1, 0, 1]), Lists::of(2, &[(1, 9), (0, 4), (1, 1)]));
        assert_eq!(Lists::of(0, &[]).gathered(1, &[]).quantiles(50), [None]);
    }
}
