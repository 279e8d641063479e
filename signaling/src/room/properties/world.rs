//! Two pages that follow the rules, over sockets that break, end in one session.

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn both_pages_end_in_one_and_the_same_session(
        begins_connected in any::<bool>(),
        steps in prop::collection::vec(step(), 0..60),
    ) {
        let mut world = World::new();
        if begins_connected {
            world.settle();
        }
        for step in steps {
            world.take(step);
        }
        world.settle();
        let [doctor, nurse] = &world.pages;
        let (doctor, nurse) = (doctor.connection.as_ref(), nurse.connection.as_ref());
        let (Some(doctor), Some(nurse)) = (doctor, nurse) else {
            return Err(TestCaseError::fail(format!("not both connected: {world:?}")));
        };
        prop_assert_eq!(&doctor.signaling, &Signaling::Stable);
        prop_assert_eq!(&nurse.signaling, &Signaling::Stable);
        prop_assert!(doctor.session.is_some(), "{doctor:?}");
        prop_assert_eq!(&doctor.session, &nurse.session);
    }
}

/// What may happen to two pages and their sockets.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// The page opens its socket and joins, if it has none.
    Join(usize),
    /// The page is loaded anew: everything it had is gone.
    Reload(usize),
    /// The socket breaks, and what was under way with it; the page keeps its connection.
    Break(usize),
    /// The server notices that a socket is gone.
    Notice(usize),
    /// The page wants to negotiate: a new track, or an ICE restart.
    Negotiate(usize),
    /// One message arrives at the server.
    Up(usize),
    /// One message arrives at the page.
    Down(usize),
    /// Time passes.
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = || 0_usize..2;
    prop_oneof![
        4 => who().prop_map(Step::Join),
        1 => who().prop_map(Step::Reload),
        2 => who().prop_map(Step::Break),
        2 => who().prop_map(Step::Notice),
        3 => who().prop_map(Step::Negotiate),
        8 => who().prop_map(Step::Up),
        8 => who().prop_map(Step::Down),
        1 => (0_u64..70_000).prop_map(Step::Wait),
    ]
}

/// A room and two pages with queues between them that keep their order.
#[derive(Debug)]
struct World {
    room: Room,
    now: Millis,
    pages: [Page; 2],
    next_link: u64,
    next_name: u32,
}

/// A browser's page that follows the W3C's perfect negotiation.
#[derive(Debug, Default)]
struct Page {
    link: Option<Link>,
    /// Sockets that broke and of which the server does not know yet.
    dead: Vec<Link>,
    up: VecDeque<Input>,
    down: VecDeque<Message>,
    joined: bool,
    polite: bool,
    generation: u32,
    signals: u32,
    connection: Option<Connection>,
}

#[derive(Debug)]
struct Connection {
    to_generation: u32,
    signaling: Signaling,
    negotiation_needed: bool,
    /// Offer and answer on which both sides agree.
    session: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Signaling {
    Stable,
    HaveLocalOffer(String),
}

impl Page {
    fn is_quiet(&self) -> bool {
        self.joined && self.up.is_empty() && self.down.is_empty() && self.dead.is_empty()
    }
}

impl World {
    fn new() -> Self {
        Self {
            room: room(),
            now: Millis(0),
            pages: Default::default(),
            next_link: 0,
            next_name: 0,
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Join(who) => self.join(who),
            Step::Reload(who) => {
                self.break_socket(who);
                let dead = std::mem::take(&mut self.pages[who].dead);
                self.pages[who] = Page {
                    dead,
                    ..Page::default()
                };
            }
            Step::Break(who) => self.break_socket(who),
            Step::Notice(who) => {
                if let Some(link) = self.pages[who].dead.pop() {
                    self.give(Input::LinkLost(link));
                }
            }
            Step::Negotiate(who) => {
                if let Some(connection) = &mut self.pages[who].connection {
                    connection.negotiation_needed = true;
                }
                self.offer_if_needed(who);
            }
            Step::Up(who) => {
                if let Some(input) = self.pages[who].up.pop_front() {
                    self.give(input);
                }
            }
            Step::Down(who) => {
                if let Some(message) = self.pages[who].down.pop_front() {
                    self.hear(who, message);
                }
            }
            Step::Wait(millis) => {
                self.now = self.now.plus(Duration::from_millis(millis));
                self.give(Input::Wake);
            }
        }
    }

    /// Brings both pages in and every message to its end.
    fn settle(&mut self) {
        for _ in 0..1_000 {
            for who in 0..2 {
                self.take(Step::Notice(who));
                self.take(Step::Join(who));
                self.take(Step::Up(who));
                self.take(Step::Down(who));
            }
            if self.pages.iter().all(Page::is_quiet) {
                return;
            }
        }
        panic!("the pages never come to rest: {:?}", self.pages);
    }

