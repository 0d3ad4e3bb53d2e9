//! Sums of groups while facts are added one after the other.

/// So few groups that one fact often meets the group of the one before.
const FEW: usize = 1024;
/// Sums of a group that take turns.
const LANES: usize = 4;

/// The sums of groups. Where groups are few, each has several that take turns: adding to one sum again and again, a processor waits
/// each time until it has written the one before.
pub(super) struct Sums {
    groups: usize,
    lanes: Vec<i128>,
    /// Where the lane begins whose turn it is.
    lane: usize,
}

impl Sums {
    /// Nothing yet, of so many groups.
    pub(super) fn new(groups: usize) -> Self {
        let lanes = if groups <= FEW { LANES } else { 1 };
        Self { groups, lanes: vec![0; groups * lanes], lane: 0 }
    }

    /// Adds to the sum of a group.
    pub(super) fn add(&mut self, group: u32, value: i64) {
        self.lanes[self.lane + group as usize] += i128::from(value);
        self.lane += self.groups;
        if self.lane == self.lanes.len() {
            self.lane = 0;
        }
    }

    /// The sum of each group.
    pub(super) fn total(mut self) -> Vec<i128> {
        let others = self.lanes.split_off(self.groups.min(self.lanes.len()));
        for lane in others.chunks(self.groups.max(1)) {
            self.lanes.iter_mut().zip(lane).for_each(|(total, sum)| *total += sum);
        }
        self.lanes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_gets_what_is_its_own_however_many_there_are() {
        for groups in [0, 1, 3, FEW, FEW + 1] {
            let mut sums = Sums::new(groups);
            for turn in 0..3_i64 {
                for group in 0..u32::try_from(groups).unwrap() {
                    sums.add(group, i64::from(group) + turn);
                }
            }
            let expected: Vec<i128> = (0..).take(groups).map(|group| group * 3 + 3).collect();
            assert_eq!(sums.total(), expected);
        }
    }
}
