//! What two seats may say to each other while their browsers connect.
//!
//! Both browsers follow the W3C's perfect negotiation: when their offers cross, the impolite
//! one ignores the other's and the polite one gives way. The server sees every message in
//! the order in which it passes them on, so it knows which offers crossed, which one stands
//! and whose answer it waits for. An answer to anything else is refused; candidates of an
//! offer that lost, or of a connection that is gone, are dropped.
//!
//! Relies on every link keeping the order of its messages.

use std::collections::BTreeSet;
use std::mem;

use crate::wire::call::{IceCandidate, SdpKind, SessionDescription, Signal};

/// Longest description, in bytes. A browser's with sound, picture and screen has about 10 KiB.
pub const SDP_MAX: usize = 32 * 1024;

/// Longest candidate line, in bytes.
pub const CANDIDATE_MAX: usize = 1024;

/// Most candidates for one description. A machine with several networks has some twenty.
pub const CANDIDATES_MAX: u32 = 100;

/// Which of the two speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Gives way when offers cross.
    Polite,
    /// Ignores the other's offer when offers cross.
    Impolite,
}

impl Side {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Polite => Self::Impolite,
            Self::Impolite => Self::Polite,
        }
    }
}

/// What to do with a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Pass it on.
    Relay,
    /// Say nothing: it is of no use to the other side, and its sender did nothing wrong.
    Drop,
}

/// A signal that breaks the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// An answer without the other's offer, or an offer while the own one is open.
    #[error("nothing to answer, or an own offer is still open")]
    OutOfTurn,
    /// Longer than is allowed.
    #[error("the description or candidate is too long")]
    TooLarge,
    /// A description without ICE credentials connects nobody.
    #[error("the description has no ICE credentials")]
    NoCredentials,
    /// More candidates than one description can need.
    #[error("too many candidates for one description")]
    TooManyCandidates,
}

/// The connection between two seats, as the server sees it. [`Negotiation::default`] begins anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Negotiation {
    open: Option<Side>,
    polite: Credentials,
    impolite: Credentials,
}

/// By which ICE user names one side can be known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Credentials {
    settled: BTreeSet<String>,
    offered: BTreeSet<String>,
    candidates: u32,
}

impl Negotiation {
    /// No offer waits for its answer.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.open.is_none()
    }

    /// Decides about `signal` from `side`.
    ///
    /// # Errors
    /// [`Breach`] if its sender may not say that now.
    pub fn hear(&mut self, side: Side, signal: &Signal) -> Result<Verdict, Breach> {
        match signal {
            Signal::Description(description) => self.describe(side, description),
            Signal::Candidate(candidate) => self.candidate(side, candidate),
        }
    }

    fn describe(&mut self, side: Side, said: &SessionDescription) -> Result<Verdict, Breach> {
        if said.sdp.reveal().len() > SDP_MAX {
            return Err(Breach::TooLarge);
        }
        let names = user_names(said.sdp.reveal());
        if names.is_empty() {
            return Err(Breach::NoCredentials);
        }
        match said.kind {
            SdpKind::Offer => self.offer(side, names),
            SdpKind::Answer => self.answer(side, names),
        }
    }

    fn offer(&mut self, side: Side, names: BTreeSet<String>) -> Result<Verdict, Breach> {
        match (self.open, side) {
            (Some(open), _) if open == side => return Err(Breach::OutOfTurn),
            // The impolite side has sent its own offer before this one can reach it, and
            // will ignore this one.
            (Some(_), Side::Polite) => return Ok(Verdict::Drop),
            // The polite side will take its offer back when it hears this one.
            (Some(_), Side::Impolite) => self.polite.offered.clear(),
            (None, _) => {}
        }
        self.open = Some(side);
        let mine = self.credentials(side);
        mine.offered = names;
        mine.candidates = 0;

        Ok(Verdict::Relay)
    }

    fn answer(&mut self, side: Side, names: BTreeSet<String>) -> Result<Verdict, Breach> {
        if self.open != Some(side.other()) {
            return Err(Breach::OutOfTurn);
        }
        self.open = None;
        let theirs = self.credentials(side.other());
        theirs.settled = mem::take(&mut theirs.offered);
        let mine = self.credentials(side);
        mine.settled = names;
        mine.candidates = 0;

        Ok(Verdict::Relay)
    }

    fn candidate(&mut self, side: Side, said: &IceCandidate) -> Result<Verdict, Breach> {
        if said.candidate.reveal().len() > CANDIDATE_MAX {
            return Err(Breach::TooLarge);
        }
        let mine = self.credentials(side);
        let known = match &said.username_fragment {
            Some(name) => mine.settled.contains(name) || mine.offered.contains(name),
            None => !mine.settled.is_empty() || !mine.offered.is_empty(),
        };
        if !known {
            return Ok(Verdict::Drop);
        }
        if mine.candidates >= CANDIDATES_MAX {
            return Err(Breach::TooManyCandidates);
        }
        mine.candidates += 1;

        Ok(Verdict::Relay)
    }

    const fn credentials(&mut self, side: Side) -> &mut Credentials {
        match side {
            Side::Polite => &mut self.polite,
            Side::Impolite => &mut self.impolite,
        }
    }
}

