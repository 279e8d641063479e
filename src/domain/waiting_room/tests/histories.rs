//! Random histories of a county, each step held against the model and every invariant.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::bench::{Bench, MORNING, answer, centre, close, duty, request};
use super::model::{CENTRES, DOCTORS, Model, NURSES, Step, person};
use crate::domain::alerts;
use crate::domain::clinical::{
    AnswerMode, CloseException, Level, Participation, ReplyWish, VoidReason, WithdrawReason,
};
use crate::domain::ids::{ConsultId, PersonId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    ActsNext, By, Command, ConsultState, Decision, DutyState, Entry, Envelope, Event, EventKind,
    Fingerprint, Refusal, StaffView, Supplement, Task, View, Viewer, WaitingRoom, apply, diff,
    view,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever happens in whatever order, the waiting room does what the model says, and
    /// nothing that must always hold is ever broken.
    #[test]
    fn waiting_room_does_what_the_rules_say(steps in history(90)) {
        let mut run = Run::new();
        for step in steps {
            run.take(step);
            run.agree();
            run.hold();
        }
        run.hold_over_the_log();
    }

    /// The state is the fold of the log at every position, and a snapshot with the entries
    /// after it leads to the same state as the whole log.
    #[test]
    fn state_is_the_fold_of_its_log(steps in history(60), cut in 0_usize..60) {
        let mut run = Run::new();
        let mut states = vec![WaitingRoom::new()];
        for step in steps {
            let before = run.bench.log.len();
            run.take(step);
            // Late deadlines write several entries in one step; between them no state was kept.
            if run.bench.log.len() == before + 1 {
                states.push(run.bench.state.clone());
            }
        }
        for state in &states {
            let prefix = usize::try_from(state.seq()).unwrap();
            prop_assert_eq!(&fold(WaitingRoom::new(), &run.bench.log[..prefix]), state);
        }
        let cut = cut.min(run.bench.log.len());
        let early = fold(WaitingRoom::new(), &run.bench.log[..cut]);
        let snapshot = serde_json::to_vec(&early).unwrap();
        let restored: WaitingRoom = serde_json::from_slice(&snapshot).unwrap();
        prop_assert_eq!(&restored, &early);
        prop_assert_eq!(&fold(restored, &run.bench.log[cut..]), &run.bench.state);
    }

    /// Whoever looks: following what changed between two positions leads from the one view
    /// to the other.
    #[test]
    fn view_followed_by_its_changes_is_the_later_view(
        steps in history(50),
        pairs in prop::collection::vec((0_usize..50, 0_usize..50), 4),
    ) {
        let mut run = Run::new();
        let mut states = vec![run.bench.state.clone()];
        for step in steps {
            run.take(step);
            states.push(run.bench.state.clone());
        }
        for who in EVERY_ROLE {
            let viewer = run.bench.viewer(who);
            let views: Vec<_> =
                states.iter().map(|state| view(state, &run.bench.directory, &viewer)).collect();
            let mut followed = views[0].clone();
            for pair in views.windows(2) {
                apply(&mut followed, &diff(&pair[0], &pair[1]));
                prop_assert_eq!(&followed, &pair[1], "{}", who);
            }
            for (from, to) in &pairs {
                let (from, to) = (from % views.len(), to % views.len());
                let mut followed = views[from].clone();
                apply(&mut followed, &diff(&views[from], &views[to]));
                prop_assert_eq!(&followed, &views[to], "{} from {} to {}", who, from, to);
            }
            never_lower(&views);
        }
    }
}

const EVERY_ROLE: [&str; 14] = [
    "eva", "wera", "nils", "nora", "hans", "carl", "asta", "emil", "maja", "hedda", "harry", "rut",
    "olle", "siv",
];

/// No client is shown an older revision of a consult than before.
fn never_lower(views: &[View]) {
    let mut shown: BTreeMap<ConsultId, u64> = BTreeMap::new();
    for row in views.iter().flat_map(|view| view.consults.values()) {
        let before = shown.insert(row.id, row.rev).unwrap_or(0);
        assert!(before <= row.rev, "revision {} after {before}", row.rev);
    }
}

fn fold(mut state: WaitingRoom, entries: &[Entry]) -> WaitingRoom {
    for entry in entries {
        state.apply(entry);
    }
    state
}

