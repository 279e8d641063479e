//! Golden files: what was written once is read for ever.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use uuid::Uuid;

use super::super::chain::{self, Broken, START};
use super::super::log::{Head, Incarnation, Record};
use super::*;
use crate::domain::clinical::{
    AgeBand, AnswerMode, AssessedBy, DeathAnswerCodes, DeathBasis, DeathCodes, DisclosureBasis,
    DoneBy, Expected, Has, IdType, Level, LevelOfCare, LivingForm, OrderEntered, Participation,
    PatientCodes, Readiness, Reason, ReplyWish, RequestCodes, Sex, Stance, Tag, VoidReason,
    WithdrawReason, WouldOtherwise,
};
use crate::domain::directory::{Channel, Target};
use crate::domain::ids::{CaseId, ConsultId, PatientRef, PhoneContactId};
use crate::domain::waiting_room::{
    AddendumWritten, AnswerCodes, AnswerOpened, CallAnsweredInstead, CallBegan, CallEnded,
    ClaimKept, ClaimReleased, CommandKind, ConsultAcknowledged, ConsultAnswered, ConsultAskedBack,
    ConsultClaimed, ConsultClosed, ConsultParked, ConsultPeeked, ConsultPromoted, ConsultQueued,
    ConsultRedirected, ConsultResumed, ConsultState, ConsultSupplemented, ConsultTriaged,
    ConsultVoided, ConsultWithdrawn, ContactBy, DirectoryAdopted, DutySet, DutyState,
    EmergencyCalled, FirstContact, FollowUp, GapKind, GapOverdue, HandoverAccepted,
    HandoverOffered, HeldSlot, IncidentReported, LinkBack, LinkLost, MediaBegan, MediaEnded,
    MoreNeeded, NurseAwaited, PatientCorrected, PhoneBecause, PhoneContactRegistered, PhoningBegan,
    PhoningBy, ReadBackGiven, ReadBackRejected, ReleaseCause, SlotsChanged, TargetMissed, Task,
    TaskDone, Told,
};

#[test]
fn every_event_reads_and_writes_as_its_golden_file() {
    for kind in EventKind::ALL {
        let path = golden().join(format!("{kind}.v{}.json", kind.version()));
        let event = sample(*kind);
        let written = serde_json::to_string(&written_event(&event)).unwrap();
        let stored = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{} is missing; it would hold {written}", path.display()));
        assert_eq!(written, stored.trim_end(), "{kind}");
        assert_eq!(read(&stored).unwrap(), event, "{kind}");
    }
}

#[test]
fn kind_of_number_a_patient_is_named_by_is_read_back() {
    let mut queued = queued();
    let id_type = Some(IdType::Withheld);
    queued.codes.patient = Some(PatientCodes {
        patient_ref: None,
        age_band: None,
        sex: None,
        protected: false,
        id_type,
    });
    let event = queued.into();
    let written = serde_json::to_string(&written_event(&event)).unwrap();
    let path = golden().join("consult_queued.v1.withheld.json");
    let stored = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing; it would hold {written}", path.display()));
    assert_eq!(written, stored.trim_end());
    assert_eq!(read(&stored).unwrap(), event);
}

#[test]
fn answer_that_orders_care_alone_is_read_back() {
    let event = ConsultAnswered {
        doctor: "doctor-a".parse().unwrap(),
        answer: AnswerCodes {
            care_only: true,
            order_entered: None,
            ..answer()
        },
    }
    .into();
    let written = serde_json::to_string(&written_event(&event)).unwrap();
    let path = golden().join("consult_answered.v1.care.json");
    let stored = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, stored.trim_end());
    assert_eq!(read(&stored).unwrap(), event);
}

