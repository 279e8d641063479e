use uuid::Uuid;

use crate::domain::clinical::{Level, PatientCodes};
use crate::domain::ids::{PhoneContactId, Redacted};
use crate::domain::waiting_room::{Command, Refusal, RegisterPhoneContact};
use crate::service::testing::{Fault, PLANTED_NUMBER, Town, content};
use crate::service::{Failure, PhoneContactContent, fingerprint};
use crate::storage::LogName;

#[tokio::test]
async fn text_for_a_journal_is_an_export_in_both_access_logs_before_it_leaves() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    town.answer(&doctor, consult).await;
    let waiting = &town.service.waiting;
    for controller in ["norrby-kommun", "region"] {
        let log = LogName::Access(controller.parse().unwrap());
        for session in [&nurse, &doctor] {
            town.faults.next(log.clone(), Fault::Unavailable);
            assert_eq!(
                waiting.export(session, consult).await.map(|_| ()),
                Err(Failure::StoreUnavailable),
                "{controller}"
            );
        }
    }
    for session in [&nurse, &doctor] {
        assert!(waiting.export(session, consult).await.unwrap().disclosed);
        for controller in ["norrby-kommun", "region"] {
            let line = town.access_log(controller).await.pop().unwrap();
            assert_eq!(line["action"], "export", "{line}");
            assert_eq!(line["actor"]["person"], session.person.as_str());
            assert_eq!(line["object"]["id"], consult.to_string());
            assert!(line["patient"]["ref"].is_string(), "{line}");
        }
    }
}

#[tokio::test]
async fn what_was_said_on_the_telephone_is_in_both_access_logs_before_it_is_shown() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let waiting = &town.service.waiting;
    let (wanted, said) = phone_contact(&town);
    let print = fingerprint("test", b"phone");
    let registered =
        waiting.register_phone_contact(&nurse, Uuid::from_u128(5), print, wanted, said);
    let (contact, _) = registered.await.unwrap();
    for controller in ["norrby-kommun", "region"] {
        let log = LogName::Access(controller.parse().unwrap());
        town.faults.next(log, Fault::Unavailable);
        let shown = waiting.phone_contact(&nurse, contact).await;
        assert_eq!(
            shown.map(|_| ()),
            Err(Failure::StoreUnavailable),
            "{controller}"
        );
    }
    waiting.phone_contact(&nurse, contact).await.unwrap();
    for controller in ["norrby-kommun", "region"] {
        let line = town.access_log(controller).await.pop().unwrap();
        assert_eq!(line["object"]["type"], "phone_contact", "{line}");
        assert_eq!(line["object"]["id"], contact.to_string());
        assert_eq!(line["action"], "open");
        assert!(line["patient"]["ref"].is_string(), "{line}");
    }
    assert_eq!(town.entries_with(PLANTED_NUMBER).await, 0);
    assert_eq!(town.entries_with("patient_ref").await, 1);
}

#[tokio::test]
async fn nurse_is_told_that_a_patient_is_asked_about_already_once_her_log_has_it() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let waiting = &town.service.waiting;
    let patient = content(town.now()).patient.unwrap().id;
    assert_eq!(waiting.open_about(&nurse, &patient).await, Ok(Vec::new()));
    let consult = town.ask(&nurse).await;
    let log = LogName::Access("norrby-kommun".parse().unwrap());
    town.faults.next(log, Fault::Unavailable);
    assert_eq!(
        waiting.open_about(&nurse, &patient).await,
        Err(Failure::StoreUnavailable)
    );
    let told = waiting.open_about(&nurse, &patient).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].opens, Some(consult));
    let line = town.access_log("norrby-kommun").await.pop().unwrap();
    assert_eq!(line["action"], "search", "{line}");
    assert_eq!(line["object"]["id"], consult.to_string());
    assert!(line["patient"]["ref"].is_string(), "{line}");
    assert_eq!(
        town.access_log("region").await,
        Vec::<serde_json::Value>::new(),
        "the other provider has been told of nothing"
    );
}

fn phone_contact(town: &Town) -> (RegisterPhoneContact, PhoneContactContent) {
    let wanted = RegisterPhoneContact {
        contact: PhoneContactId(Uuid::nil()),
        unit: None,
        centre: None,
        level: Level::P2,
        doctor: None,
        patient: PatientCodes {
            patient_ref: None,
            age_band: None,
            sex: None,
            protected: false,
            id_type: None,
        },
        happened_at: town.now(),
        because: None,
    };
    let said = PhoneContactContent {
        patient: content(town.now()).patient.unwrap(),
        doctor: Redacted::new("David Dahl".to_owned()),
        answer: Redacted::new("Avvakta.".to_owned()),
    };
    (wanted, said)
}

#[tokio::test]
async fn nurse_who_takes_the_answer_out_has_opened_it() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    town.answer(&doctor, consult).await;
    town.service.waiting.export(&nurse, consult).await.unwrap();
    let opened = |room: &crate::domain::waiting_room::WaitingRoom| {
        room.consult(consult)?.stage.answered()?.opened_at
    };
    town.found(opened).await;
}

