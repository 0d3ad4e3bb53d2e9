//! Companies, and the people who sign in: a filer, a reviewer and an approver for each client.

use domain::contract::Ownership;
use domain::{Role, UserId};
use portal::app::Portal;
use portal::app::account::{NewUser, create_user};
use portal::app::register::PastStaff;
use storage::StorageError;
use storage::accounts::{Company, CompanyStatus, insert_company};

use super::{Loaded, People};
use crate::{Failure, invented};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "a-password-of-the-bench";
const DESKS: [&str; 3] = ["city", "sip", "security"];

pub(crate) fn filer(client: usize) -> String {
    format!("filer{client}@bench.example")
}

pub(crate) fn reviewer(client: usize) -> String {
    format!("reviewer{client}@bench.example")
}

pub(crate) fn approver(client: usize) -> String {
    format!("approver{client}@bench.example")
}

/// Adds them.
pub(super) async fn add(portal: &Portal, loaded: &Loaded, clients: usize) -> Result<People, Failure> {
    let now = portal.now();
    let companies = (0..loaded.companies).map(|number| company(number, now)).collect::<Result<Vec<_>, _>>()?;
    portal
        .database
        .write(move |connection| companies.iter().try_for_each(|company| insert_company(connection, company)))
        .await
        .map_err(|error: StorageError| error)?;
    let hash = portal.passwords.hash(PASSWORD.into()).await?;
    let (mut filers, mut reviewers, mut approvers) = (Vec::new(), Vec::new(), Vec::new());
    for client in 0..clients {
        let own = Some(invented::company_id(client as u64));
        filers.push(user(portal, &hash, filer(client), Role::Company, own).await?);
        reviewers.push(user(portal, &hash, reviewer(client), Role::Reviewer, None).await?);
        approvers.push(user(portal, &hash, approver(client), Role::DeskManager, None).await?);
    }
    let first = |people: &[UserId]| people.first().copied().ok_or("at least one client is needed");
    let staff = PastStaff { reviewer: first(&reviewers)?, approver: first(&approvers)? };
    Ok(People { staff, filers })
}

fn company(number: u64, now: chrono::DateTime<chrono::Utc>) -> Result<Company, Failure> {
    Ok(Company {
        id: invented::company_id(number),
        name: invented::company_name(number),
        credit_code: invented::credit_code(number)?,
        district: invented::district(number).into(),
        ownership: Ownership::Private,
        address: None,
        status: CompanyStatus::Approved,
        version: 1,
        created_at: now,
        approved_at: Some(now),
        approved_by: None,
        status_reason: None,
    })
}

async fn user(
    portal: &Portal,
    hash: &str,
    email: String,
    role: Role,
    company: Option<domain::CompanyId>,
) -> Result<UserId, Failure> {
    let desks = if company.is_none() { DESKS.map(str::to_owned).to_vec() } else { Vec::new() };
    let new = NewUser { name: email.clone(), email, role, company, desks, password_hash: hash.to_owned() };
    Ok(create_user(portal, new).await?)
}
