//! A small county and a log that is written as a node would write it.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::domain::clinical::{
    AnswerMode, AssessedBy, DisclosureBasis, Has, IdType, Level, LevelOfCare, OrderEntered,
    Participation, PatientCodes, Readiness, Reason, ReplyWish, RequestCodes,
};
use crate::domain::directory::{Directory, Rows};
use crate::domain::ids::{CaseId, CentreId, CommandId, ConsultId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Actor, AnswerCodes, Ask, By, Command, Consult, ConsultState, Decision, DirectoryHash,
    DutyState, Entry, Envelope, Fingerprint, Outcome, Place, Refusal, SetDuty, Viewer, WaitingRoom,
    decide,
};

/// 2026-11-23 10:00 on the county's clock, a Monday.
pub(crate) const MORNING: Timestamp = Timestamp::from_millis(1_795_424_400_000);

pub(crate) const DIR: DirectoryHash = DirectoryHash([7; 32]);

pub(crate) fn county() -> Directory {
    let rows: Rows = toml::from_str(include_str!("county.toml")).unwrap();
    Directory::new(rows).unwrap()
}

/// A county's log and its fold, with a clock that stands still until told.
#[derive(Clone)]
pub(crate) struct Bench {
    pub(crate) directory: Directory,
    pub(crate) state: WaitingRoom,
    pub(crate) log: Vec<Entry>,
    pub(crate) now: Timestamp,
    next_id: u128,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self {
            directory: county(),
            state: WaitingRoom::new(),
            log: Vec::new(),
            now: MORNING,
            next_id: 0,
        }
    }

    pub(crate) fn actor(&self, person: &str) -> Actor {
        let commission = format!("{person}-works").parse().unwrap();
        let row = self.directory.commission(&commission, MORNING).unwrap();
        let unit = row.unit.clone().map(Place::Unit);
        let centre = row.centres.first().cloned().map(Place::Centre);
        Actor {
            person: row.person.clone(),
            commission: row.id.clone(),
            controller: row.controller.clone(),
            place: unit.or(centre).unwrap_or(Place::County),
        }
    }

    pub(crate) fn viewer(&self, person: &str) -> Viewer {
        Viewer::from(&self.actor(person))
    }

    pub(crate) fn fresh_id(&mut self) -> Uuid {
        self.next_id += 1;
        Uuid::from_u128(self.next_id)
    }

    /// Wraps a command under a new key. `who` is a person, or `system`.
    pub(crate) fn envelope(&mut self, who: &str, command: Command) -> Envelope {
        let by = if who == "system" {
            By::System
        } else {
            By::Person(self.actor(who))
        };
        let id = CommandId(self.fresh_id());
        Envelope {
            id,
            fingerprint: Fingerprint([1; 32]),
            by,
            command,
        }
    }

    /// Decides, and appends what is decided.
    pub(crate) fn submit(&mut self, envelope: &Envelope) -> Result<Decision, Refusal> {
        let decision = decide(&self.state, &self.directory, envelope, self.now)?;
        if let Decision::New(decided) = &decision {
            let entry = decided.clone().entry(self.state.seq() + 1, envelope, DIR);
            self.state.apply(&entry);
            self.log.push(entry);
        }
        Ok(decision)
    }

    pub(crate) fn try_as(&mut self, who: &str, command: Command) -> Result<Outcome, Refusal> {
        let envelope = self.envelope(who, command);
        self.submit(&envelope).map(|decision| match decision {
            Decision::New(decided) => decided.outcome,
            Decision::Repeat(remembered) => remembered.outcome,
            Decision::Moot(outcome) => outcome,
        })
    }

    #[track_caller]
    pub(crate) fn act(&mut self, who: &str, command: Command) -> Option<ConsultState> {
        self.try_as(who, command).unwrap().state
    }

    #[track_caller]
    pub(crate) fn refused(&mut self, who: &str, command: Command) -> Refusal {
        self.try_as(who, command).unwrap_err()
    }

    /// The county adopts its directory, and with it who is on call.
    pub(crate) fn adopt(&mut self) {
        let valid_from = self.now;
        let hash = DIR;
        self.act("system", Command::AdoptDirectory { hash, valid_from });
    }

    /// Carries out every deadline that has come, at the present time.
    pub(crate) fn settle(&mut self) {
        let mut rounds = 0;
        loop {
            let due = self.state.due(self.now);
            if due.is_empty() {
                return;
            }
            rounds += 1;
            assert!(rounds < 1_000, "deadlines that change nothing: {due:?}");
            for envelope in due {
                self.submit(&envelope).unwrap();
            }
        }
    }

    /// Lets time pass, carrying out each deadline when it comes.
    pub(crate) fn pass(&mut self, seconds: u64) {
        self.pass_until(self.now.plus(std::time::Duration::from_secs(seconds)));
    }

    pub(crate) fn pass_until(&mut self, until: Timestamp) {
        while let Some((at, _)) = self.state.next_deadline().filter(|(at, _)| *at <= until) {
            self.now = self.now.max(at);
            self.settle();
        }
        self.now = until;
    }

    #[track_caller]
    pub(crate) fn ask_with(&mut self, nurse: &str, ask: Ask) -> ConsultId {
        let consult = ask.consult;
        assert_eq!(
            self.act(nurse, Command::Ask(Box::new(ask))),
            Some(ConsultState::Queued)
        );
        consult
    }

    #[track_caller]
    pub(crate) fn ask(&mut self, nurse: &str, at: &str, level: Level) -> ConsultId {
        let ask = self.request(at, level);
        self.ask_with(nurse, ask)
    }

    pub(crate) fn request(&mut self, at: &str, level: Level) -> Ask {
        request(ConsultId(self.fresh_id()), at, level)
    }

    /// A doctor goes on duty, link there and sound tested.
    pub(crate) fn on_duty(&mut self, doctor: &str, centres: &[&str]) {
        let duty = duty(DutyState::On, centres, Some(self.now));
        self.act(doctor, duty);
    }

    /// The same, and she takes part in exercises.
    pub(crate) fn practises(&mut self, doctor: &str, centres: &[&str]) {
        let mut duty = duty(DutyState::On, centres, Some(self.now));
        if let Command::SetDuty(wanted) = &mut duty {
            wanted.practice = true;
        }
        self.act(doctor, duty);
    }

    #[track_caller]
    pub(crate) fn ask_to_practise(&mut self, nurse: &str, at: &str, level: Level) -> ConsultId {
        let mut ask = self.request(at, level);
        ask.exercise = true;
        self.ask_with(nurse, ask)
    }

    /// A request at `north` that Nils, on duty, has taken.
    pub(crate) fn claimed(level: Level) -> (Self, ConsultId) {
        let mut bench = Self::new();
        bench.on_duty("nils", &["north"]);
        let consult = bench.ask("eva", "north", level);
        bench.act("nils", Command::Claim { consult });
        (bench, consult)
    }

    /// The same, answered by video after contact.
    pub(crate) fn answered(has_orders: bool) -> (Self, ConsultId) {
        let (mut bench, consult) = Self::claimed(Level::P2);
        bench.act("system", Command::MediaFlows { consult });
        bench.act("nils", answer(consult, AnswerMode::Video, has_orders));
        (bench, consult)
    }

    #[track_caller]
    pub(crate) fn of(&self, consult: ConsultId) -> &Consult {
        self.state
            .consult(consult)
            .expect("the consult is in the state")
    }

    #[track_caller]
    pub(crate) fn stands(&self, consult: ConsultId) -> ConsultState {
        self.of(consult).state()
    }
}

