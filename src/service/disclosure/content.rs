//! The content of a consult, unsealed and put together for one reader.

use std::collections::BTreeSet;

use super::entry::FieldsClass;
use crate::domain::clinical::{
    Answer, CareLimits, Content, Death, Flag, FreeText, Patient, PatientId, PhoneNumber, Sbar,
    Stance, Vitals,
};
use crate::domain::ids::{ImageId, Redacted};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::ConsultRowView;
use crate::domain::waiting_room::{Actor, Consult, EventKind, Onward};
use crate::service::county::{DiaryLine, Opened};
use crate::service::vault::{Part, PartKind, Place};

/// What a reader may see of a consult at one confirmed position.
#[derive(Debug, Clone)]
pub struct Disclosed {
    /// The position.
    pub seq: u64,
    /// The consult as a row of the reader's view, if she has it in her view.
    pub row: Option<ConsultRowView>,
    /// The consult in codes and times.
    pub consult: Box<Consult>,
    /// Whether the reader is entitled to content; if not, all content below is absent.
    pub disclosed: bool,
    /// Whether what there is of it is without who it is about.
    pub anonymous: bool,
    /// By whose age the values are judged. Who it is about is in `merged`.
    pub judged_as: Option<Patient>,
    /// The request with what was added.
    pub merged: Merged,
    /// Who asked.
    pub asked_by: Option<Actor>,
    /// Each set of measured values and who brought it, oldest first.
    pub measured: Vec<(Vitals, Actor)>,
    /// What was added, oldest first.
    pub supplements: Vec<GivenSupplement>,
    /// The pictures, oldest first.
    pub images: Vec<GivenImage>,
    /// Why it was judged anew, sent on or given back, oldest first.
    pub reasons: Vec<GivenReason>,
    /// The answer.
    pub answer: Option<GivenAnswer>,
    /// Answers after which the nurse asked once more, oldest first.
    pub earlier_answers: Vec<GivenAnswer>,
    /// What was added after the answer, oldest first.
    pub addenda: Vec<GivenReason>,
    /// The read-backs, oldest first.
    pub read_backs: Vec<GivenReadBack>,
    /// What happened, oldest first.
    pub diary: Vec<DiaryLine>,
    /// Where the reader can send it on.
    pub onward: Vec<Onward>,
}

/// A request with everything added to it since.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// Who it is about.
    pub patient: Option<Patient>,
    /// The report: each part as it was first said. What was said about it later stands
    /// among the supplements.
    pub sbar: Option<Sbar>,
    /// All measured values, oldest first.
    pub vitals: Vec<Vitals>,
    /// Limits of care, as said last.
    pub care_limits: Option<CareLimits>,
    /// What is worth knowing, all of it.
    pub flags: BTreeSet<Flag>,
    /// The number on which the nurse is reached, as said last.
    pub callback_phone: Option<Redacted<PhoneNumber>>,
    /// What the patient says to the contact, as said last.
    pub stance: Option<Stance>,
    /// What is told of a death; each part as it was said last.
    pub death: Option<Death>,
}

/// What was added at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenSupplement {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What.
    pub content: Content,
}

/// A picture of the case, by name.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenImage {
    /// Which.
    pub image: ImageId,
    /// When it came to the case.
    pub at: Timestamp,
    /// With which piece of content.
    pub with: PartKind,
    /// Where its key lies.
    pub(super) place: Place,
}

/// Why something was done.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenReason {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// To what the words belong.
    pub of: ReasonOf,
    /// In her words.
    pub text: FreeText,
}

/// To what some words belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonOf {
    /// Why the level was judged anew.
    Triaged,
    /// Why it was sent on.
    Redirected,
    /// Why it was given back.
    Released,
    /// What the doctor must know.
    MoreNeeded,
    /// What a doctor who had to leave had said and written so far.
    Draft,
    /// What the nurse asked after an answer.
    AskedBack,
    /// How another patient came to be named.
    PatientCorrected,
    /// What happened when the answer was declared void.
    Voided,
    /// What was added after the answer.
    Addendum,
}

/// The answer and who gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenAnswer {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// When the nurse or her unit first opened it.
    pub opened_at: Option<Timestamp>,
    /// What was decided.
    pub answer: Answer,
}

/// One read-back.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenReadBack {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What was read.
    pub text: FreeText,
    /// Whether the doctor found it right; nothing until the doctor has said.
    pub matches: Option<bool>,
}

