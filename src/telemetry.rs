//! What the process says about itself: one log line of JSON per event, and metrics.
//!
//! Levels by who must act: `error` an operator now, `warn` an operator soon, `info` nobody,
//! `debug` a developer. Ids, codes, counts and times are logged and measured. Never: who a
//! patient is, what anybody wrote, a secret, a whole URL.

use std::sync::atomic::AtomicI64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error as `filter` says.
///
/// # Errors
/// If the filter cannot be understood, or logging was started before.
pub fn start(filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init()
        .map_err(|error| anyhow::anyhow!("logging was started before: {error}"))
}

/// Upper ends of the time buckets, in seconds.
const SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// One route and how it answered. The route is the pattern, never the path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

/// What is measured.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    answers: Family<Answered, Counter>,
    answer_seconds: Histogram,
    sockets: Gauge<i64, AtomicI64>,
    position: Gauge<i64, AtomicI64>,
    missing: Gauge<i64, AtomicI64>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// All measures at zero.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("vantrum");
        let answers = Family::default();
        let answer_seconds = Histogram::new(SECONDS);
        let sockets = Gauge::default();
        let position = Gauge::default();
        let missing = Gauge::default();
        registry.register("http_answers", "Answered requests", answers.clone());
        registry.register(
            "http_answer_seconds",
            "Time from the request's header to its answer's",
            answer_seconds.clone(),
        );
        registry.register("sockets", "Open sockets, signed in or not", sockets.clone());
        registry.register(
            "log_position",
            "The county journal's confirmed position",
            position.clone(),
        );
        registry.register(
            "content_missing",
            "Pieces of sealed content that this process has found missing from the store",
            missing.clone(),
        );
        Self {
            registry,
            answers,
            answer_seconds,
            sockets,
            position,
            missing,
        }
    }

    /// A request to the route `pattern` was answered.
    pub fn answered(&self, method: &str, pattern: &str, status: u16, took: Duration) {
        self.answers
            .get_or_create(&Answered {
                method: method.to_owned(),
                route: pattern.to_owned(),
                status,
            })
            .inc();
        self.answer_seconds.observe(took.as_secs_f64());
    }

    /// All measures as `OpenMetrics` text, with `sockets` open, the journal at `position` and so
    /// many pieces of content found `missing`.
    #[must_use]
    pub fn text(&self, sockets: usize, position: u64, missing: usize) -> String {
        self.missing.set(i64::try_from(missing).unwrap_or(i64::MAX));
        self.sockets.set(i64::try_from(sockets).unwrap_or(i64::MAX));
        self.position
            .set(i64::try_from(position).unwrap_or(i64::MAX));
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            tracing::error!("Metrics could not be written");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_pattern_and_status() {
        let metrics = Metrics::new();
        let route = "/api/v1/consults/{id}";
        metrics.answered("GET", route, 200, Duration::from_millis(3));
        metrics.answered("GET", route, 200, Duration::from_millis(4));
        let text = metrics.text(2, 41, 1);
        let line = r#"vantrum_http_answers_total{method="GET",route="/api/v1/consults/{id}",status="200"} 2"#;
        assert!(text.contains(line), "{text}");
        assert!(text.contains("vantrum_sockets 2"), "{text}");
        assert!(text.contains("vantrum_log_position 41"), "{text}");
        assert!(text.contains("vantrum_content_missing 1"), "{text}");
    }
}
