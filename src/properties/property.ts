/** Evaluating the properties of a system, with errors that name the property. */
import { at } from "../base/assert.ts";
import { caught, textOfThrown } from "../base/foreign.ts";
import { format } from "../base/text.ts";
import { canonical, type Plain } from "../base/value.ts";
import { partsOf, type Event } from "../model/event/event.ts";
import { ADMISSIBLE, ANY, type Terms } from "../model/transition/debt.ts";
import type { Demand } from "../model/transition/demand.ts";
import { malformed, ProtocolError, UsageError } from "../model/error.ts";
import { textOf } from "../model/state/shape.ts";
import type { Badness, KindName, Predicate, Protocol } from "../model/system/protocol.ts";
import type { HistoryKept } from "../model/system/monitor.ts";
import { unknownField } from "../model/system/fieldShapes.ts";
import { system as makeSystem, type System } from "../model/system/system.ts";
import { demandsIn } from "./demandsIn.ts";
import type { CoreFormula } from "./formula/coreFormula.ts";
import { resolved, type KnowledgeAsked } from "./formula/knowledgePart.ts";
import { truthsAlong } from "./formula/lassoTruth.ts";
import { kindNamed, kinds } from "./kinds/index.ts";
import type { PropertyKind, Truths } from "./kinds/kind.ts";
import type { Specified } from "./specificationGraph.ts";
import { ReadsWhatIsLost, type View } from "./view.ts";

/** The question whether a step, from one configuration to another, is as it should be. */
export type StepAsked = (before: View, after: View, events: () => readonly Event[]) => boolean;

/** The specification with which executions are compared, and the look of a configuration in it, as text. */
export interface RefinementAsked extends Specified {
  looks(view: View): string;
}

/** A property of a system, with its name and its types forgotten. */
export interface NamedProperty {
  readonly name: string;
  /** The property that is asked of each process of a role, and the process, where this is one of those. */
  readonly each?: { readonly property: string; readonly process: string };
  /** The subject of sentences about it. */
  readonly subject: string;
  readonly kind: PropertyKind;
  /** The predicates, in the order in which the author has given them; none if it is asked of steps. */
  readonly predicates: readonly ((view: View) => boolean)[];
  /** The bound on what it counts, if it counts. */
  readonly bound?: number;
  /** The formula over its predicates, if it is one. */
  readonly formula?: CoreFormula;
  /** The parts of the formula about what processes know, if there are some. */
  readonly knowledge?: KnowledgeAsked;
  /** The specification with which executions are compared, and what a configuration looks like in it. */
  readonly refined?: RefinementAsked;
  /** The predicate of a property that is asked of steps. */
  readonly step?: StepAsked;
  /** Whether a configuration is as it should be in the end, whatever was before. */
  readonly predicate: (view: View) => boolean;
  /** Whether all executions that never end are judged, and not the admissible ones alone. */
  readonly fairness?: "none";
  /** Fairness that the author demands, beside what every execution owes. */
  readonly demands: readonly Demand[];
  /** The history that it is about, if it is about one. */
  readonly history?: HistoryKept;
  /** The badness of a configuration, if the author has given one. */
  readonly badness?: (view: View) => number;
}

/**
 * The properties of a system: all of them, or those named. One that is asked of each process of a role is a
 * property of each, as `NAME.PROCESS`, and `NAME` names them all.
 * @throws UsageError if a name is not that of a property.
 * @throws ProtocolError if one is malformed.
 */
export function propertiesOf(system: System, names?: readonly string[]): NamedProperty[] {
  const { protocol } = system;
  const all = Object.entries(protocol.properties ?? {}).flatMap(([name, given]) =>
    namedProperties(system, name, given),
  );
  const twice = all.find(({ name }, i) => all.findIndex((one) => one.name === name) < i);
  if (twice !== undefined) throw malformed(`two properties have the name ${twice.name}`);
  for (const name of names ?? []) {
    if (all.some((property) => isCalled(property, name))) continue;
    const possible = all.map((property) => property.name);
    throw new UsageError(
      `Protocol "${protocol.name}" has no property "${name}".`,
      possible.length === 0 ? "It has no properties." : `Its properties: ${possible.join(", ")}.`,
      { given: name, possible },
    );
  }
  return all.filter((property) => names === undefined || names.some((name) => isCalled(property, name)));
}

/**
 * The same property of a copy of its system. The others are not looked at: a check asks many copies.
 * @throws UsageError if the copy has none of that name. @throws ProtocolError if it is malformed.
 */
