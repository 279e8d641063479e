//! Who may do what is said twice: as a table for whoever shows and offers, and by the
//! decision itself. Both give the same account.

use std::collections::BTreeSet;

use super::bench::{Bench, answer, close, duty, read_back, seen};
use crate::domain::access::{Action, Denied, Relation, Role, may};
use crate::domain::clinical::{AnswerMode, Level, VoidReason, WithdrawReason};
use crate::domain::directory::{Commission, Directory, Rows};
use crate::domain::ids::{CommandId, ConsultId};
use crate::domain::waiting_room::{
    Actor, By, Command, CommandKind, DutyState, Envelope, Fingerprint, Place, Refusal, Supplement,
    Task, decide,
};

#[test]
fn table_and_decision_agree_on_who_may_do_what() {
    let mut tried = BTreeSet::new();
    for kind in CommandKind::ALL.iter().copied() {
        let Some(scene) = scene(kind) else {
            continue;
        };
        for commission in everyone(&scene.bench.directory) {
            let relation = scene.stands(&commission);
            let table = may(commission.role, scene.action, relation);
            let decided = scene.tried_by(&commission);
            assert!(
                agree(table, relation, &decided),
                "{kind} by {} as {relation}: the table says {table:?}, the decision {decided:?}",
                commission.id
            );
            tried.insert((commission.role, relation));
        }
    }
    assert_eq!(tried, everybody(), "nobody is left out of the comparison");
}

#[test]
fn nobody_speaks_for_the_system() {
    let (bench, consult) = Bench::claimed(Level::P2);
    let person = || "nils".parse().unwrap();
    let at = bench.now;
    let commands = [
        Command::LinkLost {
            person: person(),
            since: at,
        },
        Command::LinkBack { person: person() },
        Command::CallJoined { consult },
        Command::MediaFlows { consult },
        Command::MediaEnded { consult, at },
        Command::Due {
            deadline: crate::domain::waiting_room::Deadline::ContactDue(consult),
            at,
        },
        Command::AdoptDirectory {
            hash: super::bench::DIR,
            valid_from: at,
        },
    ];
    let kinds: BTreeSet<CommandKind> = commands.iter().map(Command::kind).collect();
    let systems = CommandKind::ALL.iter().copied();
    let systems: BTreeSet<CommandKind> = systems.filter(|kind| scene(*kind).is_none()).collect();
    assert_eq!(kinds, systems);
    for command in commands {
        for commission in everyone(&bench.directory) {
            let decided = submit(&bench, &commission, command.clone());
            assert_eq!(decided, Err(Refusal::Forbidden), "{}", commission.id);
        }
    }
}

/// Whether both say the same. A decision may tell one who works for an owner of the case
/// that she may not, where the table says that there is nothing: she learns no more than
/// that. A stranger learns nothing from either.
fn agree(table: Result<(), Denied>, relation: Relation, decided: &Result<(), Refusal>) -> bool {
    match table {
        Ok(()) => decided.is_ok(),
        Err(Denied::NotHolding) => matches!(
            decided,
            Err(Refusal::AlreadyTaken | Refusal::WrongState { .. })
        ),
        Err(Denied::Forbidden) => matches!(decided, Err(Refusal::Forbidden)),
        Err(Denied::NotFound) if relation == Relation::Stranger => {
            matches!(decided, Err(Refusal::NotFound))
        }
        Err(Denied::NotFound) => matches!(
            decided,
            Err(Refusal::NotFound | Refusal::Forbidden | Refusal::NotEligible)
        ),
    }
}

/// A county in which the entitled one succeeds with one kind of command.
struct Scene {
    bench: Bench,
    action: Action,
    consult: Option<ConsultId>,
    command: fn(&Commission, ConsultId) -> Command,
}

impl Scene {
    fn stands(&self, commission: &Commission) -> Relation {
        self.consult.map_or(Relation::Oneself, |consult| {
            Relation::to_case(commission, self.bench.of(consult).facts())
        })
    }

    fn tried_by(&self, commission: &Commission) -> Result<(), Refusal> {
        let consult = self.consult.unwrap_or(ConsultId(uuid::Uuid::from_u128(99)));
        submit(&self.bench, commission, (self.command)(commission, consult))
    }
}

