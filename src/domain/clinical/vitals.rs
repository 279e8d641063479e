//! Measured values, each in a range in which it can be meant.

use std::time::Duration;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::invalid::Invalid;
use super::limits::{self, Range};
use super::text::{FreeText, past_day, required_line};
use super::words::Consciousness;
use crate::domain::time::Timestamp;

/// How far a nurse's clock may run ahead of ours before a measurement lies in the future.
pub const CLOCK_SLACK: Duration = Duration::from_secs(5 * 60);

/// Measured values, as typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VitalsDraft {
    /// When they were measured.
    pub taken_at: Timestamp,
    /// Breaths a minute.
    pub respiratory_rate: Option<u32>,
    /// Oxygen saturation in per cent.
    pub spo2: Option<u32>,
    /// Saturation scale 1 or 2.
    pub spo2_scale: Option<u32>,
    /// Who ordered scale 2, and on which day (`YYYY-MM-DD`).
    pub scale2_order: Option<(String, String)>,
    /// Whether oxygen is given.
    pub oxygen: Option<bool>,
    /// Systolic blood pressure in mmHg.
    pub systolic_bp: Option<u32>,
    /// Heart beats a minute.
    pub pulse: Option<u32>,
    /// Level of consciousness.
    pub consciousness: Option<Consciousness>,
    /// Temperature in °C with at most one decimal.
    pub temperature: Option<f64>,
}

/// Measured values. What was not measured is absent, never zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vitals {
    /// When they were measured.
    pub taken_at: Timestamp,
    /// Breaths a minute.
    pub respiratory_rate: Option<u16>,
    /// Oxygen saturation in per cent.
    pub spo2: Option<u16>,
    /// On which scale the saturation is judged.
    pub spo2_scale: Option<Spo2Scale>,
    /// Whether oxygen is given.
    pub oxygen: Option<bool>,
    /// Systolic blood pressure in mmHg.
    pub systolic_bp: Option<u16>,
    /// Heart beats a minute.
    pub pulse: Option<u16>,
    /// Level of consciousness.
    pub consciousness: Option<Consciousness>,
    /// Temperature.
    pub temperature: Option<Temperature>,
}

/// On which scale saturation is judged. The second is for a known habitual retention of
/// carbon dioxide, and only on a doctor's order (NEWS2, Royal College of Physicians 2017).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scale", rename_all = "snake_case")]
pub enum Spo2Scale {
    /// The usual one.
    One,
    /// The one for habitual retention.
    Two {
        /// Who ordered it.
        ordered_by: FreeText,
        /// On which day.
        ordered_on: Date,
    },
}

/// Degrees Celsius, counted in tenths so that no value is rounded twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Temperature(u16);

impl Temperature {
    /// Reads degrees with at most one decimal.
    #[must_use]
    pub fn from_celsius(degrees: f64) -> Option<Self> {
        let tenths = (degrees * 10.0).round();
        let one_decimal = (degrees * 10.0 - tenths).abs() < 1e-6;
        let range = limits::TEMPERATURE_TENTHS;
        let within = f64::from(range.min) <= tenths && tenths <= f64::from(range.max);
        // The range is far inside of u16, so the conversion is exact.
        (one_decimal && within).then_some(Self(tenths as u16))
    }

    /// Tenths of a degree.
    #[must_use]
    pub const fn tenths(self) -> u16 {
        self.0
    }

