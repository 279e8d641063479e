//! What clients, good or bad, and time may bring.

use super::*;

/// Anything that clients, good or bad, and time may bring, with the milliseconds before it.
pub(super) fn inputs() -> impl Strategy<Value = Vec<(Input, u64)>> {
    let wait = prop_oneof![4 => 0_u64..2_000, 1 => 2_000_u64..70_000];
    prop::collection::vec((input(), wait), 0..80)
}

fn input() -> impl Strategy<Value = Input> {
    let link = || (0_u64..6).prop_map(Link);
    let seat =
        || prop_oneof![4 => Just(SEATS[0]), 4 => Just(SEATS[1]), 1 => Just(SeatId(Uuid::nil()))];
    let resume =
        prop::option::of(
            (0_u32..4, 0_u32..4).prop_map(|(generation, signals)| CallResume {
                generation,
                signals,
            }),
        );
    prop_oneof![
        6 => (link(), seat(), any::<bool>(), resume).prop_map(|(link, seat, takeover, resume)| {
            Input::Join { link, seat, takeover, resume }
        }),
        1 => (link(), seat(), 0_u32..2).prop_map(|(link, seat, holder)| {
            Input::Holder { link, seat, holder, name: Unprinted(format!("P{holder}")) }
        }),
        6 => (link(), seat(), prop::option::of(0_u32..4), signal()).prop_map(
            |(link, to, generation, signal)| Input::Signal(link, CallSignal { to, generation, signal })
        ),
        1 => (link(), any::<bool>()).prop_map(|(link, mic)| {
            Input::State(link, CallState { mic, camera: false, screen: false })
        }),
        4 => (link(), 0_u32..20).prop_map(|(link, packets)| Input::Stats(link, stats(packets))),
        1 => link().prop_map(|link| Input::Text(link, CallText { text: "Hej".into() })),
        1 => link().prop_map(Input::Leave),
        2 => link().prop_map(Input::LinkLost),
        1 => Just(Input::Wake),
        1 => prop::bool::weighted(0.2).prop_map(|end| if end { Input::End(EndReason::Over) } else { Input::Wake }),
    ]
}

fn signal() -> impl Strategy<Value = Signal> {
    prop_oneof![
        (any::<bool>(), 0_u32..4).prop_map(|(is_offer, name)| described(
            if is_offer {
                SdpKind::Offer
            } else {
                SdpKind::Answer
            },
            name
        )),
        prop::option::of(0_u32..4).prop_map(|name| Signal::Candidate(IceCandidate {
            candidate: "candidate:1".into(),
            sdp_mid: None,
            sdp_m_line_index: None,
            username_fragment: name.map(|name| name.to_string()),
        })),
    ]
}

fn stats(packets: u32) -> CallStats {
    CallStats {
        ice: IceState::Connected,
        pair: None,
        protocol: None,
        rtt_ms: None,
        loss_permille: None,
        fps: None,
        concealed_permille: None,
        frames_decoded: None,
        audio_packets: Some(packets),
    }
}
