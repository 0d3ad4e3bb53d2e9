//! Logs as one JSON line an event, and metrics on a listener of their own.

use std::net::SocketAddr;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error; `RUST_LOG` chooses how much.
pub fn start_logging() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,audit=info,portal=info,tech_trade_portal=info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Serves metrics for Prometheus.
pub fn serve_metrics(address: SocketAddr) -> Result<(), metrics_exporter_prometheus::BuildError> {
    metrics_exporter_prometheus::PrometheusBuilder::new().with_http_listener(address).install()
}