pub(crate) fn centre(id: &str) -> CentreId {
    id.parse().unwrap()
}

pub(crate) fn request(consult: ConsultId, at: &str, level: Level) -> Ask {
    Ask {
        consult,
        case: CaseId(consult.0),
        centre: centre(at),
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
            nurse_with_patient: Some(true),
            patient_takes_part: Some(true),
            disclosure_basis: Some(DisclosureBasis::Consent),
            ..RequestCodes::default()
        },
        draft_opened_at: None,
        exercise: false,
        has: Has {
            sbar: true,
            vitals: false,
            care_limits: true,
            flags: false,
            images: false,
        },
        death: None,
    }
}

pub(crate) fn duty(state: DutyState, centres: &[&str], heard: Option<Timestamp>) -> Command {
    Command::SetDuty(SetDuty {
        state,
        centres: centres.iter().map(|id| centre(id)).collect(),
        levels: BTreeSet::new(),
        until: None,
        sound_tested_at: heard,
        practice: false,
    })
}

pub(crate) fn answer_codes(consult: ConsultId, mode: AnswerMode, has_orders: bool) -> AnswerCodes {
    AnswerCodes {
        consult,
        mode,
        assessed_by: AssessedBy::ViaNurse,
        level_of_care: LevelOfCare::StayHome,
        transport_by: None,
        report_by: None,
        has_orders,
        care_only: false,
        order_entered: has_orders.then_some(OrderEntered::ByMe),
        order_entered_until: None,
        contingency: true,
        follow_up: None,
        stance: None,
        participation: None,
        death: None,
    }
}

pub(crate) fn answer(consult: ConsultId, mode: AnswerMode, has_orders: bool) -> Command {
    Command::Answer(Box::new(answer_codes(consult, mode, has_orders)))
}

pub(crate) fn seen(consult: ConsultId) -> Command {
    Command::Acknowledge {
        consult,
        read_back: false,
        rev: None,
    }
}

pub(crate) fn read_back(consult: ConsultId) -> Command {
    Command::Acknowledge {
        consult,
        read_back: true,
        rev: None,
    }
}

pub(crate) fn close(consult: ConsultId) -> Command {
    Command::Close {
        consult,
        participation: Some(Participation::Informed),
        stance: None,
        exception: None,
    }
}
