use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::clock::Clock;
use crate::domain::clinical::{Phrases, PhrasesDraft};
use crate::domain::drafts::{OWN_KEPT, OwnForm};
use crate::domain::ids::{PersonId, Redacted};
use crate::domain::time::Timestamp;
use crate::service::testing::{PLANTED_NAME, PLANTED_NUMBER, content};
use crate::storage::{Storage, embedded};

#[tokio::test]
async fn content_is_read_as_it_was_written() {
    let desk = Desk::open();
    let place = place();
    desk.write(&place, &request()).await;
    let read = desk.vault.open(&place, PartKind::Request).await.unwrap();
    assert_eq!(read, request());
    assert!(matches!(
        desk.vault.open(&place, PartKind::Answer).await,
        Err(VaultError::Missing)
    ));
}

#[tokio::test]
async fn stored_bytes_hold_no_word_about_the_patient() {
    let desk = Desk::open();
    let blobs = desk.vault.seal(&place(), &request(), &[]).await.unwrap();
    assert_eq!(blobs.len(), 2, "the key of the case, and the content");
    for blob in blobs {
        let text = String::from_utf8_lossy(&blob.bytes).into_owned() + &blob.name;
        for planted in [PLANTED_NAME, "Planterad", PLANTED_NUMBER, "personnummer"] {
            assert!(!text.contains(planted), "{planted} in {}", blob.name);
        }
    }
}

#[tokio::test]
async fn content_of_one_case_or_controller_does_not_open_as_anothers() {
    let desk = Desk::open();
    let place = place();
    desk.write(&place, &request()).await;
    let wrong_case = Place {
        case: CaseId(uuid::Uuid::from_u128(9)),
        ..place.clone()
    };
    let wrong_controller = Place {
        controller: "region".parse().unwrap(),
        ..place.clone()
    };
    for wrong in [wrong_case, wrong_controller] {
        // Its own key does not exist, so nothing opens it.
        assert!(matches!(
            desk.vault.open(&wrong, PartKind::Request).await,
            Err(VaultError::KeyGone)
        ));
        // With a key of its own it does not open either.
        desk.vault.create_data_key(&wrong).await.unwrap();
        assert!(matches!(
            desk.vault.open(&wrong, PartKind::Request).await,
            Err(VaultError::Unsealable(Unsealable::Key))
        ));
    }
}

#[tokio::test]
async fn changed_byte_is_noticed() {
    let desk = Desk::open();
    let place = place();
    desk.write(&place, &request()).await;
    let id = BlobId::new(
        desk.vault.county.clone(),
        part_name(&place, PartKind::Request),
    );
    let stored = desk.storage.blob.get(&id).await.unwrap().unwrap();
    let mut bytes = stored.bytes.to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    desk.put(&id, Expected::At(stored.version), bytes).await;
    assert!(matches!(
        desk.vault.open(&place, PartKind::Request).await,
        Err(VaultError::Unsealable(Unsealable::Changed))
    ));
}

#[tokio::test]
async fn content_moved_to_another_command_does_not_open() {
    let desk = Desk::open();
    let place = place();
    desk.write(&place, &request()).await;
    let id = BlobId::new(
        desk.vault.county.clone(),
        part_name(&place, PartKind::Request),
    );
    let stored = desk.storage.blob.get(&id).await.unwrap().unwrap();
    let other = Place {
        command: CommandId(uuid::Uuid::from_u128(8)),
        ..place
    };
    let id = BlobId::new(
        desk.vault.county.clone(),
        part_name(&other, PartKind::Request),
    );
    desk.put(&id, Expected::Absent, stored.bytes.to_vec()).await;
    assert!(matches!(
        desk.vault.open(&other, PartKind::Request).await,
        Err(VaultError::Unsealable(Unsealable::Changed))
    ));
}

#[tokio::test]
async fn another_county_key_opens_nothing() {
    let desk = Desk::open();
    let place = place();
    desk.write(&place, &request()).await;
    let other = Vault::new(
        desk.vault.county.clone(),
        CountyKey::new([43; 32]),
        Arc::clone(&desk.storage.blob),
    );
    assert!(matches!(
        other.open(&place, PartKind::Request).await,
        Err(VaultError::Unsealable(Unsealable::Key))
    ));
}

