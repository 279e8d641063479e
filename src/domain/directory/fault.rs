//! What is wrong with a county's rows, so that whoever wrote them can put it right.

use std::fmt;

use super::role::Role;
use super::versions::{Clash, Day};
use crate::domain::time::Timestamp;

/// A table of the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// The county's own row.
    County,
    /// Controllers.
    Controller,
    /// Municipalities.
    Municipality,
    /// Centres.
    Centre,
    /// Units.
    Unit,
    /// Members of staff.
    Person,
    /// Commissions.
    Commission,
    /// Agreements.
    Agreement,
    /// Signals.
    Signal,
    /// Duty slots.
    DutySlot,
}

impl Table {
    /// The table's key in the county file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Controller => "controller",
            Self::Municipality => "municipality",
            Self::Centre => "centre",
            Self::Unit => "unit",
            Self::Person => "person",
            Self::Commission => "commission",
            Self::Agreement => "agreement",
            Self::Signal => "signal",
            Self::DutySlot => "duty_slot",
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The table.
    pub table: Table,
    /// The row's place among the rows of its table, from 0.
    pub row: usize,
    /// The key.
    pub key: &'static str,
    /// What is wrong.
    pub kind: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            table,
            row,
            key,
            kind,
            ..
        } = self;
        write!(f, "{} {}, `{key}`: {kind}", table.key(), row + 1)
    }
}

/// What can be wrong with a row that was understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Two rows of one name begin on the same day.
    Duplicate,
    /// Two rows of one name hold on the same day.
    Overlap,
    /// A row ends before it begins.
    EndsFirst,
    /// A name is mentioned on a day on which nothing is called so.
    Unknown {
        /// The kind of thing that is looked for.
        table: Table,
        /// The name.
        name: String,
        /// The day.
        on: Day,
    },
    /// The text is blank or has control characters.
    Unreadable,
    /// The list is empty.
    Empty,
    /// The municipality's controller is not a municipal one.
    NotMunicipal,
    /// The commission's controller is not the one its workplace belongs to.
    OtherController,
    /// The role does not go with such a workplace.
    WrongPlace(&'static str),
    /// The role needs another purpose.
    NotForCare,
    /// Somebody else has the same HSA-id.
    SameHsaId,
    /// Two agreements cover the same municipality and centre on the same day.
    TwoAgreements {
        /// The centre.
        centre: String,
        /// The day.
        on: Day,
    },
    /// No agreement lets the unit ask the centre.
    MayNotAsk {
        /// The day.
        on: Day,
    },
    /// A goal beyond the longest wait, or a time of nothing.
    UnsoundTarget,
    /// The slot's channel needs a telephone, or has no use for it.
    PhoneOfChannel(&'static str),
    /// The slot that is rung after it has no telephone.
    NextWithoutPhone,
    /// The slots that are rung after one another lead back to this one.
    RingsInACircle,
    /// At these hours of the week nobody's number is there for it to ring.
    NobodyToRing {
        /// The hours, as a timetable.
        hours: String,
        /// The day.
        on: Day,
    },
}

impl FaultKind {
    pub(super) const fn of_clash(clash: Clash) -> Self {
        match clash {
            Clash::Duplicate => Self::Duplicate,
            Clash::Overlap => Self::Overlap,
            Clash::EndsFirst => Self::EndsFirst,
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate => f.write_str(
                "another row with this id begins on the same day; remove one, or give it a later `valid_from`",
            ),
            Self::Overlap => f.write_str(
                "the earlier row with this id has not ended yet; move its `valid_until` or this `valid_from`",
            ),
            Self::EndsFirst => f.write_str("the row ends before it begins; `valid_until` must be a later day than `valid_from`"),
            Self::Unknown { table, name, on } => {
                let table = table.key();
                write!(f, "there is no {table} `{name}` on {on}; add a [[{table}]] row that is valid then, or correct the name")
            }
            Self::Unreadable => f.write_str("write at least one visible character, and no control characters"),
            Self::Empty => f.write_str("name at least one"),
            Self::NotMunicipal => f.write_str("a municipality needs a controller of kind \"municipality\""),
            Self::OtherController => f.write_str("the workplace belongs to another controller; one commission works for one controller"),
            Self::WrongPlace(rule) => f.write_str(rule),
            Self::NotForCare => f.write_str("nurses and doctors need the purpose \"care\""),
            Self::SameHsaId => f.write_str("another person has this HSA-id; each person has one of her own"),
            Self::TwoAgreements { centre, on } => {
                write!(f, "another agreement covers this municipality and the centre `{centre}` on {on}; end one of them")
            }
            Self::MayNotAsk { on } => {
                write!(f, "no agreement lets the unit's municipality ask this centre on {on}; add it to an [[agreement]]")
            }
            Self::UnsoundTarget => f.write_str("the goal must not lie beyond the longest wait, and no time may be 0"),
            Self::PhoneOfChannel(rule) => f.write_str(rule),
            Self::NextWithoutPhone => f.write_str("the slot that is rung next has no telephone; name one with `phone`"),
            Self::RingsInACircle => f.write_str("ringing would go round in a circle; leave `next` out of the last slot"),
            Self::NobodyToRing { hours, on } => {
                write!(f, "from {on} on there is no telephone number to ring at {hours}: no centre it may ask is open and no slot with a telephone covers one; add a [[duty_slot]] with `phone` at these hours, or widen the `hours` of a centre")
            }
        }
    }
}

/// Where each role works.
pub(super) const fn place_rule(role: Role) -> &'static str {
    match role {
        Role::Nurse => "a nurse needs `unit`, and neither `centres` nor `municipality`",
        Role::Doctor => "a doctor needs `centres`, and neither `unit` nor `municipality`",
        Role::HeadOfUnit => {
            "a head of unit needs either `unit` or `centres`, and no `municipality`"
        }
        Role::ChiefNurse => "a chief nurse needs `municipality`, and neither `unit` nor `centres`",
        Role::Administrator | Role::Coordinator | Role::Reviewer | Role::Operator => {
            "this role has no `unit`, `centres` or `municipality`: it works for its controller"
        }
    }
}

/// Everything that is wrong with a county's rows; at least one fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { "\n" };
            write!(f, "{gap}{fault}")?;
        }
        Ok(())
    }
}

/// The county's day at a point in time.
pub(super) fn day_of(at: Timestamp) -> Day {
    Day(at.local().date())
}
