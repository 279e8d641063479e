//! Which relation lets somebody do a thing that her role has.
//!
//! Who has no part in a case is told that there is none, so a refusal gives nothing away.

use super::{Denied, Relation};

/// Nobody in this role; who has no part in the thing does not even learn that it exists.
pub(super) const fn nobody(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Oneself
        | Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::County => Err(Denied::Forbidden),
        Relation::Stranger => Err(Denied::NotFound),
    }
}

pub(super) const fn oneself(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Oneself => Ok(()),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::County => Err(Denied::Forbidden),
        Relation::Stranger => Err(Denied::NotFound),
    }
}

/// The nurse who asked, and her unit: the place belongs to the patient and the unit.
pub(super) const fn asking_side(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Asker | Relation::AskingUnit => Ok(()),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

/// Who heads the unit that asked.
pub(super) const fn heads_asking_unit(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::AskingUnit => Ok(()),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

pub(super) const fn answering_side(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::AnsweringCentre | Relation::Claimant | Relation::Answerer => Ok(()),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

/// Whether the doctor who has answered may still do it.
#[derive(Clone, Copy)]
pub(super) enum Answered {
    Too,
    No,
}

pub(super) const fn holder(relation: Relation, answered: Answered) -> Result<(), Denied> {
    match relation {
        Relation::Claimant => Ok(()),
        Relation::Answerer => match answered {
            Answered::Too => Ok(()),
            Answered::No => Err(Denied::NotHolding),
        },
        Relation::AnsweringCentre => Err(Denied::NotHolding),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

/// Only who prescribed can say that it was read back as it was meant.
pub(super) const fn prescriber(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Answerer => Ok(()),
        Relation::AnsweringCentre | Relation::Claimant => Err(Denied::NotHolding),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

/// Whoever works for one of the two controllers, or for the asking municipality's.
pub(super) const fn own_half(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::OwnController => Ok(()),
        Relation::Oneself | Relation::Claimant | Relation::Answerer => Err(Denied::Forbidden),
        Relation::County | Relation::Stranger => Err(Denied::NotFound),
    }
}

pub(super) const fn whole_county(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::County => Ok(()),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::Stranger => Err(Denied::NotFound),
    }
}
