//! The nurse's question: what she must say, and what she may.
//!
//! An acute request asks for four things and takes the rest while she waits; the others ask
//! for all that a doctor needs to answer. What is parsed falls into two halves: codes, which
//! the county's journal may carry, and content, which is sealed.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::codes::{Has, RequestCodes};
use super::death::{self, Death, DeathCodes, DeathDraft};
use super::invalid::Invalid;
use super::limits::{self, Range};
use super::patient::{Patient, PatientDraft, PatientId};
use super::phone::PhoneNumber;
use super::text::{FreeText, distinct, optional_line, optional_text, past_day};
use super::vitals::{Vitals, VitalsDraft};
use super::words::{
    CareLimitKind, DisclosureBasis, Flag, Level, Reason, RecommendationKind, Stance, Tag,
};
use crate::domain::ids::{CentreId, ImageId, Redacted, SignalId};
use crate::domain::time::Timestamp;

/// The report in four parts, as typed.
#[derive(Debug, Clone, Default)]
pub struct SbarDraft {
    /// What has happened.
    pub situation: Option<Redacted<String>>,
    /// What was before.
    pub background: Option<Redacted<String>>,
    /// Present state and judgement.
    pub assessment: Option<Redacted<String>>,
    /// What she asks for, and in her own words.
    pub recommendation: Option<(RecommendationKind, Option<Redacted<String>>)>,
}

/// The report in four parts. A part nobody wrote is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sbar {
    /// What has happened.
    pub situation: Option<FreeText>,
    /// What was before; "nothing relevant" is an answer.
    pub background: Option<FreeText>,
    /// Present state and judgement.
    pub assessment: Option<FreeText>,
    /// What she asks for.
    pub recommendation: Option<Recommendation>,
}

/// What the nurse asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// The kind of help.
    pub kind: RecommendationKind,
    /// In her own words.
    pub text: Option<FreeText>,
}

/// Decided limits of care, as typed.
#[derive(Debug, Clone, Default)]
pub struct CareLimitsDraft {
    /// The limits.
    pub kinds: Vec<CareLimitKind>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// On which day, `YYYY-MM-DD`.
    pub decided_on: Option<String>,
}

/// Decided limits of care: at least one word, of which "none known" and "unknown" stand alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareLimits {
    /// The limits.
    pub kinds: BTreeSet<CareLimitKind>,
    /// Who decided.
    pub decided_by: Option<FreeText>,
    /// On which day.
    pub decided_on: Option<Date>,
}

/// Everything a nurse may say, in a request or while she waits, as typed.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Coded signs that belong to the reason.
    pub signals: Vec<SignalId>,
    /// Who it is about.
    pub patient: Option<PatientDraft>,
    /// The report.
    pub sbar: Option<SbarDraft>,
    /// Measured values.
    pub vitals: Option<VitalsDraft>,
    /// Decided limits of care.
    pub care_limits: Option<CareLimitsDraft>,
    /// What is worth knowing.
    pub flags: Vec<Flag>,
    /// The number on which she is reached.
    pub callback_phone: Option<String>,
    /// The groups the patient belongs to.
    pub tags: Vec<Tag>,
    /// All that arrives as a code. Its signs, its patient and its groups are made from what
    /// was typed beside it.
    pub codes: RequestCodes,
    /// Anything else, in her own words.
    pub note: Option<Redacted<String>>,
    /// Pictures that were uploaded before.
    pub images: Vec<ImageId>,
    /// What is told of a death; only where that is what it is about.
    pub death: Option<DeathDraft>,
}

/// A request, as typed.
#[derive(Debug, Clone)]
pub struct RequestDraft {
    /// Whom she asks.
    pub centre: CentreId,
    /// How urgent.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// When she opened the form.
    pub draft_opened_at: Option<Timestamp>,
    /// A practice case, outside all figures.
    pub exercise: bool,
    /// Everything else.
    pub said: Said,
}

