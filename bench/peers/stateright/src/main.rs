//! The systems of the bench as direct Stateright models: one thread, breadth first, every invariant checked.
//!
//!     lightcone-bench-stateright two-phase-commit RESOURCE_MANAGERS
//!     lightcone-bench-stateright paxos PROPOSERS ACCEPTORS
//!     lightcone-bench-stateright raft-of-TERMS-terms SERVERS
//!
//! Prints one line of JSON: states, transitions, depth, seconds, and the verdict of each property.

mod paxos;
mod raft;
mod two_phase_commit;

use stateright::{Checker, Model};
use std::hash::Hash;
use std::process::exit;
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["two-phase-commit", n] => explore(two_phase_commit::System::new(number(n, 9))),
        ["paxos", p, a] => explore(paxos::System::new(number(p, 3), number(a, 4))),
        ["raft-of-1-term", n] => explore(raft::System::new(number(n, 3), 1)),
        ["raft-of-2-terms", n] => explore(raft::System::new(number(n, 3), 2)),
        ["raft-of-3-terms", n] => explore(raft::System::new(number(n, 3), 3)),
        _ => usage("expected a system and its sizes"),
    }
}

/// The number from 1 to `limit` that `word` spells; anything else ends the program.
fn number(word: &str, limit: u32) -> u32 {
    match word.parse() {
        Ok(n) if (1..=limit).contains(&n) => n,
        _ => usage(&format!("{word:?} is not a number from 1 to {limit}")),
    }
}

fn usage(problem: &str) -> ! {
    let systems = "two-phase-commit RESOURCE_MANAGERS | paxos PROPOSERS ACCEPTORS | raft-of-2-terms SERVERS";
    eprintln!("{problem}\nusage: {systems}");
    exit(2)
}

/// Explores all of `model` and prints the line of JSON. Stateright's count of states includes the initial
/// ones, which no transition leads to in the count of the bench.
fn explore<M>(model: M)
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + Hash + PartialEq + Send + Sync + std::fmt::Debug + 'static,
    M::Action: Clone + PartialEq + std::fmt::Debug + Send + Sync + 'static,
{
    let initial = model.init_states().len();
    let names: Vec<&str> = model.properties().iter().map(|property| property.name).collect();
    let start = Instant::now();
    let checker = model.checker().threads(1).spawn_bfs().join();
    let seconds = start.elapsed().as_secs_f64();
    let verdicts: Vec<String> = names
        .iter()
        .map(|name| {
            let verdict = if checker.discovery(name).is_none() { "holds" } else { "violated" };
            format!("{{\"name\":\"{name}\",\"verdict\":\"{verdict}\"}}")
        })
        .collect();
    println!(
        "{{\"configurations\":{},\"transitions\":{},\"depth\":{},\"seconds\":{seconds},\"properties\":[{}]}}",
        checker.unique_state_count(),
        checker.state_count() - initial,
        checker.max_depth() - 1,
        verdicts.join(",")
    );
    // The bench measures exploring, not giving back the memory of the visited set piece by piece.
    exit(0)
}
