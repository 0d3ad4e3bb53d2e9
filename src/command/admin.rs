//! `admin`: what has no page, because it must work before there is an account.

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use domain::partner::{PublicBody, Scope};
use domain::{CompanyId, Role};
use portal::app::account::{NewUser, create_user, operate_password, operate_status};
use portal::app::catalogue::{Imported, NewEdition, import_at_the_console};
use portal::app::partner::{NewPartner, create};
use portal::app::reference::load_edition;
use portal::app::{announce_key, rotate_key};
use portal::config::Config;
use proof::Purpose;
use storage::accounts::UserStatus;

use super::Failure;

/// Administration.
#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Make an account of staff; the password is read from standard input
    CreateUser {
        /// E-mail address
        email: String,
        /// Name
        name: String,
        /// Role: reviewer, approver, desk_manager, researcher, system_admin, security_admin, audit_admin
        role: String,
        /// Desk codes
        #[arg(long, value_delimiter = ',')]
        desks: Vec<String>,
    },
    /// Set the password of an account, read from standard input; its sessions end
    SetPassword {
        /// E-mail address
        email: String,
    },
    /// Let an account sign in no longer; its sessions end
    DisableUser {
        /// E-mail address
        email: String,
    },
    /// Let an account sign in again
    EnableUser {
        /// E-mail address
        email: String,
    },
    /// Admit a third-party system; its secret is shown once
    CreatePartner {
        /// Name
        name: String,
        /// Scopes, by comma
        #[arg(long, value_delimiter = ',', required = true, value_parser = scope)]
        scopes: Vec<Scope>,
        /// Id of the company for which it files
        #[arg(long, value_parser = company, conflicts_with = "body")]
        company: Option<CompanyId>,
        /// Public body it belongs to: bank, tax, customs, foreign_exchange, commerce, single_window
        #[arg(long, value_parser = body)]
        body: Option<PublicBody>,
        /// Where notices about it go, if not to a company's users
        #[arg(long)]
        contact_email: Option<String>,
    },
    /// Load another edition of the control catalogue (CSV or XLSX), and put it in force from a day
    LoadCatalogue {
        /// The file
        file: PathBuf,
        /// What the edition is called
        #[arg(long)]
        name: String,
        /// Where it comes from
        #[arg(long)]
        source: String,
        /// Items of the official list are missing; every page that uses it says so
        #[arg(long)]
        partial: bool,
        /// The first day on which filings are screened against it; without it, an administrator says so later
        #[arg(long)]
        from: Option<chrono::NaiveDate>,
        /// Only tell what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Make the key that will sign next, and publish it from the next start on, before it signs
    AnnounceKey {
        /// session, credential, journal or webhook
        purpose: String,
    },
    /// Let the announced key sign from the next start on; the one before is destroyed, and its public half stays published
    RotateKey {
        /// session, credential, journal, or webhook: then every endpoint has other keys from the next start on
        purpose: String,
    },
    /// Load another edition of a reference set (CSV)
    LoadReference {
        /// Which set, such as `working_days`
        set: String,
        /// The file
        file: PathBuf,
        /// Which edition it is
        #[arg(long)]
        version: String,
        /// Where it comes from
        #[arg(long)]
        source: String,
    },
}

fn scope(code: &str) -> Result<Scope, String> {
    Scope::from_code(code).ok_or_else(|| format!("unknown scope {code:?}"))
}

fn company(id: &str) -> Result<CompanyId, String> {
    CompanyId::parse(id).ok_or_else(|| "the company's id is no UUID".to_owned())
}

fn body(code: &str) -> Result<PublicBody, String> {
    PublicBody::from_code(code).ok_or_else(|| format!("unknown public body {code:?}"))
}

/// The password on standard input, without the end of its line.
fn password_given() -> Result<String, Failure> {
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password).map_err(Failure::other)?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

/// Administers.
pub(crate) async fn administer(config: &Config, admin: Admin) -> Result<ExitCode, Failure> {
    let keys = config.keys();
    let purpose_of =
        |code: &str| Purpose::from_code(code).ok_or_else(|| Failure::other(format!("{code:?} is no purpose of a key")));
    let portal = super::open(config).await?;
    match admin {
        Admin::AnnounceKey { purpose } => {
            let next = announce_key(&keys, purpose_of(&purpose)?).map_err(Failure::configuration)?;
            println!("{next} is published from the next start on");
        }
        Admin::RotateKey { purpose } => {
            let (before, next) = rotate_key(&keys, purpose_of(&purpose)?).map_err(Failure::configuration)?;
            println!("{next} signs from the next start on; {before} stays published");
        }
        Admin::CreateUser { email, name, role, desks } => {
            let role = Role::from_code(&role)
                .filter(|role| role.is_staff())
                .ok_or_else(|| Failure::other(format!("{role:?} is no role of staff")))?;
            let password = password_given()?;
            domain::password::check_password(&password, &email, "").map_err(Failure::other)?;
            let password_hash = portal.passwords.hash(password).await?;
            let id = create_user(&portal, NewUser { email, name, role, company: None, desks, password_hash }).await?;
            println!("{id}");
        }
        Admin::SetPassword { email } => {
            let id = operate_password(&portal, &email, password_given()?).await?;
            println!("{id}");
        }
        Admin::DisableUser { email } => {
            let id = operate_status(&portal, &email, UserStatus::Disabled).await?;
            println!("{id}");
        }
        Admin::EnableUser { email } => {
            let id = operate_status(&portal, &email, UserStatus::Active).await?;
            println!("{id}");
        }
        Admin::CreatePartner { name, scopes, company, body, contact_email } => {
            let created = create(&portal, NewPartner { name, scopes, company, body, contact_email }).await?;
            println!("{}", serde_json::to_string(&created).map_err(Failure::other)?);
        }
        Admin::LoadCatalogue { file, name, source, partial, from, dry_run } => {
            let content =
                std::fs::read(&file).map_err(|error| Failure::other(format!("{}: {error}", file.display())))?;
            let table = Imported { file_name: file.display().to_string(), content: content.into() };
            let new = NewEdition { name, source, partial, table };
            let told = import_at_the_console(&portal, new, from, dry_run).await?;
            println!("{}", serde_json::to_string_pretty(&told).map_err(Failure::other)?);
        }
        Admin::LoadReference { set, file, version, source } => {
            let content = std::fs::read_to_string(&file)
                .map_err(|error| Failure::other(format!("{}: {error}", file.display())))?;
            load_edition(&portal, &set, &version, &source, content).await?;
            println!("{set}: {version}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
