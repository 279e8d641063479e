//! One JSON line for each alert, appended to a file: what a gateway's script follows, and what
//! tests read.

use std::path::PathBuf;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde::Serialize;
use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt as _;

use super::{Alert, Callee, Reach, ReachError};

/// Appends to one file, which is opened anew for each alert: it may be moved away meanwhile.
#[derive(Debug, Clone)]
pub struct FileReach {
    path: PathBuf,
}

/// A line of the file.
#[derive(Debug, Serialize)]
struct Line<'a> {
    key: String,
    at: String,
    slot: Option<&'a str>,
    name: &'a str,
    phone: String,
    text: String,
}

impl FileReach {
    /// Appends to the file `path`, which need not exist.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    async fn append(&self, line: &[u8]) -> std::io::Result<()> {
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&self.path)
            .await?;
        file.write_all(line).await?;
        file.flush().await
    }
}

impl Reach for FileReach {
    fn send<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, Result<(), ReachError>> {
        async move {
            let slot = match &alert.to {
                Callee::Slot(slot) => Some(slot.as_str()),
                Callee::Coordinator | Callee::Unit(_) | Callee::Centre(_) => None,
            };
            let line = Line {
                key: alert.key(),
                at: alert.at.to_rfc3339(),
                slot,
                name: &alert.name,
                phone: alert.phone.dial(),
                text: alert.text(),
            };
            let failed = |why: String| ReachError(format!("{}: {why}", self.path.display()));
            let mut line = serde_json::to_vec(&line).map_err(|why| failed(why.to_string()))?;
            line.push(b'\n');
            let written = self.append(&line).await;
            written.map_err(|why| failed(why.to_string()))
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clinical::PhoneNumber;
    use crate::domain::time::Timestamp;
    use crate::service::reach::About;

    #[tokio::test]
    async fn each_alert_is_one_line_and_earlier_ones_stay() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("alerts.jsonl");
        let reach = FileReach::new(&path);
        let alert = Alert {
            at: Timestamp::from_millis(1_795_302_000_007),
            to: Callee::Slot("jour".parse().unwrap()),
            name: "Jourläkare".to_owned(),
            phone: PhoneNumber::new("031-390 06 30").unwrap(),
            about: About::Shift,
        };
        reach.send(&alert).await.unwrap();
        reach.send(&alert).await.unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines[0],
            serde_json::json!({
                "key": "shift/jour/1795302000007",
                "at": "2026-11-21T23:00:00.007Z",
                "slot": "jour",
                "name": "Jourläkare",
                "phone": "0313900630",
                "text": "Väntrum: provlarm. Jourläkare nås på det här numret. Du behöver inte svara.",
            })
        );
    }

    #[tokio::test]
    async fn file_that_cannot_be_written_is_told_with_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let reach = FileReach::new(dir.path());
        let alert = Alert {
            at: Timestamp::from_millis(0),
            to: Callee::Coordinator,
            name: "Testlänet".to_owned(),
            phone: PhoneNumber::new("031-390 06 00").unwrap(),
            about: About::Shift,
        };
        let error = reach.send(&alert).await.unwrap_err();
        assert!(error.to_string().contains(dir.path().to_str().unwrap()));
    }
}
