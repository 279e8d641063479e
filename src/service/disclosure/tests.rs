use crate::domain::waiting_room::{Command, Refusal};
use crate::service::Failure;
use crate::service::testing::{Fault, Town};
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
