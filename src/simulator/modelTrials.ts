/** Trying candidates for shorter schedules of any system, by the rules of the model. */
import { at } from "../base/assert.ts";
import { initialConfiguration, type Configuration } from "../model/configuration.ts";
import { roundLike } from "../model/conflict.ts";
import { ProtocolError } from "../model/error.ts";
import { isBeat, isFault, type Event } from "../model/event.ts";
import { isStuck, replay, type Schedule } from "../model/execution.ts";
import type { System } from "../model/system.ts";
import { enabled, NotEnabled, step } from "../model/transition.ts";
import { propertiesOf, type NamedProperty } from "../properties/property.ts";
import { viewOfConfiguration } from "../properties/view.ts";
import type { Shrinking, Taken, Trials, Violation } from "./shrink.ts";

/** A step, or a round, or a fault between two steps: its events. */
interface Segment extends Taken {
  readonly events: readonly Event[];
}

/** Where a candidate is. */
interface Place {
  readonly configuration: Configuration;
  readonly events: readonly Event[];
}

/** A candidate may take so many steps more than it was given, to come to its end. */
const EXTRA_STEPS = 1_000;

/** An event here costs about as much as so many in a plain system. */
const EVENT_COST = 50;

/** Candidates: lists of segments, of which those that cannot happen are passed over. */
export class ModelTrials implements Trials<Segment> {
  private readonly system: System;
  private readonly calm: System;
  private readonly property: NamedProperty;
  private readonly start: Place;
  private effort: number;

  constructor({ system, property, schedule, effortMax }: Shrinking) {
    this.system = system;
    this.calm = { ...system, failures: [] };
    this.property = at(propertiesOf(system.protocol, [property]), 0);
    this.effort = effortMax / EVENT_COST;
    const started: Place = { configuration: initialConfiguration(system, schedule.inputs), events: [] };
    this.start = this.followed(started, schedule.events);
  }

  get isOver(): boolean {
    return this.effort <= 0;
  }

  stepsOf(schedule: Schedule): readonly Segment[] {
    const execution = replay(this.system, schedule);
    if (isStuck(execution)) return [];
    const segments: Segment[] = [];
    let begun = this.start.events.length;
    for (const [i, { pending }] of execution.configurations.entries()) {
      if (i <= begun || pending.length > 0) continue;
      segments.push(segmentOf(schedule.events.slice(begun, i)));
      begun = i;
    }
    return segments;
  }

  calmer(segments: readonly Segment[]): readonly (readonly Segment[])[] {
    return segments.flatMap(({ events }, i) =>
      events.flatMap((event, j) => {
        if (j === 0 || !isFault(event) || event.kind === "withhold") return [];
        return [segments.with(i, segmentOf(events.toSpliced(j, 1)))];
      }),
    );
  }

  run(segments: readonly Segment[]): Violation<Segment> | undefined {
    try {
      return this.violation(segments);
    } catch (error) {
      // What a candidate does wrong is not what is looked for.
      if (error instanceof ProtocolError) return undefined;
      throw error;
    }
  }

  private violation(segments: readonly Segment[]): Violation<Segment> | undefined {
    const taken: Segment[] = [];
    let place = this.start;
    const isLive = this.property.kind.refutedBy === "end";
    const found = (): Violation<Segment> => ({ events: place.events, steps: taken });
    const go = (next: Place): boolean => {
      taken.push(segmentOf(next.events.slice(place.events.length)));
      place = next;
      return this.isTrue(next);
    };
    if (this.isTrue(place) === isLive) return isLive ? undefined : found();
    for (const { events } of segments) {
      const next = this.tried(place, events);
      if (next !== undefined && go(next) === isLive) return isLive ? undefined : found();
    }
    if (!isLive) return undefined;
    for (let i = 0; i < EXTRA_STEPS; i++) {
      const next = this.onward(place, i);
      if (next === undefined) return found();
      if (go(next)) return undefined;
    }
    return undefined;
  }

  private isTrue({ configuration }: Place): boolean {
    return this.property.predicate(viewOfConfiguration(this.system, configuration));
  }

  /** What follows if nothing fails, somewhere else each time; undefined if nothing does. */
  private onward(place: Place, turn: number): Place | undefined {
    const possible = enabled(this.calm, place.configuration);
    return possible.length === 0 ? undefined : this.tried(place, [at(possible, turn % possible.length)]);
  }

  /** Where a list of events leads; undefined if the first of them cannot happen. */
  private tried(place: Place, events: readonly Event[]): Place | undefined {
    const [first, ...rest] = events;
    if (first === undefined) return undefined;
    const next = this.after(place, first);
    return next === undefined ? undefined : this.followed(next, rest);
  }

  /** Lets happen what has begun: as in a list of events, as far as that is possible. */
  private followed(begun: Place, wanted: readonly Event[]): Place {
    let place = begun;
    let position = 0;
    while (place.configuration.pending.length > 0) {
      const next = this.nextOf(place, wanted, position);
      position = next.position;
      place = next.place;
    }
    return place;
  }

  /** The next of the events wanted that can happen, or what happens if nothing fails. */
  private nextOf(place: Place, wanted: readonly Event[], from: number): { place: Place; position: number } {
    for (let i = from; i < wanted.length; i++) {
      const next = this.after(place, at(wanted, i));
      if (next !== undefined) return { place: next, position: i + 1 };
    }
    const regular = at(enabled(this.calm, place.configuration), 0);
    return { place: this.after(place, regular) as Place, position: from };
  }

  private after({ configuration, events }: Place, event: Event): Place | undefined {
    this.effort--;
    const [head] = configuration.pending;
    const isElsewhere = head !== undefined && (isBeat(event) || event.process !== head.process);
    if (isElsewhere) return undefined;
    const next = event.kind === "round" ? roundLike(this.system, configuration, event) : event;
    try {
      return { configuration: step(this.system, configuration, next), events: [...events, next] };
    } catch (error) {
      if (error instanceof NotEnabled) return undefined;
      throw error;
    }
  }
}

function segmentOf(events: readonly Event[]): Segment {
  const [first] = events;
  return { process: first === undefined || isBeat(first) ? "" : first.process, events };
}