fn history(longest: usize) -> impl Strategy<Value = Vec<Step>> {
    let start = prop::collection::vec(on_duty(), 1..4);
    (start, prop::collection::vec(step(), 1..longest))
        .prop_map(|(start, rest)| start.into_iter().chain(rest).collect())
}

fn on_duty() -> impl Strategy<Value = Step> {
    (any::<usize>(), any::<usize>()).prop_map(|(doctor, centres)| Step::Duty {
        doctor,
        state: DutyState::On,
        centres,
        practice: doctor.is_multiple_of(3),
    })
}

fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(Level::ALL)
}

fn step() -> impl Strategy<Value = Step> {
    const MINUTE: i64 = 60_000;
    let n = 0..64_usize;
    let (nurse, doctor, who) = (n.clone(), n.clone(), n.clone());
    // Few cases, so that the steps meet each other.
    let consult = 0..6_usize;
    let mode = prop::sample::select(AnswerMode::ALL);
    let span = prop_oneof![
        0..2 * MINUTE,
        Just(MINUTE),
        MINUTE..40 * MINUTE,
        Just(30 * MINUTE),
        60 * MINUTE..300 * MINUTE,
        Just(13 * 60 * MINUTE),
    ];
    prop_oneof![
        6 => (nurse.clone(), n.clone(), level(), prop::option::of(0..90 * MINUTE), prop::bool::weighted(0.2), prop::bool::weighted(0.2))
            .prop_map(|(nurse, centre, level, leaves_in, exercise, text)| Step::Ask { nurse, centre, level, leaves_in, exercise, text }),
        1 => (nurse.clone(), consult.clone(), 0..90 * MINUTE)
            .prop_map(|(nurse, consult, in_ms)| Step::Leave { nurse, consult, in_ms }),
        1 => (who.clone(), consult.clone(), level())
            .prop_map(|(who, consult, level)| Step::Triage { who, consult, level }),
        1 => (who.clone(), consult.clone(), n.clone())
            .prop_map(|(who, consult, centre)| Step::Redirect { who, consult, centre }),
        1 => (nurse.clone(), consult.clone()).prop_map(|(nurse, consult)| Step::Withdraw { nurse, consult }),
        8 => (doctor.clone(), consult.clone()).prop_map(|(doctor, consult)| Step::Claim { doctor, consult }),
        1 => (doctor.clone(), consult.clone()).prop_map(|(doctor, consult)| Step::Release { doctor, consult }),
        6 => (doctor.clone(), consult.clone(), mode, any::<bool>())
            .prop_map(|(doctor, consult, mode, orders)| Step::Answer { doctor, consult, mode, orders }),
        2 => (nurse.clone(), consult.clone()).prop_map(|(nurse, consult)| Step::Open { nurse, consult }),
        10 => (nurse.clone(), consult.clone(), any::<bool>(), prop::bool::weighted(0.2))
            .prop_map(|(nurse, consult, read_back, late)| Step::Acknowledge { nurse, consult, read_back, late }),
        12 => (doctor.clone(), consult.clone(), any::<bool>(), prop::bool::weighted(0.2))
            .prop_map(|(doctor, consult, matches, late)| Step::Confirm { doctor, consult, matches, late }),
        4 => (nurse.clone(), consult.clone()).prop_map(|(nurse, consult)| Step::Close { nurse, consult }),
        1 => (nurse.clone(), consult.clone()).prop_map(|(nurse, consult)| Step::AskBack { nurse, consult }),
        1 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::Addend { who, consult }),
        1 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::Void { who, consult }),
        1 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::Incident { who, consult }),
        1 => (nurse.clone(), consult.clone(), any::<bool>())
            .prop_map(|(nurse, consult, died)| Step::CloseAnyway { nurse, consult, died }),
        1 => (nurse.clone(), consult.clone()).prop_map(|(nurse, consult)| Step::Correct { nurse, consult }),
        1 => (nurse.clone(), consult.clone()).prop_map(|(nurse, consult)| Step::Park { nurse, consult }),
        2 => (nurse, consult.clone()).prop_map(|(nurse, consult)| Step::Resume { nurse, consult }),
        1 => (doctor.clone(), consult.clone()).prop_map(|(doctor, consult)| Step::NeedMore { doctor, consult }),
        3 => (doctor.clone(), consult.clone()).prop_map(|(doctor, consult)| Step::Await { doctor, consult }),
        1 => (doctor.clone(), consult.clone()).prop_map(|(doctor, consult)| Step::MustGo { doctor, consult }),
        3 => (doctor.clone(), consult.clone()).prop_map(|(doctor, consult)| Step::Write { doctor, consult }),
        1 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::Phone { who, consult }),
        1 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::Emergency { who, consult }),
        1 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::Instead { who, consult }),
        1 => (doctor.clone(), consult.clone()).prop_map(|(doctor, consult)| Step::Peek { doctor, consult }),
        2 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::Handover { who, consult }),
        3 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::TakeOver { who, consult }),
        1 => (who.clone(), consult.clone()).prop_map(|(who, consult)| Step::Journal { who, consult }),
        2 => (doctor, prop::sample::select(DutyState::ALL), n, any::<bool>())
            .prop_map(|(doctor, state, centres, practice)| Step::Duty { doctor, state, centres, practice }),
        2 => (who.clone(), 0..MINUTE).prop_map(|(who, ago)| Step::Lost { who, ago }),
        1 => who.prop_map(|who| Step::Back { who }),
        2 => consult.clone().prop_map(|consult| Step::Joined { consult }),
        3 => consult.clone().prop_map(|consult| Step::Flows { consult }),
        2 => (consult, 0..2 * MINUTE).prop_map(|(consult, ago)| Step::Quiet { consult, ago }),
        3 => span.clone().prop_map(|ms| Step::Pass { ms }),
        2 => span.prop_map(|ms| Step::Sleep { ms }),
        1 => Just(Step::Settle),
        2 => any::<usize>().prop_map(|command| Step::Repeat { command }),
        1 => any::<usize>().prop_map(|command| Step::Reuse { command }),
    ]
}