/// What is sealed of something a nurse said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Who it is about.
    pub patient: Option<Patient>,
    /// The report.
    pub sbar: Option<Sbar>,
    /// Measured values.
    pub vitals: Option<Vitals>,
    /// Decided limits of care.
    pub care_limits: Option<CareLimits>,
    /// What is worth knowing.
    pub flags: BTreeSet<Flag>,
    /// The number on which she is reached.
    pub callback_phone: Option<Redacted<PhoneNumber>>,
    /// What the patient says to the contact.
    pub stance: Option<Stance>,
    /// Anything else, in her own words.
    pub note: Option<FreeText>,
    /// Pictures, in the order in which she chose them. Each is sealed by itself; what was
    /// sealed before there were any has none.
    #[serde(default)]
    pub images: Vec<ImageId>,
    /// What is told of a death; nothing in what was sealed before that was asked.
    #[serde(default)]
    pub death: Option<Death>,
}

/// A request that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Whom she asks.
    pub centre: CentreId,
    /// How urgent.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// When she opened the form.
    pub draft_opened_at: Option<Timestamp>,
    /// A practice case, outside all figures.
    pub exercise: bool,
    /// What the journal may carry.
    pub codes: RequestCodes,
    /// What is sealed.
    pub content: Content,
}

/// Something said while the request waits or is held. Nothing in it replaces what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// What the journal may carry.
    pub codes: RequestCodes,
    /// What is sealed.
    pub content: Content,
}

impl Content {
    /// What there is of it, without saying what it is.
    #[must_use]
    pub fn has(&self) -> Has {
        Has {
            sbar: self.sbar.is_some(),
            vitals: self.vitals.is_some(),
            care_limits: self.care_limits.is_some(),
            flags: !self.flags.is_empty(),
            images: !self.images.is_empty(),
        }
    }

    /// What the journal may carry of a death that is told of.
    #[must_use]
    pub fn death_codes(&self) -> Option<DeathCodes> {
        self.death.as_ref().map(Death::codes)
    }
}

impl Request {
    /// Checks a request that arrives at `now`.
    ///
    /// Whether the signals belong to the reason, and whether the unit may ask the centre,
    /// is the directory's to say.
    ///
    /// # Errors
    /// The first field that is missing for the level or cannot be taken, as a dotted path.
    pub fn new(draft: RequestDraft, now: Timestamp) -> Result<Self, Invalid> {
        let situation = match draft.level {
            Level::P1 => limits::SITUATION_P1,
            Level::P2 | Level::P3 | Level::P4 => limits::SITUATION,
        };
        death::suits(draft.reason, &draft.said)?;
        let (mut codes, content) = parse(draft.said, situation, now)?;
        if content.callback_phone.is_none() {
            return Err(Invalid::missing("callback_phone"));
        }
        // Who says no to being told of has not consented to it.
        let declines = content.stance == Some(Stance::DeclinesDisclosure);
        let consents = codes.disclosure_basis == Some(DisclosureBasis::Consent);
        let patient = content.patient.as_ref();
        let named = patient.is_none_or(|patient| patient.id != PatientId::Withheld);
        if declines && consents && named {
            return Err(Invalid::value("disclosure_basis"));
        }
        match draft.level {
            Level::P1 => {}
            Level::P2 | Level::P3 | Level::P4 => whole(draft.reason, &codes, &content)?,
        }
        codes.reply = Some(codes.reply());
        codes.ready = Some(codes.ready());
        Ok(Self {
            centre: draft.centre,
            level: draft.level,
            reason: draft.reason,
            draft_opened_at: draft.draft_opened_at,
            exercise: draft.exercise,
            codes,
            content,
        })
    }
}

impl Supplement {
    /// Checks what is added at `now` to a request about `reason`.
    ///
    /// # Errors
    /// The first field that cannot be taken; `missing_field` for an empty path if nothing
    /// at all was said.
    pub fn new(said: Said, reason: Reason, now: Timestamp) -> Result<Self, Invalid> {
        death::suits(reason, &said)?;
        let (codes, content) = parse(said, limits::SUPPLEMENT_SITUATION, now)?;
        if codes == RequestCodes::default() && content == Content::default() {
            return Err(Invalid::missing(""));
        }
        Ok(Self { codes, content })
    }
}

