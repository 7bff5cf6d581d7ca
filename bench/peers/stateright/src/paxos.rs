//! Single-decree Paxos over reliable unordered channels: every message is received exactly once, in any
//! order. Proposer i has ballot i and value i, and has sent prepare(i) to every acceptor initially.
//!
//! As in the SPIN model: no message is sent twice between the same two processes, so a bit per proposer and
//! acceptor says whether one of a kind is in transit; and a ballot determines its value (that of the
//! proposer with the ballot), so that (ballot, value) is written as the ballot alone, 0 for none.

use stateright::{Model, Property};
use std::hash::{Hash, Hasher};

const MOST_PROPOSERS: usize = 3;
const MOST_ACCEPTORS: usize = 4;

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Proposer {
    /// 0 while in phase prepare.
    value: u8,
    decided: bool,
    /// Acceptors that have promised (in phase prepare) or accepted (in phase accept), as bits.
    answered: u8,
    /// The greatest ballot among the promises received.
    best: u8,
    /// Messages in transit to or from each acceptor, as bits.
    prepare: u8,
    promise: u8,
    accept: u8,
    accepted: u8,
    /// The ballots in the promises in transit, two bits for each acceptor.
    promises: u8,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Acceptor {
    promised: u8,
    accepted: u8,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Configuration {
    proposers: [Proposer; MOST_PROPOSERS],
    acceptors: [Acceptor; MOST_ACCEPTORS],
}

/// A few words in place of the 35 bytes that a derived one would write one by one: hashing is most of the
/// work of a transition.
impl Hash for Configuration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut rest = [0; 16];
        for (i, p) in self.proposers.iter().enumerate() {
            let decided = u8::from(p.decided);
            state.write_u64(u64::from_le_bytes([
                p.value, decided, p.answered, p.best, p.prepare, p.promise, p.accept, p.accepted,
            ]));
            rest[i] = p.promises;
        }
        for (i, a) in self.acceptors.iter().enumerate() {
            rest[MOST_PROPOSERS + 2 * i] = a.promised;
            rest[MOST_PROPOSERS + 2 * i + 1] = a.accepted;
        }
        state.write_u128(u128::from_le_bytes(rest));
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    Prepare,
    Promise,
    Accept,
    Accepted,
}

/// The receive of the message of this kind between a proposer and an acceptor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Receive {
    kind: Kind,
    proposer: u8,
    acceptor: u8,
}

pub struct System {
    proposers: u32,
    acceptors: u32,
}

impl System {
    pub fn new(proposers: u32, acceptors: u32) -> Self {
        System { proposers, acceptors }
    }

    fn everyone(&self) -> u8 {
        (1 << self.acceptors) - 1
    }

    fn is_majority(&self, set: u8) -> bool {
        2 * set.count_ones() > self.acceptors
    }

    fn receive_promise(&self, c: &mut Configuration, p: usize, a: usize) {
        let ballot = c.proposers[p].promises >> (2 * a) & 3;
        let it = &mut c.proposers[p];
        it.promise &= !(1 << a);
        it.promises &= !(3 << (2 * a));
        if it.value != 0 {
            return;
        }
        it.answered |= 1 << a;
        it.best = it.best.max(ballot);
        if self.is_majority(it.answered) {
            let value = if it.best == 0 { p as u8 + 1 } else { c.proposers[it.best as usize - 1].value };
            let it = &mut c.proposers[p];
            it.value = value;
            it.answered = 0;
            it.best = 0;
            it.accept = self.everyone();
        }
    }

    fn receive_accepted(&self, it: &mut Proposer, a: usize) {
        it.accepted &= !(1 << a);
        if it.decided {
            return;
        }
        it.answered |= 1 << a;
        if self.is_majority(it.answered) {
            it.decided = true;
            it.answered = 0;
        }
    }
}

fn receive_prepare(c: &mut Configuration, p: usize, a: usize) {
    let (proposer, acceptor) = (&mut c.proposers[p], &mut c.acceptors[a]);
    let ballot = p as u8 + 1;
    proposer.prepare &= !(1 << a);
    if ballot > acceptor.promised {
        acceptor.promised = ballot;
        proposer.promise |= 1 << a;
        proposer.promises |= acceptor.accepted << (2 * a);
    }
}

fn receive_accept(c: &mut Configuration, p: usize, a: usize) {
    let (proposer, acceptor) = (&mut c.proposers[p], &mut c.acceptors[a]);
    let ballot = p as u8 + 1;
    proposer.accept &= !(1 << a);
    if ballot >= acceptor.promised {
        acceptor.promised = ballot;
        acceptor.accepted = ballot;
        proposer.accepted |= 1 << a;
    }
}

/// No two proposers have decided different values.
fn agreement(_: &System, c: &Configuration) -> bool {
    let mut first = 0;
    for proposer in c.proposers.iter().filter(|proposer| proposer.decided) {
        if first != 0 && proposer.value != first {
            return false;
        }
        first = proposer.value;
    }
    true
}

impl Model for System {
    type State = Configuration;
    type Action = Receive;

    fn init_states(&self) -> Vec<Configuration> {
        let mut proposers = [Proposer::default(); MOST_PROPOSERS];
        for proposer in &mut proposers[..self.proposers as usize] {
            proposer.prepare = self.everyone();
        }
        vec![Configuration { proposers, acceptors: Default::default() }]
    }

    fn actions(&self, c: &Configuration, receives: &mut Vec<Receive>) {
        for proposer in 0..self.proposers as u8 {
            let it = &c.proposers[proposer as usize];
            for acceptor in 0..self.acceptors as u8 {
                let kinds = [
                    (Kind::Prepare, it.prepare),
                    (Kind::Promise, it.promise),
                    (Kind::Accept, it.accept),
                    (Kind::Accepted, it.accepted),
                ];
                for (kind, in_transit) in kinds {
                    if in_transit & (1 << acceptor) != 0 {
                        receives.push(Receive { kind, proposer, acceptor });
                    }
                }
            }
        }
    }

    fn next_state(&self, c: &Configuration, receive: Receive) -> Option<Configuration> {
        let mut next = *c;
        let (p, a) = (receive.proposer as usize, receive.acceptor as usize);
        match receive.kind {
            Kind::Prepare => receive_prepare(&mut next, p, a),
            Kind::Promise => self.receive_promise(&mut next, p, a),
            Kind::Accept => receive_accept(&mut next, p, a),
            Kind::Accepted => self.receive_accepted(&mut next.proposers[p], a),
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("agreement", agreement)]
    }
}