#[test]
fn death_is_read_back_from_request_supplement_answer_and_end() {
    let told = DeathCodes {
        expected: Some(Expected::Yes),
        all_signs: Some(true),
    };
    let queued = ConsultQueued {
        reason: Reason::Death,
        codes: RequestCodes {
            patient_takes_part: None,
            ..queued().codes
        },
        death: Some(told),
        ..queued()
    };
    let supplemented = ConsultSupplemented {
        codes: RequestCodes {
            patient_takes_part: None,
            would_otherwise: None,
            ..supplemented().codes
        },
        death: Some(DeathCodes {
            expected: None,
            ..told
        }),
        ..supplemented()
    };
    let answered = |death| ConsultAnswered {
        doctor: "doctor-a".parse().unwrap(),
        answer: AnswerCodes {
            death: Some(death),
            participation: None,
            ..answer()
        },
    };
    let established = answered(DeathAnswerCodes::Established {
        at: time(5),
        basis: DeathBasis::NurseExamination,
    });
    let closed = ConsultClosed {
        consult: CONSULT,
        participation: None,
        stance: None,
        exception: None,
    };
    holds_as_golden(&[
        ("consult_queued.v1.death", queued.into()),
        ("consult_supplemented.v1.death", supplemented.into()),
        ("consult_answered.v1.death", established.into()),
        (
            "consult_answered.v1.not_established",
            answered(DeathAnswerCodes::NotYet).into(),
        ),
        ("consult_closed.v1.death", closed.into()),
    ]);
}

#[test]
fn practice_is_read_back_from_duty_and_from_what_made_way() {
    let Event::DutySet(duty) = sample(EventKind::DutySet) else {
        panic!("a duty")
    };
    let Event::ClaimReleased(released) = sample(EventKind::ClaimReleased) else {
        panic!("a release")
    };
    holds_as_golden(&[
        (
            "duty_set.v1.practice",
            DutySet {
                practice: true,
                ..duty
            }
            .into(),
        ),
        (
            "claim_released.v1.real_first",
            ClaimReleased {
                cause: ReleaseCause::RealFirst,
                since: None,
                ..released
            }
            .into(),
        ),
    ]);
}

#[test]
fn time_of_a_claim_is_read_back_from_what_changed_it() {
    let Event::ConsultTriaged(triaged) = sample(EventKind::ConsultTriaged) else {
        panic!("a judgement")
    };
    let contact_due_at = Some(time(3));
    holds_as_golden(&[
        (
            "consult_triaged.v1.claimed",
            ConsultTriaged {
                contact_due_at,
                ..triaged
            }
            .into(),
        ),
        (
            "consult_supplemented.v1.claimed",
            ConsultSupplemented {
                contact_due_at,
                ..supplemented()
            }
            .into(),
        ),
    ]);
}

fn holds_as_golden(named: &[(&str, Event)]) {
    for (name, event) in named {
        let written = serde_json::to_string(&written_event(event)).unwrap();
        let path = golden().join(format!("{name}.json"));
        let stored = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{} is missing; it would hold {written}", path.display()));
        assert_eq!(written, stored.trim_end(), "{name}");
        assert_eq!(read(&stored).unwrap(), *event, "{name}");
    }
}

#[test]
fn whom_an_alarm_went_to_is_read_back() {
    let event = TargetMissed {
        consult: CONSULT,
        level: Level::P2,
        due_at: time(30),
        told: Some(Told {
            doctors: 2,
            coordinator: true,
        }),
    }
    .into();
    let written = serde_json::to_string(&written_event(&event)).unwrap();
    let path = golden().join("target_missed.v1.told.json");
    let stored = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing; it would hold {written}", path.display()));
    assert_eq!(written, stored.trim_end());
    assert_eq!(read(&stored).unwrap(), event);
}

#[test]
fn every_golden_file_is_still_read() {
    let mut read_kinds = BTreeSet::new();
    for file in std::fs::read_dir(golden()).unwrap() {
        let path = file.unwrap().path();
        let stored = std::fs::read_to_string(&path).unwrap();
        let event = read(&stored).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        read_kinds.insert(event.kind());
    }
    assert_eq!(read_kinds.len(), EventKind::ALL.len());
}

#[test]
fn entry_reads_and_writes_as_its_golden_file() {
    let by_person = entry(vec![sample(EventKind::ConsultWithdrawn)]);
    let by_system = Entry {
        by: By::System,
        ..entry(vec![sample(EventKind::TargetMissed)])
    };
    let with_content = Entry {
        sealed: true,
        ..by_person.clone()
    };
    for (name, entry) in [
        ("entry.v1.json", by_person),
        ("entry-system.v1.json", by_system),
        ("entry-sealed.v1.json", with_content),
    ] {
        let path = golden().with_file_name(name);
        let written = String::from_utf8(encode(&entry, 3, NODE, Hash([5; 32])).unwrap()).unwrap();
        let stored = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{} is missing; it would hold {written}", path.display()));
        assert_eq!(written, stored.trim_end());
        let decoded = decode(stored.trim_end().as_bytes()).unwrap();
        assert_eq!(
            decoded,
            Decoded {
                entry,
                ep: 3,
                node: NODE,
                prev: Hash([5; 32])
            }
        );
    }
}

