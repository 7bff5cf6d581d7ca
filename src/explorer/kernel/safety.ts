import { cutOff, heldWithin, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import { Expansion, type Storage } from "./expansion.ts";
import type { Judge } from "../../tables/judge.ts";
import { Jury } from "../../tables/jury.ts";
import type { Network } from "../../tables/network.ts";
import type { Impartiality } from "../../tables/symmetry/impartiality.ts";
import type { SymmetricTables } from "../../tables/symmetry/symmetry.ts";
import { retrace } from "./retrace.ts";

/** The number of configurations for which a search goes on after a violation, or as many again as it took. */
const GRACE_CONFIGURATIONS = 100_000;

/**
 * The number of calls of author code for which it goes on: they take longer than all else where hardly any
 * step is met again.
 */
const GRACE_CALLS = 10_000;

/** The options of a search. */
interface SafetyOptions extends Storage {
  readonly keepGoing: boolean;
  /** Whether to note the configurations in which nothing has to happen. */
  readonly notesEnds?: boolean;
  /** Absent: every configuration is visited, and not only one of each orbit. */
  readonly symmetry?: SymmetricTables | undefined;
}

/** Visits everything, and judges on the way what is judged everywhere. */
export class SafetySearch {
  readonly expansion: Expansion;
  quiescent = 0;
  /** The configurations in which nothing has to happen, where somebody wants to know them. */
  readonly ends: number[] = [];
  private readonly network: Network;
  private readonly impartiality: Impartiality | undefined;
  /** Judges the invariants that have not been violated yet. */
  private jury: Jury;
  private readonly violations = new Map<Judge, number>();
  private readonly keepGoing: boolean;
  /** Whether some invariant has been violated. */
  isViolated = false;
  private number = 0;
  private goOnUntil = { configurations: Infinity, calls: Infinity };

  constructor(network: Network, judges: readonly Judge[], { symmetry, ...options }: SafetyOptions) {
    this.network = network;
    this.impartiality = symmetry?.impartiality;
    this.jury = new Jury(judges);
    this.keepGoing = options.keepGoing;
    const storage = { ...options, rows: symmetry?.rows };
    this.expansion = new Expansion(network, storage, {
      visited: (values) => this.judge(values),
      quiescent: (number, size) => {
        this.quiescent += size;
        if (options.notesEnds === true) this.ends.push(number);
      },
    });
  }

  get bytes(): number {
    return this.expansion.bytes + this.jury.bytes;
  }

  /** Whether the search has gone on long enough after a violation. */
  get isEnough(): boolean {
    const { configurations, calls } = this.goOnUntil;
    return this.expansion.visited.count > configurations || this.network.author.calls > calls;
  }

  /** Whether the invariant of a judge has been violated. */
  violates(judge: Judge): boolean {
    return this.violations.has(judge);
  }

  private judge(values: Int32Array): void {
    const number = this.number++;
    this.impartiality?.verify(this.jury.judges, values);
    if (this.jury.allTrue(values)) return;
    const [violated, others] = [[], []] as [Judge[], Judge[]];
    for (const judge of this.jury.judges) (judge.isTrue(values) ? others : violated).push(judge);
    for (const judge of violated) this.violations.set(judge, number);
    this.jury = new Jury(others);
    const isBad = violated.some(({ property }) => property.kind.isWanted !== true);
    if (!isBad || this.keepGoing || this.isViolated) return;
    this.isViolated = true;
    this.goOnUntil = {
      configurations: Math.max(GRACE_CONFIGURATIONS, 2 * number),
      calls: Math.max(GRACE_CALLS, 2 * this.network.author.calls),
    };
  }

  /**
   * The verdict on an invariant, given why the search ended early, if it did.
   * @param safeSteps no schedule with at most so many steps violates an invariant that is not violated
   */
  verdict(judge: Judge, cutoff: Cutoff | undefined, safeSteps: number | undefined): Verdict {
    const number = this.violations.get(judge);
    if (number !== undefined)
      return { verdict: "violated", schedule: retrace(this.network, this.expansion, number) };
    if (cutoff === undefined) return heldWithin(this.network.system.within, this.expansion, safeSteps);
    return cutOff(cutoff, this.expansion.configurations, safeSteps);
  }
}