/// What a doctor needs to answer anything but an acute request.
fn whole(reason: Reason, codes: &RequestCodes, content: &Content) -> Result<(), Invalid> {
    let need = |there: bool, field: &str| {
        if there {
            Ok(())
        } else {
            Err(Invalid::missing(field))
        }
    };
    need(content.patient.is_some(), "patient")?;
    let sbar = content
        .sbar
        .as_ref()
        .ok_or_else(|| Invalid::missing("sbar"))?;
    need(sbar.situation.is_some(), "sbar.situation")?;
    let died = reason == Reason::Death;
    if died {
        let death = content.death.as_ref();
        death.ok_or_else(|| Invalid::missing("death"))?.whole()?;
    } else {
        need(sbar.background.is_some(), "sbar.background")?;
        need(sbar.assessment.is_some(), "sbar.assessment")?;
        need(sbar.recommendation.is_some(), "sbar.recommendation")?;
        need(content.care_limits.is_some(), "care_limits")?;
    }
    need(codes.disclosure_basis.is_some(), "disclosure_basis")?;
    need(codes.nurse_with_patient.is_some(), "nurse_with_patient")?;
    need(
        died || codes.patient_takes_part.is_some(),
        "patient_takes_part",
    )
}

fn parse(said: Said, situation: Range, now: Timestamp) -> Result<(RequestCodes, Content), Invalid> {
    let today = now.local().date();
    let content = Content {
        patient: inside("patient", said.patient, |draft| Patient::new(draft, today))?,
        sbar: inside("sbar", said.sbar, |draft| Sbar::new(draft, situation))?,
        vitals: inside("vitals", said.vitals, |draft| Vitals::new(draft, now))?,
        care_limits: inside("care_limits", said.care_limits, |draft| {
            CareLimits::new(draft, today)
        })?,
        flags: distinct("flags", said.flags)?,
        callback_phone: phone(said.callback_phone)?,
        stance: said.codes.stance,
        note: optional_text("note", shown(said.note.as_ref()), limits::NOTE)?,
        images: images(said.images)?,
        death: inside("death", said.death, |draft| Death::new(draft, now))?,
    };
    if !limits::SIGNALS.holds_len(said.signals.len()) {
        return Err(Invalid::value("signals"));
    }
    let codes = RequestCodes {
        signals: distinct("signals", said.signals)?,
        patient: content.patient.as_ref().map(|it| it.codes(today)),
        tags: distinct("tags", said.tags)?,
        ..said.codes
    };
    Ok((codes, content))
}

fn inside<D, T>(
    field: &str,
    draft: Option<D>,
    parse: impl FnOnce(D) -> Result<T, Invalid>,
) -> Result<Option<T>, Invalid> {
    draft
        .map(parse)
        .transpose()
        .map_err(|invalid| invalid.under(field))
}

fn phone(text: Option<String>) -> Result<Option<Redacted<PhoneNumber>>, Invalid> {
    match text {
        Some(text) if !text.trim().is_empty() => PhoneNumber::new(&text)
            .map(|number| Some(Redacted::new(number)))
            .map_err(|_not_diallable| Invalid::value("callback_phone")),
        Some(_) | None => Ok(None),
    }
}

fn images(images: Vec<ImageId>) -> Result<Vec<ImageId>, Invalid> {
    if !limits::IMAGES.holds_len(images.len()) {
        return Err(Invalid::value("images"));
    }
    distinct("images", images.iter().copied())?;
    Ok(images)
}

fn shown(text: Option<&Redacted<String>>) -> Option<&str> {
    text.map(|text| text.reveal().as_str())
}

