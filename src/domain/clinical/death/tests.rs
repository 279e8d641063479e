use super::*;
use crate::domain::clinical::{
    Answer, AnswerMode, AssessedBy, CareLimitKind, CareLimitsDraft, Content, DisclosureBasis,
    DoneBy, FollowUpDraft, IdType, Level, OrderDraft, OrderKind, PatientDraft, RecommendationKind,
    Request, RequestCodes, RequestDraft, SbarDraft, Stance, Supplement, VitalsDraft,
    WouldOtherwise,
};
use crate::domain::clinical::{OrderEntered, Participation};

#[test]
fn death_asks_for_no_vitals_and_no_wish() {
    for level in [Level::P2, Level::P3, Level::P4] {
        assert!(Request::new(request(level), now()).is_ok(), "{level}");
    }
    let cases: [(&str, Spoil); 4] = [
        ("vitals", |said| {
            said.vitals = Some(VitalsDraft {
                taken_at: now(),
                pulse: Some(0),
                ..VitalsDraft::default()
            });
        }),
        ("sbar.recommendation", |said| {
            let sbar = said.sbar.as_mut().unwrap();
            sbar.recommendation = Some((RecommendationKind::OnSite, None));
        }),
        ("patient_takes_part", |said| {
            said.codes.patient_takes_part = Some(false)
        }),
        ("would_otherwise", |said| {
            said.codes.would_otherwise = Some(WouldOtherwise::Ambulance);
        }),
    ];
    for (field, spoil) in cases {
        for level in Level::ALL.iter().copied() {
            let mut draft = request(level);
            spoil(&mut draft.said);
            assert_eq!(Request::new(draft, now()), Err(Invalid::value(field)));
        }
        let mut added = Said {
            sbar: Some(SbarDraft::default()),
            ..Said::default()
        };
        spoil(&mut added);
        let outcome = Supplement::new(added, Reason::Death, now());
        assert_eq!(outcome, Err(Invalid::value(field)));
    }
}

#[test]
fn nurse_tells_of_a_death_what_a_doctor_judges_by() {
    let cases: [(&str, Spoil); 8] = [
        ("death", |said| said.death = None),
        ("death.expected", |said| death(said).expected = None),
        ("death.signs", |said| death(said).signs = None),
        ("death.examined_at", |said| death(said).examined_at = None),
        ("death.examined_by", |said| {
            death(said).examined_by = Some(text(" "));
        }),
        ("death.implant", |said| death(said).implant = None),
        ("death.relatives_told", |said| {
            death(said).relatives_told = None
        }),
        ("sbar.situation", |said| {
            said.sbar = Some(SbarDraft::default());
        }),
    ];
    for (field, spoil) in cases {
        let mut draft = request(Level::P3);
        spoil(&mut draft.said);
        assert_eq!(Request::new(draft, now()), Err(Invalid::missing(field)));
    }
    let mut unseen = request(Level::P3);
    death(&mut unseen.said).last_seen_alive_at = None;
    assert!(Request::new(unseen, now()).is_ok());
}

#[test]
fn acute_death_needs_no_more_than_the_reason_and_is_told_in_pieces() {
    let mut draft = request(Level::P1);
    draft.said = Said {
        callback_phone: draft.said.callback_phone,
        ..Said::default()
    };
    assert!(Request::new(draft, now()).is_ok());
    let piece = |told| {
        let said = Said {
            death: Some(told),
            ..Said::default()
        };
        let added = Supplement::new(said, Reason::Death, now()).unwrap();
        let codes = added.content.death_codes().unwrap();
        (added.content.death.unwrap(), codes)
    };
    let (first, first_codes) = piece(DeathDraft {
        expected: told().expected,
        implant: Some(Implant::Unknown),
        ..DeathDraft::default()
    });
    let (then, then_codes) = piece(DeathDraft {
        signs: told().signs,
        implant: Some(Implant::No),
        ..DeathDraft::default()
    });
    let whole = then.after(Some(first));
    assert_eq!(whole.implant, Some(Implant::No), "what is said last counts");
    assert!(whole.expected.is_some() && whole.signs.is_some());
    let codes = then_codes.after(Some(first_codes));
    assert_eq!(codes, whole.codes());
    assert!(codes.lets_rely_on_nurse());
}

#[test]
fn death_is_told_of_nobody_who_lives() {
    let mut draft = request(Level::P3);
    draft.reason = Reason::Palliative;
    assert_eq!(Request::new(draft, now()), Err(Invalid::value("death")));
    let said = Said {
        death: Some(told()),
        ..Said::default()
    };
    let outcome = Supplement::new(said, Reason::Palliative, now());
    assert_eq!(outcome, Err(Invalid::value("death")));
}

