/**
 * The systems that the bench explores, with every tool, and how large they are known to be.
 */

/** How many processes each role has, by the name of the role; the order is that of the peers' arguments. */
export type Processes = Readonly<Record<string, number>>;

/** A system of a certain size, and what a complete exploration of it must find. */
export interface Instance {
  readonly processes: Processes;
  readonly configurations: number;
  /** Every enabled event counts, also a receive that changes nothing. */
  readonly transitions: number;
  /** Only events that change the configuration count. */
  readonly changes: number;
  /** The number of events on the shortest way to the configuration that is farthest from the initial one. */
  readonly depth: number;
  /** What Lightcone visits of it without what cannot matter, and how many of these it stores. */
  readonly reduced?: { readonly configurations: number; readonly stored: number };
  /** The whole of it is more than any tool here gets to the end of, so that its counts are not known. */
  readonly isTooLarge?: true;
  /** The numbers of steps of shortest violations, by property; the others hold. */
  readonly violations?: Readonly<Record<string, number>>;
}

/** A way to call Lightcone. */
export interface Variant {
  readonly name: string;
  /** The protocol file, from the root of the package. */
  readonly protocol: string;
  /** The topology, if it is not that of the file. */
  readonly topology?: string;
  /** What is judged; all that the file says, unless told. */
  readonly properties?: readonly string[];
}

/** How a system is written down for SPIN. */
export interface SpinModel {
  /** From the root of the package. */
  readonly promela: string;
  /** The macro that holds the size of each role. */
  readonly macros: Readonly<Record<string, string>>;
  /** More for its compiler, such as -DPASSAGES=3. */
  readonly flags?: readonly string[];
  /** Whether it can also take receives that change nothing (-DIDLE_RECEIVES). */
  readonly idleReceives: boolean;
  /** Partial-order reduction leaves something out, so that its counts are others. */
  readonly isReduced?: true;
}

/** How a system is written down for TLC. */
export interface TlaModule {
  /** From the root of the package. It defines Safety, Liveness, Invariant and Property. */
  readonly module: string;
  /** The constant that holds the size of each role. */
  readonly sizes: Readonly<Record<string, string>>;
  /** The other constants. */
  readonly constants?: Readonly<Record<string, number>>;
}

/** A system that is written down once for each tool. */
export interface BenchSystem {
  readonly name: string;
  /** The model for SPIN; absent: there is none. */
  readonly spin?: SpinModel;
  /** The module for TLC; absent: there is none. */
  readonly tlc?: TlaModule;
  /** The search in plain JavaScript, from the root of the package; absent: there is none. */
  readonly javascript?: string;
  /** False: Stateright has no model of it. */
  readonly stateright?: false;
  /** Every variant is timed like another tool, and compared with the first. */
  readonly variants: readonly Variant[];
  /**
   * The ways to ask Lightcone something in the long run, where SPIN's model has a formula, too (-DLIVENESS);
   * each is timed beside exploring alone. Absent: nothing is asked.
   */
  readonly liveness?: readonly Variant[];
  /** Instances of a moment each, on which all tools must agree before anything is timed. */
  readonly agreement: readonly Instance[];
  /** What is timed. */
  readonly small: Instance;
  readonly full: Instance;
}

function instance(
  processes: Processes,
  configurations: number,
  transitions: number,
  changes: number,
  depth: number,
): Instance {
  return { processes, configurations, transitions, changes, depth };
}

function withReduced(whole: Instance, configurations: number, stored = configurations): Instance {
  return { ...whole, reduced: { configurations, stored } };
}

/** An instance that is only explored without what cannot matter. */
function onlyReduced(processes: Processes, configurations: number): Instance {
  return { ...withReduced(instance(processes, NaN, NaN, NaN, NaN), configurations), isTooLarge: true };
}

/**
 * Two-phase commit is the TLA+ example TwoPhase, where TLC finds 288 and 8,832 states for 3 and 5. It takes
 * no receive of Prepared once the manager has decided; Lightcone does, and counts it.
 */
