//! A small town for tests of the use cases: a store that can be made to fail, a clock moved
//! by hand, one nurse and some doctors.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tempfile::TempDir;
use tokio::sync::Notify;
use uuid::Uuid;

use super::county::{self, County, system_id};
use super::reach::{Alert, Reach, ReachError, TraceReach};
use super::{Ack, CountyKey, Failure, FirstStart, Opening, Part, Service, Session, fingerprint};
use crate::calls::{Calls, StoredCallLog};
use crate::clock::{Clock, patience};
use crate::domain::clinical::{
    Answer, AnswerDraft, AnswerMode, AssessedBy, Content, Has, IdType, Level, LevelOfCare,
    OrderDraft, OrderEntered, OrderKind, PatientCodes, PatientDraft, Readiness, Reason, ReplyWish,
    Request, RequestCodes, RequestDraft, Said, SbarDraft,
};
use crate::domain::directory::Directory;
use crate::domain::directory::testing::{day, testing_county, testing_county_with_modules};
use crate::domain::ids::{CaseId, CommandId, ConsultId, ControllerId, CountyId, Redacted};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{AnswerCodes, Ask, Command, DutyState, SetDuty};
use crate::storage::{
    AppendError, Batch, Head, Incarnation, Log, LogId, LogName, Record, Snapshot, SnapshotPut,
    Storage, StoreError, embedded,
};

/// The patient whose name and number must stand nowhere in clear.
pub(super) const PLANTED_NAME: &str = "Tolvan Planterad";
/// A number that is published for tests.
pub(super) const PLANTED_NUMBER: &str = "191212121212";
/// What is said about the patient.
pub(super) const PLANTED_TEXT: &str = "Planterad situation om fallet";

pub(super) fn key() -> CountyKey {
    CountyKey::new([42; 32])
}

/// A running town.
pub(super) struct Town {
    pub(super) service: Service,
    pub(super) storage: Storage,
    pub(super) faults: Faults,
    pub(super) clock: Clock,
    pub(super) phones: Arc<Phones>,
    directory: Arc<Directory>,
    dir: TempDir,
}

/// How long a machine under load may take until a telephone rings that is to ring.
const RINGS_WITHIN: Duration = Duration::from_secs(60);

/// Telephones that keep what they were told, and can be out of order.
#[derive(Debug, Default)]
pub(super) struct Phones {
    heard: Mutex<Vec<Alert>>,
    broken: AtomicBool,
    failures: AtomicUsize,
    tried: Notify,
}

impl Phones {
    pub(super) fn broken(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// Somebody has tried to ring while they were out of order.
    pub(super) async fn failed(&self) {
        while self.failures.load(Ordering::SeqCst) == 0 {
            self.tried.notified().await;
        }
    }

    /// Who was rung, once as many as that were rung: function and text.
    pub(super) async fn heard(&self, count: usize) -> Vec<(String, String)> {
        loop {
            let heard: Vec<_> = self
                .heard
                .lock()
                .unwrap()
                .iter()
                .map(|alert| (alert.name.clone(), alert.text()))
                .collect();
            if heard.len() >= count {
                return heard;
            }
            let rung = patience(RINGS_WITHIN, self.tried.notified()).await;
            assert!(rung.is_some(), "only these rang: {heard:?}");
        }
    }
}

impl Reach for Phones {
    fn send<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, Result<(), ReachError>> {
        let broken = self.broken.load(Ordering::SeqCst);
        if broken {
            self.failures.fetch_add(1, Ordering::SeqCst);
        } else {
            self.heard.lock().unwrap().push(alert.clone());
        }
        self.tried.notify_one();
        let done = if broken {
            Err(ReachError("out of order".to_owned()))
        } else {
            Ok(())
        };
        futures_util::future::ready(done).boxed()
    }
}

impl Town {
    /// A new town with an embedded store.
    pub(super) async fn open() -> Self {
        Self::with_doctors(0).await
    }

