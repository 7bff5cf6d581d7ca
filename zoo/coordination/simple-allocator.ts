/**
 * An allocator of resources. A client that has none, and wants none, asks for some; it gets them one after
 * the other, as they become free, and gives them back as it likes. To give something to a client is one step
 * over two variables: what it holds, and what it still waits for.
 *
 * The specification is published with what a model checker found: 400 states, for three clients and two
 * resources. Whoever does the same in two steps, what is free being found in the first, gives one thing to
 * two clients.
 *
 * Source: S. Merz, The specification language TLA+, in Logics of Specification Languages (2008); the module
 * SimpleAllocator of the TLA+ examples, whose manifest has the number of states.
 */
import {
  atomically,
  type Claim,
  type Context,
  pairs,
  protocol,
  provided,
  read,
  register,
  role,
  type Steps,
  write,
} from "lightcone";

type Resources = ReadonlySet<string>;
type Can = Context<never>;

const RESOURCES: Resources = new Set(["printer", "scanner"]);
const NONE: Resources = new Set<string>();
const holds = (client: string) => register<Resources>(`holds[${client}]`, NONE);
const wants = (client: string) => register<Resources>(`wants[${client}]`, NONE);

/** The subsets of some resources that are not empty. */
function partsOf(all: Resources): Resources[] {
  const parts = [...all].reduce<string[][]>(
    (before, one) => [...before, ...before.map((part) => [...part, one])],
    [[]],
  );
  return parts.filter((part) => part.length > 0).map((part) => new Set(part));
}

const without = (all: Resources, gone: Resources): Resources =>
  new Set([...all].filter((one) => !gone.has(one)));

/** A client asks for something, or gives something back. */
function* askOrGiveBack({ self, choose }: Can): Steps {
  const own = yield* read(holds(self));
  if (own.size > 0) return yield* write(holds(self), without(own, choose(partsOf(own))));
  yield* provided((yield* read(wants(self))).size === 0);
  yield* write(wants(self), choose(partsOf(RESOURCES)));
}

/** What is wanted by a client, and free. */
function* available(client: string, { processes }: Can): Steps<Resources> {
  let free = yield* read(wants(client));
  for (const other of processes("client")) free = without(free, yield* read(holds(other)));
  return free;
}

/** A client gets a part of what it wants. */
function* give(client: string, free: Resources, { choose }: Can): Steps {
  const part = choose(partsOf(free));
  yield* write(holds(client), new Set([...(yield* read(holds(client))), ...part]));
  yield* write(wants(client), without(yield* read(wants(client)), part));
}

function* allocate(client: string, context: Can): Steps {
  const free = yield* available(client, context);
  yield* provided(free.size > 0);
  yield* give(client, free, context);
}

export default protocol<never>()({
  name: "simple-allocator",
  about: "A client gets what it wants and is free, and stops waiting for it, in one step.",
  source: "Merz, The Specification Language TLA+, 2008",
  objects: ({ client = [] }) => client.flatMap((one) => [holds(one), wants(one)]),
  roles: {
    client: role({
      processes: 3,
      initially: () => ({}),
      *run(_state, context) {
        while (true) yield* atomically(askOrGiveBack(context));
      },
    }),
    // Allocates to one client.
    desk: role({
      processes: 3,
      inputs: ["in one step"] as ("in one step" | "in two steps")[],
      initially: () => ({}),
      *run(_state, context) {
        const client = context.processes("client")[context.index - 1] ?? "";
        while (true) {
          if (context.input === "in one step") yield* atomically(allocate(client, context));
          else {
            const free = yield* atomically(available(client, context));
            if (free.size > 0) yield* atomically(give(client, free, context));
          }
        }
      },
    }),
  },
  properties: {
    resourceMutex: {
      invariant: ({ client }, { objects }) =>
        pairs(client).every(([one, other]) => {
          const held = objects[`holds[${one.id}]`] as Resources;
          return [...(objects[`holds[${other.id}]`] as Resources)].every((resource) => !held.has(resource));
        }),
    },
    isServed: {
      leadsTo: [
        (_roles, { objects }) => (objects["wants[client1]"] as Resources).size > 0,
        (_roles, { objects }) => (objects["wants[client1]"] as Resources).size === 0,
      ],
      fairness: { compassion: [{ kind: "operation", atomic: "allocate" }] },
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Nothing is held by two clients: 400 states, 1632 steps between them, as published.",
    property: "resourceMutex",
    verdict: "holds",
    configurations: 400,
  },
  {
    claim: "In two steps it is: two find the same thing free before either has it.",
    system: { inputs: { desk: ["in two steps"] } },
    property: "resourceMutex",
    verdict: "violated",
    configurations: 4006,
    steps: 6,
  },
  {
    claim: "Nobody waits for ever if what can be given again and again is given at some time (compassion).",
    property: "isServed",
    verdict: "holds",
    configurations: 400,
  },
];