#[test]
fn expected_death_names_who_decided_and_on_which_day() {
    let cases: [(&str, Spoil); 6] = [
        ("decided_by missing_field", |said| {
            expected(said).decided_by = None;
        }),
        ("decided_on missing_field", |said| {
            expected(said).decided_on = None;
        }),
        ("decided_on invalid_value", |said| {
            expected(said).decided_on = Some("2026-11-22".to_owned());
        }),
        ("decided_by invalid_value", |said| {
            expected(said).decided_by = Some(text(&"å".repeat(121)));
        }),
        ("decided_by invalid_value", |said| {
            expected(said).decision = Expected::No;
        }),
        ("decided_on invalid_value", |said| {
            expected(said).decision = Expected::Unknown;
            expected(said).decided_by = None;
        }),
    ];
    for (wrong, spoil) in cases {
        let mut draft = request(Level::P3);
        spoil(&mut draft.said);
        let invalid = Request::new(draft, now()).unwrap_err();
        let path = format!("death.expected.{wrong}");
        assert_eq!(format!("{} {}", invalid.field, invalid.why), path);
    }
}

#[test]
fn nobody_is_examined_or_seen_alive_in_the_future() {
    let soon = now().plus(CLOCK_SLACK);
    let later = soon.plus(std::time::Duration::from_secs(1));
    let with = |at| {
        let mut draft = request(Level::P3);
        death(&mut draft.said).examined_at = Some(at);
        Request::new(draft, now()).map(|_| ())
    };
    assert_eq!(with(soon), Ok(()));
    assert_eq!(with(later), Err(Invalid::value("death.examined_at")));
    let mut draft = request(Level::P3);
    death(&mut draft.said).last_seen_alive_at = Some(later);
    let field = "death.last_seen_alive_at";
    assert_eq!(Request::new(draft, now()), Err(Invalid::value(field)));
}

#[test]
fn nurse_is_relied_on_only_for_an_expected_death_with_all_four_signs() {
    type Change = fn(&mut DeathSigns);
    let each: [Change; 4] = [
        |signs| signs.no_pulse = SignFound::NotExamined,
        |signs| signs.no_heart_sounds = SignFound::NotFound,
        |signs| signs.no_breathing = SignFound::NotExamined,
        |signs| signs.fixed_pupils = SignFound::NotFound,
    ];
    assert!(SIGNS.all_found());
    for change in each {
        let mut signs = SIGNS;
        change(&mut signs);
        assert!(!signs.all_found(), "{signs:?}");
    }
    for (expected, all_signs, relies) in [
        (Some(Expected::Yes), Some(true), true),
        (Some(Expected::Yes), Some(false), false),
        (Some(Expected::Yes), None, false),
        (Some(Expected::No), Some(true), false),
        (Some(Expected::Unknown), Some(true), false),
        (None, Some(true), false),
    ] {
        let codes = DeathCodes {
            expected,
            all_signs,
        };
        assert_eq!(codes.lets_rely_on_nurse(), relies, "{codes:?}");
    }
}

#[test]
fn journal_half_of_a_death_names_nobody() {
    let request = Request::new(request(Level::P3), now()).unwrap();
    let journal = serde_json::to_string(&request.codes).unwrap();
    for planted in ["Hall", "Berg", "2026-11-10"] {
        assert!(!journal.contains(planted), "{journal}");
        assert!(!format!("{request:?}").contains("Hall"));
    }
    let sealed = serde_json::to_vec(&request.content).unwrap();
    let read: Content = serde_json::from_slice(&sealed).unwrap();
    assert_eq!(read, request.content);
    let mut stored = serde_json::to_value(&request.content).unwrap();
    stored.as_object_mut().unwrap().remove("death").unwrap();
    let before: Content = serde_json::from_value(stored).unwrap();
    assert_eq!(before.death, None, "what was sealed before is still read");
}

#[test]
fn established_death_says_who_writes_and_whether_the_police_are_told() {
    let answer = Answer::new(answer(Some(said())), Level::P2).unwrap();
    let codes = answer.death.as_ref().unwrap().codes();
    assert_eq!(
        codes,
        DeathAnswerCodes::Established {
            at: now(),
            basis: DeathBasis::OwnExamination
        }
    );
    let cases: [(&str, Unsay); 4] = [
        ("death.established.by", |said| {
            said.established.as_mut().unwrap().by = text(" ");
        }),
        ("death.certificate_by", |said| said.certificate_by = None),
        ("death.cause_certificate_by", |said| {
            said.cause_certificate_by = None;
        }),
        ("death.police", |said| said.police = None),
    ];
    for (field, spoil) in cases {
        let mut said = said();
        spoil(&mut said);
        let outcome = Answer::new(self::answer(Some(said)), Level::P2);
        assert_eq!(outcome, Err(Invalid::missing(field)));
    }
}