    /// The same with more doctors.
    pub(super) async fn with_doctors(doctors: usize) -> Self {
        let clock = Clock::by_hand(day("2026-11-20"));
        let dir = tempfile::tempdir().unwrap();
        let directory = Arc::new(testing_county(doctors));
        Self::start(dir, clock, directory, FirstStart::Create, Arc::default()).await
    }

    /// A town at another time.
    pub(super) async fn at(now: Timestamp) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let directory = Arc::new(testing_county(0));
        let clock = Clock::by_hand(now);
        Self::start(dir, clock, directory, FirstStart::Create, Arc::default()).await
    }

    /// A new town in a county with everything on.
    pub(super) async fn with_modules() -> Self {
        let clock = Clock::by_hand(day("2026-11-20"));
        let dir = tempfile::tempdir().unwrap();
        let directory = Arc::new(testing_county_with_modules());
        Self::start(dir, clock, directory, FirstStart::Create, Arc::default()).await
    }

    async fn start(
        dir: TempDir,
        clock: Clock,
        directory: Arc<Directory>,
        first: FirstStart,
        phones: Arc<Phones>,
    ) -> Self {
        let mut storage = embedded::open(dir.path(), clock.clone()).unwrap();
        let faults = Faults::over(&mut storage);
        let reach: Arc<dyn Reach> = phones.clone();
        let service = serve(&storage, &clock, &directory, first, reach)
            .await
            .unwrap();
        Self {
            service,
            storage,
            faults,
            clock,
            phones,
            directory,
            dir,
        }
    }

    /// As after an orderly restart of the process.
    pub(super) async fn restarted(self) -> Self {
        self.service.shutdown().await;
        self.killed().await
    }

    /// As after the process was killed: nothing is told to anybody, nothing is awaited.
    pub(super) async fn killed(self) -> Self {
        self.storage.close().await;
        let Self {
            service,
            clock,
            phones,
            directory,
            dir,
            ..
        } = self;
        let town = Self::start(dir, clock, directory, FirstStart::Refuse, phones).await;
        // What was left of the old process speaks to a closed store.
        drop(service);
        town
    }

    /// A second county task on the same store, as another process has it.
    pub(super) async fn other_node(&self) -> County {
        let opened = county::open(
            self.storage.clone(),
            self.clock.clone(),
            key(),
            Arc::clone(&self.directory),
            FirstStart::Refuse,
            tokio_util::sync::CancellationToken::new(),
        );
        opened.await.unwrap().0
    }

    pub(super) fn path(&self) -> PathBuf {
        self.dir.path().to_owned()
    }