const twoPhaseCommit: BenchSystem = {
  name: "two-phase-commit",
  spin: {
    promela: "bench/peers/spin/two-phase-commit.pml",
    macros: { resourceManager: "N" },
    idleReceives: true,
  },
  tlc: { module: "bench/peers/tlc/TwoPhaseCommit.tla", sizes: { resourceManager: "N" } },
  variants: [
    { name: "lightcone", protocol: "zoo/commit/two-phase-commit.ts" },
    { name: "lightcone, exploring alone", protocol: "bench/variants/two-phase-commit-alone.ts" },
    { name: "lightcone, all pairs", protocol: "bench/variants/two-phase-commit-pairs.ts" },
  ],
  liveness: [
    {
      name: "lightcone",
      protocol: "bench/variants/two-phase-commit-ending.ts",
      properties: ["everybodyEnds"],
    },
  ],
  agreement: [
    withReduced(instance({ resourceManager: 3 }, 288, 1_601, 761, 10), 197),
    withReduced(instance({ resourceManager: 5 }, 8_832, 84_225, 37_345, 16), 4_181, 188),
    withReduced(instance({ resourceManager: 7 }, 296_448, 4_051_969, 1_735_809, 22), 94_637, 458),
  ],
  small: withReduced(instance({ resourceManager: 8 }, 1_745_408, 27_467_777, 11_657_217, 25), 456_417, 669),
  full: withReduced(
    instance({ resourceManager: 9 }, 10_340_352, 184_029_185, 77_616_641, 28),
    2_215_781,
    945,
  ),
};

const paxos: BenchSystem = {
  name: "paxos",
  spin: {
    promela: "bench/peers/spin/paxos.pml",
    macros: { proposer: "PROPOSERS", acceptor: "ACCEPTORS" },
    idleReceives: false,
  },
  variants: [{ name: "lightcone", protocol: "zoo/consensus/paxos.ts" }],
  agreement: [
    withReduced(instance({ proposer: 1, acceptor: 3 }, 209, 588, 588, 11), 71),
    withReduced(instance({ proposer: 2, acceptor: 2 }, 481, 1_188, 1_188, 16), 289),
    withReduced(instance({ proposer: 2, acceptor: 3 }, 100_989, 517_086, 517_086, 21), 3_646),
  ],
  small: withReduced(
    instance({ proposer: 2, acceptor: 4 }, 1_943_953, 12_309_072, 12_309_072, 29),
    44_217,
    2_827,
  ),
  full: withReduced(
    instance({ proposer: 3, acceptor: 3 }, 50_583_229, 375_144_438, 375_144_438, 31),
    173_924,
  ),
};

/** Shared memory: every event changes the configuration. */
const filterLock: BenchSystem & { readonly spin: SpinModel; readonly tlc: TlaModule } = {
  name: "filter-lock",
  spin: {
    promela: "bench/peers/spin/filter-lock.pml",
    macros: { process: "N" },
    idleReceives: false,
    isReduced: true,
  },
  tlc: {
    module: "bench/peers/tlc/FilterLock.tla",
    sizes: { process: "N" },
    constants: { Passages: 1 },
  },
  stateright: false,
  liveness: [
    {
      name: "lightcone, of everybody",
      protocol: "zoo/mutual-exclusion/filter-lock.ts",
      properties: ["starvationFree"],
    },
  ],
  variants: [
    {
      name: "lightcone",
      protocol: "zoo/mutual-exclusion/filter-lock.ts",
      // As the peers do: they are not asked whether anybody starves.
      properties: ["mutualExclusion"],
    },
  ],
  agreement: [instance({ process: 3 }, 1_758, 5_274, 5_274, 23)],
  small: instance({ process: 4 }, 119_168, 476_672, 476_672, 43),
  full: instance({ process: 5 }, 10_213_342, 51_066_710, 51_066_710, 69),
};

const COUNTING_LOCK = "bench/variants/filter-lock-counting.ts";

