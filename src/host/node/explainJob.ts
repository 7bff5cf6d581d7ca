/** The explanation of an execution that violates properties, in the worker. */
import { causalStepsOf, type CausalSteps } from "../../analysis/index.ts";
import { at } from "../../base/assert.ts";
import { UsageError } from "../../model/error.ts";
import { isStuck, lengthOf, replayWritten, type Execution } from "../../model/transition/execution.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { system, type System, type SystemOptions } from "../../model/system/system.ts";
import { doubtAbout, truthsIn } from "../../properties/doubt.ts";
import { isOfSteps } from "../../properties/kinds/kind.ts";
import { propertiesOfRuns } from "../../properties/propertiesOfRuns.ts";
import { nameOf, propertiesOf, termsOf, type NamedProperty } from "../../properties/property.ts";
import { readingOf, readingsOf, wouldBeTrue, type FoundReading } from "../../properties/readings.ts";
import { optionsOf, scheduleFor } from "../../schedule/schedule.ts";
import { counterpartIn, cycleIn, historyOfViolation } from "./checkJob.ts";
import { amongAll } from "./amongAll.ts";
import { exploreGraph, isCut, type GraphSurroundings } from "./graphJob.ts";
import { givenSchedule } from "./givenSchedule.ts";
import { guarded, type Guard } from "./guard.ts";
import { notingCode, type PredicateNote } from "./predicateSource.ts";
import { runReplay } from "./replayJob.ts";
import type { ExplainJob, Explanation, ExplainReport } from "./theoryJobs.ts";
import { decisiveParts } from "./whyFalse.ts";

/** The surroundings of such a job in the worker. */
interface ExplainSurroundings extends GraphSurroundings {
  /** The protocol as the file has it, without guards. */
  readonly loaded: Protocol;
  /** The code of the bundle, and the protocol in a changed copy of it. */
  readonly code: string;
  noting(code: string): Promise<Protocol>;
  readonly guard: Guard;
}

/** An execution that is explained. */
interface ExplainedExecution {
  readonly here: System;
  readonly options: SystemOptions;
  readonly execution: Execution;
}

/** Explains why an execution violates properties. @throws UsageError, ProtocolError */
export async function runExplain(job: ExplainJob, surroundings: ExplainSurroundings): Promise<ExplainReport> {
  const { schedule, name } = job;
  const { protocol, version } = surroundings;
  const { script, fitted } = givenSchedule(schedule, { name, protocol, version });
  const replayed = runReplay({ kind: "replay", schedule, name }, protocol, version);
  const options = optionsOf(script);
  const here = system(protocol, options);
  const execution = fitted(() => replayWritten(here, scheduleFor(here, script)));
  if (isStuck(execution))
    throw new UsageError(
      `${name} is no execution: event ${execution.at + 1} is not enabled.`,
      `See where it gets stuck: lightcone replay FILE ${name}.`,
    );
  const violated = violatedBy(here, execution, job.properties);
  const subject = { here, options, execution };
  const explained: Explanation[] = [];
  for (const property of violated) explained.push(await explanationOf(property, subject, surroundings));
  if (!violated.some(({ predicates }) => predicates.length === 1))
    return { kind: "explain", replayed, violations: explained };
  const graph = exploreGraph(here, job, surroundings);
  if (isCut(graph)) {
    const { cutoff, configurations } = graph;
    return { kind: "explain", replayed, violations: explained, cutoff, configurations };
  }
  const fresh = (): System => system(surroundings.fresh(), options);
  const violations = violated.map((property, i) => {
    const among = amongAll(graph, { property, execution, fresh, version });
    return { ...at(explained, i), ...(among === undefined ? {} : { among }) };
  });
  return { kind: "explain", replayed, violations, configurations: graph.size };
}

/** The properties that an execution violates, all or of those named. @throws UsageError if there are none */
function violatedBy(
  here: System,
  execution: Execution,
  names: readonly string[] | undefined,
): NamedProperty[] {
  const isAtRest = at(execution.configurations, execution.events.length).pending.length === 0;
  const found = propertiesOfRuns(here, names).filter(
    (property) =>
      isAtRest && property.kind.isWanted !== true && doubtAbout(here, property, execution) === undefined,
  );
  if (found.length > 0) return found;
  if (names === undefined && propertiesOf(here).some(({ knowledge }) => knowledge !== undefined))
    throw new UsageError(
      "The execution violates no property of which one execution tells.",
      "What processes know depends on all: see `lightcone check`, and `lightcone knows`.",
    );
  throw new UsageError(
    names === undefined ? "The execution violates no property." : `It does not violate ${names.join(", ")}.`,
    "Name a schedule of a violation: `lightcone check` writes them into .lightcone/.",
  );
}

