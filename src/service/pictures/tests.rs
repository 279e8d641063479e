use uuid::Uuid;

use super::testing::{PLANTED, photo, planted_png};
use super::*;
use crate::domain::clinical::Content;
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{self, Command, Refusal};
use crate::service::testing::{Fault, Town};
use crate::service::vault::PartKind;
use crate::service::{Ack, Part, fingerprint};
use crate::storage::{BlobId, LogName};

const A_DAY: u64 = 24 * 60 * 60;

#[tokio::test]
async fn picture_comes_with_the_request_and_the_doctor_sees_it_after_claim() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let image = brings(&town, &nurse).await;
    let consult = asks_with(&town, &nurse, &[image]).await.unwrap();
    let waiting = &town.service.waiting;
    let early = waiting.image(&doctor, consult, image).await;
    assert_eq!(early, Err(Failure::NotFound), "nobody reads before a claim");

    town.claim(&doctor, consult).await;
    let shown = waiting.content(&doctor, consult).await.unwrap();
    let [given] = shown.images.as_slice() else {
        panic!("one picture")
    };
    assert_eq!((given.image, given.with), (image, PartKind::Request));
    let seen = waiting.image(&doctor, consult, image).await.unwrap();
    assert_eq!(seen.kind, PictureKind::Jpeg);
    assert!(image::load_from_memory(seen.bytes.reveal()).is_ok());

    let colleague = town.session("nils-nord").await;
    assert_eq!(waiting.image(&colleague, consult, image).await, Ok(seen));
    let other = ImageId(Uuid::from_u128(1));
    let missing = waiting.image(&doctor, consult, other).await;
    assert_eq!(missing, Err(Failure::NotFound));
}

#[tokio::test]
async fn picture_is_shown_only_after_both_access_logs_have_it() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let image = brings(&town, &nurse).await;
    let consult = asks_with(&town, &nurse, &[image]).await.unwrap();
    town.claim(&doctor, consult).await;
    let waiting = &town.service.waiting;
    for controller in ["norrby-kommun", "region"] {
        let log = LogName::Access(controller.parse().unwrap());
        town.faults.next(log, Fault::Unavailable);
        let ended = waiting.image(&doctor, consult, image).await;
        assert_eq!(ended, Err(Failure::StoreUnavailable), "{controller}");
    }
    assert!(waiting.image(&doctor, consult, image).await.is_ok());
    for controller in ["norrby-kommun", "region"] {
        let lines = town.access_log(controller).await;
        let line = lines.last().unwrap();
        assert_eq!(line["fields_class"], serde_json::json!(["image"]));
        assert_eq!(line["object"]["id"], consult.to_string());
        assert!(!line["patient"]["sealed"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn picture_that_nothing_names_is_gone_after_a_day() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let image = brings(&town, &nurse).await;
    town.advance(A_DAY);
    let nurse = town.nurse().await;
    let late = asks_with(&town, &nurse, &[image]).await;
    assert_eq!(late.unwrap_err(), no_such_picture("images.0"));
    town.advance(A_DAY);
    assert!(!is_stored(&town, image).await);
}

#[tokio::test]
async fn picture_that_an_entry_names_stays_with_its_case() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    town.advance(A_DAY - 1);
    let nurse = town.session("nils-nord").await;
    let first = brings(&town, &nurse).await;
    town.advance(1);
    let second = brings(&town, &nurse).await;
    adds(&town, &nurse, consult, Uuid::from_u128(5), &[first, second])
        .await
        .unwrap();
    town.advance(30 * A_DAY);
    let town = town.restarted().await;
    let nurse = town.nurse().await;
    let waiting = &town.service.waiting;
    let shown = waiting.content(&nurse, consult).await.unwrap().images;
    let shown: Vec<_> = shown
        .iter()
        .map(|given| (given.image, given.with))
        .collect();
    let supplement = PartKind::Supplement;
    assert_eq!(shown, [(first, supplement), (second, supplement)]);
    for image in [first, second] {
        assert!(waiting.image(&nurse, consult, image).await.is_ok());
    }
}

#[tokio::test]
async fn picture_is_for_whoever_brought_it_to_name_and_once() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let (hers, another) = (brings(&town, &nurse).await, brings(&town, &nurse).await);
    for stranger in ["nils-nord", "eva-ek"] {
        let stranger = town.session(stranger).await;
        let ended = asks_with(&town, &stranger, &[hers]).await;
        assert_eq!(ended.unwrap_err(), no_such_picture("images.0"));
    }
    let made_up = ImageId(Uuid::from_u128(1));
    let ended = asks_with(&town, &nurse, &[hers, made_up]).await;
    assert_eq!(ended.unwrap_err(), no_such_picture("images.1"));

    asks_with(&town, &nurse, &[hers]).await.unwrap();
    let again = asks_with(&town, &nurse, &[another, hers]).await;
    assert_eq!(again.unwrap_err(), no_such_picture("images.1"));
}

#[tokio::test]
async fn picture_survives_a_request_that_is_refused_and_ends_by_itself() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let image = brings(&town, &nurse).await;
    town.faults.next(LogName::Journal, Fault::Unavailable);
    let key = Uuid::from_u128(5);
    let consult = town.ask_under(&nurse, key, &[image]).await;
    assert!(consult.is_err());
    assert!(is_stored(&town, image).await, "it can be named again");
    town.advance(A_DAY + 60 * 60);
    assert!(!is_stored(&town, image).await, "and is not kept for ever");
}

