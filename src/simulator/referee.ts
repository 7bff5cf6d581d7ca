/** Judging the properties of runs, now and then on the way and at the end. */
import { Counterparts, NO_COUNTERPART } from "../properties/counterparts.ts";
import { turnsSince } from "../properties/kinds/boundedWaiting.ts";
import { FormulaWatch } from "../properties/formula/formulaWatch.ts";
import { waitsIn, type Truths } from "../properties/kinds/kind.ts";
import { propertiesOfRuns } from "../properties/propertiesOfRuns.ts";
import type { NamedProperty, RefinementAsked } from "../properties/property.ts";
import { facetOf, viewOf, type View } from "../properties/view.ts";
import { elapsedAtFirst } from "../model/state/configuration.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { Letter } from "../model/state/message.ts";
import type { System } from "../model/system/system.ts";
import type { Running } from "./running.ts";

/** Looks at one run after the other. */
export class Referee {
  readonly properties: readonly NamedProperty[];
  private readonly view: View | undefined;
  private readonly system: System;
  private run: Running | undefined;
  /** The configuration of the last look, and the number of events before it, for what is asked of steps. */
  private before: { readonly seen: View; readonly events: number } | undefined;
  /** The truths at the last look, and the turns that others have had, of properties that count them. */
  private readonly turns = new Map<NamedProperty, { readonly truths: Truths; readonly counts: number[] }>();
  /** The watches over what formulas come to. */
  private readonly watches: ReadonlyMap<NamedProperty, FormulaWatch>;
  /** The specifications with which runs are compared, and the counterparts of this one so far. */
  private readonly counterparts = new Map<object, Counterparts>();
  private readonly sets = new Map<object, number>();
  /** The properties for which this run waits, or has never waited because it was not looked at. */
  private readonly waits = new Map<NamedProperty, boolean>();

  constructor(system: System, properties?: readonly string[]) {
    this.system = system;
    this.properties = propertiesOfRuns(system, properties);
    this.watches = new Map(
      this.properties.flatMap((property) => {
        const { formula } = property;
        return formula === undefined ? [] : [[property, new FormulaWatch(formula)] as const];
      }),
    );
    if (this.properties.length > 0)
      this.view = viewOf(system, (process, facet) => (this.run as Running).observe(process, facet));
  }

  /** Whether some property is asked of steps: then events are recorded. */
  get asksSteps(): boolean {
    return this.properties.some(({ step }) => step !== undefined);
  }

  /** Whether it has to look after each step. */
  get looksAtSteps(): boolean {
    const isSkipping = ({ kind, formula, refined }: NamedProperty): boolean =>
      kind.countsTurns !== true && formula === undefined && refined === undefined;
    return this.asksSteps || !this.properties.every(isSkipping);
  }

  /** Turns to another run. */
  attend(run: Running): void {
    this.run = run;
    this.before = undefined;
    this.waits.clear();
    this.turns.clear();
    this.sets.clear();
    for (const watch of this.watches.values()) watch.beginAgain();
  }

  /** Looks at the run as it is now. @returns the properties that this violates. @throws ProtocolError */
  look(): readonly NamedProperty[] {
    const { view } = this;
    if (view === undefined) return [];
    const broken = this.asksSteps ? this.brokenSteps() : [];
    return this.properties.filter((one) => broken.includes(one) || this.isViolated(one, view));
  }

  /** The properties of steps that the step since the last look refutes. */
  private brokenSteps(): readonly NamedProperty[] {
    const { before } = this;
    const { record = [] } = this.run as Running;
    const seen = this.asItIsNow();
    this.before = { seen, events: record.length };
    if (before === undefined) return [];
    const events = record.slice(before.events);
    // The end of a run is looked at once more: that is no step.
    if (events.length === 0) return [];
    return this.properties.filter(({ step }) => step?.(before.seen, seen, () => events) === false);
  }

  /** The view of the run at this moment, which stays as it is when the run goes on. */
  private asItIsNow(): View {
    const run = this.run as Running;
    const { processes, objects, monitors } = this.system;
    const locals = processes.map(({ number }) => run.local(number));
    const mailboxes = processes.map(({ number }) => [...(run.observe(number, "mailbox") as Letter[])]);
    const facets = [...objects.map(() => "object"), ...monitors.map(() => "monitor")];
    const others = new Map(
      facets.map((facet, i) => [processes.length + i, run.observe(processes.length + i, facet)]),
    );
    const clock = processes.length + facets.length;
    if (elapsedAtFirst(this.system.timing.ticks) !== undefined)
      others.set(clock, run.observe(clock, "elapsed"));
    return viewOf(this.system, (number, facet) =>
      number < locals.length
        ? facetOf(locals[number] as LocalState, mailboxes[number] ?? [], facet)
        : others.get(number),
    );
  }

  private isViolated(property: NamedProperty, view: View): boolean {
    const { waiting, isWanted } = property.kind;
    if (isWanted === true || property.step !== undefined) return false;
    if (property.refined !== undefined) return this.hasNoCounterpart(property.refined, view);
    const before = this.waits.get(property);
    // What has been true for good need not be asked again.
    if (waiting?.begins === "at the start" && before === false) return false;
    const truths = this.truthsOf(property, view);
    if (property.kind.countsTurns === true) return this.isOvertaken(property, truths);
    const watch = this.watches.get(property);
    watch?.see(truths);
    if (watch !== undefined) return watch.isRefuted;
    if (waiting === undefined) return truths[0] === false;
    this.waits.set(property, waitsIn(waiting, truths, before));
    return waiting.breaks?.(truths) === true;
  }

  private isOvertaken(property: NamedProperty, truths: Truths): boolean {
    const last = this.turns.get(property);
    const counts = turnsSince(last?.counts, last?.truths ?? truths, truths);
    this.turns.set(property, { truths: [...truths], counts });
    return counts.some((count) => count > (property.bound ?? 0));
  }

  private hasNoCounterpart(refined: RefinementAsked, view: View): boolean {
    const counterparts = this.counterparts.get(refined) ?? new Counterparts(refined);
    this.counterparts.set(refined, counterparts);
    const [before, looks] = [this.sets.get(refined), refined.looks(view)];
    const set = before === undefined ? counterparts.begin(looks) : counterparts.next(before, looks);
    this.sets.set(refined, set);
    return set === NO_COUNTERPART;
  }

  private truthsOf(property: NamedProperty, view: View): Truths {
    return this.run?.truths?.(property) ?? property.predicates.map((predicate) => predicate(view));
  }

  /** Whether each property is as it should be in the run as it is now. @throws ProtocolError */
  truths(): boolean[] {
    const { view } = this;
    return view === undefined ? [] : this.properties.map(({ predicate }) => predicate(view));
  }

  /** The properties that are refuted by the end of a run, after the last look at it. */
  missed(): readonly NamedProperty[] {
    const { view } = this;
    if (view === undefined) return [];
    return this.properties.filter((property) => {
      const watch = this.watches.get(property);
      if (watch !== undefined) return watch.isFalseAtEnd;
      const { again } = property.kind.waiting ?? {};
      if (this.waits.get(property) !== true) return false;
      return again === undefined || again(this.truthsOf(property, view));
    });
  }
}
