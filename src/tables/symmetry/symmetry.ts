/**
 * Symmetry: processes that code treats alike are interchangeable, and of all configurations that become each
 * other when they change places, one is visited (C. N. Ip and D. L. Dill, *Better verification through
 * symmetry*, 1996; E. A. Emerson and A. P. Sistla, *Symmetry and model checking*, 1996).
 *
 * **What is kept.** Let G be a group of permutations of processes. A permutation g makes another row of a row
 * of slot values c: the value of p, with ids renamed, becomes that of g(p) (`Permutation`). Suppose that
 *
 * 1. what g makes of an initial configuration is one (`Beginnings`);
 * 2. for each value v that a slot p has in a row that is visited, and all g in G, the moves of g(v) at g(p)
 *    are what g makes of the moves of v (`Orbits`). What parcels do to a mailbox is the same for all letters
 *    and senders, and what is left out is left out alike (`Mattering`), so the steps of the row g(c) are what
 *    g makes of the steps of c, one for one;
 * 3. each property that is judged answers about g(c) as about c, for all rows c visited (`Impartiality`).
 *
 * Then, by induction on the length, g makes an execution of each execution, and the search, which puts the
 * canonical row of its orbit (`CanonicalRows`) in the place of each successor, has visited exactly one row
 * of the orbit of each configuration that it would have visited, in no more and no fewer steps. So
 * **invariants** have the same verdicts, and **shortest violations** are as long: from a real initial
 * configuration on, the schedule follows among the real moves one whose canonical row is the next on the way
 * (`retrace`), and leads to a real configuration in the orbit of the one that was found, where the property
 * is false by 3. An orbit has |G| / |Gc| rows, where Gc are those g with g(c) = c; all of its rows have as
 * many moves, and all are ends or none is. So sums over visited rows, weighted by the sizes of orbits, are
 * **the numbers of the full search**: configurations, initial and quiescent ones, transitions; and its depth
 * is that of the other.
 *
 * **How it is known.** Nothing is taken on trust: 1 is seen before a search begins, 2 when a value is first
 * met, so before the row is expanded, and 3 when the row is visited. Until then all of the way there has been
 * verified, so that what author code is asked about are configurations that exist, and a mistake that it
 * makes there is one. Where processes are told apart, the search begins again without what exchanges them; it
 * has the answers of author code already. How ids are renamed is but a guess, which 1, 2 and 3 confirm.
 *
 * **Where it is off**: see `SymmetryRefusal`, and where the group is small. What has to become true is judged
 * on all configurations: a cycle of orbits is one of configurations, but which of its debts an execution pays
 * on it has not been thought through. Where a crash may cut a step, any subset of what it was sending goes
 * out, so that the order of ids in which code sends tells nobody apart; what it sends on both sides of a
 * decision may.
 */
import { at } from "../../base/assert.ts";
import { hasForgers } from "../../model/failure/index.ts";
import { remembers } from "../../model/failure/notes.ts";
import type { System } from "../../model/system/system.ts";
import type { InitialMove } from "../starts.ts";
import type { Network } from "../network.ts";
import { Beginnings } from "./beginnings.ts";
import { candidates, classesOf, exchanged, orderOf, turned, type Group } from "./candidates.ts";
import { arrangements, SortedRows, TurnedRows, type CanonicalRows } from "./canonicalRows.ts";
import { Impartiality } from "./impartiality.ts";
import { Mattering } from "./mattering.ts";
import { Orbits, type GeneratedGroup } from "./orbits.ts";
import { Permutation } from "./permutation.ts";
import type { Telling, ToldApart } from "./toldApart.ts";

/**
 * A kind of systems in which symmetry has not been thought through: rounds; where time is kept; where process
 * code says where it is by places in collections, or shares objects; where somebody lies; where monitors
 * watch; where a search has bounds, which may be other ones for each process; and where there are too many
 * initial configurations to compare.
 */
export type SymmetryRefusal =
  | "rounds"
  | "time"
  | "process code"
  | "lies"
  | "bounds"
  | "many beginnings"
  | "monitors"
  | "liveness";

