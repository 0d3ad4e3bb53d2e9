//! Signing up, signing in, and who is behind a token.

mod authenticate;
mod company;
mod create_user;
mod session;
mod sign_in;
mod sign_up;
mod standing;

pub(crate) use authenticate::authenticate_client;
pub use authenticate::{Principals, authenticate};
pub use company::{ChangeCompany, CompanyView, change, companies, company, company_status};
pub use create_user::{NewUser, create_user};
pub use session::{refresh, sign_out};
pub use sign_in::{SignIn, SignedInView, UserView, me, sign_in};
pub use sign_up::{NewCompany, NewCompanyUser, SignUp, sign_up};
pub use standing::{CompanyReason, approve, reject, resume, suspend};
