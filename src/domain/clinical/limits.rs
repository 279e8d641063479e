//! Ranges and lengths, each stated once. The server exports them, so that a form says no
//! before the server has to.

use serde::Serialize;

/// The smallest and the largest value that is taken, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The field as a dotted path.
    pub field: &'static str,
    /// What is counted: a unit of measurement, `characters`, `digits` or `items`.
    pub unit: &'static str,
    /// Smallest.
    pub min: u32,
    /// Largest.
    pub max: u32,
}

impl Range {
    const fn new(field: &'static str, unit: &'static str, min: u32, max: u32) -> Self {
        Self {
            field,
            unit,
            min,
            max,
        }
    }

    /// Whether `value` lies within.
    #[must_use]
    pub const fn holds(self, value: u32) -> bool {
        self.min <= value && value <= self.max
    }

    /// Whether so many characters, digits or items lie within.
    #[must_use]
    pub fn holds_len(self, len: usize) -> bool {
        u32::try_from(len).is_ok_and(|len| self.holds(len))
    }
}

macro_rules! ranges {
    ($($(#[$doc:meta])* $name:ident = $field:literal $unit:literal $min:literal ..= $max:literal;)+) => {
        $($(#[$doc])* pub const $name: Range = Range::new($field, $unit, $min, $max);)+

        /// Every range, in the order of the forms.
        pub const ALL: &[Range] = &[$($name),+];
    };
}

ranges! {
    /// Coded signals of one request: more than three tell nothing apart.
    SIGNALS = "signals" "items" 0..=3;
    /// Pictures of one request or addition.
    IMAGES = "images" "items" 0..=4;
    /// The nurse's one sentence. Six characters ("ramlat") say too little to judge by.
    SITUATION = "sbar.situation" "characters" 10..=2000;
    /// The same for P1, where the reason alone is enough.
    SITUATION_P1 = "sbar.situation (P1)" "characters" 0..=200;
    /// The same in something added while waiting.
    SUPPLEMENT_SITUATION = "sbar.situation (supplement)" "characters" 1..=2000;
    /// Anything else that is added while waiting.
    NOTE = "note" "characters" 1..=2000;
    /// Background; "nothing relevant" is an answer, emptiness is not.
    BACKGROUND = "sbar.background" "characters" 1..=4000;
    /// The nurse's assessment.
    ASSESSMENT = "sbar.assessment" "characters" 1..=4000;
    /// What the nurse adds to the kind of thing she asks for.
    RECOMMENDATION_TEXT = "sbar.recommendation.text" "characters" 0..=2000;
    /// A patient's name.
    PATIENT_NAME = "patient.name" "characters" 1..=120;
    /// A care provider's own number.
    RESERVE_ID = "patient.id" "characters" 4..=32;
    /// Breaths a minute.
    RESPIRATORY_RATE = "vitals.respiratory_rate" "/min" 0..=80;
    /// Oxygen saturation.
    SPO2 = "vitals.spo2" "%" 30..=100;
    /// Systolic blood pressure.
    SYSTOLIC_BP = "vitals.systolic_bp" "mmHg" 30..=300;
    /// Pulse.
    PULSE = "vitals.pulse" "/min" 0..=300;
    /// Temperature in tenths of a degree Celsius.
    TEMPERATURE_TENTHS = "vitals.temperature" "0.1 °C" 200..=450;
    /// Who ordered the second saturation scale.
    SCALE2_ORDERED_BY = "vitals.scale2_order.by" "characters" 1..=120;
    /// Who decided on a limit of care.
    CARE_LIMITS_DECIDED_BY = "care_limits.decided_by" "characters" 1..=120;
    /// Digits of a telephone number; the longest is E.164's.
    PHONE_DIGITS = "callback_phone" "digits" 3..=15;
    /// The doctor's assessment.
    ANSWER_ASSESSMENT = "assessment" "characters" 1..=4000;
    /// Order rows of one answer.
    ORDERS = "orders" "items" 0..=12;
    /// What is ordered.
    ORDER_WHAT = "orders.what" "characters" 1..=200;
    /// Any other part of an order row.
    ORDER_PART = "orders.*" "characters" 1..=200;
    /// Steps of a taper.
    TAPER = "orders.taper" "items" 0..=31;
    /// The dose of one step.
    TAPER_DOSE = "orders.taper.dose" "characters" 1..=100;
    /// What to do if it gets worse.
    CONTINGENCY = "contingency" "characters" 1..=2000;
    /// What is followed up.
    FOLLOW_UP_WHAT = "follow_up.what" "characters" 1..=500;
    /// What the patient was told.
    INFORMATION_GIVEN = "information_given" "characters" 1..=2000;
    /// Advice on self-care.
    SELF_CARE = "self_care" "characters" 1..=2000;
    /// The order in the nurse's own words.
    READ_BACK = "read_back" "characters" 1..=4000;
    /// Why something was done: redirected, judged anew, given back, closed without a read-back.
    WHY = "reason" "characters" 1..=500;
    /// The doctor's name in a contact by telephone.
    PHONE_DOCTOR = "doctor" "characters" 1..=200;
    /// What she answered on the telephone.
    PHONE_ANSWER = "answer" "characters" 1..=4000;
    /// What is asked or added after an answer.
    AFTERWARDS = "text" "characters" 1..=2000;
    /// What went wrong: enough to be looked into.
    INCIDENT = "text (incident)" "characters" 10..=2000;
    /// What a doctor who has to leave hands to the next one.
    DRAFT = "draft" "characters" 1..=4000;
    /// A doctor's own phrases: more are not found in a list.
    PHRASES = "phrases" "items" 0..=30;
    /// Her own order templates.
    ORDER_TEMPLATES = "orders (templates)" "items" 0..=30;
    /// What she calls one of them.
    PHRASE_TITLE = "phrases.title" "characters" 1..=60;
    /// The words of a phrase.
    PHRASE_TEXT = "phrases.text" "characters" 1..=1000;
    /// Who decided that a death is to be expected.
    DEATH_DECIDED_BY = "death.expected.decided_by" "characters" 1..=120;
    /// Who examined one who has died.
    DEATH_EXAMINED_BY = "death.examined_by" "characters" 1..=120;
    /// Which doctor establishes a death or writes a certificate of it.
    DEATH_DOCTOR = "death.established.by" "characters" 1..=120;
}

/// Longest telephone number as written, with what makes it readable.
pub const PHONE_TEXT_MAX: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_has_its_own_field_and_holds_something() {
        let mut fields: Vec<_> = ALL.iter().map(|range| range.field).collect();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!(fields.len(), ALL.len());
        for range in ALL {
            assert!(
                range.holds(range.min) && range.holds(range.max),
                "{range:?}"
            );
            assert!(!range.holds(range.max + 1), "{range:?}");
        }
    }
}
