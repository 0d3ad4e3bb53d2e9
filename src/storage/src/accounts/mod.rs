//! Companies, the people who sign in, and their sessions.

mod companies;
mod sessions;
mod users;

pub use companies::{
    Company, CompanyStatus, companies_after, company, company_by_credit_code, company_name, company_names,
    insert_company, store_company,
};
pub use sessions::{Session, insert_session, purge_sessions, revoke_session, rotate_session, session};
pub use users::{
    Colleague, SignedIn, User, UserStatus, colleagues, desks_of, insert_user, signed_in, user, user_by_email,
    user_names, users_in, users_of_company,
};