/** Four processes with enough states to be timed: each counts how often it has passed. */
const countingFilterLock: BenchSystem = {
  ...filterLock,
  name: "filter-lock-counting",
  spin: { ...filterLock.spin, flags: ["-DPASSAGES=3"] },
  tlc: { ...filterLock.tlc, constants: { Passages: 3 } },
  variants: [{ name: "lightcone", protocol: COUNTING_LOCK, properties: ["mutualExclusion"] }],
  liveness: [
    { name: "lightcone, of everybody", protocol: COUNTING_LOCK, properties: ["starvationFree"] },
    { name: "lightcone, of p1", protocol: COUNTING_LOCK, properties: ["starvationFree.p1"] },
  ],
  agreement: [instance({ process: 2 }, 360, 720, 720, 28)],
  small: instance({ process: 3 }, 47_466, 142_398, 142_398, 73),
  full: instance({ process: 4 }, 9_652_608, 38_610_432, 38_610_432, 140),
};

/**
 * Raft of the zoo, up to a last term; logs have one entry. A leader's messages are few enough to be written
 * as bits, so that peers explore it as it is.
 */
function raft(terms: number, protocol: string, sizes: Pick<BenchSystem, "agreement" | "small" | "full">) {
  const name = `raft-of-${terms}-terms`;
  const spin = {
    promela: "bench/peers/spin/raft.pml",
    macros: { server: "N" },
    flags: [`-DTERMS=${terms}`],
    idleReceives: false,
  };
  // As the peers do: they are not asked whether anybody is ever elected.
  const properties = ["electionSafety", "logMatching", "leaderCompleteness", "stateMachineSafety"];
  return { name, spin, variants: [{ name: "lightcone", protocol, properties }], ...sizes };
}

const raftOfTwoTerms: BenchSystem = raft(2, "zoo/replication/raft.ts", {
  agreement: [withReduced(counted({ server: 2 }, [487, 1_202, 13]), 73)],
  small: withReduced(counted({ server: 3 }, [5_204_917, 34_514_493, 26]), 4_299),
  full: withReduced(counted({ server: 3 }, [5_204_917, 34_514_493, 26]), 4_299),
});

/** The whole of three terms takes longer than anybody waits for: only the reduced search is timed. */
const raftOfThreeTerms: BenchSystem = raft(3, "bench/variants/raft-of-three-terms.ts", {
  agreement: [withReduced(counted({ server: 2 }, [4_553, 14_788, 17]), 220)],
  small: onlyReduced({ server: 3 }, 25_242),
  full: onlyReduced({ server: 3 }, 25_242),
});

/** Figure 8 of Raft's paper, in four terms: nobody is guided to it. */
const figure8: Instance = {
  ...onlyReduced({ server: 3 }, 149_108),
  violations: { leaderCompleteness: 18, stateMachineSafety: 20 },
};

const raftThatCounts: BenchSystem = alone("zoo/replication/raft-counts-older-terms.ts", {
  agreement: [counted({ server: 2 }, [44_973, 183_948, 22])],
  small: figure8,
  full: figure8,
});

/** A system that only Lightcone explores: one row for each kind of model, to see how it gets on. */
function alone(
  protocol: string,
  {
    agreement,
    small,
    full,
    ...more
  }: Pick<BenchSystem, "agreement" | "small" | "full"> & Pick<Variant, "topology">,
): BenchSystem {
  const name = protocol.replace(/.*\/|\.ts$/g, "");
  const variant: Variant = { name: "lightcone", protocol, ...more };
  return { name, stateright: false, variants: [variant], agreement, small, full };
}

/** An instance in which every event is counted alike. */
function counted(processes: Processes, [configurations, events, depth]: readonly number[]): Instance {
  return instance(processes, configurations ?? 0, events ?? 0, events ?? 0, depth ?? 0);
}

/** Synchronous rounds, in which a process may crash. */
const floodSet = alone("zoo/consensus/floodset.ts", {
  agreement: [counted({ process: 3 }, [312, 466, 2]), counted({ process: 4 }, [1_328, 2_136, 2])],
  small: counted({ process: 6 }, [26_304, 41_972, 2]),
  full: counted({ process: 7 }, [118_656, 185_714, 2]),
});

