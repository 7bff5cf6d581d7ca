/** Playing in an engine: moments of histories, and what comes of the events that a reader takes there. */
import { indistinguishableTo } from "../../analysis/index.ts";
import { assert, at } from "../../base/assert.ts";
import { format, parse } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { sceneOf, type Scene } from "../../diagram/index.ts";
import {
  enabled,
  formatConfiguration,
  formatEvent,
  formOf,
  initialConfiguration,
  inputVectors,
  isFault,
  isQuiescent,
  participantOf,
  step,
  type Configuration,
  type Event,
  type Execution,
  type System,
  type InputVector,
  type Wording,
} from "../../model/index.ts";
import { wordingOf, wordingWith } from "../../model/transition/wording.ts";
import { doubtAbout, isTrueOfAll } from "../../properties/doubt.ts";
import { isOfSteps } from "../../properties/kinds/kind.ts";
import { propertiesOfRuns } from "../../properties/propertiesOfRuns.ts";
import { nameOf, type NamedProperty } from "../../properties/property.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import type { PlayedMoment, Preview, ProcessPlace, PropertyTruth } from "../conversation.ts";
import type { CodePlace, Program } from "../compiling/program.ts";
import { placeOfEvent } from "./codePlaces.ts";
import { EnabledEvents } from "./enabledEvents.ts";
import { configurationFacts, type ConfigurationFacts } from "./configurationFacts.ts";
import { offersIn } from "./offers.ts";
import type { FoundConfiguration } from "./graphOf.ts";
import { MadeLast } from "./madeLast.ts";
import { forgedIn, withOverheard, withWordsOf } from "./overheard.ts";

/** A moment as the engine keeps it. */
interface KeptMoment {
  readonly id: number;
  readonly parent: KeptMoment | undefined;
  /** The choices of the adversary at the beginning. */
  readonly inputs: InputVector;
  /** The events from the moment before, and the configurations that they lead to. */
  readonly events: readonly Event[];
  readonly configurations: readonly Configuration[];
  readonly step: number;
  /** The text of its configuration. */
  readonly text: string;
  /** The names in the execution up to it. */
  readonly names: Wording;
}

/** A moment that is not kept yet. */
type MadeMoment = Omit<KeptMoment, "id" | "text" | "names">;

/** The maximum number of vectors of inputs that a reader can choose from. */
const INPUTS_MAX = 64;
/** Of histories with more events, moments on the way are told briefly. */
const WHOLE_MAX = 400;
/** The maximum number of scenes that are kept. */
const SCENES_MAX = 8;

/** The moments of one system. */
export class Playing {
  readonly system: System;
  /** The system in which liars may say what is offered to a reader. */
  heard: System;
  readonly inputs: readonly (readonly Plain[])[];
  private readonly program: Program | undefined;
  private readonly properties: readonly NamedProperty[];
  private readonly moments: KeptMoment[] = [];
  private possible: EnabledEvents;
  /** The scenes that were drawn last, by what leads to the moment from the one before. */
  private readonly scenes = new MadeLast<readonly Configuration[], Scene>(SCENES_MAX);
  /** The outcome that was looked at last, which is likely to be taken. */
  private ahead: { readonly id: number; readonly text: string; readonly made: MadeMoment } | undefined;

  constructor(system: System, program?: Program) {
    this.system = system;
    this.program = program;
    this.heard = withOverheard(system);
    this.possible = new EnabledEvents(this.heard);
    this.properties = propertiesOfRuns(system);
    const inputs: (readonly Plain[])[] = [];
    for (const vector of inputVectors(system)) if (inputs.push(vector) >= INPUTS_MAX) break;
    this.inputs = inputs;
  }

  /** The first moment of the executions with a vector of inputs. @throws ProtocolError */
  begin(inputs: readonly Plain[]): PlayedMoment {
    const first = initialConfiguration(this.system, inputs);
    const { events, configurations } = this.goOn([], [first], false);
    return this.told(this.keep({ parent: undefined, inputs, events, configurations, step: 0 }));
  }

