//! Raft as in zoo/replication/raft.ts: 2 or 3 servers, up to 3 terms, logs of one entry, over reliable
//! unordered channels. Anybody may stand in the next term at any time; a leader appends an entry of its own
//! if its log is empty.
//!
//! As in the SPIN model: a log is the term of its entry, or 0. Whom a leader knows to have the entry is whom
//! it supposes to have it. Nothing is in transit twice between two servers but an acknowledgement, at most
//! twice, so that bits say what is.

use stateright::{Model, Property};
use std::hash::{Hash, Hasher};

const MOST_SERVERS: usize = 3;

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Part {
    #[default]
    Follower,
    Candidate,
    Leader,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Server {
    term: u8,
    part: Part,
    /// One more than the number of a server, or 0.
    voted: u8,
    /// The term of the entry, or 0.
    log: u8,
    /// Of a candidate: who else votes for it, as bits.
    votes: u8,
    /// Of a leader: who else has the entry, as bits.
    known: u8,
    committed: bool,
    /// Timers.
    standing: bool,
    commanding: bool,
}

/// What is in transit from one server to another.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Link {
    /// Two bits for each term: one more than the term of the log of who stands in it, or 0.
    requests: u8,
    /// A bit for each term.
    votes: u8,
    /// For term t from bit t² - 1 on: for each term e up to t a bit for an entry of e, and one for it as
    /// committed; and one that says that nothing is new but that the entry of term t is committed.
    appends: u16,
    /// Two bits for each term: the number of acknowledgements.
    done: u8,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Configuration {
    servers: [Server; MOST_SERVERS],
    /// By sender and receiver.
    links: [[Link; MOST_SERVERS]; MOST_SERVERS],
}

/// A few words in place of the 81 bytes that a derived one would write one by one: hashing is most of the
/// work of a transition.
impl Hash for Configuration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut locals = 0u64;
        for it in &self.servers {
            let pairs = [it.term, it.part as u8, it.voted, it.log];
            let small = pairs.iter().fold(0, |word, &two| word << 2 | two);
            let sets = u64::from(it.votes << 3 | it.known);
            let flags = u64::from(it.committed) << 2 | u64::from(it.standing) << 1 | u64::from(it.commanding);
            locals = locals << 17 | u64::from(small) << 9 | sets << 3 | flags;
        }
        state.write_u64(locals);
        for (from, links) in self.links.iter().enumerate() {
            let word = links.iter().enumerate().filter(|&(to, _)| to != from).fold(0, |word, (_, link)| {
                let small = u64::from(link.requests) << 9 | u64::from(link.votes) << 6 | u64::from(link.done);
                word << 32 | u64::from(link.appends) << 15 | small
            });
            state.write_u64(word);
        }
    }
}

/// An event at the server `at`; `from` is another, `term` that of the message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
    Stands { at: u8 },
    Commands { at: u8 },
    ReceivesRequest { at: u8, from: u8, term: u8 },
    ReceivesVote { at: u8, from: u8, term: u8 },
    ReceivesEntry { at: u8, from: u8, term: u8, entry: u8, committed: bool },
    ReceivesNotice { at: u8, from: u8, term: u8 },
    ReceivesDone { at: u8, from: u8, term: u8 },
}

pub struct System {
    servers: u8,
    terms: u8,
}

fn entry_bit(term: u8, entry: u8, committed: bool) -> u16 {
    1 << (term * term - 1 + 2 * (entry - 1) + u8::from(committed))
}

fn notice_bit(term: u8) -> u16 {
    1 << (term * term - 1 + 2 * term)
}

fn field(word: u8, term: u8) -> u8 {
    word >> (2 * (term - 1)) & 3
}

fn placed(value: u8, term: u8) -> u8 {
    value << (2 * (term - 1))
}

