/**
 * The worst for a property, one step ahead. Of what is enabled (all of it, or a sample of 32 where there is
 * more) it looks what would come of each, and of 16 ways in which a step could go wrong where there are
 * failures. It takes what violates the property; if nothing does, what is worst:
 *
 * 1. by the property's `badness`, if it has one;
 * 2. for `eventually`, in half of the runs, that as little as possible is left that could happen, because it
 *    is violated when nothing is enabled any more;
 * 3. with as few failures as possible;
 * 4. that the property sees what it has not seen in this run, because where it sees nothing new an invariant
 *    stays true; in half of the runs, and for `eventually`, that it sees nothing new, so that all others get
 *    as far as they can before;
 * 5. that a process gets into a state in which it has not been in this run.
 *
 * Among equals it draws. Greed alone would walk into the same dead end in every run; so in each run it takes
 * some steps without looking, up to every fourth. Failures that make nothing worse by 1 or 2 it uses now and
 * then only; what fails before the first step is left to chance. How coins will fall it does not know: it
 * looks at one way in which they could.
 *
 * Source: the greedy adversary of lower-bound arguments; for going after what has not been seen, B. Korel,
 * Automated software test data generation, IEEE TSE 16(8), 1990, and novelty search (J. Lehman, K. Stanley,
 * Abandoning objectives, Evolutionary Computation 19(2), 2011).
 */
import { at } from "../../base/assert.ts";
import type { Random } from "../../base/random.ts";
import { formatLocal } from "../../model/state/localState.ts";
import type { Configuration } from "../../model/state/configuration.ts";
import { UsageError } from "../../model/error.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import { isFault, type Event } from "../../model/event/event.ts";
import type { Pending } from "../../model/state/part.ts";
import { kinds } from "../../properties/kinds/index.ts";
import { isOfConfigurations, isOfLongRuns } from "../../properties/kinds/kind.ts";
import { isCalled, type NamedProperty } from "../../properties/property.ts";
import type { Leg } from "../../tables/index.ts";
import type { Fate, Strikes } from "../fate.ts";
import { drawn } from "../chance.ts";
import { Misfortune } from "../misfortune.ts";
import type { Adversary, AdversaryKind, Beginning, Foresight } from "./adversary.ts";
import { Witness } from "./witness.ts";

/** The number of steps looked at, at most. */
const STEPS_MAX = 32;

/** The number of steps with failures looked at, at most. */
const FAILING_MAX = 16;

/** The number of steps of which one is taken without looking, in a run that does so most often. */
const BLIND_MIN = 4;

/** The number of leading entries of the score: a failure is worth it if it makes one of them greater. */
const WORTH = 3;

/** A step that might be taken next, and its score: the first number that differs tells which is worse. */
interface Plan {
  readonly ticket: number;
  /** The positions of the options that handlers get, in order. */
  readonly choices: readonly number[];
  /** The fault each time that something may fail, as text; undefined: none. */
  readonly strikes: readonly (string | undefined)[];
  readonly score: readonly number[];
  readonly fails: boolean;
}

/** Takes what is worst for a property. */
export const worst: AdversaryKind = {
  name: "worst",
  about: "looks one step ahead and takes what is worst for a property, failures included",
  form: "PROPERTY",
  looksAhead: true,
  begin: (beginning) => new Worst(beginning),
};

class Worst implements Adversary {
  readonly failsAgain = true;
  private readonly beginning: Beginning;
  private readonly foresight: Foresight;
  private readonly random: Random;
  private readonly property: NamedProperty;
  private readonly misfortune: Misfortune;
  /** Whether the property is to see what is new, rather than what it has seen. */
  private readonly rushes: boolean;
  /** Whether as little as possible is to be left that could happen. */
  private readonly starves: boolean;
  /** One step in so many is taken without looking. */
  private readonly blind: number;
  private readonly sights = new Set<string>();
  private readonly locals = new Set<string>();
  private last: Configuration | undefined;
  private witness: Witness | undefined;
  private plan: Plan | undefined;
  private chosen = 0;
  private struck = 0;