async function explanationOf(
  property: NamedProperty,
  subject: ExplainedExecution,
  surroundings: ExplainSurroundings,
): Promise<Explanation> {
  const { here, execution } = subject;
  const named = nameOf(property);
  if (isOfSteps(property.kind) || property.formula !== undefined || execution.cycle !== undefined)
    return { ...named, parts: [], readings: [], ...courseOf(property, subject, surroundings.loaded) };
  const readings = readingsOf(here, execution, property);
  const parts = await partsOf(property, subject, surroundings);
  const slice = sliceOf(causalStepsOf(here, execution), readingsIn(parts, readings));
  return {
    ...named,
    parts,
    readings: readings.map((reading) => ({
      ...readingOf(reading),
      isNeeded: wouldBeTrue(here, execution, { reading, predicate: property.predicate }),
    })),
    ...historyOfViolation(property, execution),
    ...(isSliced(property, here) && lengthOf(execution) > 0 ? { slice } : {}),
  };
}

/** All that there is to say of a property that more than one configuration decides. */
function courseOf(
  property: NamedProperty,
  { here, execution }: ExplainedExecution,
  loaded: Protocol,
): Pick<Explanation, "truths" | "cycle" | "counterpart"> {
  const isOfCourse = !isOfSteps(property.kind);
  return {
    ...(isOfCourse ? { truths: truthsOf(property, { here, execution, loaded }) } : {}),
    ...(execution.cycle === undefined ? {} : { cycle: cycleIn(here, execution, termsOf(property)) }),
    ...counterpartIn(here, property, execution),
  };
}

/** The moments of an execution in which the predicates of a property are true. */
function truthsOf(
  property: NamedProperty,
  { here, execution, loaded }: Pick<ExplainedExecution, "here" | "execution"> & { readonly loaded: Protocol },
): NonNullable<Explanation["truths"]> {
  const rows = truthsIn(here, property, execution);
  const asked = property.kind.predicatesOf(givenFor(property, loaded));
  return property.predicates.map((_, i) => ({
    text: textOf(asked?.[i]),
    after: rows.flatMap((row, step) => (row[i] === true ? [step] : [])),
    steps: rows.length - 1,
  }));
}

/** The name of a function, or else its source, on one line. */
function textOf(predicate: unknown): string {
  if (typeof predicate !== "function") return "its predicate";
  return String(predicate).replaceAll(/\s+/g, " ");
}

/**
 * Whether steps from which nothing leads to what was read cannot have mattered: of a property of one
 * configuration, and where no monitor hears of steps that are otherwise without effect.
 */
function isSliced({ kind }: NamedProperty, { timing, monitors }: System): boolean {
  const isOfOne = kind.name === "invariant" || kind.name === "whenQuiescent";
  return isOfOne && !timing.rounds && monitors.length === 0;
}

/** The body of a property in a protocol: a function, functions, a formula. */
function givenFor({ name, kind, each }: NamedProperty, { properties }: Protocol): unknown {
  return (properties?.[each?.property ?? name] as Readonly<Record<string, unknown>> | undefined)?.[kind.name];
}

/** The parts of a predicate that decide; none where its source is not to be had. */
async function partsOf(
  asked: NamedProperty,
  { options, execution }: ExplainedExecution,
  { loaded, code, noting, guard }: ExplainSurroundings,
): Promise<Explanation["parts"]> {
  const changed = asked.predicates.length === 1 ? notingCode(code, givenFor(asked, loaded)) : undefined;
  if (changed === undefined) return [];
  const protocol = await noting(changed.code);
  const { notes } = givenFor(asked, protocol) as { readonly notes: PredicateNote[] };
  const noted = system(guarded(protocol, guard), options);
  const property = at(propertiesOfRuns(noted, [asked.name]), 0);
  notes.length = 0;
  const heard = (read: number): void => void notes.push({ read });
  readingsOf(noted, execution, { predicate: property.predicate, heard });
  return decisiveParts(changed.parts, notes);
}

/** The readings on which decisive parts rest; all, where these are not known or have read nothing. */
function readingsIn(parts: Explanation["parts"], readings: readonly FoundReading[]): readonly FoundReading[] {
  const read = new Set(parts.flatMap(({ reads }) => reads));
  return read.size === 0 ? readings : readings.filter((_, i) => read.has(i));
}

/** The numbers of the steps that may have led to readings: those that made them so, and what these needed. */
function sliceOf({ steps }: CausalSteps, readings: readonly FoundReading[]): number[] {
  const slice = new Set<number>();
  const add = (step: number): void => {
    if (slice.has(step)) return;
    slice.add(step);
    for (const needed of at(steps, step).needs) add(needed);
  };
  for (const { position } of readings) {
    const step = steps.findIndex(
      ({ from, to }) => position !== undefined && from <= position && position < to,
    );
    if (step !== -1) add(step);
  }
  return [...slice].map((step) => step + 1).toSorted((a, b) => a - b);
}
