/**
 * A system: protocol × topology × channels × timing × failures × inputs, with its processes laid out. Every
 * tool takes a system; nothing else says what may happen.
 */
import { at } from "../../base/assert.ts";
import { stringOf } from "../../base/foreign.ts";
import { canonical, NotPlain, type Plain } from "../../base/value.ts";
import { format } from "../../base/text.ts";
import { unordered, type Channel } from "../communication/index.ts";
import { givenAlphabet, type Alphabet } from "./alphabet.ts";
import { refusalOf } from "./combination.ts";
import { malformed, UsageError } from "../error.ts";
import { shared, type Memory } from "../memory/memory.ts";
import { mayBefall } from "../failure/failure.ts";
import { failureKinds, formatFailure, type Failure } from "../failure/index.ts";
import { kindOf, type ObjectOfKind, type SharedObject } from "../memory/object.ts";
import type { Process } from "../state/process.ts";
import { textOf } from "../state/shape.ts";
import { monitorsOf, type NamedMonitor } from "./monitor.ts";
import type { AnyRole, Place } from "./role.ts";
import type { Protocol, Wires, Within } from "./protocol.ts";
import { asItBegins, type FirstChoice } from "./beginning.ts";
import { checkParts, checkProtocol } from "./checkProtocol.ts";
import { asked, ownNames } from "./knownFields.ts";
import { checkWithin } from "./within.ts";
import { asynchronous, type Timing } from "../timing/index.ts";
import { complete, neighborsOf, type Topology } from "./topology.ts";

/** The choices of a user for a system; the protocol's own hold where one is absent. */
export interface SystemOptions {
  /** The number of processes of each role. */
  readonly processes?: Readonly<Record<string, number>>;
  readonly topology?: Topology;
  readonly channels?: Channel;
  readonly timing?: Timing;
  /** The failures that may happen, with their budgets. Default: none. */
  readonly failures?: readonly Failure[];
  /** The faults that are in place when it begins, by the names of processes or roles. Default: none. */
  readonly begin?: readonly Failure[];
  /**
   * The memory: where shared objects are kept, or what channels are made of. Default: as the protocol has
   * them.
   */
  readonly memory?: Memory;
  /** The possible inputs by role or by process id; the latter wins. And first values of objects, by name. */
  readonly inputs?: Readonly<Record<string, readonly unknown[]>>;
  /** The bounds of a search. */
  readonly within?: Within;
}

/** The names of what may be asked of a system. */
const OPTIONS = Object.keys({
  processes: true,
  topology: true,
  channels: true,
  timing: true,
  failures: true,
  begin: true,
  memory: true,
  inputs: true,
  within: true,
} satisfies Record<keyof SystemOptions, true>);