/// A message of a later term makes everybody a follower in it.
fn notice(it: &mut Server, term: u8) {
    if term > it.term {
        *it = Server { term, part: Part::Follower, voted: 0, votes: 0, known: 0, standing: true, ..*it };
    }
}

fn receive_entry(c: &mut Configuration, (at, from): (usize, usize), term: u8, entry: u8, committed: bool) {
    c.links[from][at].appends &= !entry_bit(term, entry, committed);
    let it = &mut c.servers[at];
    notice(it, term);
    if term != it.term {
        return;
    }
    let committed = it.committed || committed;
    *it = Server { part: Part::Follower, votes: 0, log: entry, committed, ..*it };
    c.links[at][from].done += placed(1, term);
}

/// Only who has acknowledged the entry is told this, so nobody refuses.
fn receive_notice(c: &mut Configuration, (at, from): (usize, usize), term: u8) {
    c.links[from][at].appends &= !notice_bit(term);
    let it = &mut c.servers[at];
    notice(it, term);
    if term == it.term {
        assert_eq!(it.log, term);
        *it = Server { part: Part::Follower, votes: 0, committed: true, ..*it };
    }
}

impl System {
    pub fn new(servers: u32, terms: u32) -> Self {
        System { servers: servers as u8, terms: terms as u8 }
    }

    fn is_majority(&self, others: u8) -> bool {
        2 * (1 + others.count_ones()) > u32::from(self.servers)
    }

    fn others(&self, at: usize) -> impl Iterator<Item = usize> {
        (0..self.servers as usize).filter(move |&other| other != at)
    }

    fn send_entry(&self, c: &mut Configuration, at: usize) {
        let Server { term, log, committed, .. } = c.servers[at];
        for other in self.others(at) {
            c.links[at][other].appends |= entry_bit(term, log, committed);
        }
    }

    fn stand(&self, c: &mut Configuration, at: usize) {
        let it = &mut c.servers[at];
        if it.term >= self.terms {
            it.standing = false;
            return;
        }
        *it = Server { term: it.term + 1, voted: at as u8 + 1, part: Part::Candidate, votes: 0, ..*it };
        let Server { term, log, .. } = *it;
        for other in self.others(at) {
            c.links[at][other].requests |= placed(1 + log, term);
        }
    }

    fn command(&self, c: &mut Configuration, at: usize) {
        let it = &mut c.servers[at];
        it.commanding = false;
        if it.part == Part::Leader && it.log == 0 {
            it.log = it.term;
            self.send_entry(c, at);
        }
    }

    fn receive_request(&self, c: &mut Configuration, (at, from): (usize, usize), term: u8) {
        let requests = &mut c.links[from][at].requests;
        let last = field(*requests, term) - 1;
        *requests &= !placed(3, term);
        let it = &mut c.servers[at];
        notice(it, term);
        let candidate = from as u8 + 1;
        if term == it.term && (it.voted == 0 || it.voted == candidate) && last >= it.log {
            it.voted = candidate;
            c.links[at][from].votes |= 1 << (term - 1);
        }
    }

    fn receive_vote(&self, c: &mut Configuration, (at, from): (usize, usize), term: u8) {
        c.links[from][at].votes &= !(1 << (term - 1));
        let it = &mut c.servers[at];
        if term != it.term || it.part != Part::Candidate {
            return;
        }
        it.votes |= 1 << from;
        if !self.is_majority(it.votes) {
            return;
        }
        *it = Server { standing: false, part: Part::Leader, votes: 0, ..*it };
        if it.log > 0 {
            self.send_entry(c, at);
        } else {
            it.commanding = true;
        }
    }

    fn receive_done(&self, c: &mut Configuration, (at, from): (usize, usize), term: u8) {
        c.links[from][at].done -= placed(1, term);
        let it = &mut c.servers[at];
        if term != it.term || it.part != Part::Leader || it.known & 1 << from != 0 {
            return;
        }
        it.known |= 1 << from;
        if it.committed || it.log != term || !self.is_majority(it.known) {
            return;
        }
        it.committed = true;
        let known = it.known;
        for other in self.others(at) {
            let is_known = known & 1 << other != 0;
            let bit = if is_known { notice_bit(term) } else { entry_bit(term, term, true) };
            c.links[at][other].appends |= bit;
        }
    }

