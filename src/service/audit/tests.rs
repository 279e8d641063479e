use bytes::Bytes;

use super::*;
use crate::clock::Clock;
use crate::domain::ids::{ControllerId, CountyId};
use crate::domain::time::Timestamp;
use crate::storage::{Batch, Incarnation, LogId, Record, Storage, embedded};

#[tokio::test]
async fn export_proves_itself() {
    let desk = Desk::open().await;
    let text = desk.export(None, Period::default()).await;
    assert_eq!(text.lines().count(), 5 + 1 + 3 + 1 + 1);
    assert_eq!(check(&text, None), Verdict::Intact { lines: 8 });
    let one = desk.export(Some("aa"), Period::default()).await;
    assert_eq!(check(&one, None), Verdict::Intact { lines: 5 });
}

#[tokio::test]
async fn edited_line_is_named() {
    let desk = Desk::open().await;
    let text = desk.export(Some("aa"), Period::default()).await;
    for seq in 1..=5 {
        let edited = text.replace(&format!("line {seq} of aa"), &format!("line {seq} of bb"));
        assert_ne!(edited, text);
        assert_eq!(check(&edited, None), broken("access:aa", seq), "{seq}");
    }
}

#[tokio::test]
async fn edited_line_with_a_fitting_hash_breaks_the_next() {
    let desk = Desk::open().await;
    let text = desk.export(Some("aa"), Period::default()).await;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut second: EntryLine = serde_json::from_str(&lines[1]).unwrap();
    let third: EntryLine = serde_json::from_str(&lines[2]).unwrap();
    let first: EntryLine = serde_json::from_str(&lines[0]).unwrap();
    second.entry = RawValue::from_string("{}".to_owned()).unwrap();
    let previous = first.hash.parse().unwrap();
    second.hash = crate::storage::chain::next_hash(&previous, b"{}").to_string();
    lines[1] = serde_json::to_string(&second).unwrap();
    assert_eq!(
        check(&lines.join("\n"), None),
        broken("access:aa", third.seq)
    );
}

#[tokio::test]
async fn removed_line_is_named() {
    let desk = Desk::open().await;
    let text = desk.export(Some("aa"), Period::default()).await;
    for gone in 1..=5 {
        let lines: Vec<&str> = text.lines().collect();
        let kept: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter_map(|(place, line)| (place + 1 != gone).then_some(*line))
            .collect();
        let seq = u64::try_from(gone).unwrap();
        assert_eq!(
            check(&kept.join("\n"), None),
            broken("access:aa", seq),
            "{gone}"
        );
    }
}

#[tokio::test]
async fn export_without_its_end_is_told_apart() {
    let desk = Desk::open().await;
    let text = desk.export(Some("aa"), Period::default()).await;
    let lines: Vec<&str> = text.lines().collect();
    for kept in 0..5 {
        let cut = lines[..kept].join("\n");
        assert_eq!(check(&cut, None), Verdict::HeadMissing, "{kept}");
    }
}

#[tokio::test]
async fn shortened_log_is_found_by_a_head_noted_elsewhere() {
    let desk = Desk::open().await;
    let whole = desk.export(Some("aa"), Period::default()).await;
    let noted = desk.head("aa").await;
    assert_eq!(check(&whole, Some(&noted)), Verdict::Intact { lines: 5 });

    // A forger who cuts the end off can write a fitting head, but not the noted one.
    let to = Some(Timestamp::from_millis(1_003));
    let period = Period { from: None, to };
    let forged = desk.export(Some("aa"), period).await;
    assert_eq!(check(&forged, None), Verdict::Intact { lines: 2 });
    assert_eq!(check(&forged, Some(&noted)), Verdict::HeadMissing);
}

#[tokio::test]
async fn part_of_a_log_proves_itself() {
    let desk = Desk::open().await;
    let at = |millis| Some(Timestamp::from_millis(millis));
    let period = Period {
        from: at(1_002),
        to: at(1_005),
    };
    let part = desk.export(Some("aa"), period).await;
    assert_eq!(check(&part, None), Verdict::Intact { lines: 3 });
    let without_first: Vec<&str> = part.lines().skip(1).collect();
    assert_eq!(
        check(&without_first.join("\n"), None),
        broken("access:aa", 2)
    );
}

#[test]
fn verdict_is_an_exit_code() {
    assert_eq!(Verdict::Intact { lines: 0 }.exit_code(), 0);
    assert_eq!(broken("access:aa", 1).exit_code(), 2);
    assert_eq!(Verdict::HeadMissing.exit_code(), 3);
}

struct Desk {
    storage: Storage,
    county: CountyId,
    _dir: tempfile::TempDir,
}

impl Desk {
    /// Three controllers with five, three and no lines.
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::by_hand(Timestamp::from_millis(2_000));
        let desk = Self {
            storage: embedded::open(dir.path(), clock).unwrap(),
            county: "testlanet".parse().unwrap(),
            _dir: dir,
        };
        for (controller, lines) in [("aa", 5), ("bb", 3), ("cc", 0)] {
            desk.log(controller, lines).await;
        }
        desk
    }

    async fn log(&self, controller: &str, lines: u64) {
        let log = self.id(controller);
        let incarnation = Incarnation([1; 16]);
        let head = self.storage.log.create(&log, incarnation).await.unwrap();
        let records = (1..=lines).map(|seq| Record {
            seq,
            at: Timestamp::from_millis(1_000 + i64::try_from(seq).unwrap()),
            bytes: Bytes::from(format!(r#"{{"v":1,"text":"line {seq} of {controller}"}}"#)),
        });
        let batch = Batch {
            records: records.collect(),
            ..Batch::default()
        };
        if lines > 0 {
            self.storage.log.append(&log, &head, batch).await.unwrap();
        }
    }

    fn id(&self, controller: &str) -> LogId {
        LogId::access(self.county.clone(), controller.parse().unwrap())
    }

    async fn head(&self, controller: &str) -> String {
        let head = self.storage.log.head(&self.id(controller)).await.unwrap();
        head.hash.to_string()
    }

    async fn export(&self, controller: Option<&str>, period: Period) -> String {
        let controller: Option<ControllerId> = controller.map(|id| id.parse().unwrap());
        let mut out = Vec::new();
        let (storage, county) = (&self.storage, &self.county);
        export(storage, county, controller.as_ref(), period, &mut out)
            .await
            .unwrap();
        String::from_utf8(out).unwrap()
    }
}

fn check(text: &str, head: Option<&str>) -> Verdict {
    verify(text.as_bytes(), head).unwrap()
}

fn broken(log: &str, seq: u64) -> Verdict {
    Verdict::Broken {
        log: log.to_owned(),
        seq,
    }
}