/// A history as it goes: the real one, the model, and what was accepted under which key.
struct Run {
    bench: Bench,
    model: Model,
    accepted: Vec<(Envelope, u64)>,
    /// What was seen of each consult before.
    seen: BTreeMap<ConsultId, Seen>,
}

struct Seen {
    queued_at: Timestamp,
    rev: u64,
    end: Option<ConsultState>,
    answers: Vec<crate::domain::waiting_room::AnswerCodes>,
    contact_at: Option<Timestamp>,
    incidents: u32,
}

impl Run {
    fn new() -> Self {
        let mut bench = Bench::new();
        bench.adopt();
        let model = Model::new(MORNING);
        Self {
            bench,
            model,
            accepted: Vec::new(),
            seen: BTreeMap::new(),
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Pass { ms } => {
                let until = self.model.now + ms;
                self.bench.pass_until(Timestamp::from_millis(until));
                while let Some((at, _, _)) = self.model.next_by_itself() {
                    if at > until {
                        break;
                    }
                    self.model.now = self.model.now.max(at);
                    self.model.settle();
                }
                self.model.now = until;
            }
            Step::Sleep { ms } => {
                self.model.now += ms;
                self.bench.now = Timestamp::from_millis(self.model.now);
            }
            Step::Settle => {
                self.bench.settle();
                self.model.settle();
            }
            Step::Repeat { command } => self.repeat(command),
            Step::Reuse { command } => self.reuse(command),
            Step::Ask { .. }
            | Step::Leave { .. }
            | Step::Triage { .. }
            | Step::Redirect { .. }
            | Step::Withdraw { .. }
            | Step::Claim { .. }
            | Step::Release { .. }
            | Step::Answer { .. }
            | Step::Open { .. }
            | Step::Acknowledge { .. }
            | Step::Confirm { .. }
            | Step::Close { .. }
            | Step::AskBack { .. }
            | Step::Addend { .. }
            | Step::Incident { .. }
            | Step::Void { .. }
            | Step::CloseAnyway { .. }
            | Step::Correct { .. }
            | Step::Park { .. }
            | Step::Resume { .. }
            | Step::NeedMore { .. }
            | Step::Await { .. }
            | Step::MustGo { .. }
            | Step::Write { .. }
            | Step::Phone { .. }
            | Step::Instead { .. }
            | Step::Emergency { .. }
            | Step::Peek { .. }
            | Step::Handover { .. }
            | Step::TakeOver { .. }
            | Step::Journal { .. }
            | Step::Duty { .. }
            | Step::Lost { .. }
            | Step::Back { .. }
            | Step::Joined { .. }
            | Step::Flows { .. }
            | Step::Quiet { .. } => self.command(step),
        }
    }

