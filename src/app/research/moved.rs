//! A contract that an amendment moves in the figures: taken away where it was, added where it is. Its size is a place, too.

use serde::{Deserialize, Serialize};
use storage::register::Fact;

use crate::app::AppError;

/// What is taken away, and from where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Moved {
    pub(super) direction: String,
    pub(super) district: String,
    pub(super) country: String,
    pub(super) industry: String,
    pub(super) legal_type: String,
    pub(super) mode: String,
    pub(super) payment_mode: String,
    pub(super) ownership: String,
    pub(super) related_parties: bool,
    pub(super) contracts: i32,
    pub(super) amount_usd_cents: i64,
    pub(super) technology_fee_usd_cents: i64,
}

impl Moved {
    /// What a stored fact takes away.
    pub(super) fn of(fact: &Fact) -> Result<Option<Self>, AppError> {
        fact.moved_from.as_deref().map(serde_json::from_str).transpose().map_err(AppError::internal)
    }

    /// The delta as it is, if the contract stays in its place and of its size; else the whole of it, with what is taken away
    /// where it was.
    pub(super) fn between(place: &Fact, delta: Fact, amount: i64, technology_fee: i64) -> Result<Fact, AppError> {
        let from = Self {
            contracts: -1,
            amount_usd_cents: -amount,
            technology_fee_usd_cents: -technology_fee,
            ..Self::place_of(place)
        };
        if Self::place_of(place) == Self::place_of(&delta) && delta.amount_usd_cents == 0 {
            return Ok(delta);
        }
        Ok(Fact {
            contracts: 1,
            amount_usd_cents: amount + delta.amount_usd_cents,
            technology_fee_usd_cents: technology_fee + delta.technology_fee_usd_cents,
            moved_from: Some(serde_json::to_string(&from).map_err(AppError::internal)?),
            ..delta
        })
    }

    fn place_of(fact: &Fact) -> Self {
        Self {
            direction: fact.direction.clone(),
            district: fact.district.clone(),
            country: fact.country.clone(),
            industry: fact.industry.clone(),
            legal_type: fact.legal_type.clone(),
            mode: fact.mode.clone(),
            payment_mode: fact.payment_mode.clone(),
            ownership: fact.ownership.clone(),
            related_parties: fact.related_parties,
            ..Self::default()
        }
    }
}
