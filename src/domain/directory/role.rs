//! What a member of staff is.

use serde::{Deserialize, Serialize};

use crate::domain::clinical::words;

words! {
    /// What a member of staff is under the commission in use.
    Role {
        /// Municipal nurse: asks.
        Nurse = "nurse",
        /// Doctor at a health centre: answers.
        Doctor = "doctor",
        /// Administrator of a region, municipality or provider: figures, never content.
        Administrator = "administrator",
        /// MAS, the nurse who answers for a municipality's routines (HSF 2017:80, 4:6).
        ChiefNurse = "chief_nurse",
        /// Head of a unit or a centre (verksamhetschef).
        HeadOfUnit = "head_of_unit",
        /// Coordinator of the county: hears of missed targets.
        Coordinator = "coordinator",
        /// Reviewer of one controller's access log.
        Reviewer = "reviewer",
        /// Operator of the system: sees no case.
        Operator = "operator",
    }
}