    pub(super) fn county_id(&self) -> CountyId {
        self.directory.id().clone()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub(super) async fn session(&self, person: &str) -> Session {
        let person = person.parse().unwrap();
        let signed_in = self.service.sessions.sign_in(&person, None).await;
        signed_in.unwrap().1
    }

    pub(super) async fn nurse(&self) -> Session {
        self.session("anna-alm").await
    }

    /// A doctor of the centre `alvens`, on duty.
    pub(super) async fn doctor(&self) -> Session {
        let doctor = self.session("david-dahl").await;
        self.submit(&doctor, on_duty(), None).await.unwrap();
        doctor
    }

    pub(super) async fn submit(
        &self,
        session: &Session,
        command: Command,
        part: Option<Part>,
    ) -> Result<Ack, Failure> {
        let key = self.clock.new_id();
        let print = fingerprint("test", key.as_bytes());
        self.service
            .waiting
            .submit(session, key, print, command, part)
            .await
    }

    /// The nurse asks, urgently, about the planted patient.
    pub(super) async fn ask(&self, nurse: &Session) -> ConsultId {
        let consult = ConsultId(self.clock.new_id());
        let (command, part) = self.request(consult);
        self.submit(nurse, command, Some(part)).await.unwrap();
        consult
    }

    pub(super) fn request(&self, consult: ConsultId) -> (Command, Part) {
        let case = CaseId(consult.0);
        (
            ask(consult, case, Level::P1),
            Part::Request(Box::new(content(self.now()))),
        )
    }

    pub(super) async fn claim(&self, doctor: &Session, consult: ConsultId) -> Ack {
        let claimed = self.submit(doctor, Command::Claim { consult }, None).await;
        claimed.unwrap()
    }

    /// The holding doctor answers with one order.
    pub(super) async fn answer(&self, doctor: &Session, consult: ConsultId) -> Ack {
        let (codes, answer) = answer(consult);
        let command = Command::Answer(Box::new(codes));
        let part = Part::Answer(Box::new(answer));
        self.submit(doctor, command, Some(part)).await.unwrap()
    }

    /// Waits until `look` finds something in the confirmed state.
    pub(super) async fn found<R>(
        &self,
        mut look: impl FnMut(&crate::domain::waiting_room::WaitingRoom) -> Option<R>,
    ) -> R {
        let mut published = self.service.waiting.published();
        loop {
            published.mark_unchanged();
            if let Some(found) = self.service.waiting.read(|room, _| look(room)) {
                return found;
            }
            published.changed().await.unwrap();
        }
    }

    pub(super) async fn journal(&self) -> Vec<Record> {
        all(&self.storage, &LogId::journal(self.county_id())).await
    }

    pub(super) async fn access_log(&self, controller: &str) -> Vec<serde_json::Value> {
        let controller: ControllerId = controller.parse().unwrap();
        let log = LogId::access(self.county_id(), controller);
        let records = all(&self.storage, &log).await;
        let lines = records.iter();
        lines
            .map(|record| serde_json::from_slice(&record.bytes).unwrap())
            .collect()
    }

    /// How many journal entries hold `text`.
    pub(super) async fn entries_with(&self, text: &str) -> usize {
        let records = self.journal().await;
        let holding = records.iter().filter(|record| {
            let entry = std::str::from_utf8(&record.bytes).unwrap();
            entry.contains(text)
        });
        holding.count()
    }
}

pub(super) async fn try_serve(
    storage: &Storage,
    clock: &Clock,
    directory: &Arc<Directory>,
    first: FirstStart,
) -> Result<Service, super::StartError> {
    serve(storage, clock, directory, first, Arc::new(TraceReach)).await
}

async fn serve(
    storage: &Storage,
    clock: &Clock,
    directory: &Arc<Directory>,
    first: FirstStart,
    reach: Arc<dyn Reach>,
) -> Result<Service, super::StartError> {
    let log = StoredCallLog::new(Arc::clone(&storage.log), directory.id().clone());
    let calls = Calls::start(clock.clone(), Arc::new(log), Vec::new());
    Service::open(Opening {
        storage: storage.clone(),
        clock: clock.clone(),
        key: key(),
        directory: Arc::clone(directory),
        first,
        calls,
        reach,
    })
    .await
}

pub(super) async fn all(storage: &Storage, log: &LogId) -> Vec<Record> {
    let mut records = Vec::new();
    loop {
        let after = records.last().map_or(0, |record: &Record| record.seq);
        let page = storage.log.read(log, after, 256).await.unwrap();
        if page.is_empty() {
            return records;
        }
        records.extend(page);
    }
}

pub(super) fn on_duty() -> Command {
    duty(DutyState::On)
}

pub(super) fn duty(state: DutyState) -> Command {
    Command::SetDuty(SetDuty {
        state,
        centres: if state == DutyState::Off {
            BTreeSet::new()
        } else {
            BTreeSet::from(["alvens".parse().unwrap()])
        },
        levels: BTreeSet::new(),
        until: None,
        sound_tested_at: None,
        practice: false,
    })
}

/// A request to the centre `alvens` in codes.
pub(super) fn ask(consult: ConsultId, case: CaseId, level: Level) -> Command {
    Command::Ask(Box::new(Ask {
        consult,
        case,
        centre: "alvens".parse().unwrap(),
        level,
        reason: Reason::FallInjury,
        codes: RequestCodes {
            patient: Some(PatientCodes {
                patient_ref: None,
                age_band: None,
                sex: None,
                protected: false,
                id_type: Some(IdType::Personnummer),
            }),
            ready: Some(Readiness::Now),
            reply: Some(ReplyWish::DoctorDecides),
            ..RequestCodes::default()
        },
        draft_opened_at: None,
        exercise: false,
        has: Has::default(),
        death: None,
    }))
}

/// What is said about the planted patient.
pub(super) fn content(now: Timestamp) -> Content {
    let draft = RequestDraft {
        centre: "alvens".parse().unwrap(),
        level: Level::P1,
        reason: Reason::FallInjury,
        draft_opened_at: None,
        exercise: false,
        said: Said {
            patient: Some(PatientDraft {
                id_type: IdType::Personnummer,
                id: Some(Redacted::new(PLANTED_NUMBER.to_owned())),
                name: Some(Redacted::new(PLANTED_NAME.to_owned())),
                protected_identity: false,
            }),
            sbar: Some(SbarDraft {
                situation: Some(Redacted::new(PLANTED_TEXT.to_owned())),
                ..SbarDraft::default()
            }),
            callback_phone: Some("070-174 06 05".to_owned()),
            ..Said::default()
        },
    };
    Request::new(draft, now).unwrap().content
}

/// An answer with one order.
fn answer(consult: ConsultId) -> (AnswerCodes, Answer) {
    let said = |text: &str| Redacted::new(text.to_owned());
    let draft = AnswerDraft {
        mode: AnswerMode::Text,
        assessed_by: AssessedBy::ViaNurse,
        assessment: Redacted::new(format!("Bedömning av {PLANTED_NAME}")),
        level_of_care: LevelOfCare::StayHome,
        transport_by: None,
        report_by: None,
        orders: vec![OrderDraft {
            kind: Some(OrderKind::Medicine),
            what: said("Paracetamol"),
            form: Some(said("tablett")),
            strength: Some(said("500 mg")),
            dose: Some(said("1 g")),
            route: Some(said("via munnen")),
            when: Some(said("nu")),
            why: Some(said("smärta")),
            ..OrderDraft::default()
        }],
        order_entered: Some(OrderEntered::ByMe),
        order_entered_until: None,
        contingency: Some(Redacted::new("Ring igen".to_owned())),
        follow_up: None,
        information_given: None,
        self_care: None,
        stance: None,
        participation: None,
        death: None,
    };
    let codes = AnswerCodes {
        consult,
        mode: draft.mode,
        assessed_by: draft.assessed_by,
        level_of_care: draft.level_of_care,
        transport_by: None,
        report_by: None,
        has_orders: true,
        care_only: false,
        order_entered: draft.order_entered,
        order_entered_until: draft.order_entered_until,
        contingency: true,
        follow_up: None,
        stance: None,
        participation: None,
        death: None,
    };
    (codes, Answer::new(draft, Level::P1).unwrap())
}

pub(super) fn some_id(text: &str) -> CommandId {
    system_id(text)
}

pub(super) const NO_CONSULT: ConsultId = ConsultId(Uuid::nil());

/// What goes wrong with the next matching append.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// It is carried out, and the reply is lost.
    ReplyLost,
    /// It is refused.
    Unavailable,
    /// It waits until it is let go.
    Held(Arc<Notify>),
}