/** Rounds in which a process may lie. */
const phaseKing = alone("zoo/consensus/phase-king.ts", {
  agreement: [],
  small: counted({ process: 4 }, [2_264, 708_048, 6]),
  full: counted({ process: 5 }, [9_376, 21_484_340, 6]),
});

/** Ticks, and shared memory. */
const fischer = alone("zoo/mutual-exclusion/fischer.ts", {
  agreement: [counted({ process: 2 }, [366, 828, 16]), counted({ process: 3 }, [4_971, 14_845, 21])],
  small: counted({ process: 5 }, [743_781, 3_331_709, 29]),
  full: counted({ process: 6 }, [8_773_446, 45_930_812, 33]),
});

/** Messages that a process may forge. */
const bracha = alone("zoo/broadcast/bracha.ts", {
  agreement: [],
  small: counted({ process: 4 }, [1_445_362, 17_032_014, 24]),
  full: counted({ process: 4 }, [1_445_362, 17_032_014, 24]),
});

/** Coins, and crashes. */
const benOr = alone("zoo/consensus/ben-or.ts", {
  agreement: [],
  small: withReduced(counted({ process: 3 }, [1_611_786, 8_204_958, 21]), 51_448),
  full: withReduced(counted({ process: 3 }, [1_611_786, 8_204_958, 21]), 51_448),
});

/** Lamport's lock: queues, no letter of which is ever dead. */
const lamport = alone("zoo/mutual-exclusion/lamport.ts", {
  agreement: [withReduced(counted({ process: 2 }, [79, 101, 10]), 79)],
  small: withReduced(counted({ process: 3 }, [949_199, 2_159_714, 24]), 949_199),
  full: withReduced(counted({ process: 3 }, [949_199, 2_159_714, 24]), 949_199),
});

/** A ring of processes, and the claim that it elects within two phases, which it does not. */
function ring(size: number, counts: readonly number[], reduced: number): Instance {
  return { ...withReduced(counted({ process: size }, counts), reduced), violations: { twoPhases: 17 } };
}

/** A ring in which hardly anything is left out. */
const dolevKlaweRodeh = alone("zoo/election/dolev-klawe-rodeh.ts", {
  agreement: [ring(5, [21_760, 54_760, 30], 21_640)],
  small: ring(6, [349_392, 1_067_904, 36], 348_672),
  full: ring(6, [349_392, 1_067_904, 36], 348_672),
});

/** A property that reads what is in transit: all is explored. */
const echo = alone("zoo/broadcast/echo.ts", {
  topology: "complete",
  agreement: [withReduced(counted({ process: 4 }, [1_689, 5_016, 12]), 1_689)],
  small: withReduced(counted({ process: 5 }, [676_262, 3_953_452, 20]), 676_262, 28_678),
  full: withReduced(counted({ process: 5 }, [676_262, 3_953_452, 20]), 676_262, 28_678),
});

/** A specification that puts all that there is into one object: large values, and hardly any local states. */
const paxosInOne: BenchSystem = {
  ...alone("bench/variants/paxos-in-one.ts", {
    agreement: [],
    small: counted({ scheduler: 1 }, [185_369, 489_159, 24]),
    full: counted({ scheduler: 1 }, [185_369, 489_159, 24]),
  }),
  javascript: "bench/peers/javascript/map.ts",
};

/** All systems of the bench, in the order in which they are run. */
export const systems: readonly BenchSystem[] = [
  twoPhaseCommit,
  paxos,
  raftOfTwoTerms,
  raftOfThreeTerms,
  raftThatCounts,
  filterLock,
  countingFilterLock,
  floodSet,
  phaseKing,
  fischer,
  bracha,
  benOr,
  lamport,
  dolevKlaweRodeh,
  echo,
  paxosInOne,
];

/** `resourceManager=9`, `proposer=3 acceptor=3`. */
export function describeProcesses(processes: Processes): string {
  return Object.entries(processes)
    .map(([role, count]) => `${role}=${count}`)
    .join(" ");
}