fn submit(bench: &Bench, commission: &Commission, command: Command) -> Result<(), Refusal> {
    let unit = commission.unit.clone().map(Place::Unit);
    let centre = commission.centres.first().cloned().map(Place::Centre);
    let envelope = Envelope {
        id: CommandId(uuid::Uuid::from_u128(1_000)),
        fingerprint: Fingerprint([9; 32]),
        by: By::Person(Actor {
            person: commission.person.clone(),
            commission: commission.id.clone(),
            controller: commission.controller.clone(),
            place: unit.or(centre).unwrap_or(Place::County),
        }),
        command,
    };
    decide(&bench.state, &bench.directory, &envelope, bench.now).map(|_decision| ())
}

/// Where each kind of command belongs, and in which action of the table it is. `None` is the
/// system's own. A new kind has no scene until somebody has decided.
fn scene(kind: CommandKind) -> Option<Scene> {
    let (bench, consult) = match kind {
        CommandKind::Ask | CommandKind::SetDuty | CommandKind::RegisterPhoneContact => {
            (bench(), None)
        }
        CommandKind::Claim => {
            let mut bench = bench();
            let consult = bench.ask("eva", "north", Level::P2);
            (bench, Some(consult))
        }
        CommandKind::ReportIncident
        | CommandKind::Supplement
        | CommandKind::Triage
        | CommandKind::Redirect
        | CommandKind::Withdraw
        | CommandKind::Release
        | CommandKind::NeedMore
        | CommandKind::MustGo
        | CommandKind::Write
        | CommandKind::Phone
        | CommandKind::AnswerInstead
        | CommandKind::CallEmergency
        | CommandKind::Handover
        | CommandKind::Answer => about(claimed()),
        CommandKind::AwaitNurse => {
            let (mut bench, consult) = claimed();
            bench.now = bench.now.plus(std::time::Duration::from_secs(60));
            (bench, Some(consult))
        }
        CommandKind::AcceptHandover => {
            let mut bench = bench();
            let consult = bench.ask("eva", "north", Level::P2);
            bench.act("nora", Command::Claim { consult });
            bench.act(
                "nora",
                Command::Handover {
                    consult,
                    words: false,
                },
            );
            (bench, Some(consult))
        }
        CommandKind::Park | CommandKind::Peek => {
            let mut bench = bench();
            let consult = bench.ask("eva", "north", Level::P2);
            (bench, Some(consult))
        }
        CommandKind::Resume => {
            let mut bench = bench();
            let consult = bench.ask("eva", "north", Level::P2);
            bench.act("eva", Command::Park { consult });
            (bench, Some(consult))
        }
        CommandKind::CorrectPatient => about(claimed()),
        CommandKind::OpenAnswer
        | CommandKind::Acknowledge
        | CommandKind::AskBack
        | CommandKind::Addend
        | CommandKind::TaskDone
        | CommandKind::Void => about(answered(false)),
        CommandKind::ConfirmReadBack => {
            let (mut bench, consult) = answered(true);
            bench.act("elin", read_back(consult));
            (bench, Some(consult))
        }
        CommandKind::Close => {
            let (mut bench, consult) = answered(false);
            bench.act("elin", seen(consult));
            (bench, Some(consult))
        }
        CommandKind::LinkLost
        | CommandKind::LinkBack
        | CommandKind::CallJoined
        | CommandKind::MediaFlows
        | CommandKind::MediaEnded
        | CommandKind::Due
        | CommandKind::AdoptDirectory => return None,
    };
    let (action, command): (_, fn(&Commission, ConsultId) -> Command) = match kind {
        CommandKind::Ask => (Action::CreateConsult, |_, consult| {
            Command::Ask(Box::new(super::bench::request(consult, "north", Level::P2)))
        }),
        CommandKind::SetDuty => (Action::SetDuty, |commission, _| {
            let centres: Vec<&str> = commission.centres.iter().map(|id| id.as_str()).collect();
            duty(DutyState::On, &centres, None)
        }),
        CommandKind::RegisterPhoneContact => (Action::RegisterPhoneContact, |commission, id| {
            super::phone::registered_by(commission, id)
        }),
        CommandKind::Claim => (Action::Claim, |_, consult| Command::Claim { consult }),
        CommandKind::Supplement => (Action::Supplement, |_, consult| {
            Command::Supplement(Box::new(Supplement::to(consult)))
        }),
        CommandKind::Triage => (Action::Triage, |_, consult| Command::Triage {
            consult,
            level: Level::P1,
        }),
        CommandKind::Redirect => (Action::Redirect, |_, consult| Command::Redirect {
            consult,
            centre: "south".parse().unwrap(),
        }),
        CommandKind::Withdraw => (Action::Withdraw, |_, consult| Command::Withdraw {
            consult,
            reason: WithdrawReason::Mistake,
        }),
        CommandKind::Release => (Action::Release, |_, consult| Command::Release { consult }),
        CommandKind::AskBack => (Action::AskBack, |_, consult| Command::AskBack { consult }),
        CommandKind::Addend => (Action::Addend, |_, consult| Command::Addend { consult }),
        CommandKind::CorrectPatient => (Action::CorrectPatient, |_, consult| {
            let patient = super::bench::request(consult, "north", Level::P2)
                .codes
                .patient;
            let patient = patient.unwrap();
            Command::CorrectPatient { consult, patient }
        }),
        CommandKind::Void => (Action::Void, |_, consult| Command::Void {
            consult,
            reason: VoidReason::WrongPatient,
            words: false,
        }),
        CommandKind::Park => (Action::Park, |_, consult| Command::Park { consult }),
        CommandKind::Resume => (Action::Resume, |_, consult| Command::Resume { consult }),
        CommandKind::NeedMore => (Action::NeedMore, |_, consult| Command::NeedMore {
            consult,
            until: super::bench::MORNING.plus(std::time::Duration::from_secs(3_600)),
        }),
        CommandKind::AwaitNurse => (Action::AwaitNurse, |_, consult| Command::AwaitNurse {
            consult,
        }),
        CommandKind::MustGo => (Action::MustGo, |_, consult| Command::MustGo { consult }),
        CommandKind::Phone => (Action::Phone, |_, consult| Command::Phone { consult }),
        // Her draft is a part of answering.
        CommandKind::Write => (Action::Answer, |_, consult| Command::Write { consult }),
        CommandKind::AnswerInstead => (Action::AnswerInstead, |_, consult| {
            Command::AnswerInstead { consult }
        }),
        CommandKind::CallEmergency => (Action::CallEmergency, |_, consult| {
            Command::CallEmergency { consult }
        }),
        CommandKind::Peek => (Action::Peek, |_, consult| Command::Peek { consult }),
        CommandKind::Handover => (Action::Handover, |_, consult| Command::Handover {
            consult,
            words: false,
        }),
        CommandKind::AcceptHandover => (Action::AcceptHandover, |_, consult| {
            Command::AcceptHandover { consult }
        }),
        CommandKind::TaskDone => (Action::TaskDone, |_, consult| Command::TaskDone {
            consult,
            task: Task::Journal,
        }),
        CommandKind::ReportIncident => (Action::ReportIncident, |_, consult| {
            Command::ReportIncident { consult }
        }),
        CommandKind::Answer => (Action::Answer, |_, consult| {
            answer(consult, AnswerMode::Text, true)
        }),
        // The doctor may read her answer too, but it is for the nurse's side to open.
        CommandKind::OpenAnswer => (Action::Acknowledge, |_, consult| Command::OpenAnswer {
            consult,
        }),
        CommandKind::Acknowledge => (Action::Acknowledge, |_, consult| seen(consult)),
        CommandKind::ConfirmReadBack => (Action::ConfirmReadBack, |_, consult| {
            Command::ConfirmReadBack {
                consult,
                matches: true,
                rev: None,
            }
        }),
        CommandKind::Close => (Action::Close, |_, consult| close(consult)),
        CommandKind::LinkLost
        | CommandKind::LinkBack
        | CommandKind::CallJoined
        | CommandKind::MediaFlows
        | CommandKind::MediaEnded
        | CommandKind::Due
        | CommandKind::AdoptDirectory => return None,
    };
    Some(Scene {
        bench,
        action,
        consult,
        command,
    })
}