#[tokio::test]
async fn every_kind_of_content_comes_back() {
    let desk = Desk::open();
    let text = || Redacted::new("text".to_owned());
    let parts = [
        Part::Triage(TriageReason {
            reason: text(),
            vitals: None,
        }),
        Part::RedirectReason(text()),
        Part::ReleaseReason(text()),
        Part::ReadBack(text()),
        Part::Supplement(Box::default()),
    ];
    for part in parts {
        desk.write(&place(), &part).await;
        let read = desk.vault.open(&place(), part.kind()).await.unwrap();
        assert_eq!(read, part);
    }
}

#[test]
fn pseudonym_is_one_controllers_own() {
    let desk = Desk::open();
    let content = content(Timestamp::from_millis(1_795_000_000_000));
    let patient = content.patient.unwrap().id;
    let (a, b) = ("norrby-kommun".parse().unwrap(), "region".parse().unwrap());
    let name = |controller| desk.vault.pseudonym(controller, &patient);
    assert!(name(&a).is_some());
    assert_eq!(name(&a), name(&a));
    assert_ne!(name(&a), name(&b));
    assert_eq!(desk.vault.pseudonym(&a, &PatientId::Unknown), None);
}

struct Desk {
    vault: Vault,
    clock: Clock,
    storage: Storage,
    _dir: tempfile::TempDir,
}

impl Desk {
    fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::by_hand(Timestamp::from_millis(1_795_000_000_000));
        let storage = embedded::open(dir.path(), clock.clone()).unwrap();
        let key = CountyKey::new([42; 32]);
        let county = "testlanet".parse().unwrap();
        Self {
            vault: Vault::new(county, key, Arc::clone(&storage.blob)),
            clock,
            storage,
            _dir: dir,
        }
    }

    async fn write(&self, place: &Place, part: &Part) {
        for blob in self.vault.seal(place, part, &[]).await.unwrap() {
            let id = BlobId::new(self.vault.county.clone(), blob.name);
            self.put(&id, Expected::Absent, blob.bytes.to_vec()).await;
        }
    }

    async fn put(&self, id: &BlobId, expected: Expected, bytes: Vec<u8>) {
        let written = self.storage.blob.put_if(id, expected, bytes.into(), None);
        written.await.unwrap().unwrap();
    }
}

fn place() -> Place {
    Place {
        case: CaseId(uuid::Uuid::from_u128(1)),
        consult: ConsultId(uuid::Uuid::from_u128(2)),
        controller: "norrby-kommun".parse().unwrap(),
        command: CommandId(uuid::Uuid::from_u128(3)),
    }
}

fn request() -> Part {
    Part::Request(Box::new(content(Timestamp::from_millis(1_795_000_000_000))))
}

#[tokio::test]
async fn drafts_of_a_case_end_with_the_day_after_it() {
    let desk = Desk::open();
    let here = draft_place("norrby-kommun");
    let there = draft_place("region");
    let written = Draft {
        at: desk.clock.now(),
        fields: Redacted::new(PLANTED_NAME.to_owned()),
        text: None,
    };
    for place in [&here, &there] {
        desk.vault.keep_draft(place, &written, None).await.unwrap();
        assert_eq!(
            desk.vault.draft(place).await.unwrap().as_ref(),
            Some(&written)
        );
    }
    let colleague = DraftPlace {
        writer: "nils-nord".parse().unwrap(),
        ..here.clone()
    };
    assert_eq!(desk.vault.draft(&colleague).await.unwrap(), None);

    let ends = desk.clock.now().plus(Duration::from_hours(24));
    desk.vault.end_drafts(&here, ends).await.unwrap();
    desk.clock.advance(Duration::from_hours(23));
    assert!(desk.vault.draft(&here).await.unwrap().is_some());
    desk.clock.advance(Duration::from_hours(1));
    assert_eq!(desk.vault.draft(&here).await.unwrap(), None);
    assert!(
        desk.vault.draft(&there).await.unwrap().is_some(),
        "the other owner's case has not been told of an end"
    );
    // What is written after that opens under a new key, and what was before stays gone.
    let later = ends.plus(Duration::from_hours(1));
    desk.vault
        .keep_draft(&colleague, &written, Some(later))
        .await
        .unwrap();
    assert!(desk.vault.draft(&colleague).await.unwrap().is_some());
    assert_eq!(desk.vault.draft(&here).await.unwrap(), None);
    desk.vault.drop_draft(&there).await.unwrap();
    assert_eq!(desk.vault.draft(&there).await.unwrap(), None);
}

