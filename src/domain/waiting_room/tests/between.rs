//! Who was about to go on learns what came between, by whom and when.

use super::bench::{Bench, answer, read_back};
use crate::domain::clinical::{AnswerMode, Level, VoidReason, WithdrawReason};
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Between, Command, ConsultState, Refusal, StaffView, view};

fn in_writing(consult: ConsultId) -> Command {
    answer(consult, AnswerMode::Text, false)
}

fn withdraw(consult: ConsultId) -> Command {
    let reason = WithdrawReason::Solved;
    Command::Withdraw { consult, reason }
}

fn redirect(consult: ConsultId) -> Command {
    let centre = "south".parse().unwrap();
    Command::Redirect { consult, centre }
}

fn nurse(person: &str) -> StaffView {
    let unit = "east-home".parse().unwrap();
    StaffView::Nurse(person.parse().unwrap(), unit)
}

fn doctor(person: &str) -> StaffView {
    let centre = "north".parse().unwrap();
    StaffView::Doctor(person.parse().unwrap(), centre)
}

type Told = (ConsultState, Between, Option<StaffView>, Timestamp);

#[track_caller]
fn told(bench: &mut Bench, who: &str, command: Command) -> Told {
    let refusal = bench.refused(who, command);
    let Refusal::CameBetween(between) = refusal else {
        panic!("{refusal:?}")
    };
    (between.now, between.what, between.by, between.at)
}

#[test]
fn doctor_whose_case_is_withdrawn_while_she_writes_is_told_by_whom_and_when() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.on_duty("nora", &["north"]);
    bench.pass(30);
    let at = bench.now;
    bench.act("elin", withdraw(consult));
    bench.pass(10);
    let expected = (
        ConsultState::Withdrawn,
        Between::Withdrawn,
        Some(nurse("elin")),
        at,
    );
    for command in [
        in_writing(consult),
        Command::Release { consult },
        Command::MustGo { consult },
        Command::Write { consult },
        Command::Phone { consult },
        Command::Handover {
            consult,
            words: false,
        },
        redirect(consult),
    ] {
        assert_eq!(told(&mut bench, "nils", command), expected);
    }
    let other = bench.refused("nora", in_writing(consult));
    assert_eq!(other, Refusal::ConsultOver, "everybody else as ever");
}

#[test]
fn doctor_whose_case_is_sent_to_a_centre_not_hers_is_told_all_the_same() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let at = bench.now;
    bench.act("eva", redirect(consult));
    let expected = (
        ConsultState::Queued,
        Between::Redirected,
        Some(nurse("eva")),
        at,
    );
    assert_eq!(told(&mut bench, "nils", in_writing(consult)), expected);
    bench.on_duty("siv", &["south"]);
    bench.act("siv", Command::Claim { consult });
    let (now, what, _, _) = told(&mut bench, "nils", in_writing(consult));
    assert_eq!((now, what), (ConsultState::Claimed, Between::Redirected));
    let stranger = bench.refused("hans", in_writing(consult));
    assert_eq!(stranger, Refusal::NotFound);
}

#[test]
fn doctor_whose_time_ran_out_is_told_that_and_not_who_took_it_since() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.on_duty("nora", &["north"]);
    let due = bench.of(consult).stage.claim().unwrap().contact_due_at;
    bench.pass(200);
    let expected = (ConsultState::Queued, Between::ContactDue, None, due);
    assert_eq!(told(&mut bench, "nils", in_writing(consult)), expected);
    bench.act("nora", Command::Claim { consult });
    let (now, what, by, _) = told(&mut bench, "nils", in_writing(consult));
    assert_eq!(
        (now, what, by),
        (ConsultState::Claimed, Between::ContactDue, None)
    );
    bench.act("nora", in_writing(consult));
    let (now, _, _, _) = told(&mut bench, "nils", in_writing(consult));
    assert_eq!(now, ConsultState::Answered);
}

#[test]
fn doctor_from_whom_a_colleague_took_over_is_told_who() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.on_duty("nora", &["north"]);
    bench.act(
        "nils",
        Command::Handover {
            consult,
            words: false,
        },
    );
    let at = bench.now;
    bench.act("nora", Command::AcceptHandover { consult });
    let expected = (
        ConsultState::Claimed,
        Between::TakenOver,
        Some(doctor("nora")),
        at,
    );
    assert_eq!(told(&mut bench, "nils", in_writing(consult)), expected);
}

#[test]
fn doctor_whose_link_was_lost_is_told_so() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let (person, since) = ("nils".parse().unwrap(), bench.now);
    bench.act("system", Command::LinkLost { person, since });
    bench.pass(70);
    let (_, what, by, _) = told(&mut bench, "nils", in_writing(consult));
    assert_eq!((what, by), (Between::LinkLost, None));
}