#[tokio::test]
async fn request_whose_reply_was_lost_keeps_its_picture_and_is_sent_again() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let image = brings(&town, &nurse).await;
    let key = Uuid::from_u128(5);
    town.faults.next(LogName::Journal, Fault::ReplyLost);
    adds(&town, &nurse, consult, key, &[image]).await.unwrap();
    // The client that did not hear of it sends the same again: the picture waits no more.
    let again = adds(&town, &nurse, consult, key, &[image]).await.unwrap();
    assert!(again.replayed);
    town.advance(2 * A_DAY);
    let nurse = town.nurse().await;
    let waiting = &town.service.waiting;
    assert!(waiting.image(&nurse, consult, image).await.is_ok());
}

#[tokio::test]
async fn nothing_that_a_camera_wrote_is_stored() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let room = town.service.pictures.room(&nurse).unwrap();
    let png = town
        .service
        .pictures
        .keep(&nurse, room, PictureKind::Png, planted_png().into());
    let images = [png.await.unwrap(), brings(&town, &nurse).await];
    asks_with(&town, &nurse, &images).await.unwrap();
    town.service.shutdown().await;
    town.storage.close().await;
    let mut files = 0;
    for file in std::fs::read_dir(town.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        files += 1;
        for word in [PLANTED, "JFIF", "IHDR"] {
            let found = bytes.windows(word.len()).any(|at| at == word.as_bytes());
            assert!(!found, "{word}");
        }
    }
    assert!(files > 0);
}

#[tokio::test]
async fn file_that_is_no_picture_is_not_kept() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let room = town.service.pictures.room(&nurse).unwrap();
    let ended = town
        .service
        .pictures
        .keep(&nurse, room, PictureKind::Jpeg, planted_png().into())
        .await;
    assert_eq!(ended, Err(Unusable::NotThatKind.into()));
}

#[tokio::test]
async fn seventeenth_picture_at_once_is_told_to_come_again() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let pictures = &town.service.pictures;
    let mut rooms: Vec<_> = (0..RECEIVED_MAX)
        .map(|_| pictures.room(&nurse).unwrap())
        .collect();
    let full = pictures.room(&nurse).map(drop);
    assert_eq!(full, Err(Failure::Overloaded.into()));
    rooms.pop();
    assert!(pictures.room(&nurse).is_ok());
}

#[tokio::test]
async fn one_person_does_not_fill_the_store() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    for _ in 0..pace::MAX {
        town.service.pictures.room(&nurse).unwrap();
    }
    let wait = pace::WINDOW;
    let full = town.service.pictures.room(&nurse).map(drop);
    assert_eq!(full, Err(NotKept::TooMany { wait }));
    let colleague = town.session("nils-nord").await;
    assert!(town.service.pictures.room(&colleague).is_ok());
}

#[tokio::test]
async fn picture_of_a_session_that_ended_meanwhile_is_not_kept() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let room = town.service.pictures.room(&nurse).unwrap();
    town.service.sessions.revoke(nurse.id).await.unwrap();
    let ended = town
        .service
        .pictures
        .keep(&nurse, room, PictureKind::Jpeg, photo(1).into())
        .await;
    assert_eq!(ended, Err(Failure::SessionEnded.into()));
}

async fn brings(town: &Town, nurse: &Session) -> ImageId {
    let room = town.service.pictures.room(nurse).unwrap();
    let kept = town
        .service
        .pictures
        .keep(nurse, room, PictureKind::Jpeg, photo(6).into());
    kept.await.unwrap()
}

fn no_such_picture(field: &'static str) -> Failure {
    let why = "no picture of yours waits under this id; upload it again";
    Refusal::InvalidValue { field, why }.into()
}

async fn is_stored(town: &Town, image: ImageId) -> bool {
    let id = BlobId::new(town.county_id(), format!("image/{image}"));
    town.storage.blob.get(&id).await.unwrap().is_some()
}

async fn asks_with(town: &Town, nurse: &Session, images: &[ImageId]) -> Result<ConsultId, Failure> {
    town.ask_under(nurse, town.clock.new_id(), images).await
}

async fn adds(
    town: &Town,
    nurse: &Session,
    consult: ConsultId,
    key: Uuid,
    images: &[ImageId],
) -> Result<Ack, Failure> {
    let mut codes = waiting_room::Supplement::to(consult);
    codes.has.images = true;
    let content = Content {
        images: images.to_vec(),
        ..Content::default()
    };
    let waiting = &town.service.waiting;
    waiting
        .submit(
            nurse,
            key,
            fingerprint("supplement", b"pictures"),
            Command::Supplement(Box::new(codes)),
            Some(Part::Supplement(Box::new(content))),
        )
        .await
}

impl Town {
    async fn ask_under(
        &self,
        nurse: &Session,
        key: Uuid,
        images: &[ImageId],
    ) -> Result<ConsultId, Failure> {
        let consult = ConsultId(self.clock.new_id());
        let (command, part) = self.request(consult);
        let Part::Request(mut content) = part else {
            panic!("a request")
        };
        content.images = images.to_vec();
        let part = Some(Part::Request(content));
        let print = fingerprint("ask", key.as_bytes());
        let waiting = &self.service.waiting;
        waiting.submit(nurse, key, print, command, part).await?;
        Ok(consult)
    }
}