export function namesakeIn(copy: System, { name, each }: NamedProperty): NamedProperty {
  const called = each?.property ?? name;
  const given: unknown = copy.protocol.properties?.[called];
  const same = given === undefined ? [] : namedProperties(copy, called, given);
  return same.find((one) => one.name === name) ?? at(propertiesOf(copy, [name]), 0);
}

/** Whether a property has a name: its own, or that of one which is asked for each process. */
export function isCalled({ name, each }: NamedProperty, called: string): boolean {
  return name === called || each?.property === called;
}

/** The body of a predicate or of a badness, as an author gives it. */
type Body = (...parameters: readonly unknown[]) => unknown;

/** The parts of what a protocol says of a property, all but its kind; they may come from untyped code. */
interface Said {
  readonly badness?: unknown;
  readonly fairness?: unknown;
  readonly forEach?: unknown;
  readonly remembers?: unknown;
  readonly history?: unknown;
}

/** The properties that come of what the protocol says of one. @throws ProtocolError */
function namedProperties(system: System, name: string, given: unknown): NamedProperty[] {
  const said = ((typeof given === "object" ? given : null) ?? {}) as Said;
  const { forEach } = said;
  if (forEach === undefined) return [namedProperty({ system, name }, said)];
  const kind = Object.keys(said)
    .map(kindNamed)
    .find((one) => one !== undefined);
  const ids = typeof forEach === "string" ? system.roles[forEach] : undefined;
  if (ids === undefined) {
    const roles = Object.keys(system.roles).join(", ");
    throw malformed(`the forEach of property ${name} is no role; the roles are ${roles}`);
  }
  const processes = (roles: unknown): readonly unknown[] => (roles as View["roles"])[forEach as string] ?? [];
  if (kind?.ofEach === "together") {
    const of: Adapted = {
      configurations: (body) => (roles, all) =>
        processes(roles).some((one) => truthOf(propertyCalled(name), body(one, roles, all))),
      steps: (body) => body,
    };
    return [namedProperty({ system, name }, said, of)];
  }
  return ids.map((process, position) => {
    const own = (roles: unknown): unknown => processes(roles)[position];
    const others = ids.flatMap((_, other) => (other === position ? [] : [other]));
    const of: Adapted = {
      configurations: (body) => (roles, all) => body(own(roles), roles, all),
      others: (body) => others.map((other) => (roles, all) => body(processes(roles)[other], roles, all)),
      steps: (body) => (before, after, step) => body(own(before), own(after), step),
    };
    const property = namedProperty({ system, name: `${name}.${process}`, own: process }, said, of);
    return { ...property, each: { property: name, process } };
  });
}

/** Ways to make functions of roles of what an author gives: functions of configurations, and of steps. */
interface Adapted {
  configurations(body: Body): Body;
  /** The same about each other process of a role. */
  others?(body: Body): readonly Body[];
  steps(body: Body): Body;
}

const AS_GIVEN: Adapted = { configurations: (body) => body, steps: (body) => body };

/** The fields that a property may have beside its kind. */
const BESIDE: readonly (keyof Said)[] = ["badness", "fairness", "forEach", "history", "remembers"];

/** The mistake of a property that is of no kind, of several, or says more than a property does. */
function notOneKind(name: string, fields: readonly string[]): ProtocolError {
  const [kind, ...more] = fields.filter((field) => kindNamed(field) !== undefined);
  const other = fields.find((field) => kindNamed(field) === undefined);
  if (kind !== undefined && more.length === 0)
    return unknownField(other ?? "", BESIDE, { owner: ` of property ${name}`, beside: kind });
  const forms = Object.keys(kinds).map((known) => `{ ${known}: … }`);
  return malformed(`property ${name} is not ${forms.join(" or ")}`);
}

