//! Where a doctor can send a request on.

use super::bench::{Bench, MORNING};
use crate::domain::clinical::Level;
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{Command, Onward, Refusal, onward};

#[test]
fn doctor_is_offered_what_would_be_taken_and_nothing_else() {
    let (bench, consult) = held();
    let offered = offered(&bench, "nils");
    assert!(
        offered.iter().any(|one| !one.own),
        "also centres that are not hers: {offered:?}"
    );
    let held = bench.state.consult(consult).unwrap();
    for centre in bench.directory.centres(MORNING) {
        let mut tried = bench.clone();
        let command = Command::Redirect {
            consult,
            centre: centre.id.clone(),
        };
        let taken = tried.try_as("nils", command);
        let is_offered = offered.iter().any(|one| one.centre == centre.id);
        assert_eq!(taken.is_ok(), is_offered, "{}", centre.id);
        if !bench.directory.may_ask(&held.unit, &centre.id, MORNING) {
            assert_eq!(taken, Err(Refusal::NotEligible), "{}", centre.id);
        }
    }
    let names: Vec<_> = offered.iter().map(|one| one.centre.as_str()).collect();
    assert_eq!(
        names,
        ["south"],
        "and no agreement joins her unit and harbour"
    );
}

#[test]
fn nobody_but_the_holder_is_offered_where_to_send_it() {
    let (bench, _consult) = held();
    for other in ["wera", "nora", "siv", "carl"] {
        assert_eq!(offered(&bench, other), [], "{other}");
    }
}

/// A request of a unit that may ask two of the county's three centres.
fn held() -> (Bench, ConsultId) {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let consult = bench.ask("wera", "north", Level::P2);
    bench.act("nils", Command::Claim { consult });
    (bench, consult)
}

fn offered(bench: &Bench, person: &str) -> Vec<Onward> {
    let consult = bench.state.consults().next().unwrap();
    let commission = bench.actor(person).commission;
    let commission = bench.directory.commission(&commission, MORNING).unwrap();
    onward(consult, commission, &bench.directory, MORNING)
}
