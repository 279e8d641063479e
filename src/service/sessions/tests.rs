use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::domain::directory::testing::{day, testing_county};
use crate::domain::waiting_room::Place;
use crate::storage::{Storage, embedded};

#[tokio::test]
async fn bearer_is_known_until_the_session_is_revoked() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    assert_eq!(desk.known(&token).await, Ok(session.clone()));
    let mut ended = desk.sessions.ended();
    desk.sessions.revoke(session.id).await.unwrap();
    assert_eq!(desk.known(&token).await, Err(Unauthenticated::Revoked));
    assert!(!desk.sessions.is_live(&session));
    assert_eq!(ended.recv().await, Ok(session.id));
    // A second revocation is no second news.
    desk.sessions.revoke(session.id).await.unwrap();
    assert!(ended.try_recv().is_err());
}

#[tokio::test]
async fn revocation_outlives_the_process() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    desk.sessions.revoke(session.id).await.unwrap();
    let desk = desk.restarted();
    assert_eq!(desk.known(&token).await, Err(Unauthenticated::Revoked));
}

#[tokio::test]
async fn what_was_read_before_a_revocation_brings_nothing_back() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    // Read from the store by a request that is slow, while the session is revoked.
    let read = desk.sessions.live(session.id).await.unwrap();
    desk.sessions.revoke(session.id).await.unwrap();
    assert_eq!(
        desk.sessions.0.remember(session.id, &read).err(),
        Some(Unauthenticated::Revoked)
    );
    assert_eq!(
        desk.sessions.used(session.id, read).await,
        Err(Unauthenticated::Revoked)
    );
    assert_eq!(desk.known(&token).await, Err(Unauthenticated::Revoked));
}

#[tokio::test]
async fn locked_session_stays_so_until_the_same_person_opens_it() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    desk.sessions.lock(session.id).await.unwrap();
    let locked = Session {
        locked: true,
        ..session.clone()
    };
    assert_eq!(desk.known(&token).await, Ok(locked.clone()));
    let another = "somebody-else".parse().unwrap();
    assert_eq!(
        desk.sessions.unlock(session.id, &another).await,
        Err(StaysLocked::Another)
    );
    let desk = desk.restarted();
    assert_eq!(
        desk.known(&token).await,
        Ok(locked),
        "it outlives a restart"
    );
    desk.sessions
        .unlock(session.id, &session.person)
        .await
        .unwrap();
    assert_eq!(desk.known(&token).await, Ok(session));
}

#[tokio::test]
async fn what_was_read_before_a_lock_opens_nothing() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    // Read from the store by a request that is slow, while the screen is locked.
    let read = desk.sessions.live(session.id).await.unwrap();
    desk.sessions.lock(session.id).await.unwrap();
    let seen = desk.sessions.0.remember(session.id, &read).unwrap();
    assert!(seen.record.locked);
    assert!(desk.known(&token).await.unwrap().locked);
}

#[tokio::test]
async fn ended_session_is_neither_locked_nor_opened() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    desk.sessions.revoke(session.id).await.unwrap();
    desk.sessions.lock(session.id).await.unwrap();
    assert_eq!(
        desk.sessions.unlock(session.id, &session.person).await,
        Err(StaysLocked::Another)
    );
    assert_eq!(desk.known(&token).await, Err(Unauthenticated::Revoked));
}

#[tokio::test]
async fn proving_again_who_she_is_begins_the_shift_anew() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    desk.clock.advance(Duration::from_mins(25));
    desk.sessions.lock(session.id).await.unwrap();
    desk.clock.advance(Duration::from_mins(5));
    desk.sessions
        .unlock(session.id, &session.person)
        .await
        .unwrap();
    let renewed = desk.known(&token).await.unwrap();
    assert_eq!(renewed.ends_at(), desk.clock.now().plus(SESSION_MAX));
    assert!(renewed.ends_at() > session.ends_at());
}

#[tokio::test]
async fn session_survives_a_restart() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    let desk = desk.restarted();
    assert_eq!(desk.known(&token).await, Ok(session));
}

#[tokio::test]
async fn unused_session_runs_out_and_a_used_one_does_not() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    for _ in 0..4 {
        desk.clock.advance(Duration::from_mins(20));
        assert_eq!(desk.known(&token).await, Ok(session.clone()));
    }
    desk.clock.advance(IDLE_MAX);
    assert_eq!(desk.known(&token).await, Err(Unauthenticated::Unknown));
}

#[tokio::test]
async fn no_session_lives_longer_than_a_shift() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    let mut ended = desk.sessions.ended();
    let mut left = SESSION_MAX;
    while left > Duration::ZERO {
        assert_eq!(desk.known(&token).await, Ok(session.clone()));
        let step = left.min(Duration::from_mins(25));
        desk.clock.advance(step);
        left -= step;
    }
    assert_eq!(desk.known(&token).await, Err(Unauthenticated::Unknown));
    desk.sessions.sweep(|_, _| true).await;
    assert_eq!(ended.recv().await, Ok(session.id));
}

#[tokio::test]
async fn whoever_went_away_is_signed_out_and_stays_so() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    let mut ended = desk.sessions.ended();
    desk.clock.advance(IDLE_MAX - Duration::from_millis(1));
    desk.sessions.sweep(|_, _| false).await;
    assert!(ended.try_recv().is_err(), "not before its time");
    desk.clock.advance(Duration::from_millis(1));
    desk.sessions.sweep(|_, _| false).await;
    assert_eq!(ended.recv().await, Ok(session.id));
    assert_eq!(desk.known(&token).await, Err(Unauthenticated::Unknown));
    // Neither a page that is still open nor another process brings it back.
    desk.sessions.sweep(|_, _| true).await;
    let desk = desk.restarted();
    assert_eq!(desk.known(&token).await, Err(Unauthenticated::Unknown));
}

