//! The service as it ships: started on a database, looked at, stopped.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Failure;
use super::client::{Client, Request};

/// A running service; it is stopped when this goes out of scope.
pub(crate) struct Server {
    process: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// From the start of the process to the first answer that says it can work, in seconds.
    pub(crate) started_in: f64,
}

impl Server {
    /// Starts the service on an existing database, without limits on how often one address may ask.
    pub(crate) async fn start(binary: &Path, url: &str, data: &Path) -> Result<Self, Failure> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = File::create(data.join("serve.log"))?;
        let began = Instant::now();
        let process = Command::new(binary)
            .arg("serve")
            .env("DATABASE_URL", url)
            .env("PORTAL_DATA", data)
            .env("PORTAL_LISTEN", address.to_string())
            .env("PORTAL_PUBLIC_QUOTA", "0")
            .env("PORTAL_CLIENT_QUOTA", "0")
            .env("PORTAL_RESEARCH_QUOTA", "0")
            .env("PORTAL_WEBHOOK_NETWORKS", "127.0.0.1/32")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let mut server = Self { process, address, started_in: 0.0 };
        while !server.is_ready().await {
            if let Some(status) = server.process.try_wait()? {
                return Err(format!(
                    "the service ended with {status}: {}",
                    std::fs::read_to_string(data.join("serve.log"))?
                )
                .into());
            }
            if began.elapsed() > Duration::from_mins(1) {
                return Err("the service did not start within a minute".into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.started_in = began.elapsed().as_secs_f64();
        Ok(server)
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut client) = Client::connect(self.address).await else { return false };
        client.ask(&Request::get("/health/ready", None)).await.is_ok_and(|answer| answer.status == 200)
    }

    /// Resident memory now and at its highest, in MiB.
    pub(crate) fn memory(&self) -> Result<(f64, f64), Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let of = |name: &str| -> Result<f64, Failure> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no memory in /proc")?;
            Ok(line.split_whitespace().next().ok_or("no number")?.parse::<f64>()? / 1024.0)
        };
        Ok((of("VmRSS:")?, of("VmHWM:")?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _stopped = self.process.kill().and_then(|()| self.process.wait());
    }
}