    /// One command: both accept it or neither, and what is accepted is one entry.
    fn command(&mut self, step: Step) {
        let step = self.model.aimed(step);
        let new_id = ConsultId(self.bench.fresh_id());
        let Some((who, command)) = self.translate(step, new_id) else {
            return;
        };
        let envelope = self.bench.envelope(who, command);
        let (before, entries) = (self.bench.state.clone(), self.bench.log.len());
        let decision = self.bench.submit(&envelope);
        let expected = self.model.take(step, Some(new_id));
        match &decision {
            Ok(Decision::New(decided)) => {
                assert!(expected, "{step:?} was accepted");
                assert!(!decided.events.is_empty());
                assert_eq!(self.bench.log.len(), entries + 1, "one command, one entry");
                let told = decided.outcome.consult.zip(decided.outcome.state);
                if let Some((consult, state)) = told {
                    assert_eq!(
                        self.bench.of(consult).state(),
                        state,
                        "the sender is told the truth"
                    );
                }
                self.accepted.push((envelope, self.bench.state.seq()));
            }
            Ok(Decision::Moot(_)) | Err(_) => {
                assert!(!expected, "{step:?} gave {decision:?}");
                assert_eq!(self.bench.log.len(), entries);
                assert_eq!(self.bench.state, before, "no leaves nothing behind");
            }
            Ok(Decision::Repeat(_)) => panic!("{step:?} is new"),
        }
    }

