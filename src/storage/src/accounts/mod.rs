//! Companies, the people who sign in, and their sessions.

mod companies;
mod links;
mod sessions;
mod users;

pub use companies::{
    Company, CompanyStatus, companies_after, company, company_by_credit_code, company_name, company_names,
    company_to_change, insert_company, store_company,
};
pub use links::{forget_links_of, insert_link, link_owner, purge_links, use_link};
pub use sessions::{
    Session, insert_session, purge_sessions, revoke_session, revoke_sessions_of, rotate_session, session,
};
pub use users::{
    Colleague, SignedIn, User, UserStatus, accounts_of_company, colleagues, desks_of, insert_user, signed_in,
    store_password, store_user_status, user, user_by_email, user_names, user_to_change, users_in, users_of_company,
};
