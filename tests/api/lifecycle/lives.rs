//! The people of one walk and the filings they have begun, at the portal itself.

use std::collections::BTreeMap;

use chrono::{Datelike, Duration, NaiveDate};
use domain::Role;
use domain::clock::shanghai_date;
use futures_util::future::join;
use serde_json::{Map, Value, json};

use super::mirror::{Mirror, Verdict};
use super::steps::{AGENT, COMPANIES, KINDS, REVIEWERS, Step, What, Who};
use super::truth;
use crate::support::people::DESKS;
use crate::support::{Actor, Answer, Contract, TestPortal};

/// What the walk has come to: why it fails, where it does.
pub type Outcome = Result<(), String>;

/// One walk.
pub struct Lives<'a> {
    pub portal: &'a TestPortal,
    pub people: Vec<Actor>,
    pub filings: Vec<Mirror>,
    /// The agent's mandate for the first company, while it has one.
    mandate: Option<String>,
}

impl<'a> Lives<'a> {
    /// New people, on the morning that all tests begin on.
    pub async fn begin(portal: &'a TestPortal) -> Self {
        portal.set_clock(crate::support::portal::NOW);
        let mut people = vec![portal.company().await, portal.company().await, portal.company().await];
        for _ in 0..2 {
            people.push(portal.reviewer().await);
        }
        for _ in 0..2 {
            people.push(portal.approver().await);
        }
        people.push(portal.staff(Role::DeskManager, &DESKS).await);
        let mut lives = Self { portal, people, filings: Vec::new(), mandate: None };
        lives.give_or_end().await;
        lives
    }

    /// Ends the agent's mandate, or gives one where there is none.
    async fn give_or_end(&mut self) {
        let company = &self.people[COMPANIES.start];
        if let Some(mandate) = self.mandate.take() {
            company.post(&format!("/mandates/{mandate}/end"), &json!({})).await.expect(200);
        } else {
            let last_day = (self.today() + Duration::days(3650)).to_string();
            let given = crate::mandates::give(company, &self.people[AGENT], json!({ "scope": "all" }), &last_day).await;
            self.mandate = Some(given);
        }
        for mirror in &mut self.filings {
            mirror.has_agent = self.mandate.is_some();
        }
    }