fn bench() -> Bench {
    let mut bench = Bench::new();
    bench.directory = county();
    for (doctor, centre) in [
        ("nils", "north"),
        ("nora", "north"),
        ("siv", "south"),
        ("hans", "harbour"),
    ] {
        bench.on_duty(doctor, &[centre]);
    }
    bench
}

fn about((bench, consult): (Bench, ConsultId)) -> (Bench, Option<ConsultId>) {
    (bench, Some(consult))
}

fn claimed() -> (Bench, ConsultId) {
    let mut bench = bench();
    let consult = bench.ask("eva", "north", Level::P2);
    bench.act("nils", Command::Claim { consult });
    (bench, consult)
}

fn answered(has_orders: bool) -> (Bench, ConsultId) {
    let (mut bench, consult) = claimed();
    bench.act("system", Command::MediaFlows { consult });
    bench.act("nils", answer(consult, AnswerMode::Video, has_orders));
    (bench, consult)
}

fn everyone(directory: &Directory) -> Vec<Commission> {
    let all = directory.commissions(super::bench::MORNING);
    all.cloned().collect()
}

/// The county of the other tests, and those in whom a role meets a relation that nobody
/// there has.
fn county() -> Directory {
    let mut text = include_str!("county.toml").to_owned();
    text.push_str(
        r#"
[[unit]]
id = "east-care"
name = "Östra boendet"
municipality = "east"
controller = "east-board"
living_forms = ["care_home"]
default_centre = "north"
phone = "0600-33 00 00"
valid_from = "2026-01-01"
"#,
    );
    for (number, (person, rest)) in [
        (
            "ebba",
            r#"role = "nurse"
            controller = "east-board"
            unit = "east-care""#,
        ),
        (
            "nina",
            r#"role = "head_of_unit"
            controller = "region"
            centres = ["north"]"#,
        ),
        (
            "sofi",
            r#"role = "head_of_unit"
            controller = "region"
            centres = ["south"]"#,
        ),
        (
            "wilma",
            r#"role = "chief_nurse"
            controller = "west-board"
            municipality = "west""#,
        ),
        (
            "walle",
            r#"role = "administrator"
            controller = "west-board""#,
        ),
        (
            "rosa",
            r#"role = "reviewer"
            controller = "west-board""#,
        ),
        (
            "oskar",
            r#"role = "operator"
            controller = "west-board""#,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let licence = match rest.contains("nurse\"") {
            true => "licence = \"nurse\"",
            false => "",
        };
        text.push_str(&format!(
            r#"
[[person]]
id = "{person}"
name = "{person}"
hsa_id = "SE2321001006-9{number:02}"
{licence}
valid_from = "2026-01-01"

[[commission]]
id = "{person}-works"
person = "{person}"
purpose = "care"
valid_from = "2026-01-01"
{rest}
"#
        ));
    }
    // Nils answers for the same centre under a second commission.
    text.push_str(
        r#"
[[commission]]
id = "nils-again"
person = "nils"
role = "doctor"
purpose = "care"
controller = "region"
centres = ["north"]
valid_from = "2026-01-01"
"#,
    );
    let rows: Rows = toml::from_str(&text).unwrap();
    Directory::new(rows).unwrap()
}

/// Each role in each relation that it can have.
fn everybody() -> BTreeSet<(Role, Relation)> {
    use Relation::{
        Answerer, AnsweringCentre, Asker, AskingMunicipality, AskingUnit, Claimant, County,
        Oneself, OwnController, Stranger,
    };
    let of = |role: Role| -> &[Relation] {
        match role {
            Role::Nurse => &[Oneself, Asker, AskingUnit, OwnController, Stranger],
            Role::Doctor => &[
                Oneself,
                AnsweringCentre,
                Claimant,
                Answerer,
                OwnController,
                Stranger,
            ],
            Role::HeadOfUnit => &[
                Oneself,
                AskingUnit,
                AnsweringCentre,
                OwnController,
                Stranger,
            ],
            Role::ChiefNurse => &[Oneself, AskingMunicipality, Stranger],
            Role::Coordinator => &[Oneself, County],
            Role::Administrator | Role::Reviewer | Role::Operator => {
                &[Oneself, OwnController, Stranger]
            }
        }
    };
    let roles = Role::ALL.iter().copied();
    roles
        .flat_map(|role| of(role).iter().map(move |relation| (role, *relation)))
        .collect()
}
