//! Accounts of staff: made from the command line, so that a new portal has no usable default account.

use domain::{CompanyId, Role, UserId};
use serde_json::json;
use storage::accounts::{User, UserStatus, insert_user, user_by_email};

use crate::app::command::{Record, record};
use crate::app::{AppError, Portal};

/// An account to be made.
pub struct NewUser {
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Company, for the role `company`.
    pub company: Option<CompanyId>,
    /// Desk codes, for staff.
    pub desks: Vec<String>,
    /// PHC string of the password.
    pub password_hash: String,
}

/// Makes an account.
pub async fn create_user(portal: &Portal, new: NewUser) -> Result<UserId, AppError> {
    let id = UserId(portal.new_id());
    let now = portal.now();
    portal
        .database
        .write(move |connection| {
            let user = User {
                id,
                email: new.email.trim().to_lowercase(),
                name: new.name,
                phone: None,
                role: new.role,
                company_id: new.company,
                password_hash: new.password_hash,
                status: UserStatus::Active,
                created_at: now,
            };
            if user_by_email(connection, &user.email)?.is_some() {
                return Err(AppError::conflict("email_taken"));
            }
            let desks: Vec<&str> = new.desks.iter().map(String::as_str).collect();
            insert_user(connection, &user, &desks)?;
            let entry = Record {
                kind: "user.created",
                subject: id.to_string(),
                body: json!({ "role": user.role, "desks": new.desks }),
            };
            record(connection, now, "system", &entry)?;
            Ok(id)
        })
        .await
}
