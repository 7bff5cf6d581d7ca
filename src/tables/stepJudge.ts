/**
 * A predicate over steps, asked once for each distinct combination of what it reads: of the configuration
 * before, of that after, and of the events between.
 */
import { asItIs, type Arrangement } from "../base/rearranged.ts";
import type { Event } from "../model/event/event.ts";
import { formatEvent } from "../model/event/eventText.ts";
import type { System } from "../model/system/system.ts";
import type { NamedProperty } from "../properties/property.ts";
import { viewOf, type Facet, type View } from "../properties/view.ts";
import { askAgainLater, namesake, type Answer } from "./askedAgain.ts";
import { Interner } from "./integers.ts";
import { Lens } from "./judge.ts";
import type { Network } from "./network.ts";
import type { Repetition } from "./repetition.ts";

/** A step of a network. */
interface NetworkStep {
  /** The values of all slots before it, and after it. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Finds out its events. */
  events(): readonly Event[];
}

/** The number of the lens on events; others follow. */
const EVENTS = 0;

/** The judge of a property that is asked of steps. */
export class StepJudge {
  readonly property: NamedProperty;
  /** The repetition in which answers wait to be asked for again. */
  readonly repetition: Repetition;
  private readonly network: Network;
  private readonly find: (copy: System) => NamedProperty;
  /** All that the predicate has ever read, before or after a step. */
  private readonly lenses: { readonly lens: Lens; readonly when: "before" | "after" }[] = [];
  private readonly lensIds = new Map<string, number>();
  /** Whether the predicate has ever read events. */
  readsEvents = false;
  private readonly eventTexts = new Interner<string>();
  /** The answers, by the ids of all that was ever read; forgotten when something else is read. */
  private answers = new Map<string, boolean>();
  private readonly views: { readonly before: View; readonly after: View };
  private current: NetworkStep | undefined;
  private reads: number[] = [];
  private order: Arrangement = asItIs;

  constructor(network: Network, property: NamedProperty, repetition: Repetition) {
    this.network = network;
    this.property = property;
    this.find = namesake(property);
    this.repetition = repetition;
    const look = (when: "before" | "after"): View =>
      viewOf(network.system, (process, facet) => this.observe(when, process, facet));
    this.views = { before: look("before"), after: look("after") };
  }

  get bytes(): number {
    return this.lenses.reduce((sum, { lens }) => sum + lens.seen.bytes, 100 * this.answers.size);
  }

  /** Whether the predicate has ever read a facet, of whatever process. */
  readsFacet(facet: Facet): boolean {
    return this.lenses.some(({ lens }) => lens.facet === facet);
  }

  /** Whether the predicate is true of a step. @throws ProtocolError */
  isTrue(step: NetworkStep): boolean {
    const known = this.answers.get(this.keyOf(step));
    if (known !== undefined) return known;
    const kept = { ...step, before: step.before.slice(), after: step.after.slice() };
    const events = step.events();
    const first = this.answer(this.property, { ...kept, events: () => events });
    askAgainLater(this.repetition, {
      subject: this.property.subject,
      about: "step",
      first,
      again: (copy, order) => this.answerAgain(copy, { ...kept, events: () => events }, order),
    });
    this.answers.set(this.keyOf(step), first.isTrue);
    return first.isTrue;
  }

  /** The ids of all that was ever read, in a step: the answer is a function of it. */
  private keyOf(step: NetworkStep): string {
    const ids = this.lenses.map(({ lens, when }) => lens.id(step[when][lens.slot] as number));
    return this.readsEvents ? `${this.eventsId(step.events())} ${ids.join()}` : ids.join();
  }

  private eventsId(events: readonly Event[]): number {
    const text = events.map(formatEvent).join("\n");
    return this.eventTexts.id(text, text);
  }

  private answer({ step }: NamedProperty, asked: NetworkStep): Answer {
    this.current = asked;
    this.reads = [];
    const isTrue = step?.(this.views.before, this.views.after, () => this.observeEvents()) === true;
    return { isTrue, reads: this.reads };
  }

  private answerAgain(copy: System, step: NetworkStep, order: Arrangement): Answer {
    this.order = order;
    try {
      return this.answer(this.find(copy), step);
    } finally {
      this.order = asItIs;
    }
  }

  private observeEvents(): readonly Event[] {
    const events = (this.current as NetworkStep).events();
    if (!this.readsEvents) this.answers.clear();
    this.readsEvents = true;
    this.note(EVENTS, this.eventsId(events));
    return this.order(events) as readonly Event[];
  }

  private observe(when: "before" | "after", process: number, facet: string): unknown {
    const name = `${when} ${process} ${facet}`;
    let number = this.lensIds.get(name);
    if (number === undefined) {
      number = this.lenses.push({ lens: new Lens(this.network, process, facet), when }) - 1;
      this.lensIds.set(name, number);
      this.answers.clear();
    }
    const { lens } = this.lenses[number] as { lens: Lens };
    const id = lens.id((this.current as NetworkStep)[when][process] as number);
    this.note(EVENTS + 1 + number, id);
    return this.order(lens.value(id));
  }

  private note(lens: number, id: number): void {
    for (let i = 0; i < this.reads.length; i += 2) if (this.reads[i] === lens) return;
    this.reads.push(lens, id);
  }
}