/// A log port that fails as it is told to.
#[derive(Clone)]
pub(super) struct Faults(Arc<Faulty>);

struct Faulty {
    log: Arc<dyn Log>,
    waiting: Mutex<VecDeque<(LogName, Fault)>>,
    reads_fail: Mutex<u32>,
    confirms_fail: Mutex<u32>,
    met: Notify,
}

impl Faults {
    pub(super) fn over(storage: &mut Storage) -> Self {
        let faulty = Arc::new(Faulty {
            log: Arc::clone(&storage.log),
            waiting: Mutex::default(),
            reads_fail: Mutex::default(),
            confirms_fail: Mutex::default(),
            met: Notify::new(),
        });
        storage.log = faulty.clone();
        Self(faulty)
    }

    /// Makes the next append to `log` fail; several wait in order.
    pub(super) fn next(&self, log: LogName, fault: Fault) {
        self.0.waiting.lock().unwrap().push_back((log, fault));
    }

    /// Makes the next reads of any log fail.
    pub(super) fn fail_reads(&self, count: u32) {
        *self.0.reads_fail.lock().unwrap() = count;
    }

    /// Makes the next empty confirms fail.
    pub(super) fn fail_confirms(&self, count: u32) {
        *self.0.confirms_fail.lock().unwrap() = count;
    }