    fn receives(&self, c: &Configuration, (at, from): (u8, u8), events: &mut Vec<Event>) {
        let link = &c.links[from as usize][at as usize];
        for term in 1..=self.terms {
            if field(link.requests, term) > 0 {
                events.push(Event::ReceivesRequest { at, from, term });
            }
            if link.votes & 1 << (term - 1) != 0 {
                events.push(Event::ReceivesVote { at, from, term });
            }
            if field(link.done, term) > 0 {
                events.push(Event::ReceivesDone { at, from, term });
            }
            if link.appends & notice_bit(term) != 0 {
                events.push(Event::ReceivesNotice { at, from, term });
            }
            for entry in 1..=term {
                for committed in [false, true] {
                    if link.appends & entry_bit(term, entry, committed) != 0 {
                        events.push(Event::ReceivesEntry { at, from, term, entry, committed });
                    }
                }
            }
        }
    }
}

/// Whether something is true of every two servers, in both orders.
fn of_every_two(c: &Configuration, test: impl Fn(&Server, &Server) -> bool) -> bool {
    let servers = &c.servers;
    (0..MOST_SERVERS).all(|i| (0..MOST_SERVERS).all(|j| i == j || test(&servers[i], &servers[j])))
}

fn election_safety(_: &System, c: &Configuration) -> bool {
    of_every_two(c, |p, q| p.part != Part::Leader || q.part != Part::Leader || p.term != q.term)
}

fn leader_completeness(_: &System, c: &Configuration) -> bool {
    of_every_two(c, |p, q| p.part != Part::Leader || q.term >= p.term || !q.committed || q.log == p.log)
}

fn state_machine_safety(_: &System, c: &Configuration) -> bool {
    of_every_two(c, |p, q| !p.committed || !q.committed || p.log == q.log)
}

impl Model for System {
    type State = Configuration;
    type Action = Event;

    fn init_states(&self) -> Vec<Configuration> {
        let mut first = Configuration::default();
        for it in &mut first.servers[..self.servers as usize] {
            it.standing = true;
        }
        vec![first]
    }

    fn actions(&self, c: &Configuration, events: &mut Vec<Event>) {
        for at in 0..self.servers {
            let it = &c.servers[at as usize];
            if it.standing {
                events.push(Event::Stands { at });
            }
            if it.commanding {
                events.push(Event::Commands { at });
            }
            for from in (0..self.servers).filter(|&from| from != at) {
                self.receives(c, (at, from), events);
            }
        }
    }

    fn next_state(&self, c: &Configuration, event: Event) -> Option<Configuration> {
        let mut next = *c;
        let pair = |at: u8, from: u8| (at as usize, from as usize);
        match event {
            Event::Stands { at } => self.stand(&mut next, at as usize),
            Event::Commands { at } => self.command(&mut next, at as usize),
            Event::ReceivesRequest { at, from, term } => {
                self.receive_request(&mut next, pair(at, from), term)
            }
            Event::ReceivesVote { at, from, term } => self.receive_vote(&mut next, pair(at, from), term),
            Event::ReceivesEntry { at, from, term, entry, committed } => {
                receive_entry(&mut next, pair(at, from), term, entry, committed)
            }
            Event::ReceivesNotice { at, from, term } => receive_notice(&mut next, pair(at, from), term),
            Event::ReceivesDone { at, from, term } => self.receive_done(&mut next, pair(at, from), term),
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("electionSafety", election_safety),
            Property::always("leaderCompleteness", leader_completeness),
            Property::always("stateMachineSafety", state_machine_safety),
        ]
    }
}