    /// How many of each kind were registered.
    pub fn registered(&self) -> BTreeMap<&'static str, usize> {
        let mut counted = BTreeMap::new();
        for mirror in self.filings.iter().filter(|mirror| mirror.status == "registered") {
            *counted.entry(mirror.kind).or_default() += 1;
        }
        counted
    }

    /// Takes a step, and compares what the portal answers with what the rules say.
    pub async fn take(&mut self, step: &Step) -> Outcome {
        match *step {
            Step::Begin { who, kind } => self.start(who, kind).await,
            Step::Forward { filing, choice } => {
                let Some(at) = self.at(filing) else { return Ok(()) };
                let (who, what) = self.filings[at].likely(choice);
                self.one(at, who, what).await
            }
            Step::Try { filing, who, what } => match self.at(filing) {
                Some(at) => self.one(at, who, what).await,
                None => Ok(()),
            },
            Step::Race { filing, one, other } => match self.at(filing) {
                Some(at) => self.race(at, one, other).await,
                None => Ok(()),
            },
            Step::RaceForward { filing, choices } => {
                let Some(at) = self.at(filing) else { return Ok(()) };
                let (one, other) = (self.filings[at].likely(choices.0), self.filings[at].likely(choices.1));
                self.race(at, one, other).await
            }
            Step::Wait { hours } => self.wait(i64::from(hours)).await,
            Step::Mandate => {
                self.give_or_end().await;
                Ok(())
            }
        }
    }

    fn at(&self, filing: usize) -> Option<usize> {
        (!self.filings.is_empty()).then(|| filing % self.filings.len())
    }

    fn today(&self) -> NaiveDate {
        self.portal.app.today()
    }

    async fn wait(&mut self, hours: i64) -> Outcome {
        let by = Duration::hours(hours);
        // Nobody waits for the new year: the next walk begins in this one, in which nothing would be registered any more.
        if shanghai_date(self.portal.app.now() + by).year() > self.today().year() {
            return Ok(());
        }
        self.portal.pass(by);
        self.portal.jobs(None).sweep().await.map_err(|error| error.to_string())?;
        for person in &self.people {
            person.sign_in().await;
        }
        let now = self.portal.app.now();
        for mirror in self.filings.iter_mut().filter(|mirror| mirror.status == "returned") {
            let filing = self.people[mirror.company].filing(&mirror.id).await;
            let since: chrono::DateTime<chrono::Utc> =
                filing["updated_at"].as_str().unwrap_or_default().parse().unwrap();
            // 30 days after the return nobody waits any longer (the portal's own rule, `app::filing::lapse`).
            if filing["status"] == "lapsed" {
                mirror.status = "lapsed";
                mirror.done += 1;
            } else if now - since > Duration::days(30) {
                return Err(format!("{} was returned on {since} and has not lapsed", mirror.id));
            }
        }
        Ok(())
    }

    /// Begins a filing with its papers: a registration, or another kind where the company has a contract.
    async fn start(&mut self, who: Who, kind: u8) -> Outcome {
        let company = if who == AGENT { COMPANIES.start } else { who };
        let owner = &self.people[company];
        let (mut body, mut name) =
            (Contract::import().of(owner).numbered(self.portal.next()).registration(), "registration");
        let registered = self.filings.iter().filter(|filing| {
            filing.company == company && filing.kind == "registration" && filing.status == "registered"
        });
        let known: Vec<&Mirror> = registered.collect();
        let (_, asked) = KINDS[usize::from(kind) % KINDS.len()];
        if !known.is_empty() && asked != "registration" {
            let about = owner.filing(&known[usize::from(kind >> 4) % known.len()].id).await["contract_id"].clone();
            let contract = owner.get(&format!("/contracts/{}", about.as_str().unwrap())).await.expect(200);
            (body, name) = (self.about(&contract, asked, kind), asked);
        }
        if who == AGENT {
            body["on_behalf_of"] = self.people[COMPANIES.start].company_id().into();
        }
        let filing = self.people[who].post("/filings", &body).await;
        if who == AGENT && self.mandate.is_none() {
            filing.problem(422, "no_mandate");
            return Ok(());
        }
        if filing.status != 201 {
            return Err(format!("{body} could not be begun: {}", filing.text()));
        }
        let id = filing.json()["id"].as_str().unwrap().to_owned();
        self.people[who].attach_papers(&id).await;
        // Whoever submits it, an agent too, finds every paper there: the mandate with the others.
        if who != AGENT {
            let mandate = self.people[who].attach(&id, "agency_mandate", "mandate.pdf", b"%PDF-1.4\n%%EOF\n").await;
            mandate.expect(201);
        }
        let papers = self.people[who].filing(&id).await["attachments"].as_array().unwrap().len();
        self.filings.push(Mirror {
            id,
            company,
            kind: name,
            status: "draft",
            has_agent: self.mandate.is_some(),
            claimed_by: None,
            recommended_by: None,
            decided_by: None,
            clock: Vec::new(),
            done: 1 + papers,
        });
        Ok(())
    }

    /// A filing of another kind about a contract of the register. A settlement is an amendment.
    fn about(&self, contract: &Value, asked: &str, choice: u8) -> Value {
        let (today, id) = (self.today().to_string(), contract["id"].clone());
        match asked {
            "amendment" => {
                let mut form = contract["contract"].clone();
                form["name"] = format!("{}（变更{}）", form["name"].as_str().unwrap(), self.portal.next()).into();
                let request = json!({ "reason": "双方另有约定。", "agreement_on": today });
                json!({ "kind": "amendment", "contract_id": id, "contract": form, "request": request })
            }
            "closure" => {
                let effect = match (contract["status"].as_str(), choice & 0x10) {
                    (Some("in_force"), 0) => "suspension",
                    (Some("suspended"), 0) => "resumption",
                    _ => "termination",
                };
                let request = json!({ "reason": "项目调整。", "closure": { "effect": effect, "effective_on": today } });
                json!({ "kind": "closure", "contract_id": id, "request": request })
            }
            "settlement" => {
                let request = crate::kinds::settlement(&today, "1000.00");
                json!({ "kind": "amendment", "contract_id": id, "request": request })
            }
            _ => {
                let loss = json!({ "lost_on": today, "notice_on": today, "notice_in": "苏州日报" });
                let request = json!({ "reason": "保管不慎。", "reissue": loss });
                json!({ "kind": "reissue", "contract_id": id, "request": request })
            }
        }
    }

    /// Does something, with a reason for each warning that asks for one.
    async fn act(&self, who: Who, id: &str, what: What) -> Answer {
        let (actor, nothing) = (&self.people[who], json!({}));
        match what {
            What::Submit => {
                let answer = actor.submit(id, json!({})).await;
                if answer.status != 422 || answer.json()["code"] != "reasons_required" {
                    return answer;
                }
                let errors = answer.json()["errors"].as_array().unwrap().clone();
                let reasons: Map<String, Value> = errors
                    .iter()
                    .map(|error| (error["code"].as_str().unwrap().to_owned(), json!("情况属实。")))
                    .collect();
                actor.submit(id, reasons.into()).await
            }
            What::Withdraw => actor.act(id, "withdraw", &nothing).await,
            What::Claim => actor.act(id, "claim", &nothing).await,
            What::Release => actor.act(id, "release", &nothing).await,
            What::Assign => actor.act(id, "assign", &json!({ "to": self.people[REVIEWERS.start].id })).await,
            What::Return => actor.return_(id).await,
            What::Recommend => actor.recommend(id, "register").await,
            What::RecommendRefusal => actor.recommend(id, "refuse").await,
            What::Refer => actor.act(id, "refer", &json!({ "opinion": "属限制类技术。" })).await,
            What::Register => actor.decide(id, "register").await,
            What::Refuse => actor.decide(id, "refuse").await,
        }
    }

    async fn one(&mut self, at: usize, who: Who, what: What) -> Outcome {
        let answer = self.act(who, &self.filings[at].id, what).await;
        let (verdict, next) = self.filings[at].after(who, what, self.today());
        let done = done(&answer)?;
        if !agrees(&verdict, done) {
            return Err(format!(
                "{what:?} by {who} in {:?}: {verdict:?}, but {} {}",
                self.filings[at],
                answer.status,
                answer.text()
            ));
        }
        if done {
            self.filings[at] = next;
        }
        self.compare(at).await
    }

    /// Two at once: what came of it is what one order of the two explains.
    async fn race(&mut self, at: usize, one: (Who, What), other: (Who, What)) -> Outcome {
        let id = self.filings[at].id.clone();
        let (first, second) = join(self.act(one.0, &id, one.1), self.act(other.0, &id, other.1)).await;
        let (first, second) = (done(&first)?, done(&second)?);
        let before = self.filings[at].clone();
        let today = self.today();
        let in_order = |(a, a_done): ((Who, What), bool), (b, b_done): ((Who, What), bool)| {
            let (verdict, next) = before.after(a.0, a.1, today);
            let between = if a_done { next } else { before.clone() };
            let (later, last) = between.after(b.0, b.1, today);
            (agrees(&verdict, a_done) && agrees(&later, b_done)).then_some(if b_done { last } else { between })
        };
        let told = in_order((one, first), (other, second)).or_else(|| in_order((other, second), (one, first)));
        // Whoever read the filing before the other one's change is told so, and may simply try again.
        let overtaken = || {
            let submits = one.1 == What::Submit || other.1 == What::Submit;
            submits.then(|| match (first, second) {
                (true, false) => Some(before.after(one.0, one.1, today).1),
                (false, true) => Some(before.after(other.0, other.1, today).1),
                _ => None,
            })?
        };
        let Some(after) = told.or_else(overtaken) else {
            return Err(format!(
                "{one:?} ({first}) and {other:?} ({second}) at once in {before:?}: no order explains it"
            ));
        };
        self.filings[at] = after;
        self.compare(at).await
    }

    /// The portal tells the same of a filing as the mirror.
    async fn compare(&self, at: usize) -> Outcome {
        let mirror = &self.filings[at];
        let filing = self.people[mirror.company].filing(&mirror.id).await;
        if filing["status"] != mirror.status {
            return Err(format!("{mirror:?} is {} at the portal", filing["status"]));
        }
        truth::clock(self, mirror).await
    }

    /// Everything that can be asked of the whole.
    pub async fn check(&self) -> Outcome {
        for mirror in &self.filings {
            truth::clock(self, mirror).await?;
            truth::journal(self, mirror).await?;
        }
        truth::register(self).await
    }
}

/// Whether it was done; an answer that is neither done nor refused is a defect.
fn done(answer: &Answer) -> Result<bool, String> {
    match answer.status {
        200 | 201 => Ok(true),
        403 | 404 | 409 | 422 => Ok(false),
        other => Err(format!("{other} {}", answer.text())),
    }
}

fn agrees(verdict: &Verdict, done: bool) -> bool {
    match verdict {
        Verdict::Done => done,
        Verdict::Maybe => true,
        Verdict::Refused => !done,
    }
}