/** A system: everything that determines what may happen. */
export interface System {
  /** The protocol, on the memory that the system has. */
  readonly protocol: Protocol;
  readonly memory: Memory;
  readonly processes: readonly Process[];
  readonly topology: Topology;
  readonly channel: Channel;
  readonly timing: Timing;
  readonly failures: readonly Failure[];
  /** The faults that are in place when it begins. */
  readonly begin: readonly Failure[];
  /** The messages that Byzantine processes may send. */
  readonly alphabet: Alphabet;
  /** The ids of the processes of each role, in order. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly objects: readonly ObjectOfKind[];
  readonly monitors: readonly NamedMonitor[];
  /** All that the adversary chooses at the beginning. */
  readonly firstChoices: readonly FirstChoice[];
  /** Object numbers by name. */
  readonly objectNumbers: ReadonlyMap<string, number>;
  /** The bounds of a search. They change nothing of what may happen. */
  readonly within: Within;
  /** Process numbers by id. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** The maximum number of processes of a role. */
const PROCESSES_MAX = 100_000;

/**
 * Lays out a system.
 * @throws UsageError if the options do not fit the protocol or each other.
 * @throws ProtocolError if the protocol itself is malformed.
 */
export function system(given: Protocol, wanted: SystemOptions = {}): System {
  return linkedSystem(given, wanted, neighborsOf);
}

/** Lays out a system in which `linked` finds neighbors: a topology of many processes takes its time. */
export function linkedSystem(given: Protocol, wanted: SystemOptions, linked: typeof neighborsOf): System {
  checkProtocol(given);
  const options = asked(wanted, OPTIONS);
  checkParts(options);
  const { memory = shared } = options;
  const begin = options.begin ?? given.begin ?? [];
  const failures = withKindsOf(begin, options.failures ?? given.failures ?? []);
  const protocol = memory.of(given, failures);
  const topology = options.topology ?? protocol.topology ?? complete();
  const counts = countProcesses(protocol, options, topology);
  const roles = membersOf(counts);
  const ids = Object.values(roles).flat();
  const numbers = new Map(ids.map((id, number) => [id, number]));
  if (numbers.size !== ids.length) throw malformed(`two processes have the same id, among ${ids.join(", ")}`);
  const neighbors = linked(ids, topology);
  const inputLists = new InputLists();
  const processes = Object.entries(roles).flatMap(([roleName, members]) =>
    members.map((id, i): Process => {
      const number = numbers.get(id) as number;
      const role = protocol.roles[roleName] as AnyRole;
      const place = { self: id, index: i + 1, count: members.length };
      const inputs = inputLists.of(role, place, options.inputs?.[id] ?? options.inputs?.[roleName]);
      return { number, id, roleName, role, index: i + 1, neighbors: at(neighbors, number), inputs };
    }),
  );
  for (const members of Object.values(roles)) Object.freeze(members);
  const channel = options.channels ?? protocol.channels ?? unordered;
  const timing = options.timing ?? protocol.timing ?? asynchronous;
  const wires = { channel, neighbors: (id: string) => at(neighbors, numbers.get(id) ?? -1) };
  const declared = objectsOf(protocol, { roles, numbers, wires });
  checkInputNames(options, protocol, { numbers, objects: declared });
  const objects = declared.map((object) =>
    asItBegins(object, { given: options.inputs?.[object.name], processes, begin }),
  );
  if (protocol !== given)
    memory.check(objectsOf(given, { roles: rolesOf(given, roles), numbers, wires }), timing);
  const within = options.within ?? protocol.within ?? {};
  checkWithin(within);
  if (within.where !== undefined && memory !== shared)
    throw new UsageError(
      `The predicate \`within.where\` is about processes as the file has them, not on memory ${memory.text}.`,
      "Bound sizes alone, such as --within depth=20, or none: --within none.",
    );
  const made = {
    protocol,
    memory,
    objects,
    monitors: monitorsOf(protocol.monitors, roles),
    firstChoices: [
      ...processes.map(({ id, inputs }) => ({ name: id, values: inputs })),
      ...objects.flatMap(({ name, initials }, object) =>
        at(declared, object).initials.length > 1 ? [{ name, object, values: initials }] : [],
      ),
    ],
    objectNumbers: new Map(objects.map(({ name }, number) => [name, number])),
    processes,
    topology,
    channel,
    timing,
    failures,
    within,
    begin,
    alphabet: givenAlphabet(protocol),
    roles: Object.freeze(roles),
    numbers,
  };
  checkCombination(made);
  return made;
}

/** The ids of the processes of a protocol's own roles. */
function rolesOf(protocol: Protocol, roles: System["roles"]): System["roles"] {
  return Object.fromEntries(Object.entries(roles).filter(([name]) => Object.hasOwn(protocol.roles, name)));
}

/** The shared objects of a system. @throws ProtocolError */
function objectsOf(
  { objects = [] }: Protocol,
  { roles, numbers, wires }: Pick<System, "roles" | "numbers"> & { readonly wires: Wires },
): readonly ObjectOfKind[] {
  const list: unknown =
    typeof objects === "function" ? answerOf((about) => objects(about, wires), roles, "objects") : objects;
  if (!Array.isArray(list)) throw malformed("`objects` is no list of shared objects");
  const names = new Set<string>();
  return (list as SharedObject[]).map((object) => {
    const kind = typeof object === "object" && object !== null ? kindOf(object) : undefined;
    if (kind === undefined)
      throw malformed(`\`objects\` holds ${stringOf(object)}, which is no shared object`);
    if (names.has(object.name)) throw malformed(`two shared objects have the name ${object.name}`);
    names.add(object.name);
    const stranger = object.writers?.find((id) => !numbers.has(id));
    if (stranger !== undefined)
      throw malformed(`the object ${object.name} is to be written by ${stranger}, which is no process`);
    const unknown = object.watched?.find((id) => !numbers.has(id));
    if (unknown !== undefined)
      throw malformed(`the object ${object.name} watches ${unknown}, which is no process`);
    return { ...object, kind };
  });
}

/** The ids of the processes of each role. */
function membersOf(counts: Readonly<Record<string, number>>): Record<string, string[]> {
  const members = Object.entries(counts).map(([name, count]) => [name, idsOf(name, count)] as const);
  return ownNames(Object.fromEntries(members));
}

function idsOf(role: string, count: number): string[] {
  if (role === "process") return Array.from({ length: count }, (_, i) => `p${i + 1}`);
  return count === 1 ? [role] : Array.from({ length: count }, (_, i) => `${role}${i + 1}`);
}

/** The number of processes of each role; the size of a topology sets that of a protocol's only role. */
function countProcesses(
  protocol: Protocol,
  options: SystemOptions,
  topology: Topology,
): Record<string, number> {
  const names = Object.keys(protocol.roles);
  for (const name of Object.keys(options.processes ?? {})) {
    if (names.includes(name)) continue;
    throw new UsageError(
      `Protocol "${protocol.name}" has no role "${name}".`,
      `Its roles: ${names.join(", ")}.`,
      { given: name, possible: names },
    );
  }
  const counts: Record<string, number> = {};
  for (const name of names) {
    const implied = names.length === 1 ? topology.size : undefined;
    const own = (protocol.roles[name] as AnyRole).processes;
    const given = options.processes?.[name];
    const isOwnTopology = options.topology === undefined && implied !== undefined;
    if (given === undefined && isOwnTopology && own !== undefined && own !== implied) {
      throw new UsageError(
        `In the file, role "${name}" has ${own} processes, and topology ${topology.text} is for ${implied}.`,
        "Give both the same number, or leave one of them out.",
      );
    }
    const count = given ?? implied ?? own ?? 1;
    if (!Number.isInteger(count) || count < 1 || count > PROCESSES_MAX) {
      throw new UsageError(
        `Role "${name}" cannot have ${textOf(count)} processes.`,
        `Give a whole number from 1 to ${PROCESSES_MAX}.`,
      );
    }
    counts[name] = count;
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (topology.size !== undefined && topology.size !== total) {
    throw new UsageError(
      `The topology ${topology.text} is for ${topology.size} processes, and the system has ${total}.`,
      "Give both the same number, or leave one of them out.",
    );
  }
  return counts;
}

/** The inputs of all processes. Large systems have to share what is the same for many. */
class InputLists {
  private readonly canonicalOf = new Map<unknown, readonly Plain[]>();
  /** The answer of each role's `inputs` function, where it did not look at who asks. */
  private readonly said = new Map<AnyRole, { readonly count: number; readonly list: unknown }>();

  of(role: AnyRole, place: Place, given: readonly unknown[] | undefined): readonly Plain[] {
    const list: unknown = given ?? this.ownInputs(role, place);
    const known = this.canonicalOf.get(list) ?? inputsOf(list, place);
    this.canonicalOf.set(list, known);
    return known;
  }

  /** The inputs of a process as its role gives them. */
  private ownInputs(role: AnyRole, place: Place): unknown {
    const { inputs = NO_INPUT } = role;
    if (typeof inputs !== "function") return inputs;
    const said = this.said.get(role);
    if (said?.count === place.count) return said.list;
    let isAsked = false;
    const noticed = {
      count: place.count,
      get self() {
        isAsked = true;
        return place.self;
      },
      get index() {
        isAsked = true;
        return place.index;
      },
    };
    const list = answerOf(inputs, noticed, `inputs`);
    if (!isAsked) this.said.set(role, { count: place.count, list });
    return list;
  }
}

const NO_INPUT: readonly unknown[] = [null];

function inputsOf(list: unknown, place: Place): Plain[] {
  if (!Array.isArray(list) || list.length === 0) {
    throw malformed(`the inputs of ${place.self} are not a list of at least one value`);
  }
  try {
    const byText = new Map(list.map((input) => canonical(input)).map((input) => [format(input), input]));
    return [...byText.values()];
  } catch (error) {
    if (error instanceof NotPlain)
      throw malformed(`an input of ${place.self} is not plain: ${error.message}`);
    throw error;
  }
}

function answerOf<T>(ask: (about: T) => unknown, about: T, name: string): unknown {
  try {
    return ask(about);
  } catch (error) {
    const place = name === "inputs" ? ` for ${(about as unknown as Place).self}` : "";
    throw malformed(`the function "${name}" threw an error${place} (${stringOf(error)})`, error);
  }
}

function checkInputNames(
  { inputs = {} }: SystemOptions,
  protocol: Protocol,
  { numbers, objects }: Pick<System, "numbers" | "objects">,
): void {
  const varied = objects.filter(({ initials }) => initials.length > 1).map(({ name }) => name);
  const twice = varied.find((name) => numbers.has(name) || Object.hasOwn(protocol.roles, name));
  if (twice !== undefined)
    throw malformed(`the object ${twice} has several first values, and the name of a process or role`);
  for (const name of Object.keys(inputs)) {
    if (numbers.has(name) || Object.hasOwn(protocol.roles, name) || varied.includes(name)) continue;
    const known = [...Object.keys(protocol.roles), ...numbers.keys(), ...varied];
    throw new UsageError(
      objects.some((object) => object.name === name)
        ? `The object ${name} begins with one value alone.`
        : `There is no role or process "${name}" to give inputs to.`,
      `There are: ${[...new Set(known)].join(", ")}.`,
      { given: name, possible: known },
    );
  }
}

/** @throws UsageError if the parts of a system do not go together */
function checkCombination(made: System): void {
  for (const failure of [...made.failures, ...made.begin]) checkFailure(made, failure);
  for (const failure of made.begin) checkFaultInPlace(failure);
  const refusal = refusalOf(made);
  if (refusal !== undefined) throw new UsageError(...refusal);
}

/** @throws UsageError if a failure is about nobody, or counts more processes than there are */
function checkFailure({ processes, roles, numbers }: System, failure: Failure): void {
  const { kind, budget } = failure;
  const possible = [...new Set([...numbers.keys(), ...Object.keys(roles)])];
  for (const name of failure.processes ?? []) {
    if (possible.includes(name)) continue;
    throw new UsageError(
      `The failure ${formatFailure(failure)} is about "${name}", which is no process and no role.`,
      `Processes: ${[...numbers.keys()].join(", ")}. Roles: ${Object.keys(roles).join(", ")}.`,
      { given: name, possible },
    );
  }
  const count = processes.filter((process) => mayBefall(failure, process)).length;
  if (kind.counts !== "processes" || budget <= count || budget === Infinity) return;
  const those = failure.processes === undefined ? "the system has" : "there are";
  const any = formatFailure({ ...failure, budget: Infinity });
  throw new UsageError(
    `The budget of ${formatFailure(failure)} counts processes that fail, and ${those} ${count}.`,
    `Give at most ${formatFailure({ ...failure, budget: count })}; or ${any} alone, if any number may fail.`,
  );
}

/** @throws UsageError if a fault cannot be in place at the beginning */
function checkFaultInPlace(failure: Failure): void {
  const { kind, budget, processes } = failure;
  const possible = failureKinds.filter(({ inPlace }) => inPlace !== undefined).map(({ name }) => name);
  if (kind.inPlace !== undefined && budget === Infinity && processes !== undefined) return;
  throw new UsageError(
    `A system cannot begin with ${formatFailure(failure)} in place.`,
    `Possible are ${possible.join(", ")}, each with the processes: ${possible[0]}:PROCESS+ROLE.`,
  );
}

/** Failures, and those that are only in place: of these nothing more happens but what puts it right. */
function withKindsOf(begin: readonly Failure[], failures: readonly Failure[]): readonly Failure[] {
  const kinds = new Set(begin.map(({ kind }) => kind));
  for (const { kind } of failures) kinds.delete(kind);
  return [...failures, ...[...kinds].map((kind) => ({ kind, budget: 0 }))];
}
