//! Password hashing: argon2id, at most two hashes a core at once, so that a rush of sign-ins cannot take the memory.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::AppError;

/// A hash of nobody's password, so that an unknown address costs as much time as a wrong password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Xt0IyxFYEKH0J2nRZ7O8kW5uJ0o3mJv0oV4Y0kG1n2o";

/// The only place where passwords are hashed and compared.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Passwords {
    /// Two turns a core.
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { turns: Arc::new(Semaphore::new(cores * 2)) }
    }

    /// PHC string of a new password.
    pub async fn hash(&self, password: String) -> Result<String, AppError> {
        self.work(move || {
            hasher()
                .and_then(|argon| argon.hash_password(password.as_bytes()).map_err(AppError::internal_text))
                .map(|hash| hash.to_string())
        })
        .await?
    }

    /// Whether the password is the one of `hash`; with no hash, the same work for nothing.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, AppError> {
        self.work(move || {
            let known = hash.is_some();
            let text = hash.unwrap_or_else(|| NOBODY.to_owned());
            let Ok(parsed) = PasswordHash::new(&text) else { return Ok(false) };
            let matches = hasher()?.verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(matches && known)
        })
        .await?
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        let turn = tokio::time::timeout(Duration::from_secs(5), self.turns.clone().acquire_owned())
            .await
            .map_err(|_| AppError::TooMany { retry_after: 5 })?
            .map_err(AppError::internal)?;
        let done = tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?;
        drop(turn);
        Ok(done)
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl AppError {
    fn internal_text(error: impl std::fmt::Display) -> Self {
        Self::internal(error.to_string())
    }
}

/// OWASP's parameters for argon2id: 19 MiB, two passes, one lane.
fn hasher() -> Result<Argon2<'static>, AppError> {
    let params = Params::new(19_456, 2, 1, None).map_err(AppError::internal_text)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