#[test]
fn place_of_whoever_acted_is_read_back() {
    for place in [
        Place::Unit("unit-a".parse().unwrap()),
        Place::Centre("centre-a".parse().unwrap()),
        Place::County,
    ] {
        let mut entry = entry(vec![sample(EventKind::DutySet)]);
        let By::Person(actor) = &mut entry.by else {
            panic!("a person")
        };
        actor.place = place;
        let bytes = encode(&entry, 1, NODE, Hash::GENESIS).unwrap();
        assert_eq!(decode(&bytes).unwrap().entry, entry);
    }
}

#[test]
fn unknown_kind_or_version_is_not_guessed_at() {
    let text = String::from_utf8(stored(&entry(vec![sample(EventKind::CallBegan)]))).unwrap();
    let newer = text.replace(
        r#"{"v":1,"type":"call_began""#,
        r#"{"v":2,"type":"call_began""#,
    );
    assert!(matches!(
        decode(newer.as_bytes()),
        Err(CodecError::UnknownEvent { kind, v: 2 }) if kind == "call_began"
    ));
    let other = text.replace("call_began", "call_dreamt");
    assert!(matches!(
        decode(other.as_bytes()),
        Err(CodecError::UnknownEvent { kind, v: 1 }) if kind == "call_dreamt"
    ));
    let unversioned = text.replace(r#"{"v":1,"type""#, r#"{"type""#);
    assert!(matches!(
        decode(unversioned.as_bytes()),
        Err(CodecError::UnknownEvent { v: 0, .. })
    ));
    let later = text.replacen(r#"{"v":1"#, r#"{"v":9"#, 1);
    assert!(matches!(
        decode(later.as_bytes()),
        Err(CodecError::UnknownEntry { v: 9 })
    ));
}

#[test]
fn field_nobody_knows_is_an_error_and_not_forgotten() {
    let text = String::from_utf8(stored(&entry(vec![sample(EventKind::CallBegan)]))).unwrap();
    for (from, to) in [
        (r#""type":"call_began""#, r#""type":"call_began","also":1"#),
        (r#""seq":2"#, r#""seq":2,"also":1"#),
        (r#""person":"#, r#""also":1,"person":"#),
    ] {
        let more = text.replacen(from, to, 1);
        assert_ne!(more, text);
        assert!(
            matches!(decode(more.as_bytes()), Err(CodecError::Malformed(_))),
            "{more}"
        );
    }
}

#[test]
fn no_event_forgets_a_field_it_does_not_know() {
    for kind in EventKind::ALL {
        let written = serde_json::to_string(&written_event(&sample(*kind))).unwrap();
        let more = written.replacen('{', r#"{"also":1,"#, 1);
        let refused = read(&more).unwrap_err();
        assert!(matches!(refused, CodecError::Malformed(_)), "{kind}");
    }
}

#[test]
fn edited_or_missing_entry_is_found_by_its_chain() {
    let (records, head) = chained(5);
    chain::verify(START, &records, link, &head).unwrap();
    for place in 0..records.len() {
        let mut edited = records.clone();
        let text = String::from_utf8(edited[place].bytes.to_vec()).unwrap();
        edited[place].bytes = Bytes::from(text.replace("solved", "phoned"));
        let seq = records[place].seq;
        assert_eq!(
            chain::verify(START, &edited, link, &head),
            Err(Broken::Hash { seq })
        );

        let mut without = records.clone();
        without.remove(place);
        assert!(chain::verify(START, &without, link, &head).is_err());
    }
}

#[test]
fn every_entry_names_the_one_before_it() {
    let (records, _) = chained(3);
    let mut hash = Hash::GENESIS;
    for record in &records {
        assert_eq!(decode(&record.bytes).unwrap().prev, hash);
        hash = chain::next_hash(&hash, &record.bytes);
    }
}

const NODE: NodeId = NodeId(Uuid::from_u128(77));

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/events")
}

fn read(stored: &str) -> Result<Event, CodecError> {
    event(serde_json::from_str(stored)?)
}

fn stored(entry: &Entry) -> Vec<u8> {
    encode(entry, 1, NODE, Hash::GENESIS).unwrap()
}

fn link(record: &Record) -> Option<Hash> {
    decode(&record.bytes).ok().map(|decoded| decoded.prev)
}

fn chained(length: u64) -> (Vec<Record>, Head) {
    let mut hash = Hash::GENESIS;
    let mut records = Vec::new();
    for seq in 1..=length {
        let entry = Entry {
            seq,
            ..entry(vec![sample(EventKind::ConsultWithdrawn)])
        };
        let bytes = Bytes::from(encode(&entry, 1, NODE, hash).unwrap());
        hash = chain::next_hash(&hash, &bytes);
        records.push(Record {
            seq,
            at: entry.at,
            bytes,
        });
    }
    let at = time(0);
    (
        records,
        Head {
            incarnation: Incarnation([1; 16]),
            ep: 1,
            seq: length,
            hash,
            at,
        },
    )
}

fn entry(events: Vec<Event>) -> Entry {
    Entry {
        seq: 2,
        at: time(0),
        cmd: CommandId(Uuid::from_u128(4)),
        fingerprint: Fingerprint([6; 32]),
        by: By::Person(Actor {
            person: "nurse-a".parse().unwrap(),
            commission: "nurse-a-unit-a".parse().unwrap(),
            controller: "board-a".parse().unwrap(),
            place: Place::Unit("unit-a".parse().unwrap()),
        }),
        dir: DirectoryHash([7; 32]),
        events,
        outcome: Outcome {
            consult: Some(CONSULT),
            kind: CommandKind::Withdraw,
            state: Some(ConsultState::Withdrawn),
        },
        sealed: false,
    }
}

const CONSULT: ConsultId = ConsultId(Uuid::from_u128(1));

const fn time(minutes: i64) -> Timestamp {
    Timestamp::from_millis(1_795_424_400_000 + minutes * 60_000)
}

const TARGET: Target = Target {
    goal_seconds: 600,
    max_seconds: 1800,
    contact_due_seconds: 180,
};

/// One event of each kind with every field said. It does not compile until a new kind has
/// one.
fn sample(kind: EventKind) -> Event {
    let consult = CONSULT;
    let doctor = || "doctor-a".parse().unwrap();
    match kind {
        EventKind::ConsultQueued => queued().into(),
        EventKind::ConsultSupplemented => supplemented().into(),
        EventKind::ConsultTriaged => ConsultTriaged {
            consult,
            level: Level::P2,
            target: TARGET,
            due_at: time(30),
            contact_due_at: None,
        }
        .into(),
        EventKind::ConsultRedirected => ConsultRedirected {
            consult,
            centre: "centre-b".parse().unwrap(),
            answer_owner: "provider-b".parse().unwrap(),
            target: TARGET,
            due_at: time(30),
            reachable: 0,
        }
        .into(),
        EventKind::ConsultPromoted => ConsultPromoted {
            consult,
            to: Level::P2,
            target: TARGET,
            due_at: time(270),
        }
        .into(),
        EventKind::TargetMissed => TargetMissed {
            consult,
            level: Level::P2,
            due_at: time(30),
            told: None,
        }
        .into(),
        EventKind::ConsultClaimed => ConsultClaimed {
            consult,
            doctor: doctor(),
            commission: "doctor-a-centre-a".parse().unwrap(),
            centre: "centre-a".parse().unwrap(),
            contact_due_at: time(3),
        }
        .into(),
        EventKind::ClaimKept => ClaimKept {
            consult,
            until: time(4),
        }
        .into(),
        EventKind::ClaimReleased => ClaimReleased {
            consult,
            doctor: doctor(),
            cause: ReleaseCause::LinkLost,
            since: Some(time(2)),
        }
        .into(),
        EventKind::CallBegan => CallBegan { consult }.into(),
        EventKind::MediaBegan => MediaBegan { consult }.into(),
        EventKind::MediaEnded => MediaEnded {
            consult,
            at: time(9),
        }
        .into(),
        EventKind::CallEnded => CallEnded { consult }.into(),
        EventKind::FirstContact => FirstContact {
            consult,
            at: time(2),
            by: ContactBy::Media,
        }
        .into(),
        EventKind::ConsultAnswered => ConsultAnswered {
            doctor: doctor(),
            answer: answer(),
        }
        .into(),
        EventKind::AnswerOpened => AnswerOpened { consult }.into(),
        EventKind::ReadBackGiven => ReadBackGiven {
            consult,
            by: "nurse-a".parse().unwrap(),
        }
        .into(),
        EventKind::ReadBackRejected => ReadBackRejected { consult }.into(),
        EventKind::ConsultAcknowledged => ConsultAcknowledged {
            consult,
            by: doctor(),
        }
        .into(),
        EventKind::ConsultClosed => ConsultClosed {
            consult,
            participation: Some(Participation::Present),
            stance: Some(Stance::Agrees),
            exception: None,
        }
        .into(),
        EventKind::ConsultWithdrawn => ConsultWithdrawn {
            consult,
            reason: WithdrawReason::Solved,
        }
        .into(),
        EventKind::ConsultAskedBack => ConsultAskedBack {
            consult,
            due_at: time(10),
        }
        .into(),
        EventKind::AddendumWritten => AddendumWritten { consult }.into(),
        EventKind::PatientCorrected => PatientCorrected {
            consult,
            patient: PatientCodes {
                patient_ref: None,
                age_band: None,
                sex: None,
                protected: false,
                id_type: Some(IdType::Personnummer),
            },
        }
        .into(),
        EventKind::ConsultVoided => ConsultVoided {
            consult,
            reason: VoidReason::WrongPatient,
        }
        .into(),
        EventKind::ConsultParked => ConsultParked { consult }.into(),
        EventKind::ConsultResumed => ConsultResumed { consult }.into(),
        EventKind::MoreNeeded => MoreNeeded {
            consult,
            doctor: doctor(),
            centre: "centre-a".parse().unwrap(),
            until: time(60),
        }
        .into(),
        EventKind::NurseAwaited => NurseAwaited {
            consult,
            doctor: doctor(),
            centre: "centre-a".parse().unwrap(),
        }
        .into(),
        EventKind::PhoningBegan => PhoningBegan {
            consult,
            by: PhoningBy::Doctor,
        }
        .into(),
        EventKind::CallAnsweredInstead => CallAnsweredInstead {
            consult,
            nurse: "nurse-a".parse().unwrap(),
            by: "nurse-b".parse().unwrap(),
            commission: "nurse-b-unit-a".parse().unwrap(),
        }
        .into(),
        EventKind::EmergencyCalled => EmergencyCalled { consult }.into(),
        EventKind::ConsultPeeked => ConsultPeeked {
            consult,
            doctor: doctor(),
            commission: "doctor-a-centre-a".parse().unwrap(),
        }
        .into(),
        EventKind::HandoverOffered => HandoverOffered {
            consult,
            by: "nurse-a".parse().unwrap(),
            side: DoneBy::Nurse,
        }
        .into(),
        EventKind::HandoverAccepted => HandoverAccepted {
            consult,
            by: doctor(),
            commission: "doctor-a-centre-a".parse().unwrap(),
            side: DoneBy::Doctor,
            contact_due_at: Some(time(7)),
        }
        .into(),
        EventKind::TaskDone => TaskDone {
            consult,
            task: Task::OrderEntered,
            side: DoneBy::Nurse,
            by: "nurse-a".parse().unwrap(),
        }
        .into(),
        EventKind::GapOverdue => GapOverdue {
            consult,
            gap: GapKind::Unconfirmed,
            owner: DoneBy::Doctor,
        }
        .into(),
        EventKind::IncidentReported => IncidentReported {
            consult,
            by: "nurse-a".parse().unwrap(),
        }
        .into(),
        EventKind::DutySet => DutySet {
            doctor: doctor(),
            commission: "doctor-a-centre-a".parse().unwrap(),
            state: DutyState::On,
            centres: ["centre-a".parse().unwrap()].into(),
            levels: [Level::P1, Level::P2].into(),
            until: Some(time(480)),
            sound_tested_at: Some(time(0)),
            practice: false,
        }
        .into(),
        EventKind::LinkLost => LinkLost {
            person: "nurse-a".parse().unwrap(),
            since: time(1),
        }
        .into(),
        EventKind::LinkBack => LinkBack {
            person: "nurse-a".parse().unwrap(),
        }
        .into(),
        EventKind::PhoneContactRegistered => PhoneContactRegistered {
            contact: PhoneContactId(Uuid::from_u128(9)),
            by: "nurse-a".parse().unwrap(),
            unit: "unit-a".parse().unwrap(),
            municipality: "municipality-a".parse().unwrap(),
            request_owner: "board-a".parse().unwrap(),
            centre: "centre-a".parse().unwrap(),
            answer_owner: "region".parse().unwrap(),
            level: Level::P2,
            doctor: Some(doctor()),
            doctor_commission: Some("doctor-a-centre-a".parse().unwrap()),
            patient: patient(),
            happened_at: time(0),
            because: Some(PhoneBecause::Downtime),
        }
        .into(),
        EventKind::DirectoryAdopted => DirectoryAdopted {
            hash: DirectoryHash([7; 32]),
            valid_from: time(0),
        }
        .into(),
        EventKind::SlotsChanged => SlotsChanged {
            slots: vec![HeldSlot {
                slot: "jour-a".parse().unwrap(),
                channel: Channel::Both,
                centres: ["centre-a".parse().unwrap()].into(),
                since: time(0),
            }],
            next_at: Some(time(480)),
        }
        .into(),
    }
}

fn patient() -> PatientCodes {
    PatientCodes {
        patient_ref: Some(PatientRef([8; 16])),
        age_band: Some(AgeBand::Age80To89),
        sex: Some(Sex::Woman),
        protected: false,
        id_type: None,
    }
}

const HAS: Has = Has {
    sbar: true,
    vitals: true,
    care_limits: true,
    flags: false,
    images: false,
};

fn queued() -> ConsultQueued {
    ConsultQueued {
        consult: CONSULT,
        case: CaseId(Uuid::from_u128(2)),
        nurse: "nurse-a".parse().unwrap(),
        commission: "nurse-a-unit-a".parse().unwrap(),
        unit: "unit-a".parse().unwrap(),
        municipality: "municipality-a".parse().unwrap(),
        request_owner: "board-a".parse().unwrap(),
        centre: "centre-a".parse().unwrap(),
        answer_owner: "region".parse().unwrap(),
        level: Level::P2,
        reason: Reason::FallInjury,
        codes: RequestCodes {
            signals: ["cannot-stand".parse().unwrap()].into(),
            patient: Some(patient()),
            living_form: Some(LivingForm::CareHome),
            tags: [Tag::FrailElderly].into(),
            ready: Some(Readiness::Now),
            reply: Some(ReplyWish::Call),
            must_leave_at: Some(time(60)),
            decide_by: Some(time(90)),
            nurse_with_patient: Some(true),
            patient_takes_part: Some(false),
            disclosure_basis: Some(DisclosureBasis::Consent),
            stance: Some(Stance::Agrees),
            ..RequestCodes::default()
        },
        draft_opened_at: Some(time(-3)),
        exercise: false,
        has: HAS,
        target: TARGET,
        due_at: time(30),
        reachable: 2,
        death: None,
    }
}

fn supplemented() -> ConsultSupplemented {
    ConsultSupplemented {
        consult: CONSULT,
        codes: RequestCodes {
            signals: ["cannot-stand".parse().unwrap()].into(),
            patient: Some(patient()),
            living_form: Some(LivingForm::OwnHome),
            ready: Some(Readiness::Driving),
            reply: Some(ReplyWish::TextOk),
            must_leave_at: Some(time(50)),
            decide_by: Some(time(80)),
            nurse_with_patient: Some(false),
            patient_takes_part: Some(true),
            disclosure_basis: Some(DisclosureBasis::Emergency),
            stance: Some(Stance::CannotExpress),
            would_otherwise: Some(WouldOtherwise::Ambulance),
            ..RequestCodes::default()
        },
        has: HAS,
        due_at: time(25),
        contact_due_at: None,
        death: None,
    }
}

fn answer() -> AnswerCodes {
    AnswerCodes {
        consult: CONSULT,
        mode: AnswerMode::Video,
        assessed_by: AssessedBy::SawPatient,
        level_of_care: LevelOfCare::Ambulance,
        transport_by: Some(DoneBy::Doctor),
        report_by: Some(DoneBy::Nurse),
        has_orders: true,
        care_only: false,
        order_entered: Some(OrderEntered::ByNurse),
        order_entered_until: None,
        contingency: true,
        follow_up: Some(FollowUp {
            due: time(600),
            owner: DoneBy::Nurse,
        }),
        stance: Some(Stance::Agrees),
        participation: Some(Participation::Present),
        death: None,
    }
}