  constructor(beginning: Beginning) {
    const { foresight, random, text } = beginning;
    if (foresight === undefined) throw new TypeError("whoever looks ahead has foresight");
    this.beginning = beginning;
    this.foresight = foresight;
    this.random = random;
    this.property = propertyNamed(text, foresight.properties, random);
    this.misfortune = new Misfortune(random);
    const isHeads = random.below(2) === 0;
    this.rushes = isOfConfigurations(this.property.kind) && isHeads;
    this.starves = isOfLongRuns(this.property.kind) && isHeads;
    this.blind = BLIND_MIN * 2 ** random.below(6);
  }

  next(): number {
    this.remember();
    this.plan = this.random.below(this.blind) === 0 ? this.anyPlan() : this.worstPlan();
    this.chosen = 0;
    this.struck = 0;
    return this.plan.ticket;
  }

  choose(options: readonly unknown[]): number {
    const wanted = this.plan?.choices[this.chosen++] ?? this.random.below(options.length);
    return Math.min(wanted, options.length - 1);
  }

  fail(strikes: readonly Event[], next: Pending | undefined): number | undefined {
    const { plan } = this;
    if (plan === undefined) return undefined;
    // Where nothing can happen any more, what liars say is left to chance.
    if (next === undefined && this.struck >= plan.strikes.length) this.plan = undefined;
    const wanted = plan.strikes[this.struck++];
    return wanted === undefined ? -1 : strikes.findIndex((event) => formatEvent(event) === wanted);
  }

  /** Notes what there is now. */
  private remember(): void {
    const { system, configuration } = this.foresight.now();
    this.witness ??= new Witness(system, this.property);
    this.sights.add(this.witness.look(configuration).sight);
    for (const name of movesOf(this.last, configuration)) this.locals.add(name);
    this.last = configuration;
  }

  private anyPlan(): Plan {
    const { situation } = this.beginning;
    return this.planFor(situation.enabledAt(this.random.below(situation.count)), this.mayFail);
  }

  private worstPlan(): Plan {
    const tickets = this.someTickets();
    const calm = tickets.map((ticket) => this.planFor(ticket, false));
    const others = calm.filter(({ choices }) => choices.length > 0);
    for (let i = 0; others.length > 0 && calm.length < STEPS_MAX; i++)
      calm.push(this.planFor(at(others, i % others.length).ticket, false));
    const failing = this.mayFail ? this.failing(tickets) : [];
    const best = worstOf(calm);
    if (failing.length === 0) return best;
    const worse = worstOf(failing);
    return isWorse(worse, best, WORTH) || this.misfortune.isNear ? worse : best;
  }

  private get mayFail(): boolean {
    return this.foresight.now().system.failures.length > 0;
  }

  private failing(tickets: readonly number[]): Plan[] {
    const plans = Array.from({ length: FAILING_MAX }, () =>
      this.planFor(at(tickets, this.random.below(tickets.length)), true),
    );
    return plans.filter(({ fails }) => fails);
  }

  /** The enabled tickets, or some of them. */
  private someTickets(): number[] {
    const { situation } = this.beginning;
    const positions = Array.from({ length: situation.count }, (_, i) => i);
    const wanted = Math.min(STEPS_MAX, positions.length);
    for (let i = 0; i < wanted; i++) {
      const j = i + this.random.below(positions.length - i);
      [positions[i], positions[j]] = [at(positions, j), at(positions, i)];
    }
    return positions.slice(0, wanted).map((position) => situation.enabledAt(position));
  }

  private planFor(ticket: number, mayFail: boolean): Plan {
    const { choices, strikes, fate } = recordedFate(this.random, mayFail);
    const before = this.foresight.now().configuration;
    const { configuration, events } = this.foresight.after(ticket, fate);
    const faults = events.filter(isFault).length;
    const score = this.scoreOf(before, configuration, faults);
    return { ticket, choices, strikes, score, fails: faults > 0 };
  }