  /** The moment after an event, and all that follows by itself. @throws ProtocolError */
  take(id: number, text: string, isCareful: boolean): PlayedMoment {
    return this.told(this.keep(this.after(id, text, isCareful)));
  }

  /** The moment at which the step that is under way is over, if nothing fails in it. @throws ProtocolError */
  finish(id: number): PlayedMoment {
    const parent = at(this.moments, id);
    const events: Event[] = [];
    const configurations: Configuration[] = [];
    for (let now = last(parent); now.pending.length > 0;) {
      const next = at(enabled(this.heard, now), 0);
      now = step(this.system, now, next);
      events.push(next);
      configurations.push(now);
    }
    return this.told(this.keep({ parent, inputs: parent.inputs, events, configurations, step: parent.step }));
  }

  /** The outcome of an event. @throws ProtocolError */
  preview(id: number, text: string): Preview {
    const before = at(this.moments, id);
    const made = this.after(id, text, false);
    const after = this.judged(made, -1);
    const [was, is] = [before, after].map((one) => this.factsOf(one, this.isEnd(one)));
    this.ahead = { id, text, made };
    this.sceneAt(after);
    return {
      changes: (is?.processes ?? []).flatMap(({ id: process, fields }) =>
        fields.filter(({ before: old }) => old !== undefined).map((field) => ({ process, field })),
      ),
      refuted: (is?.truth ?? [])
        .filter(
          ({ isRefuted, name }) => isRefuted && !was?.truth.some((old) => old.name === name && old.isRefuted),
        )
        .map(({ name }) => name),
    };
  }

  /** Follows events as far as they are enabled: a moment for each step, and the event that was not. */
  follow(
    inputs: readonly string[] | undefined,
    events: readonly string[],
    isAlive: () => void = () => undefined,
  ): { moments: PlayedMoment[]; stuck?: string } {
    const vector = inputs?.map((text) => parse(text)) ?? at(this.inputs, 0);
    const known = this.inputs.find((one) => one.map(format).join() === vector.map(format).join());
    this.hear(events.flatMap(forgedIn));
    const moments = [this.begin(known ?? vector)];
    let next = 0;
    let kept = at(this.moments, at(moments, 0).id);
    for (const already of kept.events) if (events[next] === formatEvent(already)) next++;
    while (next < events.length) {
      const taken = this.stepAlong(kept, events.slice(next));
      if (taken.used === 0) return { moments, stuck: at(events, next) };
      next += taken.used;
      kept = this.keep(taken.moment);
      const isBrief = next < events.length && events.length > WHOLE_MAX;
      moments.push(isBrief ? this.toldBriefly(kept) : this.told(kept));
      isAlive();
    }
    return { moments };
  }

  /** The picture of the history up to a moment. */
  scene(id: number): Scene {
    return this.sceneAt(at(this.moments, id));
  }

  private sceneAt(kept: KeptMoment): Scene {
    return this.scenes.recall(kept.configurations, () =>
      sceneOf(this.executionOf(kept), { maxSteps: Infinity, maxTransitRows: "unplaced" }),
    );
  }

  /** The processes whose local schedules up to two moments are equal: they cannot tell these apart. */
  alike(moments: readonly [number, number]): string[] {
    return indistinguishableTo([this.execution(moments[0]), this.execution(moments[1])]);
  }

  /** The execution up to a moment. */
  execution(id: number): Execution {
    return this.executionOf(at(this.moments, id));
  }

  /** The settled configurations of the history up to a moment, with what leads to each. */
  walkTo(id: number): FoundConfiguration[] {
    const { configurations, events } = this.execution(id);
    const settled = [...configurations.entries()].filter(([, { pending }]) => pending.length === 0);
    return settled.map(([i, configuration], depth) => ({ configuration, events: events.slice(0, i), depth }));
  }

  private executionOf(kept: KeptMoment): Execution {
    const path: KeptMoment[] = [];
    for (let one: KeptMoment | undefined = kept; one !== undefined; one = one.parent) path.push(one);
    path.reverse();
    const configurations = path.flatMap((one) => one.configurations);
    return {
      protocol: this.system.protocol.name,
      processes: this.system.processes.map(({ id: process }) => process),
      inputs: kept.inputs,
      configurations,
      events: path.flatMap(({ events }) => events),
      names: kept.names,
    };
  }