/// The ICE user names in a description (RFC 8839 §5.4).
fn user_names(sdp: &str) -> BTreeSet<String> {
    sdp.lines()
        .filter_map(|line| line.trim_end().strip_prefix("a=ice-ufrag:"))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Side::{Impolite, Polite};
    use super::*;

    #[test]
    fn offer_is_answered_by_the_other_side_once() {
        let mut talk = Negotiation::default();
        assert_eq!(talk.hear(Polite, &offer("p1")), Ok(Verdict::Relay));
        assert_eq!(
            talk.hear(Polite, &answer("p1")),
            Err(Breach::OutOfTurn),
            "own"
        );
        assert!(!talk.is_settled());
        assert_eq!(talk.hear(Impolite, &answer("i1")), Ok(Verdict::Relay));
        assert!(talk.is_settled());
        assert_eq!(talk.hear(Impolite, &answer("i1")), Err(Breach::OutOfTurn));
    }

    #[test]
    fn answer_before_any_offer_is_refused() {
        let mut talk = Negotiation::default();
        for side in [Polite, Impolite] {
            assert_eq!(talk.hear(side, &answer("x")), Err(Breach::OutOfTurn));
        }
    }

    #[test]
    fn second_offer_waits_for_the_first_ones_answer() {
        let mut talk = Negotiation::default();
        assert_eq!(talk.hear(Polite, &offer("p1")), Ok(Verdict::Relay));
        assert_eq!(talk.hear(Polite, &offer("p2")), Err(Breach::OutOfTurn));
    }

    #[test]
    fn impolite_offer_stands_when_offers_cross() {
        for order in [[Polite, Impolite], [Impolite, Polite]] {
            let mut talk = Negotiation::default();
            for side in order {
                let name = if side == Polite { "p1" } else { "i1" };
                assert!(talk.hear(side, &offer(name)).is_ok());
            }
            assert_eq!(
                talk.hear(Impolite, &answer("i2")),
                Err(Breach::OutOfTurn),
                "{order:?}"
            );
            assert_eq!(talk.hear(Polite, &answer("p2")), Ok(Verdict::Relay));
            assert!(talk.is_settled());
        }
    }

    #[test]
    fn candidates_of_an_offer_that_lost_are_dropped() {
        let mut talk = Negotiation::default();
        assert_eq!(talk.hear(Polite, &offer("lost")), Ok(Verdict::Relay));
        assert_eq!(
            talk.hear(Polite, &candidate(Some("lost"))),
            Ok(Verdict::Relay)
        );
        assert_eq!(talk.hear(Impolite, &offer("i1")), Ok(Verdict::Relay));
        assert_eq!(
            talk.hear(Polite, &candidate(Some("lost"))),
            Ok(Verdict::Drop)
        );
        assert_eq!(talk.hear(Polite, &answer("kept")), Ok(Verdict::Relay));
        assert_eq!(
            talk.hear(Polite, &candidate(Some("kept"))),
            Ok(Verdict::Relay)
        );
    }

    #[test]
    fn ice_restart_keeps_the_old_path_until_it_is_answered() {
        let mut talk = Negotiation::default();
        assert!(talk.hear(Impolite, &offer("i1")).is_ok());
        assert!(talk.hear(Polite, &answer("p1")).is_ok());
        assert!(talk.hear(Impolite, &offer("i2")).is_ok());
        for name in ["i1", "i2"] {
            assert_eq!(
                talk.hear(Impolite, &candidate(Some(name))),
                Ok(Verdict::Relay),
                "{name}"
            );
        }
        assert!(talk.hear(Polite, &answer("p2")).is_ok());
        assert_eq!(
            talk.hear(Impolite, &candidate(Some("i1"))),
            Ok(Verdict::Drop)
        );
        assert_eq!(talk.hear(Polite, &candidate(Some("p1"))), Ok(Verdict::Drop));
    }

    #[test]
    fn candidate_without_a_description_is_dropped() {
        let mut talk = Negotiation::default();
        assert_eq!(talk.hear(Polite, &candidate(None)), Ok(Verdict::Drop));
        assert_eq!(talk.hear(Polite, &candidate(Some("x"))), Ok(Verdict::Drop));
    }

    #[test]
    fn sizes_and_numbers_are_bounded() {
        let mut talk = Negotiation::default();
        let mut long = "a=ice-ufrag:p1\n".to_owned();
        long.push_str(&"x".repeat(SDP_MAX));
        assert_eq!(
            talk.hear(Polite, &described(SdpKind::Offer, &long)),
            Err(Breach::TooLarge)
        );
        assert_eq!(
            talk.hear(Polite, &described(SdpKind::Offer, "v=0")),
            Err(Breach::NoCredentials)
        );
        assert!(talk.hear(Polite, &offer("p1")).is_ok());
        for _ in 0..CANDIDATES_MAX {
            assert_eq!(talk.hear(Polite, &candidate(None)), Ok(Verdict::Relay));
        }
        assert_eq!(
            talk.hear(Polite, &candidate(None)),
            Err(Breach::TooManyCandidates)
        );
        let wide = Signal::Candidate(IceCandidate {
            candidate: "x".repeat(CANDIDATE_MAX + 1).as_str().into(),
            sdp_mid: None,
            sdp_m_line_index: None,
            username_fragment: None,
        });
        assert_eq!(talk.hear(Impolite, &wide), Err(Breach::TooLarge));
    }

    fn offer(name: &str) -> Signal {
        described(SdpKind::Offer, &format!("v=0\r\na=ice-ufrag:{name}\r\n"))
    }

    fn answer(name: &str) -> Signal {
        described(SdpKind::Answer, &format!("v=0\r\na=ice-ufrag:{name}\r\n"))
    }

    fn described(kind: SdpKind, sdp: &str) -> Signal {
        Signal::Description(SessionDescription {
            kind,
            sdp: sdp.into(),
        })
    }

    fn candidate(name: Option<&str>) -> Signal {
        Signal::Candidate(IceCandidate {
            candidate: "candidate:1".into(),
            sdp_mid: Some("0".to_owned()),
            sdp_m_line_index: Some(0),
            username_fragment: name.map(str::to_owned),
        })
    }
}
