//! A mandate as both sides see it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::filing::FilingKind;
use domain::mandate::{MandateScope, MandateStatus, standing};
use serde::{Deserialize, Serialize};
use storage::Connection;
use storage::mandates::GivenMandate;
use utoipa::ToSchema;

use crate::app::view::Named;
use crate::app::{AppError, Context};

/// What a mandate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MandateScopeCode {
    /// Every filing of the company.
    All,
    /// One kind of filing.
    Kind,
    /// Filings about one contract of the register.
    Contract,
}

/// A mandate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MandateView {
    /// Id.
    pub id: String,
    /// The company that gave it.
    pub company: Named,
    /// The agent that may act.
    pub agent: Named,
    /// What it is about.
    pub scope: MandateScopeCode,
    /// The kind of filing, with scope `kind`.
    pub kind: Option<FilingKind>,
    /// The contract, with scope `contract`; its name is the number it is registered under.
    pub contract: Option<Named>,
    /// The last day of its term.
    pub ends_on: NaiveDate,
    /// Whether the agent may act now.
    pub status: MandateStatus,
    /// Who gave it; for the company itself.
    pub given_by: Option<String>,
    /// When.
    pub given_at: DateTime<Utc>,
    /// Who ended it, on the reader's own side.
    pub ended_by: Option<String>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether the reader may end it now.
    pub may_end: bool,
}

impl MandateView {
    /// The view for a reader of either side.
    pub(super) fn of(
        connection: &mut Connection,
        reader: &Context,
        mandate: &GivenMandate,
        today: NaiveDate,
    ) -> Result<Self, AppError> {
        let people: Vec<String> = std::iter::once(&mandate.given_by).chain(&mandate.ended_by).cloned().collect();
        let names = storage::accounts::user_names(connection, &people)?;
        let own = reader.user()?.company;
        let gave = own == Some(mandate.company_id);
        let status = standing(mandate.ends_on, mandate.ended_at.is_some(), today);
        // Each side knows its own people; of the other side it knows the company.
        let ended_by = mandate.ended_by.as_deref().filter(|by| is_of(connection, by, own));
        let (kind, contract) = match mandate.scope {
            MandateScope::All => (None, None),
            MandateScope::Kind(kind) => (Some(kind), None),
            MandateScope::Contract(id) => (None, storage::register::contract(connection, id)?),
        };
        Ok(Self {
            id: mandate.id.to_string(),
            company: company(connection, mandate.company_id)?,
            agent: company(connection, mandate.agent_id)?,
            scope: match mandate.scope {
                MandateScope::All => MandateScopeCode::All,
                MandateScope::Kind(_) => MandateScopeCode::Kind,
                MandateScope::Contract(_) => MandateScopeCode::Contract,
            },
            kind,
            contract: contract.map(|contract| Named { id: contract.id.to_string(), name: contract.number }),
            ends_on: mandate.ends_on,
            status,
            given_by: gave.then(|| name(&names, &mandate.given_by)),
            given_at: mandate.given_at,
            ended_by: ended_by.map(|by| name(&names, by)),
            ended_at: mandate.ended_at,
            may_end: status == MandateStatus::Live,
        })
    }
}

fn is_of(connection: &mut Connection, user: &str, company: Option<domain::CompanyId>) -> bool {
    let Some(id) = domain::UserId::parse(user) else { return false };
    let known = storage::accounts::user(connection, id).ok().flatten();
    known.is_some_and(|user| user.company_id == company)
}

fn company(connection: &mut Connection, id: domain::CompanyId) -> Result<Named, AppError> {
    let company = storage::accounts::company(connection, id)?
        .ok_or_else(|| AppError::internal("a mandate without its company"))?;
    Ok(Named { id: company.id.to_string(), name: company.name })
}

fn name(names: &BTreeMap<String, (String, String)>, id: &str) -> String {
    names.get(id).map_or_else(String::new, |(name, _)| name.clone())
}
