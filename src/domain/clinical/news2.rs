//! NEWS2: points for measured values, by the published chart and nothing else.
//!
//! The chart is the Royal College of Physicians' "National Early Warning Score (NEWS) 2",
//! London 2017. It may be used with acknowledgement and may not be altered, so its points are
//! code and no county sets them. A score is computed when values are shown, and never kept:
//! what is stored are the values. It orders nothing and chooses no level.

use super::vitals::{Spo2Scale, Vitals};
use super::words::Consciousness;

/// The table by which points are given.
pub const TABLE: &str = "NEWS2-2017";

/// From this age in years the chart holds.
pub const YOUNGEST_YEARS: u16 = 16;

/// What is measured, in the order of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// Breaths a minute.
    RespiratoryRate,
    /// Oxygen saturation, on the scale that is used.
    Spo2,
    /// Whether oxygen is given.
    Oxygen,
    /// Systolic blood pressure.
    SystolicBp,
    /// Heart beats a minute.
    Pulse,
    /// Level of consciousness.
    Consciousness,
    /// Temperature.
    Temperature,
}

impl Parameter {
    /// All seven, in the order of the chart.
    pub const ALL: [Self; 7] = [
        Self::RespiratoryRate,
        Self::Spo2,
        Self::Oxygen,
        Self::SystolicBp,
        Self::Pulse,
        Self::Consciousness,
        Self::Temperature,
    ];
}

/// What one measured value gives. No points where they cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What was measured.
    pub parameter: Parameter,
    /// 0 to 3.
    pub points: Option<u8>,
}

/// Clinical risk, by the total and by its highest part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Total 0 to 4, no part of 3.
    Low,
    /// Total below 5, and one part of 3.
    LowMedium,
    /// Total 5 or 6.
    Medium,
    /// Total 7 or more.
    High,
}

/// What the chart says of one set of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News2 {
    /// Everything was measured.
    Complete {
        /// The points of each parameter, in the order of the chart.
        parts: [Part; 7],
        /// Their sum, 0 to 20.
        total: u8,
        /// What the sum stands for.
        risk: Risk,
    },
    /// Something was not measured: then there is no total, since a sum of less than all reads
    /// as a lower risk than it may be.
    Incomplete {
        /// The points of each parameter so far, in the order of the chart.
        parts: [Part; 7],
        /// What was not measured, in the order of the chart.
        missing: Vec<Parameter>,
    },
    /// The patient was younger than [`YOUNGEST_YEARS`]: the chart is not for children.
    Child,
    /// Nobody knows how old the patient is. Then there is no score: reserve numbers are given
    /// to newborns too, and a child scored as an adult may look well while she is not.
    AgeUnknown,
}

/// What the chart says of `vitals`, of a patient who was `age_years` old when they were taken.
///
/// Saturation is judged on scale 1 unless scale 2 was ordered, which [`Vitals`] has made sure of.
#[must_use]
pub fn score(vitals: &Vitals, age_years: Option<u16>) -> News2 {
    match age_years {
        None => return News2::AgeUnknown,
        Some(..YOUNGEST_YEARS) => return News2::Child,
        Some(YOUNGEST_YEARS..) => {}
    }
    let parts = Parameter::ALL.map(|parameter| Part {
        parameter,
        points: points(parameter, vitals),
    });
    let missing: Vec<_> = Parameter::ALL
        .into_iter()
        .filter(|parameter| !measured(*parameter, vitals))
        .collect();
    let known: Vec<u8> = parts.iter().filter_map(|part| part.points).collect();
    if known.len() < parts.len() {
        return News2::Incomplete { parts, missing };
    }
    let total = known.iter().sum();
    News2::Complete {
        parts,
        total,
        risk: risk(total, known.contains(&3)),
    }
}

const fn risk(total: u8, single_three: bool) -> Risk {
    match total {
        ..=4 if single_three => Risk::LowMedium,
        ..=4 => Risk::Low,
        5..=6 => Risk::Medium,
        7.. => Risk::High,
    }
}