    /// Degrees, for the wire.
    #[must_use]
    pub fn celsius(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl Vitals {
    /// Checks values that arrive at `now`.
    ///
    /// # Errors
    /// The first field that cannot be taken, seen from within `vitals`.
    pub fn new(draft: VitalsDraft, now: Timestamp) -> Result<Self, Invalid> {
        if draft.taken_at > now.plus(CLOCK_SLACK) {
            return Err(Invalid::value("taken_at"));
        }
        let vitals = Self {
            taken_at: draft.taken_at,
            respiratory_rate: within(
                "respiratory_rate",
                draft.respiratory_rate,
                limits::RESPIRATORY_RATE,
            )?,
            spo2: within("spo2", draft.spo2, limits::SPO2)?,
            spo2_scale: scale(draft.spo2_scale, draft.scale2_order, now.local().date())?,
            oxygen: draft.oxygen,
            systolic_bp: within("systolic_bp", draft.systolic_bp, limits::SYSTOLIC_BP)?,
            pulse: within("pulse", draft.pulse, limits::PULSE)?,
            consciousness: draft.consciousness,
            temperature: match draft.temperature {
                Some(degrees) => Some(
                    Temperature::from_celsius(degrees)
                        .ok_or_else(|| Invalid::value("temperature"))?,
                ),
                None => None,
            },
        };
        Ok(vitals)
    }
}

fn within(field: &str, value: Option<u32>, range: Range) -> Result<Option<u16>, Invalid> {
    let Some(value) = value else {
        return Ok(None);
    };
    u16::try_from(value)
        .ok()
        .filter(|_| range.holds(value))
        .map(Some)
        .ok_or_else(|| Invalid::value(field))
}

fn scale(
    scale: Option<u32>,
    order: Option<(String, String)>,
    today: Date,
) -> Result<Option<Spo2Scale>, Invalid> {
    match (scale, order) {
        (None, None) => Ok(None),
        (Some(1), None) => Ok(Some(Spo2Scale::One)),
        (Some(2), Some((by, on))) => Ok(Some(Spo2Scale::Two {
            ordered_by: required_line("scale2_order.by", &by, limits::SCALE2_ORDERED_BY)?,
            ordered_on: past_day("scale2_order.at", &on, today)?,
        })),
        (Some(2), None) => Err(Invalid::missing("scale2_order")),
        (None | Some(1), Some(_)) => Err(Invalid::value("scale2_order")),
        (Some(_), None | Some(_)) => Err(Invalid::value("spo2_scale")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temperature_has_one_decimal_and_no_rounding() {
        for (degrees, tenths) in [
            (37.2, 372),
            (36.0, 360),
            (38.1, 381),
            (20.0, 200),
            (45.0, 450),
        ] {
            let temperature = Temperature::from_celsius(degrees).unwrap();
            assert_eq!(temperature.tenths(), tenths);
            assert!((temperature.celsius() - degrees).abs() < f64::EPSILON * 64.0);
        }
        for bad in [37.25, 19.9, 45.1, 372.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Temperature::from_celsius(bad), None, "{bad}");
        }
    }

    #[test]
    fn second_saturation_scale_needs_its_order() {
        let with = |spo2_scale, order: Option<(&str, &str)>| {
            let draft = VitalsDraft {
                spo2_scale,
                scale2_order: order.map(|(by, on)| (by.to_owned(), on.to_owned())),
                ..measured()
            };
            Vitals::new(draft, now()).map(|vitals| vitals.spo2_scale.is_some())
        };
        let order = Some(("dr Wall", "2026-03-01"));
        assert_eq!(with(Some(2), order), Ok(true));
        assert_eq!(with(Some(2), None), Err(Invalid::missing("scale2_order")));
        assert_eq!(with(Some(1), order), Err(Invalid::value("scale2_order")));
        assert_eq!(with(None, order), Err(Invalid::value("scale2_order")));
        assert_eq!(with(Some(3), None), Err(Invalid::value("spo2_scale")));
        assert_eq!(
            with(Some(2), Some(("dr Wall", "2026-11-22"))),
            Err(Invalid::value("scale2_order.at"))
        );
        assert_eq!(
            with(Some(2), Some(("", "2026-03-01"))),
            Err(Invalid::missing("scale2_order.by"))
        );
    }

    #[test]
    fn value_nobody_can_have_names_its_field() {
        let cases = [
            (
                "respiratory_rate",
                VitalsDraft {
                    respiratory_rate: Some(81),
                    ..measured()
                },
            ),
            (
                "spo2",
                VitalsDraft {
                    spo2: Some(101),
                    ..measured()
                },
            ),
            (
                "spo2",
                VitalsDraft {
                    spo2: Some(65_536 + 95),
                    ..measured()
                },
            ),
            (
                "systolic_bp",
                VitalsDraft {
                    systolic_bp: Some(29),
                    ..measured()
                },
            ),
            (
                "pulse",
                VitalsDraft {
                    pulse: Some(301),
                    ..measured()
                },
            ),
            (
                "temperature",
                VitalsDraft {
                    temperature: Some(3.7),
                    ..measured()
                },
            ),
        ];
        for (field, draft) in cases {
            assert_eq!(Vitals::new(draft, now()), Err(Invalid::value(field)));
        }
    }

    #[test]
    fn nothing_is_measured_in_the_future() {
        let taken = |taken_at| {
            Vitals::new(
                VitalsDraft {
                    taken_at,
                    ..measured()
                },
                now(),
            )
        };
        assert!(taken(now().plus(CLOCK_SLACK)).is_ok());
        let later = now().plus(CLOCK_SLACK + Duration::from_millis(1));
        assert_eq!(taken(later), Err(Invalid::value("taken_at")));
    }

    fn now() -> Timestamp {
        Timestamp::parse_rfc3339("2026-11-21T10:00:00Z").unwrap()
    }

    fn measured() -> VitalsDraft {
        VitalsDraft {
            taken_at: now(),
            pulse: Some(96),
            ..VitalsDraft::default()
        }
    }
}
