//! Every state, every command, everybody: who moves a consult where. What is not in the
//! table is refused.

use std::collections::BTreeSet;
use std::time::Duration;

use super::bench::{Bench, answer, close, read_back, request};
use crate::domain::clinical::{
    AnswerMode, CloseException, Level, Participation, VoidReason, WithdrawReason,
};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{Command, CommandKind, ConsultState, Supplement, Task};

/// One line a command, one column a state, in this order. A cell says who may and where it
/// leads (`=`: it stays): `n` a nurse of the unit that asked, `d` the doctor who holds it or
/// has answered, `c` a doctor of the centre on duty, `h` the head of the unit, `o` whoever
/// watches over it for one of its owners.
const STATES: &str = "queued parked awaiting_nurse need_more claimed in_call \
    answered read_back acknowledged closed withdrawn void";
const TABLE: &str = "
supplement        n=            n=            n=            n=            n=                n=                -           -           -          -       - -
triage            n=            n=            n=            n=            n=,d=             n=,d=             -           -           -          -       - -
redirect          n:queued      n:queued      n:queued      n:queued      n:queued,d:queued n:queued,d:queued -           -           -          -       - -
withdraw          n:withdrawn   n:withdrawn   n:withdrawn   n:withdrawn   n:withdrawn       n:withdrawn       -           -           -          -       - -
claim             c:claimed     -             -             -             -                 -                 -           -           -          -       - -
release           -             -             -             -             d:queued          d:queued          -           -           -          -       - -
must_go           -             -             -             -             d:queued          d:queued          -           -           -          -       - -
need_more         -             -             -             -             d:need_more       d:need_more       -           -           -          -       - -
awaiting_nurse    -             -             -             -             d:awaiting_nurse  -                 -           -           -          -       - -
answer            -             -             -             -             d:answered        d:answered        -           -           -          -       - -
park              n:parked      n=            -             -             -                 -                 -           -           -          -       - -
resume            n=            n:queued      n:queued      n:queued      -                 -                 -           -           -          -       - -
phoning           n=            n=            n=            n=            n=,d=             n=,d=             -           -           -          -       - -
writing           -             -             -             -             d=                d=                -           -           -          -       - -
emergency_called  n=            n=            n=            n=            n=,d=             n=,d=             -           -           -          -       - -
answer_instead    -             -             -             -             n=                n=                n=          n=          n=         -       - -
correct_patient   n=            n=            n=            n=            n=                n=                -           -           -          -       - -
open_answer       -             -             -             -             -                 -                 n=          n=          n=         n=      - n=
acknowledge       -             -             -             -             -                 -                 n:read_back n=          -          -       - -
confirm_read_back -             -             -             -             -                 -                 -           d:acknowledged -       -       - -
ask_back          -             -             -             -             -                 -                 n:claimed   -           -          -       - -
close             -             -             -             -             -                 -                 -           -           n:closed   -       - -
close_anyway      -             -             -             -             -                 -                 n:closed,h:closed n:closed,h:closed - -   - -
peek              c=            c=            c=            c=            -                 -                 -           -           -          -       - -
handover          n=            n=            n=            n=            n=,d=             n=,d=             n=          n=          n=         -       - -
accept_handover   n=            n=            n=            n=            n=,d=             d=                n=          n=          n=         -       - -
task_done         -             -             -             -             -                 -                 n=,d=       n=,d=       n=,d=      n=,d=   - -
addendum          -             -             -             -             -                 -                 n=,d=       n=,d=       n=,d=      n=,d=   - n=,d=
report_incident   n=,c=,o=      n=,c=,o=      n=,c=,o=      n=,c=,o=      n=,c=,o=          n=,c=,o=          n=,c=,o=    n=,c=,o=    n=,c=,o=   n=,c=,o= n=,c=,o= n=,c=,o=
void              -             -             -             -             -                 -                 n:void,d:void n:void,d:void n:void,d:void n:void,d:void - n=,d=
";

/// Everybody who is tried: the asking nurse and a colleague, the doctor concerned, another of
/// the centre, one of another centre, a nurse of another unit, heads and everybody else.
const EVERYBODY: [(&str, &str); 14] = [
    ("eva", "n"),
    ("elin", "n"),
    ("nils", "dc"),
    ("nora", "c"),
    ("siv", ""),
    ("hans", ""),
    ("wera", ""),
    ("hedda", "ho"),
    ("harry", ""),
    ("asta", "o"),
    ("emil", "o"),
    ("maja", "o"),
    ("carl", ""),
    ("rut", ""),
];

#[test]
fn table_says_who_moves_what_where() {
    let states: Vec<&str> = STATES.split_whitespace().collect();
    assert_eq!(states.len(), ConsultState::ALL.len());
    let mut tried = BTreeSet::new();
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let mut cells = line.split_whitespace();
        let name = cells.next().unwrap();
        let cells: Vec<&str> = cells.collect();
        assert_eq!(cells.len(), states.len(), "{name}");
        for (state, cell) in states.iter().zip(cells) {
            let (bench, consult) = scene(state);
            assert_eq!(bench.stands(consult).as_str(), *state);
            for (who, roles) in EVERYBODY {
                let mut bench = bench.clone();
                let outcome = bench.try_as(who, command(name, consult));
                let led = outcome.ok().map(|outcome| outcome.state.unwrap().as_str());
                let expected = expected(cell, roles, state);
                assert_eq!(led, expected, "{name} by {who} where it is {state}");
            }
        }
        tried.insert(name);
    }
    let of_staff = CommandKind::ALL.iter().filter(|kind| !is_elsewhere(**kind));
    for kind in of_staff {
        assert!(tried.contains(kind.as_str()), "{kind} has no line");
    }
}

