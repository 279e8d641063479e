//! One consult as nurse and doctor go through it, with content of a usual length.

use vantrum::domain::clinical::{
    Answer, AnswerDraft, AnswerMode, AssessedBy, FreeText, Has, IdType, Level, LevelOfCare,
    OrderDraft, OrderEntered, OrderKind, Participation, PatientCodes, PatientDraft, Readiness,
    Reason, ReplyWish, Request, RequestCodes, RequestDraft, Said, SbarDraft,
};
use vantrum::domain::ids::{CaseId, ConsultId, Redacted};
use vantrum::domain::time::Timestamp;
use vantrum::domain::waiting_room::{AnswerCodes, Ask, Command, Supplement};
use vantrum::service::{Part, Session};

/// How many commands a consult takes.
pub(crate) const STEPS: usize = 7;

/// A number that is published for tests.
const NUMBER: &str = "191212121212";

/// A sentence or two, as one writes them.
const TEXT: &str = "Föll i badrummet för en timme sedan, smärta i höger höft, kan inte belasta. \
    Vaken och klar. Står på blodförtunnande.";

/// Who does a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Nurse,
    Doctor,
}

/// A nurse and a doctor.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) nurse: Session,
    pub(crate) doctor: Session,
}

impl Pair {
    pub(crate) const fn session(&self, who: Who) -> &Session {
        match who {
            Who::Nurse => &self.nurse,
            Who::Doctor => &self.doctor,
        }
    }
}

/// One command of the story.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) by: Who,
    pub(crate) command: Command,
    pub(crate) part: Option<Part>,
}

/// Asked, added to, taken, answered, read back, confirmed, closed.
pub(crate) fn story(consult: ConsultId, now: Timestamp) -> [Step; STEPS] {
    let step = |by, command, part| Step { by, command, part };
    let (ask, request) = ask(consult, now);
    let (codes, answer) = answer(consult);
    let text = FreeText::new(TEXT.to_owned());
    [
        step(Who::Nurse, ask, Some(request)),
        step(
            Who::Nurse,
            Command::Supplement(Box::new(Supplement::to(consult))),
            Some(Part::Supplement(Box::new(content(now)))),
        ),
        step(Who::Doctor, Command::Claim { consult }, None),
        step(
            Who::Doctor,
            Command::Answer(Box::new(codes)),
            Some(Part::Answer(Box::new(answer))),
        ),
        step(
            Who::Nurse,
            Command::Acknowledge {
                consult,
                read_back: true,
                rev: None,
            },
            Some(Part::ReadBack(text)),
        ),
        step(
            Who::Doctor,
            Command::ConfirmReadBack {
                consult,
                matches: true,
                rev: None,
            },
            None,
        ),
        step(
            Who::Nurse,
            Command::Close {
                consult,
                participation: Some(Participation::Informed),
                stance: None,
                exception: None,
            },
            None,
        ),
    ]
}

/// An urgent request and its content.
pub(crate) fn ask(consult: ConsultId, now: Timestamp) -> (Command, Part) {
    let ask = Ask {
        consult,
        case: CaseId(consult.0),
        centre: "alvens".parse().unwrap(),
        level: Level::P1,
        reason: Reason::FallInjury,
        codes: RequestCodes {
            patient: Some(PatientCodes {
                patient_ref: None,
                age_band: None,
                sex: None,
                protected: false,
                id_type: Some(IdType::Personnummer),
            }),
            ready: Some(Readiness::Now),
            reply: Some(ReplyWish::DoctorDecides),
            ..RequestCodes::default()
        },
        draft_opened_at: None,
        exercise: false,
        has: Has::default(),
        death: None,
    };
    let part = Part::Request(Box::new(content(now)));
    (Command::Ask(Box::new(ask)), part)
}

fn content(now: Timestamp) -> vantrum::domain::clinical::Content {
    let draft = RequestDraft {
        centre: "alvens".parse().unwrap(),
        level: Level::P1,
        reason: Reason::FallInjury,
        draft_opened_at: None,
        exercise: false,
        said: Said {
            patient: Some(PatientDraft {
                id_type: IdType::Personnummer,
                id: Some(Redacted::new(NUMBER.to_owned())),
                name: Some(Redacted::new("Tolvan Tolvansson".to_owned())),
                protected_identity: false,
            }),
            sbar: Some(SbarDraft {
                situation: Some(Redacted::new(TEXT.to_owned())),
                ..SbarDraft::default()
            }),
            callback_phone: Some("070-174 06 05".to_owned()),
            ..Said::default()
        },
    };
    Request::new(draft, now).unwrap().content
}

/// An answer with one order.
fn answer(consult: ConsultId) -> (AnswerCodes, Answer) {
    let text = |text: &str| Redacted::new(text.to_owned());
    let draft = AnswerDraft {
        mode: AnswerMode::Text,
        assessed_by: AssessedBy::ViaNurse,
        assessment: text(TEXT),
        level_of_care: LevelOfCare::StayHome,
        transport_by: None,
        report_by: None,
        orders: vec![OrderDraft {
            kind: Some(OrderKind::Medicine),
            what: text("Paracetamol"),
            form: Some(text("tablett")),
            strength: Some(text("500 mg")),
            dose: Some(text("1 g")),
            route: Some(text("via munnen")),
            when: Some(text("nu")),
            why: Some(text("smärta")),
            ..OrderDraft::default()
        }],
        order_entered: Some(OrderEntered::ByMe),
        order_entered_until: None,
        contingency: Some(text("Ring igen om smärtan ökar.")),
        follow_up: None,
        information_given: None,
        self_care: None,
        stance: None,
        participation: None,
        death: None,
    };
    let codes = AnswerCodes {
        consult,
        mode: draft.mode,
        assessed_by: draft.assessed_by,
        level_of_care: draft.level_of_care,
        transport_by: None,
        report_by: None,
        has_orders: true,
        care_only: false,
        order_entered: draft.order_entered,
        order_entered_until: draft.order_entered_until,
        contingency: true,
        follow_up: None,
        stance: None,
        participation: None,
        death: None,
    };
    (codes, Answer::new(draft, Level::P1).unwrap())
}
