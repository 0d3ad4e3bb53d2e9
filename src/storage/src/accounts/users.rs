//! People who sign in.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::{CompanyId, Role, UserId};

use crate::prepared::Prepared;
use crate::schema::{companies, desks, sessions, user_desks, users};
use crate::text::{known, utc};
use crate::{Connection, Result, dialect};

/// Whether someone may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserStatus {
    /// May sign in.
    Active,
    /// May not, and every token is dead.
    Disabled,
}

impl UserStatus {
    /// The code in JSON and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

/// Someone with an account.
#[derive(Debug, Clone)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Lower-case e-mail address; the name they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Telephone, if given.
    pub phone: Option<String>,
    /// What they may do.
    pub role: Role,
    /// The company they file for; set exactly when the role is `company`.
    pub company_id: Option<CompanyId>,
    /// PHC string of argon2id.
    pub password_hash: String,
    /// Whether they may sign in.
    pub status: UserStatus,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
struct UserRow {
    id: String,
    email: String,
    name: String,
    phone: Option<String>,
    role: String,
    company_id: Option<String>,
    password_hash: String,
    status: String,
    created_at: NaiveDateTime,
}

fn read(row: UserRow) -> Result<User> {
    Ok(User {
        id: known(UserId::parse(&row.id), &row.id)?,
        role: known(Role::from_code(&row.role), &row.role)?,
        company_id: row.company_id.map(|id| known(CompanyId::parse(&id), &id)).transpose()?,
        status: if row.status == "active" { UserStatus::Active } else { UserStatus::Disabled },
        email: row.email,
        name: row.name,
        phone: row.phone,
        password_hash: row.password_hash,
        created_at: utc(row.created_at),
    })
}

/// Adds an account, with the desks it works at.
pub fn insert_user(connection: &mut Connection, user: &User, desk_codes: &[&str]) -> Result<()> {
    diesel::insert_into(users::table)
        .values(UserRow {
            id: user.id.to_string(),
            email: user.email.clone(),
            name: user.name.clone(),
            phone: user.phone.clone(),
            role: user.role.code().to_owned(),
            company_id: user.company_id.map(|id| id.to_string()),
            password_hash: user.password_hash.clone(),
            status: user.status.code().to_owned(),
            created_at: user.created_at.naive_utc(),
        })
        .execute(connection)?;
    for code in desk_codes {
        diesel::insert_into(user_desks::table)
            .values((user_desks::user_id.eq(user.id.to_string()), user_desks::desk_code.eq(*code)))
            .execute(connection)?;
    }
    Ok(())
}

/// The account with this id.
pub fn user(connection: &mut Connection, id: UserId) -> Result<Option<User>> {
    users::table.find(id.to_string()).first(connection).optional()?.map(read).transpose()
}

/// The same, for a change or a sign-in: nobody else changes it until the transaction ends.
pub fn user_to_change(connection: &mut Connection, id: UserId) -> Result<Option<User>> {
    dialect::lock_user(connection, &id.to_string())?;
    user(connection, id)
}

/// Puts another password in the place of the one there is.
pub fn store_password(connection: &mut Connection, id: UserId, password_hash: &str) -> Result<()> {
    diesel::update(users::table.find(id.to_string()))
        .set(users::password_hash.eq(password_hash))
        .execute(connection)?;
    Ok(())
}

/// Lets someone sign in, or no longer.
pub fn store_user_status(connection: &mut Connection, id: UserId, status: UserStatus) -> Result<()> {
    diesel::update(users::table.find(id.to_string())).set(users::status.eq(status.code())).execute(connection)?;
    Ok(())
}

/// The account with this (lower-case) address.
pub fn user_by_email(connection: &mut Connection, email: &str) -> Result<Option<User>> {
    users::table.filter(users::email.eq(email)).first(connection).optional()?.map(read).transpose()
}

/// Everyone who files for a company and may sign in.
pub fn users_of_company(connection: &mut Connection, company: CompanyId) -> Result<Vec<User>> {
    let rows: Vec<UserRow> = users::table
        .filter(users::company_id.eq(company.to_string()).and(users::status.eq("active")))
        .order(users::id)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Everyone with an account of a company, also who may no longer sign in, in order of their ids after `after`.
pub fn accounts_of_company(
    connection: &mut Connection,
    company: CompanyId,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<User>> {
    let rows: Vec<UserRow> = users::table
        .filter(users::company_id.eq(company.to_string()).and(users::id.gt(after.unwrap_or_default().to_owned())))
        .order(users::id)
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Everyone in these roles who may sign in.
pub fn users_in(connection: &mut Connection, roles: &[Role]) -> Result<Vec<User>> {
    let rows: Vec<UserRow> = users::table
        .filter(users::role.eq_any(roles.iter().map(|role| role.code())).and(users::status.eq("active")))
        .order(users::id)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Names and roles of the people behind some ids.
pub fn user_names(connection: &mut Connection, ids: &[String]) -> Result<BTreeMap<String, (String, String)>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let named = users::table.filter(users::id.eq_any(ids.to_vec())).select((users::id, users::name, users::role));
    let rows: Vec<(String, String, String)> = Prepared(named).load(connection)?;
    Ok(rows.into_iter().map(|(id, name, role)| (id, (name, role))).collect())
}

/// Codes and names of the desks someone works at, in the desks' order.
pub fn desks_of(connection: &mut Connection, user: UserId) -> Result<Vec<(String, String, String)>> {
    Ok(user_desks::table
        .inner_join(desks::table)
        .filter(user_desks::user_id.eq(user.to_string()))
        .order(desks::position)
        .select((desks::code, desks::name_zh, desks::name_en))
        .load(connection)?)
}

/// What every request needs to know of its sender, asked anew each time so that a change of rights bites at once.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub user: User,
    /// `approved`, `pending` or `suspended`, for a company's user.
    pub company_status: Option<String>,
    /// Desk codes, for staff.
    pub desks: Vec<String>,
}

/// The account behind a session that is neither revoked nor over.
pub fn signed_in(connection: &mut Connection, session: &str, now: DateTime<Utc>) -> Result<Option<SignedIn>> {
    let found: Option<(UserRow, Option<String>)> = sessions::table
        .inner_join(users::table.left_join(companies::table))
        .filter(sessions::id.eq(session))
        .filter(sessions::revoked_at.is_null().and(sessions::expires_at.gt(now.naive_utc())))
        .filter(users::status.eq("active"))
        .select((users::all_columns, companies::status.nullable()))
        .first(connection)
        .optional()?;
    let Some((row, company_status)) = found else { return Ok(None) };
    let user = read(row)?;
    let desks = if user.role.is_staff() {
        user_desks::table
            .filter(user_desks::user_id.eq(user.id.to_string()))
            .order(user_desks::desk_code)
            .select(user_desks::desk_code)
            .load(connection)?
    } else {
        Vec::new()
    };
    Ok(Some(SignedIn { user, company_status, desks }))
}

/// Someone who reviews at some desk.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// Their account.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The desk; someone at several is named once for each.
    pub desk_code: String,
}

/// Everyone who may sign in and work at these desks, by name.
pub fn colleagues(connection: &mut Connection, desk_codes: &[String]) -> Result<Vec<Colleague>> {
    let rows: Vec<(String, String, String, String)> = user_desks::table
        .inner_join(users::table)
        .filter(user_desks::desk_code.eq_any(desk_codes.to_vec()))
        .filter(users::status.eq("active"))
        .order((users::name, users::id))
        .select((users::id, users::name, users::role, user_desks::desk_code))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, name, role, desk_code)| {
            Ok(Colleague { role: known(Role::from_code(&role), &role)?, id, name, desk_code })
        })
        .collect()
}
