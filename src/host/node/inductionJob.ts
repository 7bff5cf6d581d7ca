/** A proof by induction, in the worker. */
import {
  counterexampleOf,
  implicationOf,
  proveByInduction,
  refuseUnproved,
  subjectOf,
  traitsOf,
  type Breach,
  type Induction,
} from "../../analysis/index.ts";
import { assert, at, unreachable } from "../../base/assert.ts";
import type { Pulse } from "../../base/pulse.ts";
import type { Configuration } from "../../model/state/configuration.ts";
import { formatLetter } from "../../model/state/letter.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { system, type System } from "../../model/system/system.ts";
import type { Claim } from "../../properties/claim.ts";
import { propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import { Repetition } from "../../tables/index.ts";
import type { GraphSurroundings } from "./graphJob.ts";
import { withinLimits } from "./limitedWork.ts";
import { Failed, failureOf, lightconeFailure } from "./mistakeReport.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";
import type { BreachReport, InductionJob, InductionOutcome, InductionReport } from "./theoryJobs.ts";

/** The surroundings of the job in the worker. */
interface InductionSurroundings extends GraphSurroundings {
  readonly claims: readonly Claim[];
}

/** The number of values of all coordinates with which it is given up. */
const VALUES_MAX = 3_000;

/** Proves invariants by induction, or finds what is missing. @throws UsageError, ProtocolError */
export function runInduction(job: InductionJob, surroundings: InductionSurroundings): InductionReport {
  const claim = job.claim === undefined ? undefined : at(surroundings.claims, job.claim);
  const laidOut = (protocol: Protocol): System =>
    claim === undefined
      ? systemFor({ ...surroundings, protocol }, job.system)
      : system(protocol, claim.system);
  const asked = laidOut(surroundings.protocol);
  const names = claim === undefined ? job.properties : [claim.property];
  const all = propertiesOf(asked, names);
  const properties = names === undefined ? all.filter(({ kind }) => kind.name === "invariant") : all;
  refuseUnproved(asked, properties);
  const head = {
    kind: "induction",
    protocol: asked.protocol.name,
    system: reportOfSystem(asked),
    properties: properties.map(({ name }) => name),
    copies: job.copies,
  } as const;
  const repetition = new Repetition(() => laidOut(surroundings.fresh()));
  const width = job.strengthen ? 3 : 1;
  const options = { properties, repetition, width, copiesMax: job.copies, valuesMax: VALUES_MAX } as const;
  const prove = (pulse: Pulse): InductionReport => {
    const induction = proveByInduction(asked, { ...options, pulse });
    repetition.flush();
    return { ...head, ...factsOf(induction), outcome: outcomeOf(asked, properties, induction) };
  };
  const { heartbeat } = surroundings;
  return withinLimits({ ...job, heartbeat }, prove, (cutoff) => {
    return { ...head, width: 1, domains: [], beyond: [], outcome: { kind: "cut off", cutoff } };
  });
}

/** The facts, their domains, and the letters of which there might be more; nothing of what is incomplete. */
function factsOf({
  coordinates,
  width,
  closure,
}: Induction): Pick<InductionReport, "width" | "domains" | "beyond"> {
  if (closure?.isComplete !== true) return { width, domains: [], beyond: [] };
  return {
    width,
    domains: [...coordinates.list.keys()].map((coordinate) => ({
      subject: subjectOf(coordinates, coordinate),
      values: closure.coexistence.domain(coordinate).length,
    })),
    beyond: [...closure.cut].map((coordinate) => subjectOf(coordinates, coordinate)),
  };
}

function outcomeOf(
  asked: System,
  properties: readonly NamedProperty[],
  { coordinates, closure, outcome }: Induction,
): InductionOutcome {
  switch (outcome.kind) {
    case "too many values":
      return { kind: "too many values", values: VALUES_MAX };
    case "false initially":
      return { kind: "false initially", property: at(properties, outcome.number).name };
    case "breached":
      return {
        kind: "breached",
        ...breachReport(asked, properties, { coordinates, breach: outcome.breach }),
      };
    case "inductive":
      assert(closure !== undefined, "what is inductive is so with the facts of a closure");
      return {
        kind: "inductive",
        facts: outcome.exclusions.map((exclusion) => implicationOf(coordinates, closure, exclusion)),
      };
    default:
      return unreachable(outcome);
  }
}

/** A counterexample to induction, which the model must confirm. @throws Failed if it does not */
function breachReport(
  asked: System,
  properties: readonly NamedProperty[],
  { coordinates, breach }: Pick<Induction, "coordinates"> & { readonly breach: Breach },
): BreachReport {
  const { step, broken } = breach;
  const execution = counterexampleOf(asked, coordinates, breach);
  const before = at(execution.configurations, 0);
  const state = {
    execution,
    next: before.locals.map((local) => traitsOf(local).get("next") ?? null),
    inTransit: before.mailboxes.map((mailbox) => mailbox.map(formatLetter)),
  };
  const isTrueIn = ({ predicate }: NamedProperty, configuration: Configuration): boolean =>
    predicate(viewOfConfiguration(asked, configuration));
  const isAssumed = properties.every((property) => isTrueIn(property, before));
  if (step.mistake !== undefined)
    return { ...state, broken: { kind: "mistake", mistake: failureOf(step.mistake) } };
  assert(broken.kind === "property", "the facts of a closure are inductive");
  const property = at(properties, broken.number);
  const after = at(execution.configurations, execution.configurations.length - 1);
  if (!isAssumed || isTrueIn(property, after))
    throw new Failed(
      lightconeFailure("The model does not confirm a counterexample to induction.", [property.name]),
    );
  return { ...state, broken: { kind: "property", property: property.name } };
}