/** A property, whose functions are turned into functions of roles and configuration. @throws ProtocolError */
function namedProperty(
  { system, name, own }: { readonly system: System; readonly name: string; readonly own?: string },
  { badness, fairness, forEach: _forEach, remembers = "state", history, ...said }: Said,
  of: Adapted = AS_GIVEN,
): NamedProperty {
  const [first, ...others] = Object.entries(said);
  const kind = kindNamed(first?.[0]);
  if (first === undefined || kind === undefined || others.length > 0)
    throw notOneKind(name, Object.keys(said));
  if (kind.ofEach !== undefined && of === AS_GIVEN)
    throw malformed(`the ${kind.name} of property ${name} is of each process of a role: forEach is missing`);
  const asked = kind.predicatesOf(first[1]);
  if (asked === undefined) throw malformed(`the ${kind.name} of property ${name} is not ${kind.form}`);
  if (badness !== undefined && typeof badness !== "function")
    throw malformed(`the badness of property ${name} is not a function`);
  const demands = demandsIn(system, name, fairness);
  const measure =
    badness === undefined ? undefined : (of.configurations(badness as Body) as Badness<unknown>);
  const subject = propertyCalled(name);
  if (kind.judgesSteps === true) {
    const step = stepAsked(subject, of.steps(asked[0] as Body));
    return { name, subject, kind, predicates: [], predicate: () => true, demands, step };
  }
  if (kind.comparesExecutions === true) {
    const refined = refinementAsked({ system, name }, first[1], of);
    const judged = { name, subject, kind, predicates: [], predicate: () => true, demands, refined };
    return { ...judged, ...(fairness === "none" ? { fairness } : {}) };
  }
  const counted = kind.countsTurns === true ? (of.others?.(asked[1] as Body) ?? []) : [];
  const bodies = [...asked.map((body) => of.configurations(body as Body)), ...counted];
  const predicates = bodies.map((body) => {
    const predicate = body as Predicate<unknown>;
    return (view: View) => evaluate(subject, predicate, view) !== (kind.isWanted === true);
  });
  const kept = system.monitors.find((one) => one.name === history)?.history;
  const formula = kind.formulaOf?.(first[1]);
  const parts = resolved(system, kind.knowledgeOf?.(first[1]) ?? [], { name, own });
  if (remembers !== "state" && remembers !== "local schedule")
    throw malformed(`property ${name} remembers neither "state" nor "local schedule"`);
  if (remembers !== "state" && parts.length === 0)
    throw malformed(`property ${name} says that processes remember, and nothing of what they know`);
  const isFine = (truths: Truths): boolean => {
    if (formula === undefined) return kind.isFine?.(truths) ?? truths[0] === true;
    // What processes know no configuration tells by itself.
    return parts.length > 0 || isTrueAlone(formula, truths);
  };
  return {
    name,
    subject,
    kind,
    predicates,
    predicate: (view) => isFine(predicates.map((one) => one(view))),
    demands,
    ...(formula === undefined ? {} : { formula }),
    ...(parts.length === 0 ? {} : { knowledge: { parts, remembers } }),
    ...(kind.boundOf === undefined ? {} : { bound: kind.boundOf(first[1]) }),
    ...(fairness === "none" ? { fairness } : {}),
    ...(kept === undefined ? {} : { history: kept }),
    ...(measure === undefined ? {} : { badness: (view) => measured(name, measure, view) }),
  };
}

/** The terms on which a property is judged in the long run. */
export function termsOf({ fairness, demands }: Pick<NamedProperty, "fairness" | "demands">): Terms {
  return fairness === "none" ? ANY : { ...ADMISSIBLE, demands };
}

/** The predicate that bounds the search of a system, judged as a property is; undefined if there is none. */
export function boundOf({ within: { where } }: System): NamedProperty | undefined {
  if (where === undefined) return undefined;
  const subject = "The bound `within.where`";
  const predicate = where as Predicate<unknown>;
  const asked = (view: View): boolean => evaluate(subject, predicate, view);
  return {
    name: "within",
    subject,
    kind: kinds.invariant,
    predicates: [asked],
    predicate: asked,
    demands: [],
  };
}

/** Whether a formula is true of an execution that never leaves its first configuration. */
function isTrueAlone(formula: CoreFormula, truths: Truths): boolean {
  return truthsAlong(formula, { truths: [truths], back: 0 })[0] === true;
}

/** A property without its predicate, as reports have it. */
export interface PropertyName {
  /** The name; of one that is asked of each process of a role, with that of the process behind a dot. */
  readonly name: string;
  readonly kind: KindName;
  /** The process, where it is asked of each process of a role. */
  readonly process?: string;
}

/** The name of a property, as reports have it. */
export function nameOf({ name, kind, each }: NamedProperty): PropertyName {
  return { name, kind: kind.name, ...(each === undefined ? {} : { process: each.process }) };
}