const fn measured(parameter: Parameter, vitals: &Vitals) -> bool {
    match parameter {
        Parameter::RespiratoryRate => vitals.respiratory_rate.is_some(),
        Parameter::Spo2 => vitals.spo2.is_some(),
        Parameter::Oxygen => vitals.oxygen.is_some(),
        Parameter::SystolicBp => vitals.systolic_bp.is_some(),
        Parameter::Pulse => vitals.pulse.is_some(),
        Parameter::Consciousness => vitals.consciousness.is_some(),
        Parameter::Temperature => vitals.temperature.is_some(),
    }
}

fn points(parameter: Parameter, vitals: &Vitals) -> Option<u8> {
    match parameter {
        Parameter::RespiratoryRate => vitals.respiratory_rate.map(respiratory_rate),
        Parameter::Spo2 => match vitals.spo2_scale {
            None | Some(Spo2Scale::One) => vitals.spo2.map(spo2_usual),
            Some(Spo2Scale::Two { .. }) => spo2_ordered(vitals.spo2?, vitals.oxygen),
        },
        Parameter::Oxygen => vitals.oxygen.map(|given| if given { 2 } else { 0 }),
        Parameter::SystolicBp => vitals.systolic_bp.map(systolic_bp),
        Parameter::Pulse => vitals.pulse.map(pulse),
        Parameter::Consciousness => vitals.consciousness.map(consciousness),
        Parameter::Temperature => vitals.temperature.map(|found| temperature(found.tenths())),
    }
}

const fn respiratory_rate(a_minute: u16) -> u8 {
    match a_minute {
        ..=8 => 3,
        9..=11 => 1,
        12..=20 => 0,
        21..=24 => 2,
        25.. => 3,
    }
}

/// Scale 1.
const fn spo2_usual(per_cent: u16) -> u8 {
    match per_cent {
        ..=91 => 3,
        92..=93 => 2,
        94..=95 => 1,
        96.. => 0,
    }
}

/// Scale 2. Above 92 per cent the points depend on whether oxygen is given: too much of it
/// harms one who retains carbon dioxide.
const fn spo2_ordered(per_cent: u16, oxygen: Option<bool>) -> Option<u8> {
    Some(match (per_cent, oxygen) {
        (..=83, _) => 3,
        (84..=85, _) => 2,
        (86..=87, _) => 1,
        (88..=92, _) => 0,
        (93.., None) => return None,
        (93.., Some(false)) => 0,
        (93..=94, Some(true)) => 1,
        (95..=96, Some(true)) => 2,
        (97.., Some(true)) => 3,
    })
}

const fn systolic_bp(mmhg: u16) -> u8 {
    match mmhg {
        ..=90 => 3,
        91..=100 => 2,
        101..=110 => 1,
        111..=219 => 0,
        220.. => 3,
    }
}

const fn pulse(a_minute: u16) -> u8 {
    match a_minute {
        ..=40 => 3,
        41..=50 => 1,
        51..=90 => 0,
        91..=110 => 1,
        111..=130 => 2,
        131.. => 3,
    }
}

const fn consciousness(found: Consciousness) -> u8 {
    match found {
        Consciousness::A => 0,
        Consciousness::C | Consciousness::V | Consciousness::P | Consciousness::U => 3,
    }
}

