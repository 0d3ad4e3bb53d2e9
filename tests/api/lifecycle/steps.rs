//! What may be tried, and how often. The reference only counts filings: what follows from a step is told by the mirror once the
//! portal has answered, since of two at once nobody knows beforehand who is first.

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

/// Someone who acts, by place: two companies, an agent of the first, two reviewers, two approvers.
pub type Who = usize;
pub const COMPANIES: std::ops::Range<Who> = 0..2;
pub const AGENT: Who = 2;
pub const REVIEWERS: std::ops::Range<Who> = 3..5;
pub const APPROVERS: std::ops::Range<Who> = 5..7;
pub const PEOPLE: usize = 7;

/// What someone tries with a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Submit,
    Withdraw,
    Claim,
    Release,
    Return,
    Recommend,
    Refer,
    Register,
    Refuse,
}

const EVERYTHING: [What; 9] = [
    What::Submit,
    What::Withdraw,
    What::Claim,
    What::Release,
    What::Return,
    What::Recommend,
    What::Refer,
    What::Register,
    What::Refuse,
];

/// One step of a walk. Filings are named by place, modulo how many there are.
#[derive(Debug, Clone)]
pub enum Step {
    /// A draft with its papers: of a new contract, or of another kind where the company has a contract.
    Begin { who: Who, kind: u8 },
    /// What the filing waits for, by someone who plausibly does it.
    Forward { filing: usize, choice: u8 },
    /// Anything, by anyone.
    Try { filing: usize, who: Who, what: What },
    /// Two things at once.
    Race { filing: usize, one: (Who, What), other: (Who, What) },
    /// Two plausible things at once.
    RaceForward { filing: usize, choices: (u8, u8) },
    /// Hours pass, and the timers run.
    Wait { hours: u16 },
}

/// The reference.
#[derive(Debug)]
pub struct Walk;

fn who() -> impl Strategy<Value = Who> {
    0..PEOPLE
}

fn what() -> impl Strategy<Value = What> {
    proptest::sample::select(&EVERYTHING[..])
}

impl ReferenceStateMachine for Walk {
    /// How many filings were begun.
    type State = usize;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self::State> {
        Just(0).boxed()
    }

    fn transitions(begun: &Self::State) -> BoxedStrategy<Self::Transition> {
        let begin = (0..AGENT + 1, any::<u8>()).prop_map(|(who, kind)| Step::Begin { who, kind });
        if *begun == 0 {
            return begin.boxed();
        }
        let filing = 0..*begun;
        let forward = (filing.clone(), any::<u8>()).prop_map(|(filing, choice)| Step::Forward { filing, choice });
        let anything = (filing.clone(), who(), what()).prop_map(|(filing, who, what)| Step::Try { filing, who, what });
        let race = (filing.clone(), (who(), what()), (who(), what())).prop_map(|(filing, one, other)| Step::Race {
            filing,
            one,
            other,
        });
        let likely = (filing, any::<(u8, u8)>()).prop_map(|(filing, choices)| Step::RaceForward { filing, choices });
        let wait = prop_oneof![4 => 1_u16..30, 1 => 30_u16..800].prop_map(|hours| Step::Wait { hours });
        let begin_more = if *begun < 6 { 3 } else { 0 };
        let mut all = vec![
            (14, forward.boxed()),
            (4, anything.boxed()),
            (2, race.boxed()),
            (4, likely.boxed()),
            (2, wait.boxed()),
        ];
        if begin_more > 0 {
            all.push((begin_more, begin.boxed()));
        }
        proptest::strategy::Union::new_weighted(all).boxed()
    }

    fn apply(begun: Self::State, step: &Self::Transition) -> Self::State {
        begun + usize::from(matches!(step, Step::Begin { .. }))
    }

    fn preconditions(begun: &Self::State, step: &Self::Transition) -> bool {
        match step {
            Step::Begin { .. } | Step::Wait { .. } => true,
            Step::Forward { filing, .. }
            | Step::Try { filing, .. }
            | Step::Race { filing, .. }
            | Step::RaceForward { filing, .. } => filing < begun,
        }
    }
}

/// A filing on its way to a decision, with a race on the way: of a withdrawal against the claim, the return or the decision,
/// and at the end of two decisions.
pub fn race_of_ends(filing: usize) -> Vec<Step> {
    let company = COMPANIES.start;
    let (reviewer, approver) = (REVIEWERS.start, APPROVERS.start);
    let go = |who, what| Step::Try { filing, who, what };
    let race = |one, other| Step::Race { filing, one, other };
    let begin = Step::Begin { who: company, kind: 0 };
    let withdraw = (company, What::Withdraw);
    match filing % 3 {
        0 => vec![begin, go(company, What::Submit), race(withdraw, (reviewer, What::Claim))],
        1 => vec![
            begin,
            go(company, What::Submit),
            go(reviewer, What::Claim),
            go(reviewer, What::Recommend),
            race(withdraw, (approver, What::Register)),
            race((approver, What::Refuse), (approver + 1, What::Register)),
        ],
        _ => vec![
            begin,
            go(company, What::Submit),
            go(reviewer, What::Claim),
            race((reviewer, What::Return), (reviewer, What::Recommend)),
            race(withdraw, (company, What::Submit)),
            race(withdraw, (approver, What::Refuse)),
        ],
    }
}