  /** Liars may say what is said in these events, too. */
  private hear(events: readonly Event[]): void {
    const heard = withWordsOf(this.heard, events);
    if (heard !== this.heard) this.possible = new EnabledEvents(heard);
    this.heard = heard;
  }

  private keep(made: MadeMoment): KeptMoment {
    this.hear(made.events);
    const kept = this.judged(made, this.moments.length);
    this.moments.push(kept);
    return kept;
  }

  private judged(made: MadeMoment, id: number): KeptMoment {
    const { parent, configurations } = made;
    const names = parent?.names ?? wordingOf(this.system, configurations);
    return { ...made, id, text: formatConfiguration(last(made)), names: wordingWith(names, configurations) };
  }

  private after(id: number, text: string, isCareful: boolean): MadeMoment {
    const { ahead } = this;
    if (!isCareful && ahead?.id === id && ahead.text === text) return ahead.made;
    const parent = at(this.moments, id);
    const before = last(parent);
    const event = this.possible.in(before).get(text);
    assert(event !== undefined, `"${text}" is enabled`);
    const next = step(this.system, before, event);
    const { events, configurations } = this.goOn([event], [next], isCareful);
    const number = parent.step + (before.pending.length === 0 ? 1 : 0);
    return { parent, inputs: parent.inputs, events, configurations, step: number };
  }

  /** One step along a list of events, whatever in it follows by itself. */
  private stepAlong(parent: KeptMoment, wanted: readonly string[]): { moment: MadeMoment; used: number } {
    const events: Event[] = [];
    const configurations: Configuration[] = [];
    let [now, used] = [last(parent), 0];
    do {
      const possible = enabled(this.heard, now);
      const named = possible.find((one) => formatEvent(one) === wanted[used]);
      const regular = possible.filter((one) => !isFault(one));
      // What is left out follows by itself; but a history may end where a failure could come next.
      const isLeftOut = regular.length === 1 && (used < wanted.length || possible.length === 1);
      const event = named ?? (now.pending.length > 0 && isLeftOut ? regular[0] : undefined);
      if (event === undefined) break;
      if (named !== undefined) used++;
      now = step(this.system, now, event);
      events.push(event);
      configurations.push(now);
    } while (now.pending.length > 0);
    const number = parent.step + (last(parent).pending.length === 0 && used > 0 ? 1 : 0);
    return { moment: { parent, inputs: parent.inputs, events, configurations, step: number }, used };
  }

  /**
   * Goes on while only one thing can follow by itself. Where failures are chosen in the middle of a step, it
   * is stopped there if the reader wants that, or has no other moment for them.
   */
  private goOn(
    events: readonly Event[],
    configurations: readonly Configuration[],
    isCareful: boolean,
  ): { events: Event[]; configurations: Configuration[] } {
    const made = { events: [...events], configurations: [...configurations] };
    for (let now = at(configurations, configurations.length - 1); now.pending.length > 0;) {
      const possible = enabled(this.heard, now);
      const regular = possible.filter((event) => !isFault(event));
      const faults = possible.filter(isFault);
      const [only] = regular;
      const isAnywhere = isCareful || this.system.timing.rounds;
      const isOffered = faults.some((fault) => isAnywhere || formOf(fault).atStart === true);
      if (only === undefined || regular.length > 1 || isOffered) break;
      now = step(this.system, now, only);
      made.events.push(only);
      made.configurations.push(now);
    }
    return made;
  }

  /** A moment, whatever is known of it. */
  moment(id: number): PlayedMoment {
    return this.told(at(this.moments, id));
  }

  /** A moment without what is seen only by who is there. */
  private toldBriefly(kept: KeptMoment): PlayedMoment {
    const now = last(kept);
    return {
      id: kept.id,
      ...(kept.parent === undefined ? {} : { parent: kept.parent.id }),
      step: kept.step,
      events: kept.events.map(formatEvent),
      isSettled: now.pending.length === 0,
      isEnd: false,
      places: [],
      isBrief: true,
      offers: [],
      processes: [],
      objects: [],
      budgets: [],
      truth: now.pending.length > 0 ? [] : this.truthIn(kept, now, this.isEnd(kept)),
    };
  }