const fn temperature(tenths: u16) -> u8 {
    match tenths {
        ..=350 => 3,
        351..=360 => 1,
        361..=380 => 0,
        381..=390 => 1,
        391.. => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clinical::VitalsDraft;
    use crate::domain::time::Timestamp;

    /// Cases that an independent scorer computed from the published chart.
    const VECTORS: &str = include_str!("../../../tests/golden/news2-vectors.csv");
    const COLUMNS: &str = "respiratory_rate,spo2,spo2_scale,oxygen,systolic_bp,pulse,consciousness,\
        temperature,p_rr,p_spo2,p_oxygen,p_sbp,p_pulse,p_consciousness,p_temperature,total,risk";

    #[test]
    fn every_case_of_an_independent_scorer_gets_its_points_total_and_risk() {
        let mut lines = VECTORS.lines();
        assert_eq!(lines.next(), Some(COLUMNS));
        let mut cases = 0;
        for line in lines {
            let column: Vec<&str> = line.split(',').collect();
            let points: Vec<u8> = column[8..15].iter().map(|it| it.parse().unwrap()).collect();
            let expected = complete(&points, column[15].parse().unwrap(), word(column[16]));
            assert_eq!(score(&read(&column[..8]), Some(80)), expected, "{line}");
            cases += 1;
        }
        assert_eq!(cases, 600);
    }

    #[test]
    fn each_edge_of_the_chart_gives_its_points() {
        use Risk::{High, Low, Medium};
        for (values, points, total, risk) in [
            ("16,97,1,no,125,72,A,36.8", [0, 0, 0, 0, 0, 0, 0], 0, Low),
            ("20,96,1,no,111,90,A,38.0", [0, 0, 0, 0, 0, 0, 0], 0, Low),
            ("21,95,1,no,110,91,A,38.1", [2, 1, 0, 1, 1, 0, 1], 6, Medium),
            ("24,94,1,yes,101,110,A,39.0", [2, 1, 2, 1, 1, 0, 1], 8, High),
            ("25,91,1,no,100,111,A,39.1", [3, 3, 0, 2, 2, 0, 2], 12, High),
            ("8,91,1,yes,90,131,C,35.0", [3, 3, 2, 3, 3, 3, 3], 20, High),
            ("18,88,2,no,130,80,A,37.0", [0, 0, 0, 0, 0, 0, 0], 0, Low),
            ("18,93,2,no,130,80,A,37.0", [0, 0, 0, 0, 0, 0, 0], 0, Low),
            ("18,93,2,yes,130,80,A,37.0", [0, 1, 2, 0, 0, 0, 0], 3, Low),
            ("18,95,2,yes,130,80,A,37.0", [0, 2, 2, 0, 0, 0, 0], 4, Low),
            (
                "18,97,2,yes,130,80,A,37.0",
                [0, 3, 2, 0, 0, 0, 0],
                5,
                Medium,
            ),
            ("18,97,2,no,130,80,A,37.0", [0, 0, 0, 0, 0, 0, 0], 0, Low),
            ("9,85,2,no,220,41,A,35.1", [1, 2, 0, 3, 1, 0, 1], 8, High),
            ("12,87,2,yes,219,40,V,36.1", [0, 1, 2, 0, 3, 3, 0], 9, High),
        ] {
            let column: Vec<&str> = values.split(',').collect();
            let expected = complete(&points, total, risk);
            assert_eq!(score(&read(&column), Some(80)), expected, "{values}");
        }
    }

    #[test]
    fn single_three_is_more_than_a_low_risk() {
        let alone = read(&["18", "97", "1", "no", "130", "80", "C", "37.0"]);
        assert_eq!(
            score(&alone, Some(80)),
            complete(&[0, 0, 0, 0, 0, 3, 0], 3, Risk::LowMedium)
        );
        let with_two = read(&["18", "97", "1", "yes", "130", "80", "C", "37.0"]);
        assert_eq!(
            score(&with_two, Some(80)),
            complete(&[0, 0, 2, 0, 0, 3, 0], 5, Risk::Medium)
        );
    }

    #[test]
    fn without_all_seven_there_is_no_total() {
        let whole = read(&["25", "91", "1", "yes", "90", "131", "C", "35.0"]);
        for (parameter, vitals) in without_each(&whole) {
            let News2::Incomplete { parts, missing } = score(&vitals, Some(80)) else {
                panic!("{parameter:?} is missing and there is a total");
            };
            assert_eq!(missing, [parameter]);
            for part in parts {
                assert_eq!(part.points.is_none(), part.parameter == parameter);
            }
        }
        let nothing = Vitals::new(VitalsDraft::default(), now()).unwrap();
        let News2::Incomplete { missing, .. } = score(&nothing, Some(80)) else {
            panic!("nothing was measured and there is a total");
        };
        assert_eq!(missing, Parameter::ALL);
    }

    #[test]
    fn high_saturation_on_the_second_scale_gives_no_points_until_oxygen_is_told() {
        let whole = read(&["18", "93", "2", "yes", "130", "80", "A", "37.0"]);
        let untold = |spo2| Vitals {
            oxygen: None,
            spo2: Some(spo2),
            ..whole.clone()
        };
        let spo2 = |vitals| {
            let News2::Incomplete { parts, missing } = score(&vitals, Some(80)) else {
                panic!("oxygen is missing and there is a total");
            };
            assert_eq!(missing, [Parameter::Oxygen]);
            parts[1].points
        };
        assert_eq!(spo2(untold(93)), None);
        assert_eq!(spo2(untold(92)), Some(0));
    }

    #[test]
    fn scale_one_is_used_where_none_was_ordered() {
        let one = read(&["18", "90", "1", "no", "130", "80", "A", "37.0"]);
        let unsaid = Vitals {
            spo2_scale: None,
            ..one
        };
        assert_eq!(score(&unsaid, Some(80)), score(&one, Some(80)));
    }

    #[test]
    fn only_one_who_is_known_to_be_sixteen_is_scored() {
        let vitals = read(&["16", "97", "1", "no", "125", "72", "A", "36.8"]);
        assert_eq!(score(&vitals, None), News2::AgeUnknown);
        for years in [0, 15] {
            assert_eq!(score(&vitals, Some(years)), News2::Child);
        }
        let low = complete(&[0; 7], 0, Risk::Low);
        assert_eq!(score(&vitals, Some(YOUNGEST_YEARS)), low);
    }

    /// Values as a nurse types them, in the order of the columns.
    fn read(column: &[&str]) -> Vitals {
        let [
            rate,
            spo2,
            scale,
            oxygen,
            systolic,
            pulse,
            consciousness,
            temperature,
        ] = column
        else {
            panic!("{column:?}");
        };
        let order = || ("dr Wall".to_owned(), "2026-03-01".to_owned());
        let draft = VitalsDraft {
            taken_at: now(),
            respiratory_rate: rate.parse().ok(),
            spo2: spo2.parse().ok(),
            spo2_scale: scale.parse().ok(),
            scale2_order: (*scale == "2").then(order),
            oxygen: Some(*oxygen == "yes"),
            systolic_bp: systolic.parse().ok(),
            pulse: pulse.parse().ok(),
            consciousness: Consciousness::from_word(consciousness),
            temperature: temperature.parse().ok(),
        };
        Vitals::new(draft, now()).unwrap()
    }

    fn complete(points: &[u8], total: u8, risk: Risk) -> News2 {
        let mut points = points.iter();
        let parts = Parameter::ALL.map(|parameter| Part {
            parameter,
            points: points.next().copied(),
        });
        News2::Complete { parts, total, risk }
    }

    fn word(risk: &str) -> Risk {
        match risk {
            "low" => Risk::Low,
            "low_medium" => Risk::LowMedium,
            "medium" => Risk::Medium,
            "high" => Risk::High,
            other => panic!("{other}"),
        }
    }

    /// The same values with one of them left out, in the order of the chart.
    fn without_each(whole: &Vitals) -> [(Parameter, Vitals); 7] {
        Parameter::ALL.map(|parameter| {
            let mut vitals = whole.clone();
            match parameter {
                Parameter::RespiratoryRate => vitals.respiratory_rate = None,
                Parameter::Spo2 => vitals.spo2 = None,
                Parameter::Oxygen => vitals.oxygen = None,
                Parameter::SystolicBp => vitals.systolic_bp = None,
                Parameter::Pulse => vitals.pulse = None,
                Parameter::Consciousness => vitals.consciousness = None,
                Parameter::Temperature => vitals.temperature = None,
            }
            (parameter, vitals)
        })
    }

    fn now() -> Timestamp {
        Timestamp::parse_rfc3339("2026-11-21T10:00:00Z").unwrap()
    }
}
