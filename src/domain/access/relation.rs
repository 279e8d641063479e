//! How the one who asks stands to the thing asked about.

use crate::domain::clinical::words;
use crate::domain::directory::{Commission, Role};
use crate::domain::ids::{CentreId, CommissionId, ControllerId, MunicipalityId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

words! {
    /// How a caller stands to what she asks about, under the commission in use.
    Relation {
        /// There is no other: her own duty, her own lists.
        Oneself = "oneself",
        /// She asked.
        Asker = "asker",
        /// She works at, or heads, the unit that asked.
        AskingUnit = "asking_unit",
        /// She answers for the routines of the municipality that asked.
        AskingMunicipality = "asking_municipality",
        /// She answers for, or heads, the centre that is asked.
        AnsweringCentre = "answering_centre",
        /// She holds it.
        Claimant = "claimant",
        /// She answered it.
        Answerer = "answerer",
        /// She works for one of its two controllers, and that is all.
        OwnController = "own_controller",
        /// She coordinates the county.
        County = "county",
        /// She has no part in it.
        Stranger = "stranger",
    }
}

/// What of a case decides how anybody stands to it.
#[derive(Debug, Clone, Copy)]
pub struct CaseFacts<'a> {
    /// Who asked.
    pub asked_by: &'a PersonId,
    /// For which unit.
    pub unit: &'a UnitId,
    /// In which municipality.
    pub municipality: &'a MunicipalityId,
    /// Which centre is asked now.
    pub centre: &'a CentreId,
    /// Who owns the request.
    pub request_owner: &'a ControllerId,
    /// Who owns the answer.
    pub answer_owner: &'a ControllerId,
    /// Under which commission it is held, if it is.
    pub claimed_under: Option<&'a CommissionId>,
    /// Under which commission it was answered, if it was.
    pub answered_under: Option<&'a CommissionId>,
}

impl Relation {
    /// How whoever acts under `commission` stands to a case. The closest relation counts.
    ///
    /// A doctor who holds a case under one commission is a stranger to it under another:
    /// what she learnt for one controller is not the other's.
    #[must_use]
    pub fn to_case(commission: &Commission, case: CaseFacts<'_>) -> Self {
        let closest = match commission.role {
            Role::Nurse | Role::HeadOfUnit | Role::Doctor => at_work(commission, case),
            Role::ChiefNurse => municipality(commission, case),
            Role::Coordinator => Some(Self::County),
            Role::Administrator | Role::Reviewer | Role::Operator => None,
        };
        closest.unwrap_or_else(|| {
            let owners = [case.request_owner, case.answer_owner];
            if owners.contains(&&commission.controller) {
                Self::OwnController
            } else {
                Self::Stranger
            }
        })
    }

    /// How whoever acts under `commission` stands to something one controller owns.
    #[must_use]
    pub fn to_controller(commission: &Commission, owner: &ControllerId) -> Self {
        if commission.controller == *owner {
            Self::OwnController
        } else {
            Self::Stranger
        }
    }
}

/// A private care home in the municipality is another controller, so another's case.
fn municipality(commission: &Commission, case: CaseFacts<'_>) -> Option<Relation> {
    let there = commission.municipality.as_ref() == Some(case.municipality);
    let hers = commission.controller == *case.request_owner;
    (there && hers).then_some(Relation::AskingMunicipality)
}

fn at_work(commission: &Commission, case: CaseFacts<'_>) -> Option<Relation> {
    let is_hers = |under: Option<&CommissionId>| under == Some(&commission.id);
    if is_hers(case.claimed_under) {
        Some(Relation::Claimant)
    } else if is_hers(case.answered_under) {
        Some(Relation::Answerer)
    } else if commission.unit.as_ref() == Some(case.unit) {
        let asked = commission.person == *case.asked_by;
        Some(if asked {
            Relation::Asker
        } else {
            Relation::AskingUnit
        })
    } else if commission.centres.contains(case.centre) {
        Some(Relation::AnsweringCentre)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::testing::{day, testing_county};
    use crate::domain::time::Timestamp;

    #[test]
    fn each_stands_to_a_case_as_her_commission_says() {
        let cases = [
            ("anna-hemsjukvarden", Relation::Asker),
            ("nils-hemsjukvarden", Relation::AskingUnit),
            ("eva-solbacken", Relation::Stranger),
            ("mas-norrby", Relation::AskingMunicipality),
            ("dr-berg-alvens", Relation::AnsweringCentre),
            ("dr-lund-kustens", Relation::OwnController),
            ("dr-sten-kliniken", Relation::Stranger),
            ("admin-region", Relation::OwnController),
            ("koordinator", Relation::County),
            ("granskare-norrby", Relation::OwnController),
        ];
        for (commission, relation) in cases {
            assert_eq!(stands(commission, None, None), relation, "{commission}");
        }
    }

    #[test]
    fn doctor_holds_a_case_under_one_commission_only() {
        let held = Some("dr-berg-alvens");
        assert_eq!(stands("dr-berg-alvens", held, None), Relation::Claimant);
        assert_eq!(stands("dr-berg-alvens", None, held), Relation::Answerer);
        assert_eq!(stands("dr-berg-kliniken", held, None), Relation::Stranger);
        assert_eq!(
            stands("dr-dahl-alvens", held, None),
            Relation::AnsweringCentre
        );
    }

    fn stands(commission: &str, claimed: Option<&str>, answered: Option<&str>) -> Relation {
        let county = testing_county(1);
        let at: Timestamp = day("2026-11-21");
        let commission = county.commission(&commission.parse().unwrap(), at).unwrap();
        let claimed: Option<CommissionId> = claimed.map(|id| id.parse().unwrap());
        let answered: Option<CommissionId> = answered.map(|id| id.parse().unwrap());
        let facts = CaseFacts {
            asked_by: &"anna-alm".parse().unwrap(),
            unit: &"hemsjukvarden-norrby".parse().unwrap(),
            municipality: &"norrby".parse().unwrap(),
            centre: &"alvens".parse().unwrap(),
            request_owner: &"norrby-kommun".parse().unwrap(),
            answer_owner: &"region".parse().unwrap(),
            claimed_under: claimed.as_ref(),
            answered_under: answered.as_ref(),
        };
        Relation::to_case(commission, facts)
    }
}
