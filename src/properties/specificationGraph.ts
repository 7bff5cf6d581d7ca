/** Specifications as graphs, which are found as far as they are asked for, with what is owed in them. */
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import { canonical } from "../base/value.ts";
import { ProtocolError } from "../model/error.ts";
import type { Event } from "../model/event/event.ts";
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  type Configuration,
} from "../model/state/configuration.ts";
import type { System } from "../model/system/system.ts";
import { owedIn, paidIn, waitingIn } from "../model/transition/account.ts";
import {
  ANY,
  formatDebt,
  isCompassionate,
  isOwedAtEnds,
  isSettledWhenGone,
  type Debt,
  type Terms,
} from "../model/transition/debt.ts";
import { enabled, isQuiescent, settlements, step } from "../model/transition/transition.ts";

/** The number of configurations of a specification that may be visited. */
const CONFIGURATIONS_MAX = 20_000;

/** A specification, and the terms on which its executions count. */
export interface Specified {
  readonly specification: System;
  readonly terms: Terms;
}

/** A step of a specification: where it leads to, and the debts that it pays. */
interface SpecificationStep {
  readonly to: number;
  readonly paid: readonly number[];
}

/** A configuration of a specification, and what is known of it. */
interface SpecificationNode {
  readonly configuration: Configuration;
  readonly looks: string;
  next?: readonly SpecificationStep[];
  owed?: readonly number[];
  waiting?: readonly number[];
}

/** Takes a note of what a specification comes to from a configuration, or at first. */
export type NoteOfSteps = (
  specification: System,
  from: Configuration | undefined,
  settled: readonly Configuration[],
) => void;

/** The configurations of a specification and its debts, by number. */
export class SpecificationGraph {
  private readonly specified: Specified;
  private readonly note: NoteOfSteps | undefined;
  private readonly nodes: SpecificationNode[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly debts: Debt[] = [];
  private readonly debtNumbers = new Map<string, number>();

  constructor(specified: Specified, note?: NoteOfSteps) {
    this.specified = specified;
    this.note = note;
  }

  /** The texts of the debts that were met. */
  get textsOfDebts(): readonly string[] {
    return [...this.debtNumbers.keys()];
  }

  /** Whether all of its executions count, wherever they stop. */
  get owesNothing(): boolean {
    return this.specified.terms === ANY;
  }

  /** The configurations in which it begins. */
  beginnings(): readonly number[] {
    return this.stepsFrom(undefined).map(({ to }) => to);
  }

  /** The steps from a configuration. */
  from(node: number): readonly SpecificationStep[] {
    const known = at(this.nodes, node);
    return (known.next ??= this.stepsFrom(known.configuration));
  }

  looks(node: number): string {
    return at(this.nodes, node).looks;
  }

  /** The debts that may be paid in a configuration. */
  owedIn(node: number): readonly number[] {
    const { specification, terms } = this.specified;
    const known = at(this.nodes, node);
    return (known.owed ??= this.numbersOf(owedIn(specification, known.configuration, terms)));
  }

  /** The letters, as debts, that are in transit in a configuration. */
  waitingIn(node: number): readonly number[] {
    const known = at(this.nodes, node);
    return (known.waiting ??= this.numbersOf(waitingIn(this.specified.specification, known.configuration)));
  }

  /** Whether one may be in a configuration again and again, and not pay a debt. */
  mayOwe(node: number, debt: number): boolean {
    if (!this.isCompassionate(debt)) return this.owedIn(node).includes(debt);
    return !this.isSettledWhenGone(debt) || this.waitingIn(node).includes(debt);
  }

  /** Whether a step from one configuration to another pays a debt. */
  pays(from: number, to: number, debt: number): boolean {
    return this.from(from).some((one) => one.to === to && one.paid.includes(debt));
  }

  /** Whether an execution may end in a configuration. */
  mayEndIn(node: number): boolean {
    const { configuration } = at(this.nodes, node);
    const owed = this.owedIn(node).map((debt) => at(this.debts, debt));
    return isQuiescent(this.specified.specification, configuration) && !owed.some(isOwedAtEnds);
  }

  /** Whether a debt that may be paid again and again has to be. */
  isCompassionate(debt: number): boolean {
    return isCompassionate(at(this.debts, debt), this.specified.terms);
  }

  /** Whether such a debt is settled, too, where there is no such letter in transit. */
  isSettledWhenGone(debt: number): boolean {
    return isSettledWhenGone(this.specified.specification, at(this.debts, debt));
  }

  private stepsFrom(from: Configuration | undefined): readonly SpecificationStep[] {
    const { specification } = this.specified;
    const found = [...specifiedSteps(specification, from)];
    this.note?.(
      specification,
      from,
      found.map(({ settled }) => settled),
    );
    return found.map(({ settled, events }) => {
      return { to: this.node(settled), paid: from === undefined ? [] : this.paidBy(from, events) };
    });
  }

  private paidBy(from: Configuration, events: readonly Event[]): readonly number[] {
    const { specification, terms } = this.specified;
    const configurations: Configuration[] = [];
    events.reduce((here, event) => {
      configurations.push(here);
      return step(specification, here, event);
    }, from);
    return this.numbersOf(paidIn(specification, { events, configurations }, terms));
  }

  private numbersOf(some: readonly Debt[]): readonly number[] {
    const owed = some.filter((debt) => !this.specified.terms.isForgiven(debt));
    return [...new Set(owed.map((debt) => this.debtNumber(debt)))];
  }

  private debtNumber(debt: Debt): number {
    const text = formatDebt(debt);
    const number = this.debtNumbers.get(text) ?? this.debts.push(debt) - 1;
    this.debtNumbers.set(text, number);
    return number;
  }

  private node(configuration: Configuration): number {
    const text = formatConfiguration(configuration);
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const { specification } = this.specified;
    const number = this.nodes.push({ configuration, looks: looksOf(specification, configuration) }) - 1;
    this.numbers.set(text, number);
    if (number < CONFIGURATIONS_MAX) return number;
    throw new ProtocolError(
      "bad-property",
      `The specification ${specification.protocol.name} has too many configurations.`,
      [`More than ${CONFIGURATIONS_MAX} were met.`],
      "A specification says what is seen, and leaves out how it comes about: make it smaller.",
    );
  }
}

/** A step of a specification that is over, and its events. */
interface SettledStep {
  readonly settled: Configuration;
  readonly events: readonly Event[];
}

/** The steps of a specification from a configuration, or those with which it begins. */
export function* specifiedSteps(
  specification: System,
  from: Configuration | undefined,
): Generator<SettledStep> {
  if (from === undefined) {
    for (const inputs of inputVectors(specification))
      yield* settlements(specification, initialConfiguration(specification, inputs));
    return;
  }
  for (const event of enabled(specification, from))
    yield* settlements(specification, step(specification, from, event), [event]);
}

/** The look of a configuration of a specification: the states of its processes, by id, as text. */
export function looksOf({ processes }: System, { locals }: Configuration): string {
  const states = processes.map(({ id, number }) => [id, at(locals, number).state]);
  return format(canonical(Object.fromEntries(states)));
}
