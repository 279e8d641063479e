//! What changed between two views of one person, and how to follow it.

use super::{CentreView, ConsultRowView, DutyView, FiguresView, NoticeView, View};
use crate::domain::ids::{CentreId, ConsultId};

/// One change of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A consult is new or has changed.
    Consult(Box<ConsultRowView>),
    /// A consult is no longer hers to see.
    ConsultGone(ConsultId),
    /// A queue is new or has another order.
    Queue(CentreId, Vec<ConsultId>),
    /// A queue is no longer hers to see.
    QueueGone(CentreId),
    /// A centre is new or has changed.
    Centre(CentreId, CentreView),
    /// A centre is no longer hers to see.
    CentreGone(CentreId),
    /// Her duty.
    Duty(Option<DutyView>),
    /// What is going on.
    Figures(Option<Box<FiguresView>>),
    /// An alarm is raised.
    Notice(ConsultId, NoticeView),
    /// An alarm no longer stands.
    NoticeGone(ConsultId),
}
