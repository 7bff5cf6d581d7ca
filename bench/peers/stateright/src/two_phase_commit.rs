//! Two-phase commit (the TLA+ example TwoPhase): messages form a set and are never removed.
//!
//! As in the SPIN model, sets of resource managers are bit masks, a receive that changes nothing is left
//! out, and whether Commit and Abort have been sent is told by the state of the transaction manager.

use stateright::{Model, Property};
use std::hash::{Hash, Hasher};

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Manager {
    Init,
    Committed,
    Aborted,
}

/// A configuration. A resource manager in none of `prepared`, `committed` and `aborted` is working.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Configuration {
    manager: Manager,
    /// Whose Prepared message the transaction manager has received.
    heard: u16,
    /// Whose Prepared message has been sent.
    sent: u16,
    prepared: u16,
    committed: u16,
    aborted: u16,
}

/// One word in place of the six that a derived one would write: hashing is most of the work of a transition.
impl Hash for Configuration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let masks = [self.heard, self.sent, self.prepared, self.committed, self.aborted];
        state.write_u64(masks.iter().fold(self.manager as u64, |word, &mask| word << 9 | u64::from(mask)));
    }
}

/// An event; the number is a resource manager, as a bit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
    ManagerCommits,
    ManagerAborts,
    ManagerReceivesPrepared(u16),
    Prepares(u16),
    ChoosesToAbort(u16),
    ReceivesCommit(u16),
    ReceivesAbort(u16),
}

pub struct System {
    resource_managers: u32,
}

impl System {
    pub fn new(resource_managers: u32) -> Self {
        System { resource_managers }
    }

    fn everyone(&self) -> u16 {
        (1 << self.resource_managers) - 1
    }
}

impl Model for System {
    type State = Configuration;
    type Action = Event;

    fn init_states(&self) -> Vec<Configuration> {
        vec![Configuration {
            manager: Manager::Init,
            heard: 0,
            sent: 0,
            prepared: 0,
            committed: 0,
            aborted: 0,
        }]
    }

    fn actions(&self, c: &Configuration, events: &mut Vec<Event>) {
        if c.manager == Manager::Init {
            if c.heard == self.everyone() {
                events.push(Event::ManagerCommits);
            }
            events.push(Event::ManagerAborts);
        }
        for i in 0..self.resource_managers {
            let it: u16 = 1 << i;
            if (c.prepared | c.committed | c.aborted) & it == 0 {
                events.push(Event::Prepares(it));
                events.push(Event::ChoosesToAbort(it));
            }
            match c.manager {
                Manager::Init if c.sent & !c.heard & it != 0 => {
                    events.push(Event::ManagerReceivesPrepared(it))
                }
                Manager::Committed if c.committed & it == 0 => events.push(Event::ReceivesCommit(it)),
                Manager::Aborted if c.aborted & it == 0 => events.push(Event::ReceivesAbort(it)),
                _ => {}
            }
        }
    }

    fn next_state(&self, c: &Configuration, event: Event) -> Option<Configuration> {
        let mut next = *c;
        match event {
            Event::ManagerCommits => next.manager = Manager::Committed,
            Event::ManagerAborts => next.manager = Manager::Aborted,
            Event::ManagerReceivesPrepared(it) => next.heard |= it,
            Event::Prepares(it) => {
                next.prepared |= it;
                next.sent |= it;
            }
            Event::ChoosesToAbort(it) => next.aborted |= it,
            Event::ReceivesCommit(it) => {
                next.prepared &= !it;
                next.aborted &= !it;
                next.committed |= it;
            }
            Event::ReceivesAbort(it) => {
                next.prepared &= !it;
                next.committed &= !it;
                next.aborted |= it;
            }
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("agreement", |_, c: &Configuration| c.committed == 0 || c.aborted == 0)]
    }
}