    fn translate(&self, step: Step, new_id: ConsultId) -> Option<(&'static str, Command)> {
        let nurse = |index: usize| NURSES[index % NURSES.len()].0;
        let doctor = |index: usize| DOCTORS[index % DOCTORS.len()].0;
        let later = |ms: i64| Timestamp::from_millis(self.model.now + ms);
        let id = |index: usize| {
            let cases = &self.model.cases;
            let found = (!cases.is_empty()).then(|| cases[index % cases.len()].id);
            // What has left the state after its end is nobody's to act on; the model keeps it.
            found.filter(|id| self.bench.state.consult(*id).is_some())
        };
        Some(match step {
            Step::Ask {
                nurse: who,
                centre,
                level,
                leaves_in,
                exercise,
                text,
            } => {
                let mut ask = request(new_id, CENTRES[centre % CENTRES.len()], level);
                ask.codes.must_leave_at = leaves_in.map(later);
                ask.exercise = exercise;
                if text {
                    ask.codes.reply = Some(ReplyWish::TextOk);
                }
                (nurse(who), Command::Ask(Box::new(ask)))
            }
            Step::Leave {
                nurse: who,
                consult,
                in_ms,
            } => {
                let mut added = Supplement::to(id(consult)?);
                added.codes.must_leave_at = Some(later(in_ms));
                (nurse(who), Command::Supplement(Box::new(added)))
            }
            Step::Triage {
                who,
                consult,
                level,
            } => (
                person(who),
                Command::Triage {
                    consult: id(consult)?,
                    level,
                },
            ),
            Step::Redirect {
                who,
                consult,
                centre: to,
            } => {
                let to = centre(CENTRES[to % CENTRES.len()]);
                (
                    person(who),
                    Command::Redirect {
                        consult: id(consult)?,
                        centre: to,
                    },
                )
            }
            Step::Withdraw {
                nurse: who,
                consult,
            } => {
                let reason = WithdrawReason::Solved;
                (
                    nurse(who),
                    Command::Withdraw {
                        consult: id(consult)?,
                        reason,
                    },
                )
            }
            Step::Claim {
                doctor: who,
                consult,
            } => (
                doctor(who),
                Command::Claim {
                    consult: id(consult)?,
                },
            ),
            Step::Release {
                doctor: who,
                consult,
            } => (
                doctor(who),
                Command::Release {
                    consult: id(consult)?,
                },
            ),
            Step::Answer {
                doctor: who,
                consult,
                mode,
                orders,
            } => (doctor(who), answer(id(consult)?, mode, orders)),
            Step::Open {
                nurse: who,
                consult,
            } => (
                nurse(who),
                Command::OpenAnswer {
                    consult: id(consult)?,
                },
            ),
            Step::Acknowledge {
                nurse: who,
                consult,
                read_back,
                late,
            } => (
                nurse(who),
                Command::Acknowledge {
                    consult: id(consult)?,
                    read_back,
                    rev: late.then_some(0),
                },
            ),
            Step::Confirm {
                doctor: who,
                consult,
                matches,
                late,
            } => (
                doctor(who),
                Command::ConfirmReadBack {
                    consult: id(consult)?,
                    matches,
                    rev: late.then_some(0),
                },
            ),
            Step::Close {
                nurse: who,
                consult,
            } => (nurse(who), close(id(consult)?)),
            Step::AskBack {
                nurse: who,
                consult,
            } => (
                nurse(who),
                Command::AskBack {
                    consult: id(consult)?,
                },
            ),
            Step::Addend { who, consult } => (
                person(who),
                Command::Addend {
                    consult: id(consult)?,
                },
            ),
            Step::Incident { who, consult } => (
                person(who),
                Command::ReportIncident {
                    consult: id(consult)?,
                },
            ),
            Step::Void { who, consult } => (
                person(who),
                Command::Void {
                    consult: id(consult)?,
                    reason: VoidReason::WrongPatient,
                    words: false,
                },
            ),
            Step::CloseAnyway {
                nurse: who,
                consult,
                died,
            } => (
                nurse(who),
                Command::Close {
                    consult: id(consult)?,
                    participation: Some(Participation::Informed),
                    stance: None,
                    exception: Some(if died {
                        CloseException::PatientDied
                    } else {
                        CloseException::NotConfirmed
                    }),
                },
            ),
            Step::Correct {
                nurse: who,
                consult,
            } => {
                let named = request(new_id, "north", Level::P1).codes.patient?;
                (
                    nurse(who),
                    Command::CorrectPatient {
                        consult: id(consult)?,
                        patient: named,
                    },
                )
            }
            Step::Park {
                nurse: who,
                consult,
            } => (
                nurse(who),
                Command::Park {
                    consult: id(consult)?,
                },
            ),
            Step::Resume {
                nurse: who,
                consult,
            } => (
                nurse(who),
                Command::Resume {
                    consult: id(consult)?,
                },
            ),
            Step::NeedMore {
                doctor: who,
                consult,
            } => (
                doctor(who),
                Command::NeedMore {
                    consult: id(consult)?,
                    until: later(3_600_000),
                },
            ),
            Step::Await {
                doctor: who,
                consult,
            } => (
                doctor(who),
                Command::AwaitNurse {
                    consult: id(consult)?,
                },
            ),
            Step::MustGo {
                doctor: who,
                consult,
            } => (
                doctor(who),
                Command::MustGo {
                    consult: id(consult)?,
                },
            ),
            Step::Write {
                doctor: who,
                consult,
            } => (
                doctor(who),
                Command::Write {
                    consult: id(consult)?,
                },
            ),
            Step::Phone { who, consult } => (
                person(who),
                Command::Phone {
                    consult: id(consult)?,
                },
            ),
            Step::Instead { who, consult } => (
                person(who),
                Command::AnswerInstead {
                    consult: id(consult)?,
                },
            ),
            Step::Emergency { who, consult } => (
                person(who),
                Command::CallEmergency {
                    consult: id(consult)?,
                },
            ),
            Step::Peek {
                doctor: who,
                consult,
            } => (
                doctor(who),
                Command::Peek {
                    consult: id(consult)?,
                },
            ),
            Step::Handover { who, consult } => (
                person(who),
                Command::Handover {
                    consult: id(consult)?,
                    words: false,
                },
            ),
            Step::TakeOver { who, consult } => (
                person(who),
                Command::AcceptHandover {
                    consult: id(consult)?,
                },
            ),
            Step::Journal { who, consult } => (
                person(who),
                Command::TaskDone {
                    consult: id(consult)?,
                    task: Task::Journal,
                },
            ),
            Step::Duty {
                doctor: who,
                state,
                centres,
                practice,
            } => {
                let (who, own) = DOCTORS[who % DOCTORS.len()];
                let heard = Some(self.bench.now);
                let mut wanted = duty(state, &own[..=centres % own.len()], heard);
                if let Command::SetDuty(wanted) = &mut wanted {
                    wanted.practice = practice;
                }
                (who, wanted)
            }
            Step::Lost { who, ago } => {
                let (person, since) = (person(who).parse().unwrap(), later(-ago));
                ("system", Command::LinkLost { person, since })
            }
            Step::Back { who } => (
                "system",
                Command::LinkBack {
                    person: person(who).parse().unwrap(),
                },
            ),
            Step::Joined { consult } => (
                "system",
                Command::CallJoined {
                    consult: id(consult)?,
                },
            ),
            Step::Flows { consult } => (
                "system",
                Command::MediaFlows {
                    consult: id(consult)?,
                },
            ),
            Step::Quiet { consult, ago } => (
                "system",
                Command::MediaEnded {
                    consult: id(consult)?,
                    at: later(-ago),
                },
            ),
            Step::Pass { .. }
            | Step::Sleep { .. }
            | Step::Settle
            | Step::Repeat { .. }
            | Step::Reuse { .. } => return None,
        })
    }

