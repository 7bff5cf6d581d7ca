/**
 * The reactions of author code to one cause in one local state, found out as far as they are asked for. A
 * search needs every way to choose (`react` in the model); a simulation follows one, and where a handler
 * draws from a thousand options it would wait long for all of them. So the ways are kept as a tree: its inner
 * nodes are calls of `choose`, `flip` and `draw`, its leaves are reactions, and author code runs once for
 * each leaf that is reached. A way in which an atomic step is not possible is closed when that is found out.
 */
import { assert, at } from "../base/assert.ts";
import { canonical } from "../base/value.ts";
import type { LocalState } from "../model/state/localState.ts";
import { LocalStep, type Reaction } from "../model/step/localStep.ts";
import type { Expected } from "../model/state/part.ts";
import type { Upon } from "../model/event/cause.ts";
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

/** A way in which an atomic step is not possible. */
const CLOSED = Symbol("closed");

/** The known outcome of a way to choose: more to choose, or what comes of it. */
type KnownWay = Fork | Reaction | typeof CLOSED | undefined;

/** A call of `choose`, or of one that leaves it to chance, and what comes of each option. */
class Fork {
  readonly ways: KnownWay[] = [];
  private readonly options: readonly unknown[];
  private readonly toss: Toss | undefined;
  private readonly step: Expected;

  constructor(step: Expected, options: readonly unknown[], weights: readonly number[] | undefined) {
    this.step = step;
    this.options = weights === undefined ? options.map(canonical) : options;
    this.toss = weights === undefined ? undefined : { weights, step };
  }

  /** The positions of the options that are not closed. */
  private get open(): number[] {
    return [...this.options.keys()].filter((way) => this.ways[way] !== CLOSED);
  }

  get isClosed(): boolean {
    return this.ways.includes(CLOSED) && this.open.length === 0;
  }

  decided({ choose, toss }: Bound): number {
    if (!this.ways.includes(CLOSED))
      return this.toss === undefined ? choose(this.options, this.step) : toss(this.options, this.toss);
    const { open, step } = this;
    const possible = open.map((way) => this.options[way]);
    if (this.toss === undefined) return at(open, choose(possible, step));
    const { weights } = this.toss;
    return at(open, toss(possible, { weights: open.map((way) => at(weights, way)), step }));
  }
}

type Bound = Pick<Chooser, "choose" | "toss">;

/** The reactions of a process to one cause in one local state. */
export class Reactions {
  private root: KnownWay;
  private readonly system: System;
  private readonly process: Process;
  private readonly before: LocalState;
  private readonly upon: Upon;

  constructor(system: System, process: Process, { before, upon }: { before: LocalState; upon: Upon }) {
    this.system = system;
    this.process = process;
    this.before = before;
    this.upon = upon;
  }

  /** Whether there are any. @throws ProtocolError */
  get arePossible(): boolean {
    return this.found({ choose: () => 0, toss: () => 0 }) !== undefined;
  }

  /**
   * The reaction if what is open goes as somebody has it; equal ones are the same object. @throws
   * ProtocolError
   */
  by(chooser: Chooser): Reaction {
    const reaction = this.found(chooser);
    assert(reaction !== undefined, "a step that may be taken is possible in some way");
    return reaction;
  }

  /** The reaction; undefined if the step is atomic, and possible in no way. */
  private found(chooser: Bound): Reaction | undefined {
    while (this.root !== CLOSED) {
      const path: number[] = [];
      let here: KnownWay = this.root;
      while (here instanceof Fork) {
        const way: number = here.decided(chooser);
        path.push(way);
        here = here.ways[way];
      }
      const reaction = here === undefined || here === CLOSED ? this.run(path, chooser) : here;
      if (reaction !== undefined) return reaction;
    }
    return undefined;
  }

  /**
   * Runs author code along a path that has been chosen, and from its end on as somebody has it.
   * @returns undefined if that way turns out to be closed
   */
  private run(path: readonly number[], chooser: Bound): Reaction | undefined {
    const { system, process, upon, before } = this;
    const step: Expected = { ...upon.cause, process: process.id };
    const places: { readonly at: Fork; readonly way: number }[] = [];
    const next = (): KnownWay => {
      const place = places.at(-1);
      return place === undefined ? this.root : place.at.ways[place.way];
    };
    const attach = (node: KnownWay): void => {
      const place = places.at(-1);
      if (place === undefined) this.root = node;
      else place.at.ways[place.way] = node;
    };
    const reaction = new LocalStep(system, { process, ...upon, before }).run((options, weights) => {
      let fork = next();
      if (!(fork instanceof Fork)) attach((fork = new Fork(step, options, weights)));
      const way = path[places.length] ?? fork.decided(chooser);
      places.push({ at: fork, way });
      return way;
    });
    attach(reaction ?? CLOSED);
    while (places.pop()?.at.isClosed === true) attach(CLOSED);
    return reaction;
  }
}
