//! Telephones that ring, once each, also through a restart and a gateway out of order.

use crate::domain::time::Timestamp;
use crate::service::testing::Town;

#[tokio::test]
async fn acute_request_at_night_rings_until_a_doctor_takes_it() {
    let town = night().await;
    let shift = town.phones.heard(2).await;
    assert_eq!(names(&shift), [BACK, JOUR]);
    assert!(shift.iter().all(|(_, text)| text.contains("provlarm")));

    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let first = town.phones.heard(3).await;
    assert_eq!(
        first[2],
        (
            JOUR.to_owned(),
            "Väntrum: Akut fråga från Norrby väntar på läkare. Logga in.".to_owned()
        )
    );
    town.advance(120);
    assert_eq!(names(&town.phones.heard(5).await[3..]), [BACK, JOUR]);
    town.advance(120);
    assert_eq!(names(&town.phones.heard(7).await[5..]), [BACK, JOUR]);
    town.advance(60);
    assert_eq!(names(&town.phones.heard(8).await[7..]), [COUNTY]);

    let doctor = town.doctor().await;
    town.claim(&doctor, consult).await;
    town.advance(59);
    // Another alert shows that the first have stopped: they come in order.
    town.ask(&nurse).await;
    let heard = town.phones.heard(9).await;
    assert_eq!(heard.len(), 9);
    assert_eq!(names(&heard[8..]), [JOUR]);
    town.service.shutdown().await;
}

#[tokio::test]
async fn restart_rings_nobody_twice_and_goes_on_where_it_was() {
    let town = night().await;
    town.phones.heard(2).await;
    let nurse = town.nurse().await;
    town.ask(&nurse).await;
    town.phones.heard(3).await;
    let town = town.restarted().await;
    town.advance(120);
    let heard = town.phones.heard(5).await;
    assert_eq!(names(&heard[3..]), [BACK, JOUR]);
    assert_eq!(heard.len(), 5);
    town.service.shutdown().await;
}

#[tokio::test]
async fn alert_that_does_not_leave_the_house_is_tried_again() {
    let town = night().await;
    town.phones.heard(2).await;
    town.phones.broken(true);
    let nurse = town.nurse().await;
    town.ask(&nurse).await;
    town.phones.failed().await;
    town.phones.broken(false);
    town.advance(5);
    let heard = town.phones.heard(3).await;
    assert_eq!(names(&heard[2..]), [JOUR]);
    town.service.shutdown().await;
}

const JOUR: &str = "Jourläkare Testlänet";
const BACK: &str = "Bakjour Testlänet";
const COUNTY: &str = "Testlänet";

/// A Friday at 18:00.
async fn night() -> Town {
    Town::at(Timestamp::parse_rfc3339("2026-11-20T18:00:00+01:00").unwrap()).await
}

fn names(heard: &[(String, String)]) -> Vec<&str> {
    heard.iter().map(|(name, _)| name.as_str()).collect()
}