    fn within_a_day(&self, command: usize) -> Option<(Envelope, u64)> {
        let count = self.accepted.len();
        let (envelope, seq) = (count > 0).then(|| self.accepted[command % count].clone())?;
        let accepted_at = self.bench.log[usize::try_from(seq).unwrap() - 1].at;
        let kept_until = accepted_at.plus(Duration::from_secs(24 * 3600));
        (self.bench.state.last_at() < kept_until).then_some((envelope, seq))
    }

    /// The same command again has the same outcome, for a day of entries.
    fn repeat(&mut self, command: usize) {
        let Some((envelope, seq)) = self.within_a_day(command) else {
            return;
        };
        let before = self.bench.state.clone();
        let Ok(Decision::Repeat(told)) = self.bench.submit(&envelope) else {
            panic!("{envelope:?} is no repeat");
        };
        let entry = &self.bench.log[usize::try_from(seq).unwrap() - 1];
        assert_eq!((told.seq, &told.outcome), (seq, &entry.outcome));
        assert_eq!(self.bench.state, before);
    }

    /// The same key with another body is refused.
    fn reuse(&mut self, command: usize) {
        let Some((envelope, _)) = self.within_a_day(command) else {
            return;
        };
        let other = Envelope {
            fingerprint: Fingerprint([9; 32]),
            ..envelope
        };
        assert_eq!(self.bench.submit(&other), Err(Refusal::KeyReused));
    }

    /// The model and the waiting room say the same of every consult and every queue.
    fn agree(&self) {
        for case in &self.model.cases {
            let Some(real) = self.bench.state.consult(case.id) else {
                let gone_since = case.ended_at.expect("only what has ended leaves");
                assert!(
                    gone_since + 24 * 3_600_000 <= self.model.now,
                    "it stays for a day"
                );
                continue;
            };
            let told = (
                real.nurse.as_str(),
                real.seen_at().is_some(),
                real.state(),
                real.doctor().map(PersonId::as_str),
                real.centre.as_str(),
                real.level,
                real.queued_at.as_millis(),
                real.due_at.as_millis(),
                real.promoted_at.map(Timestamp::as_millis),
                real.first_contact_at.map(Timestamp::as_millis),
                real.missed_at.is_some(),
            );
            let expected = (
                case.nurse,
                !case.peeked.is_empty(),
                case.state,
                case.doctor,
                case.centre,
                case.level,
                case.queued_at,
                case.due_at,
                case.promoted_at,
                case.contact_at,
                case.missed,
            );
            assert_eq!(told, expected);
            let mut lost: Vec<_> = real.ended_claims.values().collect();
            lost.sort_by_key(|ended| &ended.doctor);
            let mut lost_by = case.lost_by.clone();
            lost_by.sort_unstable();
            let lost: Vec<_> = lost.iter().map(|ended| ended.doctor.as_str()).collect();
            assert_eq!(lost, lost_by, "who lost hold of it is told so");
        }
        for name in CENTRES {
            assert_eq!(
                self.bench.state.queue(&centre(name)),
                self.model.queue(name),
                "{name}"
            );
            let on_call = self.bench.state.on_call_by_phone(&centre(name));
            assert_eq!(
                on_call.map(|slot| slot.slot.as_str()),
                self.model.on_call(name),
                "{name}"
            );
        }
    }

