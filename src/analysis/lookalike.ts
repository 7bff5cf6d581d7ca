/**
 * Lookalikes: given an execution, another one that a process cannot tell from it (S|p = S′|p, with the same
 * input), and that ends differently. All schedules are tried, breadth first, as far as the process sees the
 * same in them, so that what is found has the fewest steps; and where nothing is found there is none: then
 * the process *knows* that it does not end so (J. Halpern and Y. Moses, *Knowledge and Common Knowledge in a
 * Distributed Environment*, JACM 1990, with local schedules as views).
 */
import { at } from "../base/assert.ts";
import { equal } from "../base/value.ts";
import {
  formatEvent,
  isSeenBy,
  type Event,
  type Execution,
  type InputVector,
  type Schedule,
} from "../model/index.ts";
import { movesFrom, type Network } from "../tables/index.ts";
import { localPositions } from "./indistinguishability.ts";

/** The question for a lookalike. */
export interface LookalikeQuestion {
  /** The execution, which ends between two steps. */
  readonly execution: Execution;
  readonly process: string;
  /** Whether the configuration with these slot values is as the other execution is to end. */
  readonly isWanted: (values: Int32Array) => boolean;
  /** The maximum number of configurations that are visited. */
  readonly max: number;
}

/** The answer: a schedule, or that there is none, or that too much would have had to be visited. */
export interface LookalikeAnswer {
  readonly schedule?: Schedule;
  readonly isCutOff: boolean;
  /** The number of configurations that were visited, each with how much the process has seen there. */
  readonly visited: number;
}

/** A configuration, and how it is reached. */
interface Lead {
  readonly values: Int32Array;
  /** The number of events of the local schedule that have happened. */
  readonly count: number;
  readonly events: readonly Event[];
  readonly from: Lead | { readonly inputs: InputVector };
}

/** Looks for a lookalike. The network must not leave anything out. */
export function lookalike(network: Network, question: LookalikeQuestion): LookalikeAnswer {
  const search = new LookalikeSearch(network, question);
  const found = search.run();
  const { isCutOff, visited } = search;
  return { ...(found === undefined ? {} : { schedule: scheduleTo(found) }), isCutOff, visited };
}

class LookalikeSearch {
  isCutOff = false;
  private readonly network: Network;
  private readonly question: LookalikeQuestion;
  /** The texts of the events that the process sees. */
  private readonly view: readonly string[];
  private readonly known = new Set<string>();
  private readonly queue: Lead[] = [];

  constructor(network: Network, question: LookalikeQuestion) {
    const { execution, process } = question;
    this.network = network;
    this.question = question;
    this.view = localPositions(execution, process).map((i) => formatEvent(at(execution.events, i)));
  }

  get visited(): number {
    return this.known.size;
  }

  run(): Lead | undefined {
    const { execution, process, isWanted } = this.question;
    const own = execution.processes.indexOf(process);
    for (const first of this.network.starts.all()) {
      if (first === undefined || !equal(at(first.inputs, own), at(execution.inputs, own))) continue;
      this.visit({ ...first, from: { inputs: first.inputs } }, 0);
    }
    for (const here of this.queue) {
      if (here.count === this.view.length && isWanted(here.values)) return here;
      for (const move of movesFrom(this.network, here.values))
        this.visit({ ...move, from: here }, here.count);
      if (this.isCutOff) return undefined;
    }
    return undefined;
  }

  /** Visits a configuration, if the process sees on the way to it what it has seen in the execution. */
  private visit({ values, events, from }: Omit<Lead, "count">, before: number): void {
    const { process, max } = this.question;
    const seen = events.filter((event) => isSeenBy(event, process));
    if (!seen.every((event, i) => formatEvent(event) === this.view[before + i])) return;
    const count = before + seen.length;
    const key = `${count} ${values.join()}`;
    if (this.known.has(key)) return;
    if (this.known.size === max) {
      this.isCutOff = true;
      return;
    }
    this.known.add(key);
    this.queue.push({ values: values.slice(), count, events, from });
  }
}

function scheduleTo(end: Lead): Schedule {
  const parts: (readonly Event[])[] = [];
  for (let here = end; ; here = here.from) {
    parts.unshift(here.events);
    if ("inputs" in here.from) return { inputs: here.from.inputs, events: parts.flat() };
  }
}