/** Two processes, or all those in a ring, and what tells them apart. */
export interface Apart {
  readonly processes: readonly string[];
  readonly telling: Telling;
}

/** The parts of the use of symmetry that a report tells. */
export interface SymmetryReport {
  /** The ids of those that may change places with each other, and their role; empty: nobody may. */
  readonly interchangeable: readonly { readonly role: string; readonly processes: readonly string[] }[];
  /** Whether they may only move on together, in a ring. */
  readonly isRing: boolean;
  /** The processes that looked interchangeable, and are not. */
  readonly apart: readonly Apart[];
  /** The reason why symmetry was not looked for. */
  readonly refusal?: SymmetryRefusal;
  /** The number of times that the search began again because processes were told apart. */
  readonly restarts: number;
}

/** A group with fewer permutations costs more than it saves. */
const ORDER_MIN = 24;

/** No more initial configurations are compared, times the number of exchanges. */
const COMPARED_MAX = 50_000;

function refusalOf({ timing, failures, processes, within, monitors }: System): SymmetryRefusal | undefined {
  if (monitors.length > 0) return "monitors";
  if (Object.keys(within).length > 0) return "bounds";
  if (timing.rounds) return "rounds";
  if (timing.ticks !== undefined) return "time";
  if (processes.some(({ role: { run, automaton } }) => run !== undefined || automaton !== undefined))
    return "process code";
  return hasForgers({ failures }) || remembers(failures) ? "lies" : undefined;
}

/** The tables of a search that visits one configuration of each orbit. */
export interface SymmetricTables {
  readonly rows: CanonicalRows;
  readonly impartiality: Impartiality;
  readonly mattering: Mattering;
}

/** The processes of a network that are interchangeable, as far as is known. */
export class Symmetry {
  private readonly network: Network;
  private readonly orderMin: number;
  private group: Group;
  private refusal: SymmetryRefusal | undefined;
  private readonly apart: Apart[] = [];
  private restarts = 0;
  /** The initial configurations that are still to be looked at; undefined when that is over. */
  private starts: Iterator<InitialMove | undefined> | undefined;
  private readonly beginnings: Beginnings;
  private tables: SymmetricTables | undefined;

  /** @param looksBack whether something that has to become true is judged in the same search */
  constructor(network: Network, orderMin = ORDER_MIN, looksBack = false) {
    this.network = network;
    this.orderMin = orderMin;
    this.beginnings = new Beginnings(network);
    this.group = candidates(network.system);
    if (orderOf(this.group) < orderMin) return;
    this.refusal = looksBack ? "liveness" : refusalOf(network.system);
    if (this.refusal === undefined) this.starts = network.starts.all();
  }

  /** Whether there are initial configurations to look at before a search makes use of symmetry. */
  get isPreparing(): boolean {
    return this.starts !== undefined;
  }

  /**
   * Looks at some more initial configurations: whole, as what is left out of them may be other things when a
   * search begins again.
   */
  prepare(count: number): void {
    const { processes } = this.network;
    const leavesOut = processes.map((slot) => slot.leavesOut);
    for (const slot of processes) slot.leavesOut = undefined;
    try {
      this.lookAtStarts(count);
    } finally {
      for (const [i, slot] of processes.entries()) {
        slot.leavesOut = leavesOut[i];
        slot.forgetMoves();
      }
    }
  }

  private lookAtStarts(count: number): void {
    for (let left = count; left > 0 && this.starts !== undefined; left--) {
      const next = this.starts.next();
      if (next.done === true) this.compareStarts();
      else if (next.value !== undefined) this.beginnings.add(next.value.values);
      if (this.beginnings.count * this.network.processes.length <= COMPARED_MAX) continue;
      this.refusal = "many beginnings";
      this.starts = undefined;
    }
  }

