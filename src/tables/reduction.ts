/**
 * The reduction by what cannot matter: letters that nobody will act on any more, and timers whose firing
 * changes nothing, are left out of the values of slots (`DeadItems`), so that configurations that differ in
 * nothing else are one.
 *
 * **What is kept.** Let R relate a configuration c of the system to a reduced one, r, if all local states but
 * for timers, objects, notes and what is spent are equal in both, and r has the letters and timers of c but
 * for some that are dead. (Of budgets for losses and duplications, r may have spent less.)
 *
 * 1. A move of c that receives a dead letter, or fires a dead timer, leads to c′ with c′ R r: it changes
 *    nothing else, and what was dead stays dead, since deadness is about all later local states. Likewise if
 *    a dead letter is lost or sent twice.
 * 2. Any other move of c is possible in r, for it depends on the local state, on the letter or timer that it
 *    takes, which is in r, and on objects, notes and budgets; and it leads to c′ R r′. Guards are among what
 *    it depends on: they see the local state and the letter. So a letter that is kept back
 *    here is dead only if in all states that follow it is kept back, or its receipt does nothing; in a queue,
 *    where it keeps back others, it is never dead while it is kept back.
 * 3. Each move of r is possible in c, where channels keep no order: more letters and timers forbid nothing.
 *    Where they do, dead letters may stand before the one that is received; only those in front of all others
 *    of their sender are left out, and so c receives them first, by 1, and then makes the move.
 *
 * What a process sends to itself is in transit like all else. Both have the same initial local states. By
 * 2, whatever local states an execution leads through, a reduced one that is no longer leads through the
 * same; by 3 the other way round. So an **invariant** that reads
 * neither letters in transit nor timers has the same verdict, and a **shortest violation** is as long, but
 * with queues, where the receipts of 3 come in addition (and a `Shortening` looks for shorter ones). An
 * execution **ends** (is quiescent) only where r cannot go on, by 2; and where r cannot go on, c makes the
 * moves of 1, of which there are only so many, and ends.
 *
 * An execution that **never ends** is kept, too, and with it whether it is admissible, so that what is true
 * in the long run, without *next*, is the same. From c: the moves of 1 alone take letters and never go
 * round, so r makes infinitely many; a letter that r could receive again and again, c could, as those in
 * front of it in a queue are taken by whoever is asked; a timer that is set for good in r is so in c, and
 * set anew by the same moves. So what r owes, c has paid, and r with it. From r: c makes the moves of 1 as
 * soon as it can, and otherwise those of r; then all that it owes besides, r owes. But letters that nobody
 * ever takes are owed to nobody, and may pile up in c: a cycle of r that does not lead back in c is not
 * shown, and all is explored instead. With message sets letters stay: there only invariants are judged like
 * this.
 *
 * **How it is known.** Deadness is decided when a value is first met, on the local graph as far as it is
 * known, and is wrong if that grows: see `LocalGraph`, which finds that out at once. Then the search begins
 * again; it has the answers of author code, the edges and what matters, and errs no second time in the same
 * place. Until the first configuration in which a wrong decision makes a difference, everything is as it is
 * without one; and by then, in breadth-first order, it is known to be wrong. So a violation that is found
 * while nothing is known to be wrong is a shortest one.
 *
 * **Where it is off**: see `refusalOf`.
 */
import type { System } from "../model/system/system.ts";
import { isOfLongRuns } from "../properties/kinds/kind.ts";
import type { Confines } from "./confines.ts";
import { DeadItems, type LeftOutKinds } from "./deadItems.ts";
import type { Judge } from "./judge.ts";
import type { Network } from "./network.ts";

/**
 * A reason why nothing is left out: in rounds, where time is kept, and where objects learn of crashes it has
 * not been thought through; where monitors watch, a receipt that does nothing is seen; where
 * receipts fail, losing a dead letter makes its receiver faulty; where letters stay, an execution may receive
 * them for ever, so that what has to become true is judged with all of them; where channels are bounded, what
 * is dead takes up room; and where mailboxes are read by a property, or by the bounds of the search, nothing
 * in them is without meaning.
 */
export type ReductionRefusal =
  | "rounds"
  | "time"
  | "receipts fail"
  | "fairness is demanded"
  | "steps are judged"
  | "knowledge is judged"
  | "objects change by themselves"
  | "letters stay"
  | "channels are bounded"
  | "monitors"
  | "letters pile up"
  | "mailboxes are read"
  | "mailboxes are bounded";

/** The parts of a reduction that a report tells. */
export interface ReductionReport {
  /** The kinds of items of which some were left out. */
  readonly leftOut: readonly (keyof LeftOutKinds)[];
  /** The reason why nothing was left out though it was wanted. */
  readonly refusal?: ReductionRefusal;
  /** The number of times that the search began again because a decision was wrong. */
  readonly restarts: number;
}