    fn join(&mut self, who: usize) {
        let link = Link(self.next_link);
        let page = &mut self.pages[who];
        if page.link.is_some() {
            return;
        }
        self.next_link += 1;
        page.link = Some(link);
        let stable = page
            .connection
            .as_ref()
            .is_none_or(|connection| connection.signaling == Signaling::Stable);
        page.up.push_back(Input::Join {
            link,
            seat: SEATS[who],
            takeover: false,
            resume: (stable && page.generation > 0).then_some(CallResume {
                generation: page.generation,
                signals: page.signals,
            }),
        });
    }

    fn break_socket(&mut self, who: usize) {
        let page = &mut self.pages[who];
        page.up.clear();
        page.down.clear();
        page.joined = false;
        page.dead.extend(page.link.take());
    }

    fn give(&mut self, input: Input) {
        self.room.handle(input, self.now);
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Send { link, message } => {
                    for page in &mut self.pages {
                        if page.link == Some(link) {
                            page.down.push_back(message.clone());
                        }
                    }
                }
                // Seat taken by the page's own socket that died: it tries again.
                Output::Refuse {
                    link,
                    refusal: Refusal::SeatTaken,
                    ..
                } => {
                    for page in &mut self.pages {
                        if page.link == Some(link) {
                            page.link = None;
                        }
                    }
                }
                Output::Refuse { .. } | Output::Close { .. } | Output::Log(_) | Output::Fact(_) => {
                }
            }
        }
    }

    fn hear(&mut self, who: usize, message: Message) {
        match message {
            Message::Joined(joined) => {
                let page = &mut self.pages[who];
                page.joined = true;
                page.polite = joined.you.polite;
                if page.generation != joined.you.generation {
                    page.generation = joined.you.generation;
                    page.signals = 0;
                    page.connection = None;
                }
                match joined.peers.first() {
                    Some(peer) => self.connect(who, peer),
                    None => page.connection = None,
                }
            }
            Message::PeerJoined(joined) => {
                self.pages[who].connection = None;
                self.connect(who, &joined.peer);
            }
            Message::PeerChanged(changed) => self.connect(who, &changed.peer),
            Message::PeerLeft(_) | Message::Ended(_) => self.pages[who].connection = None,
            Message::Signal(said) => {
                self.pages[who].signals += 1;
                self.follow(who, said.signal);
            }
            Message::Mode(_) | Message::Text(_) => {}
        }
        self.offer_if_needed(who);
    }

    fn connect(&mut self, who: usize, peer: &CallPeer) {
        let connection = &mut self.pages[who].connection;
        if connection.as_ref().map(|has| has.to_generation) != Some(peer.generation) {
            *connection = Some(Connection {
                to_generation: peer.generation,
                signaling: Signaling::Stable,
                negotiation_needed: true,
                session: None,
            });
        }
    }

    fn offer_if_needed(&mut self, who: usize) {
        let page = &mut self.pages[who];
        if !page.joined {
            return;
        }
        let Some(connection) = &mut page.connection else {
            return;
        };
        if connection.negotiation_needed && connection.signaling == Signaling::Stable {
            self.next_name += 1;
            connection.negotiation_needed = false;
            connection.signaling = Signaling::HaveLocalOffer(self.next_name.to_string());
            self.say(who, described(SdpKind::Offer, self.next_name));
        }
    }

    fn follow(&mut self, who: usize, signal: Signal) {
        let Signal::Description(description) = signal else {
            return;
        };
        let name = description.sdp.reveal();
        let name = name
            .trim_end()
            .trim_start_matches("a=ice-ufrag:")
            .to_owned();
        self.next_name += 1;
        let next = self.next_name;
        let page = &mut self.pages[who];
        let polite = page.polite;
        let connection = page
            .connection
            .as_mut()
            .expect("a signal needs a connection");
        match (description.kind, connection.signaling.clone()) {
            (SdpKind::Offer, Signaling::HaveLocalOffer(_)) if !polite => {}
            (SdpKind::Offer, before) => {
                // Taking an own offer back leaves the wish for it standing.
                connection.negotiation_needed |= before != Signaling::Stable;
                connection.signaling = Signaling::Stable;
                connection.session = Some((name, next.to_string()));
                self.say(who, described(SdpKind::Answer, next));
            }
            (SdpKind::Answer, Signaling::HaveLocalOffer(mine)) => {
                connection.signaling = Signaling::Stable;
                connection.session = Some((mine, name));
            }
            (SdpKind::Answer, Signaling::Stable) => panic!("an answer to nothing was relayed"),
        }
    }

    fn say(&mut self, who: usize, signal: Signal) {
        let page = &mut self.pages[who];
        let (Some(link), Some(connection)) = (page.link, &page.connection) else {
            return;
        };
        page.up.push_back(Input::Signal(
            link,
            CallSignal {
                to: SEATS[1 - who],
                generation: Some(connection.to_generation),
                signal,
            },
        ));
    }
}