impl Sbar {
    fn new(draft: SbarDraft, situation: Range) -> Result<Self, Invalid> {
        Ok(Self {
            situation: optional_text("situation", shown(draft.situation.as_ref()), situation)?,
            background: optional_text(
                "background",
                shown(draft.background.as_ref()),
                limits::BACKGROUND,
            )?,
            assessment: optional_text(
                "assessment",
                shown(draft.assessment.as_ref()),
                limits::ASSESSMENT,
            )?,
            recommendation: match draft.recommendation {
                Some((kind, text)) => Some(Recommendation {
                    kind,
                    text: optional_text(
                        "recommendation.text",
                        shown(text.as_ref()),
                        limits::RECOMMENDATION_TEXT,
                    )?,
                }),
                None => None,
            },
        })
    }
}

impl CareLimits {
    fn new(draft: CareLimitsDraft, today: Date) -> Result<Self, Invalid> {
        let kinds = distinct("kinds", draft.kinds)?;
        let alone =
            kinds.contains(&CareLimitKind::NoneKnown) || kinds.contains(&CareLimitKind::Unknown);
        match kinds.len() {
            0 => return Err(Invalid::missing("kinds")),
            1 => {}
            _ if alone => return Err(Invalid::value("kinds")),
            _ => {}
        }
        Ok(Self {
            kinds,
            decided_by: optional_line(
                "decided_by",
                draft.decided_by.as_deref(),
                limits::CARE_LIMITS_DECIDED_BY,
            )?,
            decided_on: match draft.decided_on {
                Some(day) => Some(past_day("decided_on", &day, today)?),
                None => None,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clinical::{AgeBand, IdType, Readiness, ReplyWish, Why, WouldOtherwise};

    #[test]
    fn acute_request_needs_no_more_than_a_number_to_ring() {
        let request = Request::new(acute(), now()).unwrap();
        assert_eq!(request.codes.ready, Some(Readiness::Now));
        assert_eq!(request.codes.reply, Some(ReplyWish::DoctorDecides));
        assert_eq!(request.codes.patient, None);
        assert_eq!(request.content.sbar, None);
        assert_eq!(
            refused_acute(|said| said.callback_phone = None),
            "callback_phone missing_field"
        );
        assert_eq!(
            refused_acute(|said| said.callback_phone = Some("ring mig".to_owned())),
            "callback_phone invalid_value"
        );
    }

    #[test]
    fn acute_situation_may_be_six_characters_but_not_a_story() {
        let situation = |text: &str| {
            let mut draft = acute();
            draft.said.sbar = Some(SbarDraft {
                situation: Some(Redacted::new(text.to_owned())),
                ..SbarDraft::default()
            });
            Request::new(draft, now()).map(|_| ())
        };
        assert_eq!(situation("ramlat"), Ok(()));
        assert_eq!(situation(""), Ok(()));
        assert_eq!(
            situation(&"å".repeat(201)),
            Err(Invalid::value("sbar.situation"))
        );
    }

    #[test]
    fn any_other_request_needs_everything_a_doctor_answers_by() {
        for level in [Level::P2, Level::P3, Level::P4] {
            assert!(Request::new(full(level), now()).is_ok());
        }
        let cases: [(&str, Spoil); 10] = [
            ("patient", |said| said.patient = None),
            ("sbar", |said| said.sbar = None),
            ("sbar.situation", |said| sbar(said).situation = None),
            ("sbar.background", |said| {
                sbar(said).background = Some(Redacted::new(" ".to_owned()))
            }),
            ("sbar.assessment", |said| sbar(said).assessment = None),
            ("sbar.recommendation", |said| {
                sbar(said).recommendation = None
            }),
            ("care_limits", |said| said.care_limits = None),
            ("disclosure_basis", |said| {
                said.codes.disclosure_basis = None
            }),
            ("nurse_with_patient", |said| {
                said.codes.nurse_with_patient = None
            }),
            ("patient_takes_part", |said| {
                said.codes.patient_takes_part = None
            }),
        ];
        for (field, spoil) in cases {
            assert_eq!(refused(spoil), format!("{field} missing_field"));
        }
    }

    #[test]
    fn who_declines_disclosure_has_not_consented_to_it() {
        assert_eq!(
            refused(|said| said.codes.stance = Some(Stance::DeclinesDisclosure)),
            "disclosure_basis invalid_value"
        );
        let with = |change: Spoil| {
            let mut draft = full(Level::P2);
            draft.said.codes.stance = Some(Stance::DeclinesDisclosure);
            change(&mut draft.said);
            Request::new(draft, now()).map(|_| ())
        };
        let another =
            |said: &mut Said| said.codes.disclosure_basis = Some(DisclosureBasis::HarmTest);
        assert_eq!(with(another), Ok(()));
        let nameless = |said: &mut Said| {
            patient(said).id_type = IdType::Withheld;
            patient(said).id = None;
            patient(said).name = None;
        };
        assert_eq!(with(nameless), Ok(()));
    }

    #[test]
    fn field_that_cannot_be_taken_is_named_as_a_path() {
        let cases: [(&str, Spoil); 8] = [
            ("patient.id invalid_identifier", |said| {
                patient(said).id = Some(Redacted::new("195009072554".to_owned()));
            }),
            ("patient.name invalid_name", |said| {
                patient(said).name = Some(Redacted::new("\u{7}".to_owned()));
            }),
            ("sbar.situation invalid_value", |said| {
                sbar(said).situation = Some(Redacted::new("ramlat".to_owned()));
            }),
            ("vitals.pulse invalid_value", |said| {
                said.vitals = Some(VitalsDraft {
                    taken_at: now(),
                    pulse: Some(999),
                    ..VitalsDraft::default()
                });
            }),
            ("care_limits.kinds missing_field", |said| {
                said.care_limits = Some(CareLimitsDraft::default())
            }),
            ("care_limits.kinds invalid_value", |said| {
                limits_of(said).kinds = vec![CareLimitKind::NoneKnown, CareLimitKind::NoCpr];
            }),
            ("care_limits.decided_on invalid_value", |said| {
                limits_of(said).decided_on = Some("2026-11-22".to_owned());
            }),
            ("signals invalid_value", |said| {
                said.signals = ["aa", "bb", "cc", "dd"]
                    .iter()
                    .map(|id| id.parse().unwrap())
                    .collect();
            }),
        ];
        for (outcome, spoil) in cases {
            assert_eq!(refused(spoil), outcome);
        }
        assert_eq!(
            refused(|said| said.flags = vec![Flag::Kidney, Flag::Kidney]),
            "flags.1 invalid_value"
        );
        let image = |n| ImageId(uuid::Uuid::from_u128(n));
        assert_eq!(
            refused(|said| said.images = (0..5).map(image).collect()),
            "images invalid_value"
        );
        assert_eq!(
            refused(|said| said.images = vec![image(1), image(2), image(1)]),
            "images.2 invalid_value"
        );
    }

    #[test]
    fn journal_half_tells_age_and_kind_but_not_who() {
        let request = Request::new(full(Level::P2), now()).unwrap();
        let patient = request.codes.patient.as_ref().unwrap();
        assert_eq!(patient.age_band, Some(AgeBand::Age65To79));
        assert_eq!(patient.id_type, Some(IdType::Personnummer));
        let has = request.content.has();
        assert!(has.sbar && has.care_limits && !has.vitals);
        let journal = serde_json::to_string(&request.codes).unwrap();
        for planted in ["2553", "Planted", "andfåddhet", "0652"] {
            assert!(!journal.contains(planted), "{journal}");
        }
        assert!(!format!("{request:?}").contains("andfåddhet"));
    }

    #[test]
    fn sealed_half_is_read_back_as_it_was_written() {
        let content = Request::new(full(Level::P3), now()).unwrap().content;
        let bytes = serde_json::to_vec(&content).unwrap();
        assert_eq!(serde_json::from_slice::<Content>(&bytes).unwrap(), content);
    }

    #[test]
    fn content_from_before_there_were_pictures_has_none() {
        let content = Request::new(full(Level::P3), now()).unwrap().content;
        let mut stored = serde_json::to_value(&content).unwrap();
        stored.as_object_mut().unwrap().remove("images").unwrap();
        assert_eq!(serde_json::from_value::<Content>(stored).unwrap(), content);
    }

    #[test]
    fn picture_alone_is_something_added() {
        let said = Said {
            images: vec![ImageId(uuid::Uuid::from_u128(7))],
            ..Said::default()
        };
        let supplement = Supplement::new(said, Reason::Breathing, now()).unwrap();
        assert!(supplement.content.has().images);
        assert_eq!(supplement.content.images.len(), 1);
    }

    #[test]
    fn supplement_says_something_and_has_no_defaults() {
        assert_eq!(
            Supplement::new(Said::default(), Reason::Breathing, now()),
            Err(Invalid::missing(""))
        );
        let blank = Said {
            note: Some(Redacted::new("  ".to_owned())),
            ..Said::default()
        };
        assert_eq!(
            Supplement::new(blank, Reason::Breathing, now()),
            Err(Invalid::missing(""))
        );
        let said = Said {
            codes: RequestCodes {
                would_otherwise: Some(WouldOtherwise::Ambulance),
                ..RequestCodes::default()
            },
            ..Said::default()
        };
        let supplement = Supplement::new(said, Reason::Breathing, now()).unwrap();
        assert_eq!(supplement.codes.ready, None);
        assert_eq!(supplement.codes.reply, None);
    }

    type Spoil = fn(&mut Said);

    fn now() -> Timestamp {
        Timestamp::parse_rfc3339("2026-11-21T10:00:00Z").unwrap()
    }

    fn acute() -> RequestDraft {
        RequestDraft {
            centre: "alvens".parse().unwrap(),
            level: Level::P1,
            reason: Reason::Breathing,
            draft_opened_at: None,
            exercise: false,
            said: Said {
                callback_phone: Some("070-174 06 52".to_owned()),
                ..Said::default()
            },
        }
    }

    fn full(level: Level) -> RequestDraft {
        let text = |text: &str| Some(Redacted::new(text.to_owned()));
        RequestDraft {
            level,
            said: Said {
                patient: Some(PatientDraft {
                    id_type: IdType::Personnummer,
                    id: text("19500907-2553"),
                    name: text("Elsa Planted"),
                    protected_identity: false,
                }),
                sbar: Some(SbarDraft {
                    situation: text("Tilltagande andfåddhet sedan i går kväll."),
                    background: text("Inget relevant"),
                    assessment: text("Andfådd vid gång till köket."),
                    recommendation: Some((RecommendationKind::Order, None)),
                }),
                care_limits: Some(CareLimitsDraft {
                    kinds: vec![CareLimitKind::NoneKnown],
                    ..CareLimitsDraft::default()
                }),
                codes: RequestCodes {
                    disclosure_basis: Some(DisclosureBasis::Consent),
                    nurse_with_patient: Some(true),
                    patient_takes_part: Some(false),
                    ..RequestCodes::default()
                },
                ..acute().said
            },
            ..acute()
        }
    }

    fn sbar(said: &mut Said) -> &mut SbarDraft {
        said.sbar.as_mut().unwrap()
    }

    fn patient(said: &mut Said) -> &mut PatientDraft {
        said.patient.as_mut().unwrap()
    }

    fn limits_of(said: &mut Said) -> &mut CareLimitsDraft {
        said.care_limits.as_mut().unwrap()
    }

    fn refused(spoil: impl FnOnce(&mut Said)) -> String {
        refusal(full(Level::P2), spoil)
    }

    fn refused_acute(spoil: impl FnOnce(&mut Said)) -> String {
        refusal(acute(), spoil)
    }

    fn refusal(mut draft: RequestDraft, spoil: impl FnOnce(&mut Said)) -> String {
        spoil(&mut draft.said);
        let Invalid { field, why } = Request::new(draft, now()).unwrap_err();
        let code: &str = Why::code(why);
        format!("{field} {code}")
    }
}
