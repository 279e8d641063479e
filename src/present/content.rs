//! Content about a patient, for one who may read it: the access logs have it already.

use signaling::wire::http as wire;

use super::answer::text;
use super::time;
use super::words::ToWire as _;
use crate::domain::clinical::{CareLimits, Flag, Patient, Sbar, Spo2Scale, Vitals};
use crate::domain::time::Timestamp;

/// Who it is about, with the age at `now`.
#[must_use]
pub fn patient(patient: &Patient, now: Timestamp) -> wire::Patient {
    wire::Patient {
        id_type: patient.id.id_type().to_wire(),
        id: patient.id.number().map(|number| number.reveal().clone()),
        name: patient.name.as_ref().map(|name| name.reveal().clone()),
        protected_identity: patient.protected_identity,
        age_years: patient.id.age_years(now.local().date()).map(u32::from),
    }
}

/// The report.
#[must_use]
pub fn sbar(sbar: &Sbar) -> wire::Sbar {
    wire::Sbar {
        situation: text(sbar.situation.as_ref()),
        background: text(sbar.background.as_ref()),
        assessment: text(sbar.assessment.as_ref()),
        recommendation: sbar
            .recommendation
            .as_ref()
            .map(|wish| wire::Recommendation {
                kind: wish.kind.to_wire(),
                text: text(wish.text.as_ref()),
            }),
    }
}

/// Measured values.
#[must_use]
pub fn vitals(vitals: &Vitals) -> wire::Vitals {
    let (scale, order) = match &vitals.spo2_scale {
        None => (None, None),
        Some(Spo2Scale::One) => (Some(1), None),
        Some(Spo2Scale::Two {
            ordered_by,
            ordered_on,
        }) => {
            let order = wire::Scale2Order {
                by: ordered_by.reveal().clone(),
                at: ordered_on.to_string(),
            };
            (Some(2), Some(order))
        }
    };
    wire::Vitals {
        taken_at: time(vitals.taken_at),
        respiratory_rate: vitals.respiratory_rate,
        spo2: vitals.spo2,
        spo2_scale: scale,
        scale2_order: order,
        oxygen: vitals.oxygen,
        systolic_bp: vitals.systolic_bp,
        pulse: vitals.pulse,
        consciousness: vitals.consciousness.map(|word| word.to_wire()),
        temperature: vitals.temperature.map(|found| found.celsius()),
    }
}

/// Decided limits of care.
#[must_use]
pub fn care_limits(limits: &CareLimits) -> wire::CareLimits {
    wire::CareLimits {
        kinds: limits.kinds.iter().map(|word| word.to_wire()).collect(),
        decided_by: text(limits.decided_by.as_ref()),
        decided_on: limits.decided_on.map(|day| day.to_string()),
    }
}

/// What is worth knowing.
#[must_use]
pub fn flags<'a>(
    flags: impl IntoIterator<Item = &'a Flag>,
) -> Vec<signaling::wire::vocabulary::Flag> {
    flags.into_iter().map(|word| word.to_wire()).collect()
}