#[tokio::test]
async fn session_used_on_one_node_is_not_idle_on_another() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    let other = Sessions::new(
        Arc::clone(&desk.storage.blob),
        desk.clock.clone(),
        desk.directory.subscribe(),
    );
    assert_eq!(
        other.authenticate(&token.reveal()).await,
        Ok(session.clone())
    );
    for _ in 0..3 {
        desk.clock.advance(Duration::from_mins(20));
        assert_eq!(desk.known(&token).await, Ok(session.clone()));
    }
    assert_eq!(other.authenticate(&token.reveal()).await, Ok(session));
}

#[tokio::test]
async fn open_page_keeps_a_session_alive() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    for _ in 0..3 {
        desk.clock.advance(Duration::from_mins(20));
        desk.sessions
            .sweep(|_, person| *person == session.person)
            .await;
    }
    assert_eq!(desk.known(&token).await, Ok(session));
}

#[tokio::test]
async fn ticket_opens_one_socket_within_its_time() {
    let desk = Desk::open();
    let (_, session) = desk.sign_in().await;
    let ticket = desk
        .sessions
        .socket_ticket(&session)
        .await
        .unwrap()
        .reveal();
    let (first, second) =
        tokio::join!(desk.sessions.redeem(&ticket), desk.sessions.redeem(&ticket));
    let (used, refused) = if first.is_ok() {
        (first, second)
    } else {
        (second, first)
    };
    assert_eq!(used, Ok(session.clone()));
    assert_eq!(refused, Err(Unauthenticated::TicketUsed));

    let late = desk
        .sessions
        .socket_ticket(&session)
        .await
        .unwrap()
        .reveal();
    desk.clock.advance(TICKET_MAX);
    assert_eq!(
        desk.sessions.redeem(&late).await,
        Err(Unauthenticated::TicketUsed)
    );
}

#[tokio::test]
async fn ticket_of_a_revoked_session_opens_nothing() {
    let desk = Desk::open();
    let (_, session) = desk.sign_in().await;
    let ticket = desk
        .sessions
        .socket_ticket(&session)
        .await
        .unwrap()
        .reveal();
    desk.sessions.revoke(session.id).await.unwrap();
    assert_eq!(
        desk.sessions.redeem(&ticket).await,
        Err(Unauthenticated::Revoked)
    );
}

#[tokio::test]
async fn guessed_and_foreign_secrets_are_unknown() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    let ticket = desk
        .sessions
        .socket_ticket(&session)
        .await
        .unwrap()
        .reveal();
    let other = Bearer::new(session.id.0).text();
    for bad in ["", "x", &other, &ticket] {
        assert_eq!(
            desk.sessions.authenticate(bad).await,
            Err(Unauthenticated::Unknown),
            "{bad}"
        );
    }
    assert!(desk.known(&token).await.is_ok());
}

#[tokio::test]
async fn everyone_acts_under_exactly_one_commission() {
    let desk = Desk::open();
    let person: PersonId = "berit-berg".parse().unwrap();
    for (wanted, centre) in [
        ("dr-berg-alvens", "alvens"),
        ("dr-berg-kliniken", "kliniken"),
    ] {
        let wanted = wanted.parse().unwrap();
        let (_, session) = desk.sessions.sign_in(&person, Some(&wanted)).await.unwrap();
        assert_eq!(session.commission, wanted);
        assert_eq!(session.actor.place, Place::Centre(centre.parse().unwrap()));
    }
    let anothers = "anna-hemsjukvarden".parse().unwrap();
    let refused = desk.sessions.sign_in(&person, Some(&anothers)).await;
    assert_eq!(refused, Err(SignInError::NoSuchPerson));
}

#[tokio::test]
async fn store_never_holds_what_a_bearer_carries() {
    let desk = Desk::open();
    let (token, session) = desk.sign_in().await;
    let ticket = desk.sessions.socket_ticket(&session).await.unwrap();
    let secrets = [token.reveal(), ticket.reveal()];
    desk.storage.close().await;
    for file in std::fs::read_dir(desk.dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for secret in &secrets {
            assert!(!text.contains(&secret[33..]));
        }
    }
}

struct Desk {
    sessions: Sessions,
    storage: Storage,
    clock: Clock,
    directory: watch::Sender<Arc<Directory>>,
    dir: tempfile::TempDir,
}

impl Desk {
    fn open() -> Self {
        let clock = Clock::by_hand(day("2026-11-20"));
        let dir = tempfile::tempdir().unwrap();
        let storage = embedded::open(dir.path(), clock.clone()).unwrap();
        let directory = watch::Sender::new(Arc::new(testing_county(0)));
        let blobs = Arc::clone(&storage.blob);
        Self {
            sessions: Sessions::new(blobs, clock.clone(), directory.subscribe()),
            storage,
            clock,
            directory,
            dir,
        }
    }

    /// With nothing remembered but what is stored.
    fn restarted(self) -> Self {
        let blobs = Arc::clone(&self.storage.blob);
        let sessions = Sessions::new(blobs, self.clock.clone(), self.directory.subscribe());
        Self { sessions, ..self }
    }

    async fn sign_in(&self) -> (Token, Session) {
        let person = "anna-alm".parse().unwrap();
        self.sessions.sign_in(&person, None).await.unwrap()
    }

    async fn known(&self, token: &Token) -> Result<Session, Unauthenticated> {
        self.sessions.authenticate(&token.reveal()).await
    }
}
