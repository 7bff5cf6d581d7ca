/** Properties of a protocol, asked about another that simulates it, as if there were nothing else. */
import { UsageError } from "../model/error.ts";
import type { AnyMonitor } from "../model/system/monitor.ts";
import type {
  ConfigurationView,
  ProcessView,
  Property,
  Protocol,
  StepView,
} from "../model/system/protocol.ts";

/** The arguments of a predicate. */
interface Seen {
  readonly roles: Readonly<Record<string, readonly ProcessView[]>>;
  readonly all: ConfigurationView;
}

type SimulatedPredicate = (...parameters: readonly unknown[]) => boolean;

/**
 * Refuses the monitors of a protocol that is to be simulated, which would see other events.
 * @param isHeard whether the events of one come about all the same
 * @throws UsageError
 */
export function refuseMonitors(
  { monitors = {} }: Pick<Protocol, "monitors">,
  by: string,
  isHeard: (one: AnyMonitor) => boolean = () => false,
): void {
  const [name] = Object.entries(monitors).flatMap(([name, one]) => (isHeard(one) ? [] : [name]));
  if (name === undefined) return;
  throw new UsageError(
    `The monitor ${name} watches events of the protocol itself, and with ${by} others happen in their place.`,
    `Leave out the monitors, or ${by}.`,
  );
}

/** A process as properties should see it; undefined if they should not. */
export type ViewOf = (process: ProcessView, all: ConfigurationView) => ProcessView | undefined;

/**
 * The properties, for the protocol that simulates. What is malformed is left as it is.
 * @param viewsFor how a property of some kind should see processes; it is true if it is true for each way
 * @param objects what they should see of shared objects
 */
export function asSimulated(
  properties: NonNullable<Protocol["properties"]>,
  viewsFor: (kind: string, all: ConfigurationView) => Iterable<ViewOf>,
  objects: ConfigurationView["objects"],
): NonNullable<Protocol["properties"]> {
  const asked = (kind: string, predicate: SimulatedPredicate): SimulatedPredicate => {
    // Of a property of each process of a role, that process comes first.
    return (...parameters) => {
      const [roles, all] = parameters.slice(-2) as [Seen["roles"], ConfigurationView];
      const asked = parameters.slice(0, -2) as ProcessView[];
      for (const viewOf of viewsFor(kind, all)) {
        const seen = seenThrough({ roles, all }, viewOf, objects);
        const first = asked.map(({ id }) => seen.all.processes.find((one) => one.id === id));
        const answer: unknown = predicate(...first, seen.roles, seen.all);
        if (answer !== true) return answer as boolean;
      }
      return true;
    };
  };
  // Its events are those of another system, which properties are not to see.
  const askedOfStep = (predicate: SimulatedPredicate): SimulatedPredicate => {
    return (...parameters) => {
      const step = parameters[2] as StepView;
      const [viewOf] = viewsFor("step", step.after);
      if (viewOf === undefined) return true;
      const [before, after] = [step.before, step.after].map((all) => {
        return seenThrough({ roles: rolesIn(all), all }, viewOf, objects);
      }) as [Seen, Seen];
      const first = parameters.slice(0, 2).map((given, i) => {
        const seen = i === 0 ? before : after;
        const isOne = typeof (given as { readonly id?: unknown }).id === "string";
        return isOne ? seen.all.processes.find(({ id }) => id === (given as ProcessView).id) : seen.roles;
      });
      return predicate(...first, {
        before: before.all,
        after: after.all,
        get events(): never {
          throw new TypeError("A property reads the events of a step, and here many steps stand for one");
        },
      });
    };
  };
  const within = (kind: string, given: unknown): unknown => {
    if (kind === "step" && typeof given === "function") return askedOfStep(given as SimulatedPredicate);
    if (typeof given === "function") return asked(kind, given as SimulatedPredicate);
    if (Array.isArray(given)) return given.map((one) => within(kind, one));
    if (typeof given !== "object" || given === null) return given;
    // A specification stays as it is.
    if (kind === "refines" && "map" in given) return { ...given, map: within(kind, given.map) };
    return Object.fromEntries(Object.entries(given).map(([part, one]) => [part, within(kind, one)]));
  };
  const entries = Object.entries(properties).map(([name, property]) => {
    const parts = Object.entries((property as object | null) ?? {});
    const changed = parts.map(([kind, predicate]: [string, unknown]) => {
      return [kind, within(kind, predicate)];
    });
    return [name, Object.fromEntries(changed) as Property<never>];
  });
  return Object.fromEntries(entries) as NonNullable<Protocol["properties"]>;
}

/** The processes of each role. */
function rolesIn({ processes }: ConfigurationView): Seen["roles"] {
  const roles = Object.create(null) as Record<string, ProcessView[]>;
  for (const process of processes) (roles[process.role] ??= []).push(process);
  return roles;
}

function seenThrough({ roles, all }: Seen, viewOf: ViewOf, objects: ConfigurationView["objects"]): Seen {
  const views = new Map<string, ProcessView>();
  for (const process of all.processes) {
    const view = viewOf(process, all);
    if (view !== undefined) views.set(process.id, view);
  }
  const listed = Object.entries(roles).map(([role, list]): [string, readonly ProcessView[]] => [
    role,
    list.flatMap(({ id }) => views.get(id) ?? []),
  ]);
  return {
    roles: Object.fromEntries(listed),
    all: {
      processes: [...views.values()],
      objects,
      monitors: all.monitors,
      get elapsed() {
        return all.elapsed;
      },
    },
  };
}

/** A process, of which some is seen otherwise than it is; each thing is read when it is asked for. */
export function seenWith(
  process: ProcessView,
  otherwise: {
    readonly [
      K in "neighbors" | "decision" | "halted" | "crashed" | "faulty" | "timers" | "mailbox"
    ]?: () => ProcessView[K];
  },
): ProcessView {
  const { id, role, index, state } = process;
  return {
    id,
    role,
    index,
    state,
    get neighbors() {
      return otherwise.neighbors?.() ?? process.neighbors;
    },
    get input() {
      return process.input;
    },
    get decision() {
      return otherwise.decision === undefined ? process.decision : otherwise.decision();
    },
    get halted() {
      return otherwise.halted === undefined ? process.halted : otherwise.halted();
    },
    get crashed() {
      return otherwise.crashed === undefined ? process.crashed : otherwise.crashed();
    },
    get faulty() {
      return otherwise.faulty === undefined ? process.faulty : otherwise.faulty();
    },
    get timers() {
      return otherwise.timers?.() ?? process.timers;
    },
    get mailbox() {
      return otherwise.mailbox?.() ?? process.mailbox;
    },
  };
}