/// Content as it came out of the vault.
#[derive(Debug, Default)]
pub(super) struct Unsealed {
    /// Set where it was stripped of who it is about.
    anonymous: Option<Box<Option<Patient>>>,
    merged: Merged,
    asked_by: Option<Actor>,
    measured: Vec<(Vitals, Actor)>,
    supplements: Vec<GivenSupplement>,
    images: Vec<GivenImage>,
    reasons: Vec<GivenReason>,
    answers: Vec<(Timestamp, Actor, Answer)>,
    addenda: Vec<GivenReason>,
    read_backs: Vec<(Timestamp, Actor, FreeText)>,
}

impl Unsealed {
    /// Takes in the next piece, which lies at `place`, oldest first.
    pub(super) fn add(&mut self, part: Part, place: &Place, at: Timestamp, by: Actor) {
        let with = part.kind();
        self.images
            .extend(part.images().iter().map(|image| GivenImage {
                image: *image,
                at,
                with,
                place: place.clone(),
            }));
        if let Some(vitals) = part.vitals() {
            self.measured.push((vitals.clone(), by.clone()));
            self.measured.sort_by_key(|(vitals, _)| vitals.taken_at);
        }
        if with == PartKind::Request {
            self.asked_by = Some(by.clone());
        }
        let mut reason = |of, text| {
            let by = by.clone();
            self.reasons.push(GivenReason { at, by, of, text });
        };
        match part {
            Part::Request(content) => self.merged.add(*content),
            Part::Supplement(content) => {
                self.merged.add((*content).clone());
                let content = *content;
                self.supplements.push(GivenSupplement { at, by, content });
            }
            Part::Triage(triage) => {
                self.merged.vitals.extend(triage.vitals);
                reason(ReasonOf::Triaged, triage.reason);
            }
            Part::RedirectReason(text) => reason(ReasonOf::Redirected, text),
            Part::ReleaseReason(text) => reason(ReasonOf::Released, text),
            Part::WantedMore(text) => reason(ReasonOf::MoreNeeded, text),
            Part::Draft(text) => reason(ReasonOf::Draft, text),
            Part::AskedBack(text) => reason(ReasonOf::AskedBack, text),
            Part::VoidReason(text) => reason(ReasonOf::Voided, text),
            Part::Patient(corrected) => {
                self.merged.patient = Some(corrected.patient);
                reason(ReasonOf::PatientCorrected, corrected.reason);
            }
            Part::Addendum(text) => {
                let of = ReasonOf::Addendum;
                self.addenda.push(GivenReason { at, by, of, text });
            }
            Part::Answer(answer) => self.answers.push((at, by, *answer)),
            Part::ReadBack(text) => self.read_backs.push((at, by, text)),
            // The one belongs to no consult, the other is for reviewers alone.
            Part::PhoneContact(_) | Part::IncidentReport(_) => {}
        }
    }

    /// Takes in what a doctor who held the case before had written of an answer. What she has
    /// handed on in the same words stands there once.
    pub(super) fn left(&mut self, at: Timestamp, by: Actor, text: FreeText) {
        let known = |given: &GivenReason| {
            given.of == ReasonOf::Draft && given.by.person == by.person && given.text == text
        };
        if self.reasons.iter().any(known) {
            return;
        }
        let of = ReasonOf::Draft;
        self.reasons.push(GivenReason { at, by, of, text });
        self.reasons.sort_by_key(|given| given.at);
    }

    /// Situation, state, values and pictures alone: neither who it is about nor what may well
    /// say so, nor how the nurse is reached.
    pub(super) fn anonymous(self) -> Self {
        let Merged {
            patient,
            sbar,
            vitals,
            care_limits: _,
            flags: _,
            callback_phone: _,
            stance: _,
            death: _,
        } = self.merged;
        Self {
            anonymous: Some(Box::new(patient)),
            merged: Merged {
                sbar: sbar.map(|sbar| Sbar {
                    situation: sbar.situation,
                    assessment: sbar.assessment,
                    ..Sbar::default()
                }),
                vitals,
                ..Merged::default()
            },
            images: self.images,
            ..Self::default()
        }
    }

    /// The picture with this name, if it belongs to the consult.
    pub(super) fn image(&self, image: ImageId) -> Option<&GivenImage> {
        self.images.iter().find(|given| given.image == image)
    }

    /// Whose access log it belongs in, if said: also of what is shown without saying who.
    pub(super) fn patient(&self) -> Option<PatientId> {
        let hidden = self.anonymous.as_deref().and_then(Option::as_ref);
        let patient = self.merged.patient.as_ref().or(hidden);
        patient.map(|patient| patient.id.clone())
    }