/** The question about steps that an author's function answers. */
function stepAsked(subject: string, body: Body): StepAsked {
  return (before, after, events) => {
    const step = {
      before: before.configuration,
      after: after.configuration,
      get events() {
        return Object.freeze(
          events()
            .flatMap(partsOf)
            .map((event) => Object.freeze(event)),
        );
      },
    };
    return truthOf(
      subject,
      answered({ subject, advice: PROPERTY_ADVICE }, () => body(before.roles, after.roles, step)),
    );
  };
}

/** The specification with which executions are compared, as an author gives it. @throws ProtocolError */
function refinementAsked(
  { system, name }: { readonly system: System; readonly name: string },
  given: unknown,
  of: Adapted,
): RefinementAsked {
  const { protocol, map, fairness } = given as {
    readonly protocol: Protocol | Body;
    readonly map: Body;
    readonly fairness?: unknown;
  };
  const subject = propertyCalled(name);
  const made = typeof protocol === "function" ? protocol(system.roles) : protocol;
  const specification = makeSystem(made as Protocol);
  const ids = specification.processes.map(({ id }) => id).sort();
  const seen = of.configurations(map);
  const asked = { subject, advice: MAP_ADVICE };
  const looks = ({ roles, configuration }: View): string => {
    const states = answered(asked, () => canonical(seen(roles, configuration))) as Plain;
    const shown = Object.keys((states ?? {}) as object).sort();
    if (shown.join() === ids.join()) return format(states);
    const evidence = [`It shows ${shown.join(", ") || "none"}; the specification has ${ids.join(", ")}.`];
    throw new ProtocolError("bad-property", `${subject} maps to other processes.`, evidence, MAP_ADVICE);
  };
  const demands = demandsIn(specification, name, fairness);
  const terms = termsOf({ demands, ...(fairness === "none" ? { fairness } : {}) });
  return { specification, terms, looks };
}

function evaluate(subject: string, predicate: Predicate<unknown>, view: View): boolean {
  const asked = { subject, advice: PROPERTY_ADVICE };
  const answer = answered(asked, () => predicate(view.roles, view.configuration));
  return truthOf(subject, answer);
}

/** The answer of a predicate, which has to be one. */
function truthOf(subject: string, answer: unknown): boolean {
  if (typeof answer === "boolean") return answer;
  throw new ProtocolError("bad-property", `${subject} answered ${textOf(answer)}.`, [], PROPERTY_ADVICE);
}

function measured(name: string, badness: Badness<unknown>, view: View): number {
  const asked = { subject: badnessOf(name), advice: BADNESS_ADVICE };
  const answer = answered(asked, () => (badness as Body)(view.roles, view.configuration));
  if (typeof answer === "number" && !Number.isNaN(answer)) return answer;
  throw new ProtocolError("bad-property", `${badnessOf(name)} is ${textOf(answer)}.`, [], BADNESS_ADVICE);
}

/** The name of a property in errors. */
export function propertyCalled(name: string): string {
  return `Property ${name}`;
}

/** The name of its badness in errors. */
export function badnessOf(name: string): string {
  return `The badness of property ${name}`;
}

const PROPERTY_ADVICE = "A property must answer true or false in every configuration.";
const MAP_ADVICE = "The map of a refinement returns the states of the specification's processes, by id.";
const BADNESS_ADVICE = "It must be a number in every configuration; the greater it is, the worse.";

/** The words of errors about a function of a property. */
interface Asked {
  readonly subject: string;
  readonly advice: string;
}

/** The answer of a function of a property. */
function answered({ subject, advice }: Asked, ask: () => unknown): unknown {
  try {
    return ask();
  } catch (thrown) {
    const error = caught(thrown);
    if (error instanceof ProtocolError) throw error;
    if (error instanceof ReadsWhatIsLost) throw lost(subject, error);
    const text = textOfThrown(error);
    throw new ProtocolError("bad-property", `${subject} threw an error.`, [text], advice, error);
  }
}

/**
 * The error of a predicate that reads what a crash has erased. To answer undefined would make a property
 * false, or true, without its author's knowledge.
 */
function lost(subject: string, { process, variable }: ReadsWhatIsLost): ProtocolError {
  const { id, roleName, role } = process;
  const { stable = [] } = role;
  const kept = stable.length === 0 ? "Its role has none" : `They are: ${stable.join(", ")}`;
  return new ProtocolError(
    "bad-property",
    `${subject} reads \`${variable}\` of ${id}, which is down.`,
    [`Of a process that is down for a time, its stable variables alone are there. ${kept}.`],
    `Ask \`crashed\` before, or let it survive crashes: stable: ["${variable}"] in role ${roleName}.`,
  );
}