    /// What must hold at every position.
    fn hold(&mut self) {
        let state = &self.bench.state;
        let (county, now) = (&self.bench.directory, state.entry_time(self.bench.now));
        let lately = now.minus(Duration::from_secs(15 * 60));
        for alert in alerts::due(state, county, lately, now) {
            if let alerts::About::Waiting { consult, level, .. } = alert.about {
                let case = self.bench.of(consult);
                assert_eq!(case.state(), ConsultState::Queued, "nobody has it yet");
                assert!(case.doctor().is_none() && !case.is_over());
                assert!(!case.exercise, "practice rings no telephone");
                assert!(level <= Level::P2, "what can wait wakes nobody");
            }
        }
        let mut holders = BTreeSet::new();
        for consult in state.consults() {
            if let Some(claim) = consult.stage.claim() {
                let all: Vec<_> = state.all_held_by(&claim.doctor).collect();
                assert!(all.iter().any(|held| held.id == consult.id));
                if claim.asked_back {
                    continue;
                }
                assert!(
                    holders.insert(&claim.doctor),
                    "a doctor takes one at a time"
                );
                let held = state.held_by(&claim.doctor).map(|held| held.id);
                assert_eq!(held, Some(consult.id), "both directions agree");
            }
            let queued = consult.state() == ConsultState::Queued;
            let places = CENTRES
                .iter()
                .filter(|name| state.queue(&centre(name)).contains(&consult.id));
            assert_eq!(
                places.count(),
                usize::from(queued),
                "in one queue while it waits"
            );
            let ended = consult.is_over();
            assert_eq!(
                consult.acts_next() == ActsNext::Nobody,
                ended,
                "somebody acts next"
            );
        }
        let held = DOCTORS
            .iter()
            .filter(|(name, _)| state.held_by(&name.parse().unwrap()).is_some());
        assert_eq!(held.count(), holders.len());

        let live = u64::try_from(state.consults().count()).unwrap();
        let (queued, forgotten) = state.counts();
        assert_eq!(
            queued,
            live + forgotten,
            "nothing is lost and nothing made up"
        );
        assert_eq!(queued, u64::try_from(self.model.cases.len()).unwrap());

        for consult in state.consults() {
            let now = Seen {
                queued_at: consult.queued_at,
                rev: consult.rev,
                end: consult.is_over().then(|| consult.state()),
                answers: consult
                    .earlier
                    .iter()
                    .chain(consult.stage.answered())
                    .map(|answered| answered.codes.clone())
                    .collect(),
                contact_at: consult.first_contact_at,
                incidents: consult.incidents,
            };
            let Some(before) = self.seen.get(&consult.id) else {
                self.seen.insert(consult.id, now);
                continue;
            };
            assert_eq!(before.queued_at, now.queued_at, "the clock is never reset");
            assert!(before.rev <= now.rev && now.rev <= state.seq());
            if before.end.is_some() {
                let voided =
                    before.end == Some(ConsultState::Closed) && now.end == Some(ConsultState::Void);
                assert!(voided || before.end == now.end, "an end is final");
            }
            if before.end == Some(ConsultState::Withdrawn) {
                assert!(
                    before.rev == now.rev || before.incidents < now.incidents,
                    "nothing happens after the end but that somebody reports"
                );
            }
            assert!(
                now.answers.starts_with(&before.answers),
                "an answer is never overwritten"
            );
            if before.contact_at.is_some() {
                assert_eq!(
                    before.contact_at, now.contact_at,
                    "first contact is the first"
                );
            }
            self.seen.insert(consult.id, now);
        }
        self.hide();
        self.keep_practice_apart();
    }

    /// An exercise stands behind what is real, and alarms only who takes part.
    fn keep_practice_apart(&self) {
        let state = &self.bench.state;
        for name in CENTRES {
            let queue = state.queue(&centre(name));
            let order: Vec<bool> = queue.iter().map(|id| self.bench.of(*id).exercise).collect();
            assert!(order.is_sorted(), "real ones first");
            let real = order.iter().filter(|exercise| !**exercise).count();
            assert_eq!(u32::try_from(real).unwrap(), state.waiting(&centre(name)));
        }
        for (name, _) in DOCTORS {
            let alarmed = self
                .sees(name)
                .notices
                .values()
                .any(|notice| notice.exercise);
            assert!(!alarmed || self.model.practise.contains(&name));
        }
    }

    /// Identity of staff and place is shown to those it belongs to.
    fn hide(&self) {
        for (name, centres) in DOCTORS {
            let seen = self.sees(name);
            for row in seen.consults.values() {
                let mine =
                    matches!(&row.doctor, Some(StaffView::Doctor(who, _)) if who.as_str() == name);
                assert_eq!(row.nurse.is_some(), mine);
                let called_for = row.state == ConsultState::AwaitingNurse && row.level == Level::P1;
                let offered = row.handover.is_some();
                assert!(mine || called_for || offered || row.state == ConsultState::Queued);
                assert!(mine || centres.contains(&row.centre.as_str()));
            }
        }
        for (name, unit) in NURSES {
            let units = self.sees(name).consults.into_values().map(|row| row.unit);
            assert!(units.flatten().all(|seen| seen.as_str() == unit));
        }
    }