  /** Leaves in the group those that start alike. */
  private compareStarts(): void {
    const { group, beginnings, network } = this;
    const count = network.processes.length;
    this.starts = undefined;
    if (group.kind === "ring") {
      if (!beginnings.areClosed(turned(count))) this.part(turned(count), { kind: "start" });
      return;
    }
    const blocks = group.blocks.flatMap((block) =>
      classesOf(block, (one, other) => {
        const to = exchanged(count, [one, other]);
        return beginnings.areClosed(to) || !this.note(to, { kind: "start" });
      }),
    );
    this.group = { kind: "blocks", blocks };
  }

  private note(to: readonly number[], telling: Telling): true {
    const moved = [...to.keys()].filter((number) => to[number] !== number);
    const processes = moved.map((number) => at(this.network.processes, number).process.id);
    this.apart.push({ processes, telling });
    return true;
  }

  /** Learns that those who change places under a permutation are told apart. */
  private part(to: readonly number[], telling: Telling): void {
    this.note(to, telling);
    const { group } = this;
    if (group.kind === "ring") this.group = { kind: "blocks", blocks: [] };
    else {
      const first = [...to.keys()].find((number) => to[number] !== number);
      const blocks = group.blocks.flatMap((block) => {
        const end = block.findIndex((number) => number === first) + 1;
        return [block.slice(0, end), block.slice(end)];
      });
      this.group = { kind: "blocks", blocks: blocks.filter(({ length }) => length > 1) };
    }
  }

  /** Learns that a search has built on symmetry which is not there, and has to begin again. */
  tell({ tellings }: ToldApart): void {
    for (const [{ to }, telling] of tellings) this.part(to, telling);
    this.restarts++;
  }

  /** New tables for a search that begins, if it is to make use of symmetry. */
  begin(): SymmetricTables | undefined {
    const { network, group } = this;
    this.tables = undefined;
    const isWorthIt = this.starts === undefined && this.refusal === undefined;
    if (!isWorthIt || orderOf(group) < this.orderMin) return undefined;
    const mattering = new Mattering(network);
    const generated = generatedBy(group, network, () => mattering.settle());
    mattering.share(generated.generators);
    const orbits = new Orbits(network, generated);
    const rows = group.kind === "ring" ? new TurnedRows(orbits) : new SortedRows(orbits);
    this.tables = { rows, impartiality: new Impartiality(network, generated.generators), mattering };
    return this.tables;
  }

  /** Tells all processes what was found last to matter to one, before a search is said to be right. */
  settle(): void {
    this.tables?.mattering.settle();
  }

  get bytes(): number {
    return this.tables === undefined ? 0 : this.tables.rows.bytes + this.tables.impartiality.bytes;
  }

  get report(): SymmetryReport {
    const { group, apart, refusal, restarts, network } = this;
    const inUse = refusal === undefined && orderOf(group) >= this.orderMin;
    const blocks = group.kind === "ring" ? [[...network.processes.keys()]] : group.blocks;
    const interchangeable = blocks.map((block) => {
      const processes = block.map((number) => at(network.system.processes, number));
      return { role: processes[0]?.roleName ?? "", processes: processes.map(({ id }) => id) };
    });
    return {
      interchangeable: inUse ? interchangeable : [],
      isRing: inUse && group.kind === "ring",
      apart,
      ...(refusal === undefined ? {} : { refusal }),
      restarts,
    };
  }
}

/** A group by generators: of each block, the exchanges of neighbours. */
function generatedBy(group: Group, network: Network, settle: () => void): GeneratedGroup {
  const count = network.processes.length;
  const order = orderOf(group);
  if (group.kind === "ring") {
    const generators = [new Permutation(network, turned(count), settle)];
    const members = [...network.processes.keys()];
    return { generators, members, order, orderWith: ([isOne]) => (isOne === true ? order : 1) };
  }
  const pairs = group.blocks.flatMap((block) =>
    block.slice(1).map((other, i) => [at(block, i), other] as const),
  );
  const members = group.blocks.flat();
  return {
    generators: pairs.map((pair) => new Permutation(network, exchanged(count, pair), settle)),
    members,
    order,
    orderWith: (isOne) =>
      arrangements(members.map((one) => isOne[pairs.findIndex(([first]) => first === one)] === true)),
  };
}