  private told(kept: KeptMoment): PlayedMoment {
    const now = last(kept);
    const isEnd = this.isEnd(kept);
    let repeats: number | undefined;
    for (let one = kept.parent; one !== undefined && repeats === undefined; one = one.parent)
      if (one.text === kept.text) repeats = one.id;
    return {
      id: kept.id,
      ...(kept.parent === undefined ? {} : { parent: kept.parent.id }),
      step: kept.step,
      events: kept.events.map(formatEvent),
      isSettled: now.pending.length === 0,
      places: this.placesIn(kept),
      isEnd,
      offers: offersIn(this.heard, now, {
        names: kept.names,
        possible: this.possible.in(now),
        placeOf: (event) => this.placeOf(event, now),
      }),
      ...this.factsOf(kept, isEnd),
      ...(repeats === undefined ? {} : { repeats }),
    };
  }

  /** The code that deals with an event in a configuration. */
  private placeOf(event: Event, { locals }: Configuration): CodePlace | undefined {
    const number = this.system.numbers.get(participantOf(event) ?? "");
    if (this.program === undefined || number === undefined) return undefined;
    const { roleName } = at(this.system.processes, number);
    return placeOfEvent(this.program, event, { roleName, local: at(locals, number) });
  }

  /** The code that dealt with what has led to a moment. */
  private placesIn({ events, configurations, parent }: KeptMoment): ProcessPlace[] {
    const before = [...(parent === undefined ? [] : [last(parent)]), ...configurations];
    return events.flatMap((event, i) => {
      const configuration = before[i];
      const place = configuration === undefined ? undefined : this.placeOf(event, configuration);
      return place === undefined ? [] : [{ process: participantOf(event) ?? "", ...place }];
    });
  }

  /** Whether a moment is between steps, and nothing has to happen any more. */
  private isEnd(kept: KeptMoment): boolean {
    const now = last(kept);
    return now.pending.length === 0 && isQuiescent(this.system, now);
  }

  /** The configuration of a moment, for readers. */
  private factsOf(kept: KeptMoment, isEnd: boolean): Pick<PlayedMoment, "truth"> & ConfigurationFacts {
    const now = last(kept);
    const before = kept.parent === undefined ? undefined : last(kept.parent);
    return {
      ...configurationFacts(this.system, { now, before, names: kept.names }),
      truth: now.pending.length > 0 ? [] : this.truthIn(kept, now, isEnd),
    };
  }

  private truthIn(kept: KeptMoment, configuration: Configuration, isEnd: boolean): PropertyTruth[] {
    const view = viewOfConfiguration(this.system, configuration);
    return this.properties.map((property) => {
      const { kind, formula } = property;
      if (isOfSteps(kind) || formula !== undefined) {
        const execution = this.executionOf(kept);
        const isRefuted = doubtAbout(this.system, property, execution) === undefined;
        return { ...nameOf(property), isTrue: isTrueOfAll(this.system, property, execution), isRefuted };
      }
      const isAsked = property.predicate(view);
      const isTrue = kind.isWanted === true ? !isAsked : isAsked;
      return { ...nameOf(property), isTrue, isRefuted: !isTrue && this.isRefutedBy(kept, property, isEnd) };
    });
  }

  /** Whether a property that is false now is refuted: what has to come may still come. */
  private isRefutedBy(kept: KeptMoment, property: NamedProperty, isEnd: boolean): boolean {
    const { isWanted, waiting } = property.kind;
    if (isWanted === true) return false;
    if (waiting === undefined) return true;
    // Nothing more can come at the end; before it, something may have come too early.
    if (!isEnd && waiting.breaks === undefined) return false;
    return doubtAbout(this.system, property, this.executionOf(kept)) === undefined;
  }
}

function last({ configurations, parent }: MadeMoment): Configuration {
  const found = configurations.at(-1) ?? (parent === undefined ? undefined : last(parent));
  assert(found !== undefined, "a moment has a configuration");
  return found;
}
