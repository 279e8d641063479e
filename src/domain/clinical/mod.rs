//! What nurse and doctor write about a patient: parsed once at the edge, then trusted.
//!
//! Content is sealed in the vault, never written to the county's journal and never printed:
//! names, numbers and free text are redacted. What the journal may carry are [`RequestCodes`] and
//! [`AnswerCodes`]. Drafts hold what arrived, as typed; [`Request`], [`Supplement`] and
//! [`Answer`] exist only if every rule held.

mod amount;
mod answer;
mod codes;
mod death;
mod invalid;
pub mod limits;
mod luhn;
pub mod news2;
mod order;
mod patient;
mod person_number;
mod phone;
mod phrases;
mod request;
mod text;
mod vitals;
mod words;

pub use answer::{Answer, AnswerCodes, AnswerDraft, FollowUp, FollowUpDraft};
pub use codes::{Has, PatientCodes, RequestCodes};
pub use death::{
    Death, DeathAnswer, DeathAnswerCodes, DeathAnswerDraft, DeathCodes, DeathDraft, DeathSigns,
    EstablishedDraft, ExpectedDeath, ExpectedDraft,
};
pub use invalid::{Invalid, Why};
pub(crate) use luhn::luhn_holds;
pub use order::{OrderDraft, OrderParts, OrderRow, TaperStep};
pub(in crate::domain) use patient::is_name;
pub use patient::{Patient, PatientDraft, PatientId};
pub use phone::{InvalidPhone, PhoneNumber};
pub use phrases::{OrderTemplate, Phrase, Phrases, PhrasesDraft, TemplateDraft};
pub use request::{
    CareLimits, CareLimitsDraft, Content, Recommendation, Request, RequestDraft, Said, Sbar,
    SbarDraft, Supplement,
};
pub use text::{FreeText, optional_line, optional_text, required_line, required_text, steers};
pub use vitals::{CLOCK_SLACK, Spo2Scale, Temperature, Vitals, VitalsDraft};
pub(crate) use words::words;
pub use words::{
    AgeBand, AnswerMode, AssessedBy, CareLimitKind, CloseException, Consciousness, DeathBasis,
    DisclosureBasis, DoneBy, Expected, Flag, IdType, Implant, Level, LevelOfCare, LivingForm,
    OrderEntered, OrderKind, Participation, Readiness, Reason, RecommendationKind, RelativesTold,
    ReplyWish, Sex, SignFound, Stance, Tag, VoidReason, WithdrawReason, WouldOtherwise,
};
