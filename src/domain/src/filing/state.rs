//! The life of an application as a table. Whatever offers or checks an action asks here; who may act is not decided here.

use thiserror::Error;

use super::{
    Action::{
        self, Assign, Attach, Claim, Decide, Delete, Lapse, Recommend, Refer, Release, Return, Save, Submit, Withdraw,
    },
    FilingStatus::{
        self, Draft, InReview, Lapsed, Recommended, Referred, Refused, Registered, Returned, Submitted, Withdrawn,
    },
    Outcome,
};

/// Every legal step: from, by, to. `decide` has two rows; the outcome chooses between them.
/// `delete` stays in `draft`, because afterwards there is no application left to have a state.
pub const TRANSITIONS: &[(FilingStatus, Action, FilingStatus)] = &[
    (Draft, Save, Draft),
    (Draft, Attach, Draft),
    (Draft, Delete, Draft),
    (Draft, Submit, Submitted),
    (Draft, Withdraw, Withdrawn),
    (Submitted, Claim, InReview),
    (Submitted, Assign, InReview),
    (Submitted, Withdraw, Withdrawn),
    (InReview, Release, Submitted),
    (InReview, Assign, InReview),
    (InReview, Return, Returned),
    (InReview, Recommend, Recommended),
    (InReview, Refer, Referred),
    (Returned, Save, Returned),
    (Returned, Attach, Returned),
    (Returned, Submit, Submitted),
    (Returned, Withdraw, Withdrawn),
    (Returned, Lapse, Lapsed),
    (Recommended, Decide, Registered),
    (Recommended, Decide, Refused),
];

/// The action is not possible in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an application that is {} cannot be changed by {}", status.code(), action.code())]
pub struct IllegalAction {
    /// Where the application stands.
    pub status: FilingStatus,
    /// What was tried.
    pub action: Action,
}

/// The state that follows. `outcome` matters to `decide` alone, and `decide` needs one.
pub fn next(status: FilingStatus, action: Action, outcome: Option<Outcome>) -> Result<FilingStatus, IllegalAction> {
    TRANSITIONS
        .iter()
        .filter(|(from, by, to)| *from == status && *by == action && agrees(*to, action, outcome))
        .map(|(_, _, to)| *to)
        .next()
        .ok_or(IllegalAction { status, action })
}

/// The actions that are possible in this state, each once, in the table's order.
pub fn allowed(status: FilingStatus) -> impl Iterator<Item = Action> {
    let mut last = None;
    TRANSITIONS
        .iter()
        .filter(move |(from, _, _)| *from == status)
        .map(|(_, by, _)| *by)
        .filter(move |action| last.replace(*action) != Some(*action))
}

impl FilingStatus {
    /// Whether the centre or the company has yet to act on what was submitted. One such application a contract of the
    /// register at a time.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Submitted | InReview | Returned | Recommended)
    }
}

/// Whether nothing can follow.
pub fn is_terminal(status: FilingStatus) -> bool {
    allowed(status).next().is_none()
}

fn agrees(to: FilingStatus, action: Action, outcome: Option<Outcome>) -> bool {
    match (action, outcome) {
        (Decide, Some(Outcome::Register)) => to == Registered,
        (Decide, Some(Outcome::Refuse)) => to == Refused,
        (Decide, None) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn walk(steps: &[(Action, Option<Outcome>)]) -> Vec<FilingStatus> {
        let mut path = vec![Draft];
        for (action, outcome) in steps {
            let here = path[path.len() - 1];
            if let Ok(there) = next(here, *action, *outcome) {
                path.push(there);
            }
        }
        path
    }

    #[test]
    fn the_usual_road_leads_to_the_register() {
        let road = [
            (Submit, None),
            (Claim, None),
            (Return, None),
            (Submit, None),
            (Claim, None),
            (Recommend, None),
            (Decide, Some(Outcome::Register)),
        ];
        assert_eq!(walk(&road), [Draft, Submitted, InReview, Returned, Submitted, InReview, Recommended, Registered]);
    }

    #[test]
    fn a_decision_needs_an_outcome() {
        let refused = next(Recommended, Decide, Some(Outcome::Refuse));
        assert_eq!(refused, Ok(Refused));
        assert_eq!(next(Recommended, Decide, None), Err(IllegalAction { status: Recommended, action: Decide }));
    }

    #[test]
    fn an_illegal_step_names_the_state_it_was_tried_in() {
        let error = next(Registered, Withdraw, None).unwrap_err();
        assert_eq!(error.to_string(), "an application that is registered cannot be changed by withdraw");
    }

    #[test]
    fn five_states_are_final() {
        let terminal: Vec<_> = FilingStatus::ALL.iter().copied().filter(|status| is_terminal(*status)).collect();
        assert_eq!(terminal, [Registered, Refused, Referred, Withdrawn, Lapsed]);
    }

    #[test]
    fn every_action_is_offered_once() {
        assert_eq!(allowed(Recommended).collect::<Vec<_>>(), [Decide]);
        assert_eq!(allowed(InReview).collect::<Vec<_>>(), [Release, Assign, Return, Recommend, Refer]);
    }

    fn steps() -> impl Strategy<Value = Vec<(Action, Option<Outcome>)>> {
        let outcome = proptest::option::of(proptest::sample::select(Outcome::ALL));
        proptest::collection::vec((proptest::sample::select(Action::ALL), outcome), 0..60)
    }

    proptest! {
        #[test]
        fn no_step_leaves_a_final_state(steps in steps()) {
            let path = walk(&steps);
            prop_assert!(path[..path.len() - 1].iter().all(|status| !is_terminal(*status)));
        }

        #[test]
        fn the_register_is_reached_only_by_a_recommendation_after_review(steps in steps()) {
            let path = walk(&steps);
            if let Some(at) = path.iter().position(|status| *status == Registered) {
                prop_assert_eq!(&path[at - 2..at], &[InReview, Recommended]);
                prop_assert!(path[..at].contains(&Submitted));
            }
        }

        #[test]
        fn what_is_offered_is_what_is_accepted(status in proptest::sample::select(FilingStatus::ALL), action in proptest::sample::select(Action::ALL)) {
            let accepted = next(status, action, Some(Outcome::Register)).is_ok();
            prop_assert_eq!(allowed(status).any(|offered| offered == action), accepted);
        }
    }
}