#[tokio::test]
async fn doctor_who_has_given_it_back_takes_nothing_out() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    let waiting = &town.service.waiting;
    let refused = |exported: Result<_, Failure>| match exported.map(|_: super::Disclosed| ()) {
        Err(Failure::Refused(Refusal::WrongState { .. })) => {}
        other => panic!("{other:?}"),
    };
    refused(waiting.export(&doctor, consult).await);
    town.claim(&doctor, consult).await;
    waiting.export(&doctor, consult).await.unwrap();
    let back = Command::Release { consult };
    town.submit(&doctor, back, None).await.unwrap();
    refused(waiting.export(&doctor, consult).await);
    let stranger = town.session("eva-ek").await;
    assert_eq!(
        waiting.export(&stranger, consult).await.map(|_| ()),
        Err(Failure::NotFound)
    );
}

#[tokio::test]
async fn dossier_is_in_both_access_logs_before_it_is_shown() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    report(&town, &doctor, consult).await;
    let reviewer = town.session("gun-gran").await;
    let waiting = &town.service.waiting;
    for controller in ["norrby-kommun", "region"] {
        let log = LogName::Access(controller.parse().unwrap());
        town.faults.next(log, Fault::Unavailable);
        let shown = waiting.dossier(&reviewer, consult).await.map(|_| ());
        assert_eq!(shown, Err(Failure::StoreUnavailable), "{controller}");
    }
    let shown = waiting.dossier(&reviewer, consult).await.unwrap();
    assert_eq!(shown.texts[0].as_ref().unwrap().reveal(), WENT_WRONG);
    for controller in ["norrby-kommun", "region"] {
        let line = town.access_log(controller).await.pop().unwrap();
        assert_eq!(line["action"], "open", "{line}");
        assert_eq!(line["object"]["type"], "incident", "{line}");
        assert_eq!(line["object"]["id"], consult.to_string());
        assert_eq!(line["legal_basis"], "quality_review", "{line}");
        assert_eq!(line["actor"]["person"], "gun-gran");
        assert!(line["patient"]["ref"].is_string(), "whose case: {line}");
    }
    assert_eq!(town.entries_with(WENT_WRONG).await, 0);
}

#[tokio::test]
async fn list_of_what_went_wrong_is_in_the_access_log_before_it_is_shown() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    report(&town, &nurse, consult).await;
    let reviewer = town.session("gun-gran").await;
    let waiting = &town.service.waiting;
    let log = LogName::Access("norrby-kommun".parse().unwrap());
    town.faults.next(log, Fault::Unavailable);
    assert_eq!(
        waiting.incidents(&reviewer).await.map(|_| ()),
        Err(Failure::StoreUnavailable)
    );
    let read = waiting.incidents(&reviewer).await.unwrap();
    assert_eq!(read.incidents.len(), 1);
    let line = town.access_log("norrby-kommun").await.pop().unwrap();
    assert_eq!(line["action"], "list", "{line}");
    assert_eq!(line["object"]["type"], "incident_list", "{line}");
}

#[tokio::test]
async fn words_of_a_report_are_for_reviewers_alone() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    report(&town, &nurse, consult).await;
    let waiting = &town.service.waiting;
    for session in [&nurse, &doctor] {
        let shown = waiting.content(session, consult).await.unwrap();
        let words = format!(
            "{:?}",
            shown
                .reasons
                .iter()
                .map(|given| given.text.reveal())
                .collect::<Vec<_>>()
        );
        assert!(!words.contains(WENT_WRONG), "{words}");
        assert_eq!(
            waiting.dossier(session, consult).await.map(|_| ()),
            Err(Failure::Forbidden)
        );
    }
}

#[tokio::test]
async fn dossier_is_read_back_after_a_restart_and_after_the_case_has_gone() {
    let mut town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    report(&town, &doctor, consult).await;
    let back = Command::Release { consult };
    town.submit(&doctor, back, None).await.unwrap();
    let withdrawn = Command::Withdraw {
        consult,
        reason: crate::domain::clinical::WithdrawReason::Solved,
    };
    town.submit(&nurse, withdrawn, None).await.unwrap();
    town.advance(25 * 3_600);
    let nurse = town.nurse().await;
    town.ask(&nurse).await;
    assert!(
        town.service
            .waiting
            .read(|room, _| room.consult(consult).is_none())
    );
    for _ in 0..2 {
        let reviewer = town.session("gun-gran").await;
        let waiting = &town.service.waiting;
        let read = waiting.dossier(&reviewer, consult).await.unwrap();
        assert_eq!(read.texts[0].as_ref().unwrap().reveal(), WENT_WRONG);
        let states: Vec<_> = read
            .dossier
            .states
            .iter()
            .map(|stood| stood.state.as_str())
            .collect();
        assert_eq!(states, ["queued", "claimed", "queued", "withdrawn"]);
        assert_eq!(
            waiting.incidents(&reviewer).await.unwrap().incidents.len(),
            1
        );
        town = town.restarted().await;
    }
}

const WENT_WRONG: &str = "Ingen svarade när jag ringde, tre gånger.";

async fn report(
    town: &Town,
    who: &crate::service::Session,
    consult: crate::domain::ids::ConsultId,
) {
    let text = Redacted::new(WENT_WRONG.to_owned());
    let part = Some(crate::service::Part::IncidentReport(text));
    let command = Command::ReportIncident { consult };
    town.submit(who, command, part).await.unwrap();
}