/** The reason why letters and timers of a system may not be left out, if there is one. */
function refusalOf(
  { timing, failures, channel, within, objects, monitors }: System,
  judges: readonly Judge[],
): ReductionRefusal | undefined {
  if (timing.rounds) return "rounds";
  if (monitors.length > 0) return "monitors";
  if (timing.ticks !== undefined) return "time";
  if (objects.some(({ kind }) => kind.uponCrash ?? kind.mended)) return "objects change by themselves";
  if (failures.some(({ kind }) => kind.faults.some(({ strikes }) => strikes === "receipt")))
    return "receipts fail";
  const mustBecomeTrue = judges.some(({ property }) => isOfLongRuns(property.kind));
  if (channel.keeps && mustBecomeTrue) return "letters stay";
  if (judges.some(({ property }) => property.demands.length > 0)) return "fairness is demanded";
  if (within.mailbox !== undefined) return "mailboxes are bounded";
  if (channel.capacity !== undefined) return "channels are bounded";
  return undefined;
}

/** More configurations than this, and a quarter more, are visited before a search begins again. */
const PATIENCE = 500;

/** The judge of what is left out of the values of a network. */
export class Reduction {
  private readonly network: Network;
  private readonly judges: readonly Judge[];
  private readonly bound: Judge | undefined;
  private readonly probed: () => System;
  private refusal: ReductionRefusal | undefined;
  private items: readonly DeadItems[] = [];
  private kinds: LeftOutKinds = { letters: false, timers: false };
  private restarts = 0;
  /** The number of configurations at which to begin again. */
  private until = Infinity;

  /** @param options `probed`: makes a copy of the system, to try out steps that perhaps nobody takes */
  constructor(
    network: Network,
    judges: readonly Judge[],
    { confines, probed }: { readonly confines: Confines | undefined; readonly probed: () => System },
  ) {
    this.network = network;
    this.judges = judges;
    this.bound = confines?.judge;
    // Many searches try nothing out, and to load a copy takes as long as many a search.
    let copy: System | undefined;
    this.probed = () => (copy ??= probed());
    this.refusal = refusalOf(network.system, judges);
    if (this.refusal === undefined) this.leaveOut({ letters: true, timers: true });
  }

  private leaveOut(kinds: LeftOutKinds): void {
    const { network, probed } = this;
    this.kinds = kinds;
    this.items = network.processes
      .map((slot) => {
        const items = kinds.letters ? new DeadItems(network, slot, { kinds, probed }) : undefined;
        slot.forgetMoves();
        slot.leavesOut = items;
        return items;
      })
      .filter((items) => items !== undefined);
  }

  /**
   * Whether a search has to begin again, which has visited so many configurations or is over; then it may,
   * and so have those before it if now less is left out.
   */
  mustBeginAgain(configurations: number, isOver: boolean): false | "this search" | "all searches" {
    if (this.items.length === 0) return false;
    const again = this.keepWhatIsRead();
    // What is not read may be left out wrongly all the same.
    if (again !== false || !this.isWrong) return again;
    if (this.until === Infinity) this.until = 1.25 * configurations + PATIENCE;
    if (!isOver && configurations <= this.until) return false;
    for (const items of this.items) items.beginAgain();
    this.until = Infinity;
    this.restarts++;
    return "this search";
  }

  /** Keeps from now on what properties have turned out to read. */
  private keepWhatIsRead(): false | "all searches" {
    if (this.isRead("letters")) {
      this.refusal = this.bound?.readsFacet("mailbox") ? "mailboxes are bounded" : "mailboxes are read";
      return this.keep({ letters: false, timers: false });
    }
    return this.isRead("timers") && this.keep({ ...this.kinds, timers: false });
  }

  /** Keeps everything from now on, for a search that asks for nothing less. */
  suspend(): void {
    for (const slot of this.network.processes) {
      slot.forgetMoves();
      slot.leavesOut = undefined;
    }
  }

  /** Leaves out less from now on. What was searched stands if what is kept now was kept all the time. */
  private keep(kinds: LeftOutKinds): false | "all searches" {
    if (this.report.leftOut.some((kind) => !kinds[kind])) {
      this.leaveOut(kinds);
      this.restarts++;
      return "all searches";
    }
    this.kinds = kinds;
    for (const items of this.items) items.kinds = kinds;
    return false;
  }

  /** Leaves out nothing any more, so that all searches have to begin again. */
  giveUp(refusal: ReductionRefusal): void {
    this.refusal = refusal;
    this.leaveOut({ letters: false, timers: false });
    this.restarts++;
  }

  /** Whether properties read what is left out of one kind. */
  private isRead(kind: keyof LeftOutKinds): boolean {
    const facet = kind === "letters" ? "mailbox" : "timers";
    const asked = [...this.judges, ...[this.bound ?? []].flat()];
    return this.kinds[kind] && asked.some((judge) => judge.readsFacet(facet));
  }

  /** Whether something may be left out. */
  get isOn(): boolean {
    return this.items.length > 0;
  }

  /** Whether nothing is known to be left out that matters, so that what was found holds of the system. */
  get isRight(): boolean {
    return !this.isWrong && !this.isRead("letters") && !this.isRead("timers");
  }

  /** Whether some decision is known to be wrong. */
  get isWrong(): boolean {
    return this.items.some(({ graph }) => graph.wrong > 0);
  }

  get report(): ReductionReport {
    const { refusal, restarts } = this;
    const leftOut = (["letters", "timers"] as const).filter((kind) =>
      this.items.some(({ any }) => any[kind]),
    );
    return { leftOut, restarts, ...(refusal === undefined ? {} : { refusal }) };
  }
}