#[test]
fn second_machine_of_the_doctor_is_told_that_she_gave_it_back_herself() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let at = bench.now;
    bench.act("nils", Command::Release { consult });
    let expected = (
        ConsultState::Queued,
        Between::Released,
        Some(doctor("nils")),
        at,
    );
    assert_eq!(told(&mut bench, "nils", in_writing(consult)), expected);
}

#[test]
fn doctor_who_takes_it_again_holds_it_as_before() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let lost = |bench: &Bench, who: &str| {
        let seen = view(&bench.state, &bench.directory, &bench.viewer(who));
        seen.ended_claims.contains_key(&consult)
    };
    bench.pass(200);
    assert!(lost(&bench, "nils") && !lost(&bench, "nora") && !lost(&bench, "eva"));
    bench.act("nils", Command::Claim { consult });
    assert!(!lost(&bench, "nils"));
    bench.act("nils", in_writing(consult));
    assert!(!lost(&bench, "nils"), "an answer loses nothing");
}

#[test]
fn answer_that_was_sent_is_repeated_as_sent_also_after_the_case_is_gone() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let envelope = bench.envelope("nils", in_writing(consult));
    let first = bench.submit(&envelope);
    bench.act("eva", Command::AskBack { consult });
    bench.act("eva", withdraw(consult));
    let again = bench.submit(&envelope);
    assert!(first.is_ok() && again.is_ok());
}

#[test]
fn nurse_who_reads_back_second_is_told_and_may_let_hers_stand_beside_the_first() {
    let (mut bench, consult) = Bench::answered(true);
    let rev = Some(bench.of(consult).rev);
    let read_back_at = |rev| Command::Acknowledge {
        consult,
        read_back: true,
        rev,
    };
    let at = bench.now;
    bench.act("eva", read_back_at(rev));
    let expected = (
        ConsultState::ReadBack,
        Between::ReadBack,
        Some(nurse("eva")),
        at,
    );
    assert_eq!(told(&mut bench, "elin", read_back_at(rev)), expected);
    let state = bench.act("elin", read_back(consult));
    assert_eq!(state, Some(ConsultState::ReadBack));
    let answered = bench.of(consult).stage.answered().unwrap();
    let readers: Vec<_> = answered.read_backs.iter().map(|read| &read.by).collect();
    assert_eq!(readers, [&"eva".parse().unwrap(), &"elin".parse().unwrap()]);
}

#[test]
fn doctor_confirms_only_what_she_has_seen() {
    for matches in [true, false] {
        let (mut bench, consult) = Bench::answered(true);
        bench.act("eva", read_back(consult));
        let rev = Some(bench.of(consult).rev);
        bench.pass(5);
        let at = bench.now;
        bench.act("elin", read_back(consult));
        let confirm = |rev| Command::ConfirmReadBack {
            consult,
            matches,
            rev,
        };
        let expected = (
            ConsultState::ReadBack,
            Between::ReadBack,
            Some(nurse("elin")),
            at,
        );
        assert_eq!(told(&mut bench, "nils", confirm(rev)), expected);
        let rev = Some(bench.of(consult).rev);
        bench.act("nils", confirm(rev));
        let answered = bench.of(consult).stage.answered().unwrap();
        assert_eq!(answered.read_backs.is_empty(), !matches, "all are judged");
    }
}

#[test]
fn read_backs_beside_each_other_have_an_end() {
    let (mut bench, consult) = Bench::answered(true);
    for _ in 0..8 {
        bench.act("eva", read_back(consult));
    }
    let now = ConsultState::ReadBack;
    let refusal = bench.refused("elin", read_back(consult));
    assert_eq!(refusal, Refusal::WrongState { now });
}

#[test]
fn who_says_second_that_it_is_the_wrong_patient_is_heard_as_well() {
    let (mut bench, consult) = Bench::answered(true);
    let void = |words| Command::Void {
        consult,
        reason: VoidReason::WrongPatient,
        words,
    };
    bench.act("eva", void(true));
    let entries = bench.log.len();
    bench.act("nils", void(false));
    assert_eq!(bench.log.len(), entries, "it is so already");
    let state = bench.act("nils", void(true));
    assert_eq!(state, Some(ConsultState::Void));
    assert_eq!(bench.log.len(), entries + 1, "her words are kept");
}

#[test]
fn what_a_doctor_writes_on_after_she_wanted_to_hand_over_goes_along() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let offer = |words| Command::Handover { consult, words };
    bench.act("nils", offer(true));
    let entries = bench.log.len();
    bench.act("nils", offer(false));
    assert_eq!(bench.log.len(), entries, "it is offered already");
    bench.act("nils", offer(true));
    assert_eq!(bench.log.len(), entries + 1);
}