    /// What kinds of data there are.
    pub(super) fn fields(&self) -> Vec<FieldsClass> {
        let Merged {
            patient,
            sbar,
            vitals,
            care_limits,
            flags,
            callback_phone,
            stance,
            death,
        } = &self.merged;
        let said = sbar.is_some()
            || care_limits.is_some()
            || !flags.is_empty()
            || callback_phone.is_some()
            || stance.is_some()
            || death.is_some()
            || !self.supplements.is_empty()
            || !self.reasons.is_empty();
        let answered = !self.answers.is_empty() || !self.read_backs.is_empty();
        [
            (patient.is_some(), FieldsClass::Identity),
            (said, FieldsClass::Sbar),
            (!vitals.is_empty(), FieldsClass::Vitals),
            (answered, FieldsClass::Answer),
        ]
        .into_iter()
        .filter_map(|(there, class)| there.then_some(class))
        .collect()
    }
}

impl Merged {
    fn add(&mut self, said: Content) {
        let Content {
            patient,
            sbar,
            vitals,
            care_limits,
            flags,
            callback_phone,
            stance,
            note: _,
            images: _,
            death,
        } = said;
        self.patient = self.patient.take().or(patient);
        if let Some(sbar) = sbar {
            let known = self.sbar.take().unwrap_or_default();
            self.sbar = Some(Sbar {
                situation: known.situation.or(sbar.situation),
                background: known.background.or(sbar.background),
                assessment: known.assessment.or(sbar.assessment),
                recommendation: known.recommendation.or(sbar.recommendation),
            });
        }
        self.vitals.extend(vitals);
        self.vitals.sort_by_key(|vitals| vitals.taken_at);
        self.care_limits = care_limits.or_else(|| self.care_limits.take());
        self.flags.extend(flags);
        self.callback_phone = callback_phone.or_else(|| self.callback_phone.take());
        self.stance = stance.or_else(|| self.stance.take());
        if let Some(death) = death {
            self.death = Some(death.after(self.death.take()));
        }
    }
}

impl Disclosed {
    pub(super) fn new(
        row: Option<ConsultRowView>,
        opened: Opened,
        unsealed: Option<Unsealed>,
        onward: Vec<Onward>,
    ) -> Self {
        let anonymous = unsealed.as_ref().is_some_and(|it| it.anonymous.is_some());
        let disclosed = unsealed.is_some() && !anonymous;
        let mut unsealed = unsealed.unwrap_or_default();
        let judged_as = match unsealed.anonymous.take() {
            Some(patient) => *patient,
            None => unsealed.merged.patient.clone(),
        };
        let mut answers = given_answers(&opened.consult, unsealed.answers);
        // While the doctor is asked once more there is no answer, but those before.
        let stands = opened.consult.stage.answered().is_some();
        let answer = if stands { answers.pop() } else { None };
        let verdicts = verdicts(&opened.chapter.diary);
        let read_backs = unsealed.read_backs.into_iter().enumerate();
        Self {
            seq: opened.seq,
            row,
            onward,
            disclosed,
            anonymous,
            judged_as,
            merged: unsealed.merged,
            asked_by: unsealed.asked_by,
            measured: unsealed.measured,
            supplements: unsealed.supplements,
            images: unsealed.images,
            reasons: unsealed.reasons,
            answer,
            earlier_answers: answers,
            addenda: unsealed.addenda,
            read_backs: read_backs
                .map(|(nth, (at, by, text))| GivenReadBack {
                    at,
                    by,
                    text,
                    matches: verdicts.get(nth).copied().flatten(),
                })
                .collect(),
            // It names people and units that the row hides from whoever has no content.
            diary: if disclosed {
                opened.chapter.diary.into_iter().collect()
            } else {
                Vec::new()
            },
            consult: Box::new(opened.consult),
        }
    }
}

/// Each answer with the time at which it was opened.
fn given_answers(consult: &Consult, answers: Vec<(Timestamp, Actor, Answer)>) -> Vec<GivenAnswer> {
    let known = || consult.earlier.iter().chain(consult.stage.answered());
    let opened_at = |at| known().find(|known| known.at == at)?.opened_at;
    answers
        .into_iter()
        .map(|(at, by, answer)| GivenAnswer {
            at,
            by,
            opened_at: opened_at(at),
            answer,
        })
        .collect()
}

/// What the doctor said to each read-back, in order: she judges all that were given since she
/// last did.
fn verdicts<'a>(diary: impl IntoIterator<Item = &'a DiaryLine>) -> Vec<Option<bool>> {
    let mut verdicts: Vec<Option<bool>> = Vec::new();
    for line in diary {
        let said = if line.what == EventKind::ReadBackGiven {
            verdicts.push(None);
            continue;
        } else if line.what == EventKind::ReadBackRejected {
            false
        } else if line.what == EventKind::ConsultAcknowledged {
            true
        } else {
            continue;
        };
        for open in verdicts.iter_mut().filter(|verdict| verdict.is_none()) {
            *open = Some(said);
        }
    }
    verdicts
}
