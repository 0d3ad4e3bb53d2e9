//! What may be tried, and how often. The reference only counts filings: what follows from a step is told by the mirror once the
//! portal has answered, since of two at once nobody knows beforehand who is first.

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

/// Someone who acts, by place: two companies, an agent of the first, two reviewers, two approvers, the desks' manager.
pub type Who = usize;
pub const COMPANIES: std::ops::Range<Who> = 0..2;
pub const AGENT: Who = 2;
pub const REVIEWERS: std::ops::Range<Who> = 3..5;
pub const APPROVERS: std::ops::Range<Who> = 5..7;
pub const MANAGER: Who = 7;
pub const PEOPLE: usize = 8;

/// What someone tries with a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Submit,
    Withdraw,
    Claim,
    Release,
    /// To the first of the reviewers.
    Assign,
    Return,
    Recommend,
    RecommendRefusal,
    Refer,
    Register,
    Refuse,
}

const EVERYTHING: [What; 11] = [
    What::Submit,
    What::Withdraw,
    What::Claim,
    What::Release,
    What::Assign,
    What::Return,
    What::Recommend,
    What::RecommendRefusal,
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
    /// The agent's mandate ends, or where it has none, another one is given.
    Mandate,
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
            (1, Just(Step::Mandate).boxed()),
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
            Step::Begin { .. } | Step::Wait { .. } | Step::Mandate => true,
            Step::Forward { filing, .. }
            | Step::Try { filing, .. }
            | Step::Race { filing, .. }
            | Step::RaceForward { filing, .. } => filing < begun,
        }
    }
}

/// Which number of `Begin` asks for each kind, once the company has a contract.
pub const KINDS: [(u8, &str); 5] =
    [(0, "registration"), (1, "amendment"), (2, "closure"), (3, "settlement"), (4, "reissue")];

/// Each kind into the register, and then what seldom happens: a refusal that was recommended, and an agent whose mandate ends
/// between its draft and the submission, which the company itself makes; under a new one, the agent withdraws.
pub fn every_kind() -> Vec<Step> {
    let (company, reviewer, approver) = (COMPANIES.start, REVIEWERS.start, APPROVERS.start);
    let go = |filing, who, what| Step::Try { filing, who, what };
    let mut steps = Vec::new();
    // The closure is the last: about a suspended contract, less may be asked for.
    for (filing, kind) in [0, 1, 3, 4, 2].into_iter().enumerate() {
        steps.extend([
            Step::Begin { who: company, kind },
            go(filing, company, What::Submit),
            go(filing, MANAGER, What::Assign),
            go(filing, reviewer, What::Recommend),
            go(filing, approver, What::Register),
        ]);
    }
    steps.extend([
        Step::Begin { who: company, kind: 0 },
        go(5, company, What::Submit),
        go(5, approver, What::Claim),
        go(5, approver, What::RecommendRefusal),
        go(5, approver, What::Refuse),
        go(5, MANAGER, What::Refuse),
        Step::Begin { who: AGENT, kind: 0 },
        Step::Mandate,
        Step::Begin { who: AGENT, kind: 0 },
        go(6, AGENT, What::Submit),
        go(6, company, What::Submit),
        Step::Mandate,
        go(6, AGENT, What::Withdraw),
    ]);
    steps
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
