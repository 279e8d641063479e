//! What a county costs: sixteen callers send commands and wait for each acknowledgement.
//! Every round begins a new county in an empty store; all commands are accepted.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinSet;
use vantrum::calls::{Calls, StoredCallLog};
use vantrum::clock::Clock;
use vantrum::config;
use vantrum::domain::directory::Directory;
use vantrum::domain::ids::ConsultId;
use vantrum::domain::waiting_room::{Command, DutyState, SetDuty};
use vantrum::service::{
    Ack, CountyKey, FirstStart, Opening, Part, PresenceGuard, Service, Session, Waiting,
    fingerprint,
};
use vantrum::storage::Storage;

use crate::consult::{self, Pair};
use crate::floor::Written;
use crate::observed::Observed;
use crate::rounds::{Compared, Round, Watch, now};
use crate::small_county::county_with_doctors;
use crate::stores::{CALLERS, Store, rest};

/// Commands of one round: a day of a county.
const COMMANDS: usize = 8_000;

/// What the callers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mix {
    /// Doctors take a request, give it back, pause and go on: entries without content.
    Codes,
    /// Whole consults, each from request to close, with everything sealed that is content.
    Consults,
}

impl Mix {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Consults => "consults",
        }
    }
}

/// `rounds` rounds of the county, each between two of the floor, and what was written last.
pub(crate) async fn compare(store: &Store, mix: Mix, rounds: usize) -> (Compared, Vec<Written>) {
    // The first round shows what the floor has to write.
    let (_, mut written) = round(store, mix).await;
    rest().await;
    let mut floor = vec![store.floor_round(&written).await];
    let mut ours = Vec::new();
    for _ in 0..rounds {
        rest().await;
        let (round, wrote) = round(store, mix).await;
        ours.push(round);
        written = wrote;
        rest().await;
        floor.push(store.floor_round(&written).await);
    }
    (Compared::new(ours, floor), written)
}

async fn round(store: &Store, mix: Mix) -> (Round, Vec<Written>) {
    let (mut storage, dir) = store.open().await;
    let observed = Observed::over(&mut storage);
    let bench = Bench::open(&storage).await;
    let mut callers = Vec::new();
    for number in 1..=CALLERS {
        callers.push(bench.caller(number).await);
    }
    observed.take();
    let spent = store.cpu().await;
    let begun = now();
    let mut tasks = JoinSet::new();
    for caller in callers {
        tasks.spawn(caller.run(mix, COMMANDS / CALLERS));
    }
    let waits = tasks.join_all().await.concat();
    let round = Round {
        took: begun.elapsed(),
        waits,
        cpu: store.cpu().await.since(spent),
    };
    let written = observed.take();
    let entries: usize = written.iter().map(|batch| batch.records.len()).sum();
    assert_eq!(
        entries,
        round.waits.len(),
        "one entry for each acknowledgement"
    );
    bench.service.shutdown().await;
    storage.close().await;
    drop(dir);
    (round, written)
}

/// A county with a doctor for each caller.
struct Bench {
    service: Service,
    clock: Clock,
}

impl Bench {
    async fn open(storage: &Storage) -> Self {
        let clock = Clock::machine();
        let text = county_with_doctors(CALLERS);
        let directory: Arc<Directory> = Arc::new(config::county::load(&text, "county").unwrap());
        let log = StoredCallLog::new(Arc::clone(&storage.log), directory.id().clone());
        let opening = Opening {
            reach: Arc::new(vantrum::service::TraceReach),
            storage: storage.clone(),
            clock: clock.clone(),
            key: CountyKey::random(),
            directory,
            first: FirstStart::Create,
            calls: Calls::start(clock.clone(), Arc::new(log), Vec::new()),
        };
        let service = Service::open(opening).await.unwrap();
        Self { service, clock }
    }

    async fn caller(&self, number: usize) -> Caller {
        let nurse = self.session("anna-alm").await;
        let doctor = self.session(&format!("doctor-{number}")).await;
        let waiting = self.service.waiting.clone();
        let links = [waiting.connected(&nurse), waiting.connected(&doctor)];
        let caller = Caller {
            waiting,
            clock: self.clock.clone(),
            pair: Pair { nurse, doctor },
            links,
        };
        let mut watch = Watch::default();
        caller.duty(DutyState::On, &mut watch).await;
        caller
    }

    async fn session(&self, person: &str) -> Session {
        let person = person.parse().unwrap();
        self.service
            .sessions
            .sign_in(&person, None)
            .await
            .unwrap()
            .1
    }
}

/// A nurse and a doctor who work as fast as they are answered.
struct Caller {
    waiting: Waiting,
    clock: Clock,
    pair: Pair,
    #[expect(dead_code, reason = "held so that both count as present")]
    links: [PresenceGuard; 2],
}

impl Caller {
    async fn run(self, mix: Mix, commands: usize) -> Vec<std::time::Duration> {
        let mut watch = Watch::default();
        match mix {
            Mix::Codes => self.codes(commands, &mut watch).await,
            Mix::Consults => self.consults(commands, &mut watch).await,
        }
        watch.waits()
    }

    /// Four commands a turn, after one request.
    async fn codes(&self, commands: usize, watch: &mut Watch) {
        let consult = ConsultId(self.clock.new_id());
        let (command, part) = consult::ask(consult, self.clock.now());
        self.send(&self.pair.nurse, command, Some(part), watch)
            .await;
        let doctor = &self.pair.doctor;
        for turn in 0..commands - 1 {
            match turn % 4 {
                0 => {
                    self.send(doctor, Command::Claim { consult }, None, watch)
                        .await
                }
                1 => {
                    self.send(doctor, Command::Release { consult }, None, watch)
                        .await
                }
                2 => self.duty(DutyState::Paused, watch).await,
                _ => self.duty(DutyState::On, watch).await,
            };
        }
    }

    /// One consult after another.
    async fn consults(&self, commands: usize, watch: &mut Watch) {
        let mut sent = 0;
        while sent + consult::STEPS <= commands {
            let consult = ConsultId(self.clock.new_id());
            for step in consult::story(consult, self.clock.now()) {
                let session = self.pair.session(step.by);
                self.send(session, step.command, step.part, watch).await;
            }
            sent += consult::STEPS;
        }
    }

    async fn duty(&self, state: DutyState, watch: &mut Watch) -> Ack {
        let duty = SetDuty {
            state,
            centres: BTreeSet::from(["alvens".parse().unwrap()]),
            levels: BTreeSet::new(),
            until: None,
            sound_tested_at: None,
            practice: false,
        };
        self.send(&self.pair.doctor, Command::SetDuty(duty), None, watch)
            .await
    }

    async fn send(
        &self,
        session: &Session,
        command: Command,
        part: Option<Part>,
        watch: &mut Watch,
    ) -> Ack {
        let key = self.clock.new_id();
        // Of a body of a usual length.
        let print = fingerprint("bench", key.as_bytes().repeat(20).as_slice());
        let answer = self.waiting.submit(session, key, print, command, part);
        watch.time(answer).await.unwrap()
    }
}