#[tokio::test]
async fn draft_of_no_case_is_its_writers_alone_and_gone_a_day_after_she_touched_it() {
    let desk = Desk::open();
    let anna = uploader("norrby-kommun", "anna-alm");
    let form = OwnForm::PhoneContact;
    let written = |words: &str| Draft {
        at: desk.clock.now(),
        fields: Redacted::new(words.to_owned()),
        text: None,
    };
    let keep = |draft: Draft| {
        let (vault, anna) = (&desk.vault, &anna);
        let until = desk.clock.now().plus(OWN_KEPT);
        async move { vault.keep_own_draft(anna, form, &draft, until).await }
    };
    keep(written(PLANTED_NAME)).await.unwrap();
    for other in [
        uploader("norrby-kommun", "nils-nord"),
        uploader("region", "anna-alm"),
    ] {
        assert_eq!(desk.vault.own_draft(&other, form).await.unwrap(), None);
    }
    let another = desk.vault.own_draft(&anna, OwnForm::Request).await;
    assert_eq!(another.unwrap(), None);

    desk.clock.advance(Duration::from_hours(23));
    let last = written("Avvakta");
    keep(last.clone()).await.unwrap();
    desk.clock.advance(Duration::from_hours(23));
    assert_eq!(desk.vault.own_draft(&anna, form).await.unwrap(), Some(last));
    desk.clock.advance(Duration::from_hours(1));
    assert_eq!(desk.vault.own_draft(&anna, form).await.unwrap(), None);

    keep(written("Igen")).await.unwrap();
    desk.vault.drop_own_draft(&anna, form).await.unwrap();
    assert_eq!(desk.vault.own_draft(&anna, form).await.unwrap(), None);
}

fn uploader(controller: &str, person: &str) -> Uploader {
    Uploader {
        controller: controller.parse().unwrap(),
        person: person.parse().unwrap(),
    }
}

fn draft_place(controller: &str) -> DraftPlace {
    DraftPlace {
        case: CaseId(uuid::Uuid::from_u128(1)),
        consult: ConsultId(uuid::Uuid::from_u128(2)),
        controller: controller.parse().unwrap(),
        writer: "anna-alm".parse().unwrap(),
        form: crate::domain::drafts::Form::Supplement,
    }
}

#[tokio::test]
async fn what_somebody_keeps_for_herself_opens_for_nobody_else_and_names_nothing() {
    let desk = Desk::open();
    let anna: PersonId = "anna-alm".parse().unwrap();
    let nils: PersonId = "nils-nord".parse().unwrap();
    let kept = KeptPhrases {
        rev: 1,
        at: Some(desk.clock.now()),
        phrases: phrases(),
    };
    assert!(desk.vault.keep_phrases(&anna, &kept, None).await.unwrap());
    let (found, version) = desk.vault.phrases(&anna).await.unwrap();
    assert_eq!(found, kept);
    assert_eq!(
        desk.vault.phrases(&nils).await.unwrap(),
        (KeptPhrases::default(), None)
    );
    // Another writing came first.
    assert!(!desk.vault.keep_phrases(&anna, &kept, None).await.unwrap());
    let again = desk.vault.keep_phrases(&anna, &kept, version).await;
    assert!(again.unwrap());

    let name =
        |person: &PersonId| BlobId::new(desk.vault.county.clone(), format!("phrases/{person}"));
    let stored = desk.vault.blobs.get(&name(&anna)).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&stored.bytes).into_owned();
    assert!(!text.contains("Svikt") && !text.contains(PLANTED_NAME));
    let (blobs, hers) = (&desk.vault.blobs, name(&nils));
    let put = blobs.put_if(&hers, Expected::Absent, stored.bytes, None);
    put.await.unwrap().unwrap();
    assert!(matches!(
        desk.vault.phrases(&nils).await,
        Err(VaultError::Unsealable(_))
    ));
}

fn phrases() -> Phrases {
    Phrases::new(PhrasesDraft {
        phrases: vec![(
            Redacted::new("Svikt".to_owned()),
            Redacted::new(PLANTED_NAME.to_owned()),
        )],
        orders: Vec::new(),
    })
    .unwrap()
}