#[test]
fn answer_without_orders_is_agreed_on_as_soon_as_it_is_seen() {
    let (mut bench, consult) = Bench::answered(false);
    assert_eq!(
        bench.act("eva", super::bench::seen(consult)),
        Some(ConsultState::Acknowledged)
    );
}

fn expected<'a>(cell: &'a str, roles: &str, state: &'a str) -> Option<&'a str> {
    cell.split(',').find_map(|move_| {
        let (role, to) = move_.split_at(1);
        let leads = match to {
            "=" => state,
            to => to.trim_start_matches(':'),
        };
        (role != "-" && roles.contains(role)).then_some(leads)
    })
}

/// What is no step of a consult's way by a member of staff.
const fn is_elsewhere(kind: CommandKind) -> bool {
    matches!(
        kind,
        CommandKind::Ask
            | CommandKind::SetDuty
            | CommandKind::RegisterPhoneContact
            | CommandKind::LinkLost
            | CommandKind::LinkBack
            | CommandKind::CallJoined
            | CommandKind::MediaFlows
            | CommandKind::MediaEnded
            | CommandKind::Due
            | CommandKind::AdoptDirectory
    )
}

/// A request of Eva's in this state; Nils holds it or has answered with an order, two
/// minutes ago. Nora is on duty for the same centre.
fn scene(state: &str) -> (Bench, ConsultId) {
    let mut bench = Bench::new();
    for (doctor, centre) in [
        ("nils", "north"),
        ("nora", "north"),
        ("siv", "south"),
        ("hans", "harbour"),
    ] {
        bench.on_duty(doctor, &[centre]);
    }
    let consult = bench.ask("eva", "north", Level::P2);
    let until = bench.now.plus(Duration::from_secs(3_600));
    let steps: &[(&str, Command)] = &[
        ("nils", Command::Claim { consult }),
        ("system", Command::MediaFlows { consult }),
        ("nils", answer(consult, AnswerMode::Video, true)),
        ("eva", read_back(consult)),
        (
            "nils",
            Command::ConfirmReadBack {
                consult,
                matches: true,
                rev: None,
            },
        ),
        ("eva", close(consult)),
        ("eva", command("void", consult)),
    ];
    let on_the_way = [
        "queued",
        "claimed",
        "in_call",
        "answered",
        "read_back",
        "acknowledged",
        "closed",
        "void",
    ];
    let taken = match on_the_way.iter().position(|one| *one == state) {
        Some(place) => place,
        None if matches!(state, "awaiting_nurse" | "need_more") => 1,
        None => 0,
    };
    for (who, step) in &steps[..taken] {
        bench.act(who, step.clone());
    }
    bench.now = bench.now.plus(Duration::from_secs(120));
    match state {
        "parked" => bench.act("eva", Command::Park { consult }),
        "withdrawn" => bench.act("eva", command("withdraw", consult)),
        "awaiting_nurse" => bench.act("nils", Command::AwaitNurse { consult }),
        "need_more" => bench.act("nils", Command::NeedMore { consult, until }),
        _ => None,
    };
    (bench, consult)
}

fn command(name: &str, consult: ConsultId) -> Command {
    let later = super::bench::MORNING.plus(Duration::from_secs(3_600));
    match name {
        "supplement" => Command::Supplement(Box::new(Supplement::to(consult))),
        "triage" => Command::Triage {
            consult,
            level: Level::P1,
        },
        "redirect" => Command::Redirect {
            consult,
            centre: "south".parse().unwrap(),
        },
        "withdraw" => Command::Withdraw {
            consult,
            reason: WithdrawReason::Solved,
        },
        "claim" => Command::Claim { consult },
        "release" => Command::Release { consult },
        "must_go" => Command::MustGo { consult },
        "need_more" => Command::NeedMore {
            consult,
            until: later,
        },
        "awaiting_nurse" => Command::AwaitNurse { consult },
        "answer" => answer(consult, AnswerMode::Video, true),
        "park" => Command::Park { consult },
        "resume" => Command::Resume { consult },
        "phoning" => Command::Phone { consult },
        "writing" => Command::Write { consult },
        "answer_instead" => Command::AnswerInstead { consult },
        "emergency_called" => Command::CallEmergency { consult },
        "correct_patient" => {
            let patient = request(consult, "north", Level::P2).codes.patient.unwrap();
            Command::CorrectPatient { consult, patient }
        }
        "open_answer" => Command::OpenAnswer { consult },
        "acknowledge" => read_back(consult),
        "confirm_read_back" => Command::ConfirmReadBack {
            consult,
            matches: true,
            rev: None,
        },
        "ask_back" => Command::AskBack { consult },
        "close" => close(consult),
        "close_anyway" => Command::Close {
            consult,
            participation: Some(Participation::NotPossible),
            stance: None,
            exception: Some(CloseException::PatientDied),
        },
        "peek" => Command::Peek { consult },
        "handover" => Command::Handover {
            consult,
            words: false,
        },
        "accept_handover" => Command::AcceptHandover { consult },
        "task_done" => Command::TaskDone {
            consult,
            task: Task::Journal,
        },
        "addendum" => Command::Addend { consult },
        "report_incident" => Command::ReportIncident { consult },
        "void" => Command::Void {
            consult,
            reason: VoidReason::WrongPatient,
            words: false,
        },
        _ => panic!("{name} is no command"),
    }
}