    fn sees(&self, who: &str) -> View {
        let viewer: Viewer = self.bench.viewer(who);
        view(&self.bench.state, &self.bench.directory, &viewer)
    }

    /// What must hold of the log as a whole.
    fn hold_over_the_log(&self) {
        let log = &self.bench.log;
        for (place, entry) in (1..).zip(log) {
            assert_eq!(entry.seq, place, "no gap");
            assert!(!entry.events.is_empty());
        }
        assert!(
            log.windows(2).all(|pair| pair[0].at <= pair[1].at),
            "time never goes back"
        );
        let mut keys = BTreeMap::new();
        for entry in log {
            let key = (entry.by.principal(), entry.cmd);
            if let Some(before) = keys.insert(key, entry.at) {
                let a_day = Duration::from_secs(24 * 3600);
                assert!(before.plus(a_day) <= entry.at, "one key, one entry a day");
            }
        }
        for case in &self.model.cases {
            self.hold_over_one(case.id);
        }
    }

    fn hold_over_one(&self, id: ConsultId) {
        let told = self
            .bench
            .log
            .iter()
            .flat_map(|entry| entry.events.iter().map(move |event| (&entry.by, event)));
        let (mut ends, mut voids) = (0, 0);
        let (mut orders, mut read, mut confirmed) = (false, None, false);
        let mut emergency = false;
        for (by, event) in told.filter(|(_, event)| event.consult() == Some(id)) {
            if matches!(event, Event::ConsultClosed(_) | Event::ConsultWithdrawn(_)) {
                ends += 1;
                assert!(matches!(by, By::Person(_)), "a person ends it");
                let excepted =
                    matches!(event, Event::ConsultClosed(closed) if closed.exception.is_some());
                assert!(
                    !orders || confirmed || excepted,
                    "no end with an order nobody confirmed"
                );
            } else if let Event::ConsultVoided(_) = event {
                voids += 1;
                assert!(matches!(by, By::Person(_)), "a person says so");
            } else if let Event::ConsultAskedBack(_) = event {
                (orders, read, confirmed) = (false, None, false);
            } else if let Event::ConsultAnswered(event) = event {
                orders = event.answer.has_orders;
            } else if let Event::ReadBackGiven(event) = event {
                read = Some(event.by.clone());
            } else if let Event::ReadBackRejected(_) = event {
                read = None;
            } else if let Event::ConsultAcknowledged(event) = event
                && orders
            {
                let nurse = read.take().expect("the order was read back");
                assert_ne!(nurse, event.by, "two people agree");
                confirmed = true;
            } else if let Event::ConsultPromoted(event) = event {
                assert_ne!(event.to, Level::P1);
                assert!(!emergency);
            } else if let Event::EmergencyCalled(_) = event {
                emergency = true;
            } else if let Event::ConsultTriaged(event) = event {
                assert!(!emergency || event.level == Level::P1, "112 keeps it acute");
            }
        }
        assert!(ends <= 1 && voids <= 1, "one end at most");
    }
}

/// Nothing holds only because it never came up: among a few histories, everything that can
/// happen does.
#[test]
fn histories_reach_everything_that_can_happen() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reached = BTreeSet::new();
    let mut confirmed_orders = 0;
    for _ in 0..400 {
        let tree = history(90).new_tree(&mut runner).unwrap();
        let mut run = Run::new();
        for step in tree.current() {
            run.take(step);
        }
        let events = || run.bench.log.iter().flat_map(|entry| &entry.events);
        reached.extend(events().map(Event::kind));
        // A contact by telephone touches no consult; its rule has its own tests.
        reached.remove(&EventKind::PhoneContactRegistered);
        let confirmed = run
            .model
            .cases
            .iter()
            .filter(|case| case.confirmed_by.is_some());
        confirmed_orders += confirmed.count();
    }
    assert_eq!(
        reached.len(),
        EventKind::ALL.len() - 1,
        "reached only {reached:?}"
    );
    assert!(confirmed_orders > 5, "orders are confirmed");
}
