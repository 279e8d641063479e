//! Where a request can be sent on.

use super::Consult;
use crate::domain::access::Relation;
use crate::domain::directory::{Commission, Directory};
use crate::domain::ids::CentreId;
use crate::domain::time::Timestamp;

/// A centre to which a request can be sent on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onward {
    /// The centre.
    pub centre: CentreId,
    /// Whether the doctor who holds the request answers for it herself.
    pub own: bool,
}

/// Where the doctor who holds `consult` under `commission` can send it: wherever an agreement
/// lets the unit that asked ask, hers or not, but where it is. Nowhere for anybody else.
#[must_use]
pub fn onward(
    consult: &Consult,
    commission: &Commission,
    directory: &Directory,
    at: Timestamp,
) -> Vec<Onward> {
    if Relation::to_case(commission, consult.facts()) != Relation::Claimant {
        return Vec::new();
    }
    let centres = directory.centres_to_ask(&consult.unit, at);
    let others = centres.filter(|centre| centre.id != consult.centre);
    others
        .map(|centre| Onward {
            centre: centre.id.clone(),
            own: commission.centres.contains(&centre.id),
        })
        .collect()
}
