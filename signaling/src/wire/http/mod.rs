//! Bodies of the HTTP interface, one file for each resource.
//!
//! Times are RFC 3339 in UTC with milliseconds, durations end in `_seconds` or `_ms`.

mod answer;
mod command;
mod consult;
mod death;
mod draft;
mod duty;
mod figures;
mod handing;
mod image;
mod incident;
mod journal;
mod news2;
mod people;
mod phone;
mod phrases;
mod request;
mod same_patient;

pub use answer::{Answer, FollowUp, OrderRow, TaperStep};
pub use command::{
    Acknowledge, Addendum, AskBack, CallTicket, Close, ConfirmReadBack, CorrectPatient, JoinCall,
    MustGo, NeedMore, Redirect, Release, Triage, Void, Withdraw,
};
pub use consult::{
    AnswerContent, ConsultContent, ConsultCreated, ConsultList, ConsultRow, DiaryEntry, DiaryKind,
    Interrupted, NextStep, OnwardCentre, Outcome, Patient, ReadBackContent, ReasonContent,
    ReasonOf, StaffRef, SupplementContent, Told, Wait,
};
pub use death::{Death, DeathAnswer, DeathEstablished, DeathSigns, ExpectedDeath};
pub use draft::{DraftContent, DraftFound, DraftSet};
pub use duty::{Duty, DutySet};
pub use figures::{
    AcuteMissed, CentreFigures, Definition, IndicatorRow, Indicators, LevelCount, LiveFigures,
    OverdueCase, SlotGap,
};
pub use handing::{Gap, GapLine, Handover, HandoverWanted, TaskDone};
pub use image::{ImageContent, ImageCreated, ImageSource};
pub use incident::{
    Dossier, DossierDuty, DossierFailure, DossierLine, DossierState, DossierWait, IncidentList,
    IncidentPerson, IncidentReport, IncidentRow, ReportIncident,
};
pub use journal::JournalText;
pub use news2::{News2, News2Outcome, News2Parameter, News2Part, News2Risk};
pub use people::{
    Centre, CentreList, CommissionRef, DemoPeople, DemoPerson, DemoSession, DemoSessionCreated,
    DemoUnlock, Me, Modules, OnCall, SignalRef, SocketTicket,
};
pub use phone::{
    NewPhoneContact, PhoneContactContent, PhoneContactCreated, PhoneContactList, PhoneContactRow,
    UnitRef,
};
pub use phrases::{OrderTemplate, Phrase, Phrases, PhrasesSet, TemplateStep};
pub use request::{
    CareLimits, NewConsult, NewPatient, Recommendation, Sbar, Scale2Order, Supplement, ToldCodes,
    Vitals,
};
pub use same_patient::{OpenConsult, OpenConsults, SamePatient};

use serde::{Deserialize, Serialize};

/// A body with nothing in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Empty {}