#[test]
fn one_who_has_died_is_neither_cared_for_nor_ordered_anything() {
    let cases: [(&str, Say); 4] = [
        ("level_of_care", |draft| {
            draft.level_of_care = LevelOfCare::StayHome;
            draft.contingency = Some(text("Ring"));
        }),
        ("orders", |draft| {
            draft.order_entered = Some(OrderEntered::ByMe);
            draft.orders = vec![OrderDraft {
                kind: Some(OrderKind::Care),
                what: text("Kontroll av vikt"),
                when: Some(text("varje morgon")),
                ..OrderDraft::default()
            }];
        }),
        ("participation", |draft| {
            draft.participation = Some(Participation::NotPossible);
        }),
        ("stance", |draft| draft.stance = Some(Stance::Agrees)),
    ];
    for (field, spoil) in cases {
        let mut draft = answer(Some(said()));
        spoil(&mut draft);
        assert_eq!(Answer::new(draft, Level::P2), Err(Invalid::value(field)));
    }
}

#[test]
fn death_that_is_not_established_is_followed_up() {
    let nothing = DeathAnswerDraft {
        established: None,
        certificate_by: None,
        cause_certificate_by: None,
        police: None,
    };
    let mut draft = answer(Some(nothing.clone()));
    let outcome = Answer::new(draft.clone(), Level::P2);
    assert_eq!(outcome, Err(Invalid::missing("follow_up")));
    draft.follow_up = Some(FollowUpDraft {
        what: text("Läkaren kommer och undersöker"),
        when: now().plus(std::time::Duration::from_secs(3_600)),
        owner: DoneBy::Doctor,
    });
    let answer = Answer::new(draft.clone(), Level::P2).unwrap();
    assert_eq!(answer.death, Some(DeathAnswer::NotYet));
    draft.death = Some(DeathAnswerDraft {
        police: Some(false),
        ..nothing
    });
    let outcome = Answer::new(draft, Level::P2);
    assert_eq!(outcome, Err(Invalid::value("death.police")));
}

type Spoil = fn(&mut Said);
type Say = fn(&mut AnswerDraft);
type Unsay = fn(&mut DeathAnswerDraft);

const SIGNS: DeathSigns = DeathSigns {
    no_pulse: SignFound::Found,
    no_heart_sounds: SignFound::Found,
    no_breathing: SignFound::Found,
    fixed_pupils: SignFound::Found,
};

fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-21T21:40:00Z").unwrap()
}

fn text(text: &str) -> Redacted<String> {
    Redacted::new(text.to_owned())
}

fn told() -> DeathDraft {
    DeathDraft {
        expected: Some(ExpectedDraft {
            decision: Expected::Yes,
            decided_by: Some(text("Dr Hall")),
            decided_on: Some("2026-11-10".to_owned()),
        }),
        last_seen_alive_at: Some(now()),
        signs: Some(SIGNS),
        examined_at: Some(now()),
        examined_by: Some(text("Anna Berg")),
        implant: Some(Implant::No),
        relatives_told: Some(RelativesTold::Yes),
    }
}

fn request(level: Level) -> RequestDraft {
    RequestDraft {
        centre: "alvens".parse().unwrap(),
        level,
        reason: Reason::Death,
        draft_opened_at: None,
        exercise: false,
        said: Said {
            callback_phone: Some("070-174 06 52".to_owned()),
            patient: Some(PatientDraft {
                id_type: IdType::Personnummer,
                id: Some(text("19500907-2553")),
                name: None,
                protected_identity: false,
            }),
            sbar: Some(SbarDraft {
                situation: Some(text("Avled stilla i sin säng.")),
                ..SbarDraft::default()
            }),
            care_limits: Some(CareLimitsDraft {
                kinds: vec![CareLimitKind::Palliative],
                ..CareLimitsDraft::default()
            }),
            codes: RequestCodes {
                disclosure_basis: Some(DisclosureBasis::HarmTest),
                nurse_with_patient: Some(true),
                ..RequestCodes::default()
            },
            death: Some(told()),
            ..Said::default()
        },
    }
}

fn death(said: &mut Said) -> &mut DeathDraft {
    said.death.as_mut().unwrap()
}

fn expected(said: &mut Said) -> &mut ExpectedDraft {
    death(said).expected.as_mut().unwrap()
}

fn said() -> DeathAnswerDraft {
    DeathAnswerDraft {
        established: Some(EstablishedDraft {
            at: now(),
            by: text("Dr Hall"),
            basis: DeathBasis::OwnExamination,
        }),
        certificate_by: Some(text("Dr Hall")),
        cause_certificate_by: Some(text("Dr Lind")),
        police: Some(false),
    }
}

fn answer(death: Option<DeathAnswerDraft>) -> AnswerDraft {
    AnswerDraft {
        mode: AnswerMode::Video,
        assessed_by: AssessedBy::SawPatient,
        assessment: text("Döden fastställd."),
        level_of_care: LevelOfCare::Other,
        transport_by: None,
        report_by: None,
        orders: Vec::new(),
        order_entered: None,
        order_entered_until: None,
        contingency: None,
        follow_up: None,
        information_given: None,
        self_care: None,
        stance: None,
        participation: None,
        death,
    }
}
