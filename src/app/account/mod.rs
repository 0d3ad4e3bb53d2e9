//! Signing up, signing in, passwords, a company's people, and who is behind a token.

mod authenticate;
mod colleagues;
mod company;
mod create_user;
mod operator;
mod password;
mod reset;
mod session;
mod sign_in;
mod sign_up;
mod standing;

pub(crate) use authenticate::authenticate_client;
pub use authenticate::{Principals, authenticate};
pub use colleagues::{AdmitUser, CompanyUserView, admit_user, company_users, disable_user, enable_user};
pub use company::{ChangeCompany, CompanyView, change, companies, company, company_status};
pub use create_user::{NewUser, create_user};
pub use operator::{operate_password, operate_status};
pub use password::{ChangePassword, change_password};
pub(crate) use reset::make_link;
pub use reset::{ForgottenPassword, SetPassword, ask_password_reset, confirm_password_reset};
pub use session::{refresh, sign_out};
pub use sign_in::{SignIn, SignedInView, UserView, me, sign_in};
pub use sign_up::{NewCompany, NewCompanyUser, SignUp, sign_up};
pub use standing::{CompanyReason, approve, reject, resume, suspend};