  private scoreOf(before: Configuration, after: Configuration, faults: number): number[] {
    const { isTrue, badness, sight } = (this.witness as Witness).look(after);
    const isNew = !this.sights.has(sight);
    const moves = movesOf(before, after).some((name) => !this.locals.has(name));
    const left = this.starves ? leftIn(after) : 0;
    const wanted = Number(this.rushes === isNew);
    return [Number(!isTrue), badness, -left, -faults, wanted, Number(moves), this.random.next()];
  }
}

/** A fate that draws what is open and remembers what it drew, but for coins. */
function recordedFate(
  random: Random,
  mayFail: boolean,
): { readonly choices: number[]; readonly strikes: (string | undefined)[]; readonly fate: Fate } {
  const choices: number[] = [];
  const strikes: (string | undefined)[] = [];
  const misfortune = mayFail ? new Misfortune(random) : undefined;
  /** Chooses among faults and notes the choice. If there are none, the adversary is not asked again. */
  const noted = (open: Strikes, choose: (some: Strikes) => Leg | undefined) => {
    const possible = open.all();
    if (possible.length === 0) return undefined;
    const strike = choose({ all: () => possible, areLikely: open.areLikely });
    strikes.push(strike === undefined ? undefined : formatEvent(strike.event));
    return strike;
  };
  const choose = (options: readonly unknown[]): number => {
    const choice = random.below(options.length);
    choices.push(choice);
    return choice;
  };
  const fate: Fate = {
    choose,
    first: choose,
    toss: (options, { weights }) => drawn(random, options.length, weights),
    within: (possible) => noted(possible, (some) => misfortune?.within(some)),
    between: (possible) => noted(possible, (some) => misfortune?.between(some)),
    goesOn: () => misfortune?.goesOn() ?? false,
  };
  return { choices, strikes, fate };
}

/** The number of events that could still happen: messages and timers of processes that are up. */
function leftIn({ locals, mailboxes }: Configuration): number {
  const left = locals.map(({ halted, down, timers, control }, i) => {
    if (halted || down !== undefined) return 0;
    return timers.length + (mailboxes[i]?.length ?? 0) + (control === undefined ? 0 : 1);
  });
  return left.reduce((sum, one) => sum + one, 0);
}

/** The processes that are not as they were, each with the state that it is in now. */
function movesOf(before: Configuration | undefined, { locals }: Configuration): string[] {
  return locals.flatMap((local, i) => (local === before?.locals[i] ? [] : [`${i} ${formatLocal(local)}`]));
}

function worstOf(plans: readonly Plan[]): Plan {
  return plans.reduce((worst, plan) => (isWorse(plan, worst) ? plan : worst));
}

/** Whether one plan is worse than another, by the first numbers of their scores. */
function isWorse({ score }: Plan, { score: other }: Plan, first = score.length): boolean {
  for (let i = 0; i < first; i++) if (score[i] !== other[i]) return at(score, i) > at(other, i);
  return false;
}

/** The property to go after where none is judged: it is never violated, so that only new states count. */
const nothing: NamedProperty = {
  name: "",
  subject: "",
  kind: kinds.invariant,
  predicates: [],
  demands: [],
  predicate: () => true,
};

/** The property with a name; without one, any of those judged. @throws UsageError that lists them */
function propertyNamed(name: string, properties: readonly NamedProperty[], random: Random): NamedProperty {
  const meant = name === "" ? properties : properties.filter((property) => isCalled(property, name));
  if (meant.length === 1 && name !== "") return meant[0] as NamedProperty;
  if (name === "" || meant.length > 0) return meant[random.below(Math.max(1, meant.length))] ?? nothing;
  const possible = properties.map((one) => one.name);
  throw new UsageError(
    `The adversary worst goes after a property that is judged, and "${name}" is none.`,
    possible.length === 0
      ? "No property is; worst alone needs none."
      : `Possible are ${possible.join(", ")}.`,
    { given: name, possible },
  );
}
