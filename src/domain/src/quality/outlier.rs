//! Amounts, royalty rates and durations far from those of their peers.
//!
//! Peers of a contract are what was registered in its direction, mode and industry; where these are few, in its direction and mode, and
//! where those are few too, in its direction.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::logarithm::ONE;
use super::observation::{Event, Told};
use super::robust::{Robust, SCORE_ONE, Scale};
use super::{Detector, Found};
use crate::contract::{Direction, Mode};
use crate::money::{Percent, decimal_text};
use crate::statistics::FactKind;

/// Fewer than these are no peers.
const PEERS: usize = 20;

/// What is compared, and from where on it is odd.
struct Rule {
    detector: Detector,
    unit: &'static str,
    /// Decimals of the value in its unit.
    digits: u8,
    scale: Scale,
    /// Standard deviations from the median, in ten-thousandths, …
    score: i64,
    /// … and so many times the median, or so small a part of it.
    times: i64,
    /// The measures of the figures that tell of peers.
    measures: &'static str,
    /// The value; 0 where there is none.
    value: fn(&Event) -> i64,
}

/// The limits are the centre's own, no law. 3.5 is what Iglewicz and Hoaglin advise; rates and durations have longer tails on their plain
/// scale, and a service of a year may well be prolonged to five.
const RULES: [Rule; 3] = [
    Rule {
        detector: Detector::AmountOutlier,
        unit: "usd",
        digits: 2,
        scale: Scale::Logarithm,
        score: SCORE_ONE / 10 * 35,
        times: 10,
        measures: "contracts,median_amount_usd,p90_amount_usd",
        value: |event| event.usd_cents,
    },
    Rule {
        detector: Detector::RateOutlier,
        unit: "percent",
        digits: Percent::DIGITS,
        scale: Scale::Linear,
        score: SCORE_ONE * 5,
        times: 3,
        measures: "contracts,median_royalty_rate,p90_royalty_rate",
        value: |event| event.rate,
    },
    Rule {
        detector: Detector::DurationOutlier,
        unit: "months",
        digits: 0,
        scale: Scale::Linear,
        score: SCORE_ONE * 5,
        times: 6,
        measures: "contracts,median_months,p90_months",
        value: |event| i64::from(event.months),
    },
];

/// Whose values are compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Circle {
    direction: Direction,
    mode: Option<Mode>,
    industry: Option<Arc<str>>,
}

impl Circle {
    /// Those that an event belongs to, the narrowest first.
    fn of(event: &Event) -> [Self; 3] {
        let Event { direction, mode, industry, .. } = event;
        let direction = *direction;
        [
            Self { direction, mode: Some(*mode), industry: Some(industry.clone()) },
            Self { direction, mode: Some(*mode), industry: None },
            Self { direction, mode: None, industry: None },
        ]
    }

    /// The question to the figures that is about it.
    fn question(&self, measures: &str) -> String {
        let mode = self.mode.map(|mode| format!("&filter=mode:{}", mode.code())).unwrap_or_default();
        let industry = self.industry.as_ref().map(|code| format!("&filter=industry:{code}")).unwrap_or_default();
        let direction = self.direction.code();
        format!("rows=year&measures={measures}&filter=direction:{direction}{industry}{mode}")
    }
}

pub(super) fn find(told: &[Told<'_>], found: &mut Vec<Found>) {
    for rule in &RULES {
        let peers = rule.peers(told);
        found.extend(told.iter().filter_map(|told| rule.judge(told, &peers)));
    }
}

impl Rule {
    /// The middle and the spread of each circle that is large enough: each contract once, as it was registered first.
    fn peers(&self, told: &[Told<'_>]) -> HashMap<Circle, Robust> {
        let mut values: HashMap<Circle, Vec<i64>> = HashMap::new();
        for event in told.iter().map(|told| told.event).filter(|event| event.kind == FactKind::Registration) {
            let value = (self.value)(event);
            if value > 0 {
                for circle in Circle::of(event) {
                    values.entry(circle).or_default().push(value);
                }
            }
        }
        let large = values.into_iter().filter(|(_, values)| values.len() >= PEERS);
        large.filter_map(|(circle, mut values)| Some((circle, Robust::of(&mut values, self.scale)?))).collect()
    }

    fn judge(&self, told: &Told<'_>, peers: &HashMap<Circle, Robust>) -> Option<Found> {
        let event = told.event;
        let value = (self.value)(event);
        let known = told.before.is_some_and(|before| (self.value)(before) == value);
        if value <= 0 || known || event.kind == FactKind::Closure {
            return None;
        }
        let (circle, robust) = Circle::of(event).into_iter().find_map(|circle| {
            let robust = peers.get(&circle).copied();
            robust.map(|robust| (circle, robust))
        })?;
        let (smaller, larger) = (value.min(robust.median), value.max(robust.median));
        let far = robust.score(value) >= self.score && larger >= smaller.saturating_mul(self.times);
        far.then(|| Found {
            detector: self.detector,
            contract: event.contract,
            seq: event.seq,
            evidence: self.evidence(value, &circle, &robust),
        })
    }

    fn evidence(&self, value: i64, circle: &Circle, robust: &Robust) -> Value {
        let text = |value: i64| decimal_text(value, self.digits);
        let mad = match self.scale {
            Scale::Linear => text(robust.mad),
            Scale::Logarithm => decimal_text(robust.mad.saturating_mul(1_000) / ONE, 3),
        };
        json!({
            "unit": self.unit,
            "value": text(value),
            "median": text(robust.median),
            "mad": mad,
            "scale": self.scale.code(),
            "peers": robust.count,
            "score": decimal_text(robust.score(value) / (SCORE_ONE / 100), 2),
            "query": circle.question(self.measures),
        })
    }
}
