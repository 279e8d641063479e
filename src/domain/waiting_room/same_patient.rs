//! One patient, asked about twice: by the home-care nurse at two minutes past ten, and by the
//! care home's at nine minutes past.

use super::{Consult, WaitingRoom};
use crate::domain::ids::{ControllerId, PatientRef, UnitId};

impl WaitingRoom {
    /// What is open about a patient at one care provider, the oldest first, as far as `unit` may
    /// know. Another provider is told nothing, and its pseudonym of the patient is another. Of a
    /// protected patient no other unit is told either: where she is cared for is her secret.
    #[must_use]
    pub fn open_about(
        &self,
        patient: PatientRef,
        controller: &ControllerId,
        unit: Option<&UnitId>,
    ) -> Vec<&Consult> {
        let mut found: Vec<&Consult> = self
            .consults()
            .filter(|consult| !consult.is_over() && !consult.exercise)
            .filter(|consult| consult.request_owner == *controller)
            .filter(|consult| !consult.is_protected() || Some(&consult.unit) == unit)
            .filter(|consult| {
                let named = consult.codes.patient.as_ref();
                named.and_then(|named| named.patient_ref) == Some(patient)
            })
            .collect();
        found.sort_by_key(|consult| (consult.queued_at, consult.id));
        found
    }
}
