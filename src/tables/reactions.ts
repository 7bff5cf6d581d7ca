/**
 * The reactions of author code to one cause in one local state, found out as far as they are asked for. A
 * search needs every way to choose (`react` in the model); a simulation follows one, and where a handler
 * draws from a thousand options it would wait long for all of them. So the ways are kept as a tree: its inner
 * nodes are calls of `choose`, `flip` and `draw`, its leaves are reactions, and author code runs once for
 * each leaf that is reached.
 */
import { canonical } from "../base/value.ts";
import type { LocalState } from "../model/state/localState.ts";
import { LocalStep, type Reaction } from "../model/step/localStep.ts";
import type { Expected } from "../model/state/part.ts";
import type { Cause } from "../model/event/cause.ts";
import type { Process } from "../model/state/process.ts";
import type { System } from "../model/system/system.ts";

/** A coin, and the step in which it is tossed. */
export interface Toss {
  readonly weights: readonly number[];
  readonly step: Expected;
}

/** A source of choices: decides what a step leaves open, by a position among options. */
export interface Chooser {
  /** The position of the option that a handler gets which calls `choose`. */
  choose(options: readonly unknown[], step: Expected): number;
  /** The position of the option to which chance leads. */
  toss(options: readonly unknown[], toss: Toss): number;
}

/** A call of `choose`, or of one that leaves it to chance, and what comes of each option. */
class Fork {
  readonly ways: (Fork | Reaction | undefined)[] = [];
  private readonly options: readonly unknown[];
  private readonly toss: Toss | undefined;
  private readonly step: Expected;

  constructor(step: Expected, options: readonly unknown[], weights: readonly number[] | undefined) {
    this.step = step;
    this.options = weights === undefined ? options.map(canonical) : options;
    this.toss = weights === undefined ? undefined : { weights, step };
  }

  decided({ choose, toss }: Bound): number {
    return this.toss === undefined ? choose(this.options, this.step) : toss(this.options, this.toss);
  }
}

type Bound = Pick<Chooser, "choose" | "toss">;

/** The reactions of a process to one cause in one local state. */
export class Reactions {
  private root: Fork | Reaction | undefined;
  private readonly system: System;
  private readonly process: Process;
  private readonly before: LocalState;
  private readonly cause: Cause;

  constructor(system: System, process: Process, { before, cause }: { before: LocalState; cause: Cause }) {
    this.system = system;
    this.process = process;
    this.before = before;
    this.cause = cause;
  }

  /**
   * The reaction if what is open goes as somebody has it; equal ones are the same object. @throws
   * ProtocolError
   */
  by(chooser: Chooser): Reaction {
    const path: number[] = [];
    let here = this.root;
    while (here instanceof Fork) {
      const way: number = here.decided(chooser);
      path.push(way);
      here = here.ways[way];
    }
    return here ?? this.run(path, chooser);
  }

  /** Runs author code along a path that has been chosen, and from its end on as somebody has it. */
  private run(path: readonly number[], chooser: Chooser): Reaction {
    const { system, process, cause, before } = this;
    const step: Expected = { ...cause, process: process.id };
    let place: { at: Fork; way: number } | undefined;
    let count = 0;
    const next = (): Fork | Reaction | undefined =>
      place === undefined ? this.root : place.at.ways[place.way];
    const attach = (node: Fork | Reaction): void => {
      if (place === undefined) this.root = node;
      else place.at.ways[place.way] = node;
    };
    const reaction = new LocalStep(system, { process, cause, before }).run((options, weights) => {
      let fork = next();
      if (!(fork instanceof Fork)) attach((fork = new Fork(step, options, weights)));
      const way = path[count++] ?? fork.decided(chooser);
      place = { at: fork, way };
      return way;
    });
    attach(reaction);
    return reaction;
  }
}