    /// Waits until a fault was met.
    pub(super) async fn met(&self) {
        self.0.met.notified().await;
    }
}

impl Faulty {
    fn fault(&self, log: &LogId) -> Option<Fault> {
        let mut waiting = self.waiting.lock().unwrap();
        let place = waiting.iter().position(|(name, _)| *name == log.name)?;
        waiting.remove(place).map(|(_, fault)| fault)
    }

    fn read_fails(&self) -> bool {
        one_of(&mut self.reads_fail.lock().unwrap())
    }

    fn confirm_fails(&self) -> bool {
        one_of(&mut self.confirms_fail.lock().unwrap())
    }
}

impl fmt::Debug for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Faulty").finish_non_exhaustive()
    }
}

/// Whether one more of `left` is to fail.
fn one_of(left: &mut u32) -> bool {
    let fails = *left > 0;
    *left = left.saturating_sub(1);
    fails
}

fn unavailable() -> StoreError {
    StoreError::Unavailable("made to fail".to_owned())
}

impl Log for Faulty {
    fn create<'a>(
        &'a self,
        log: &'a LogId,
        incarnation: Incarnation,
    ) -> BoxFuture<'a, Result<Head, StoreError>> {
        self.log.create(log, incarnation)
    }

    fn names<'a>(
        &'a self,
        county: &'a CountyId,
    ) -> BoxFuture<'a, Result<Vec<LogName>, StoreError>> {
        self.log.names(county)
    }

    fn head<'a>(&'a self, log: &'a LogId) -> BoxFuture<'a, Result<Head, StoreError>> {
        if self.read_fails() {
            return async { Err(unavailable()) }.boxed();
        }
        self.log.head(log)
    }

    fn append<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
        batch: Batch,
    ) -> BoxFuture<'a, Result<Head, AppendError>> {
        async move {
            let fault = self.fault(log);
            if fault.is_some() {
                self.met.notify_one();
            }
            match fault {
                None => self.log.append(log, expected, batch).await,
                Some(Fault::ReplyLost) => {
                    self.log.append(log, expected, batch).await?;
                    Err(AppendError::Unknown)
                }
                Some(Fault::Unavailable) => Err(AppendError::Store(unavailable())),
                Some(Fault::Held(gate)) => {
                    gate.notified().await;
                    self.log.append(log, expected, batch).await
                }
            }
        }
        .boxed()
    }

    fn confirm<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
    ) -> BoxFuture<'a, Result<Head, AppendError>> {
        if self.confirm_fails() {
            return async { Err(AppendError::Store(unavailable())) }.boxed();
        }
        self.log.confirm(log, expected)
    }

    fn read<'a>(
        &'a self,
        log: &'a LogId,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        self.log.read(log, after, limit)
    }

    fn snapshot_put<'a>(
        &'a self,
        log: &'a LogId,
        snapshot: Snapshot,
    ) -> BoxFuture<'a, Result<SnapshotPut, StoreError>> {
        self.log.snapshot_put(log, snapshot)
    }

    fn snapshot_get<'a>(
        &'a self,
        log: &'a LogId,
    ) -> BoxFuture<'a, Result<Option<Snapshot>, StoreError>> {
        self.log.snapshot_get(log)
    }
}
