/**
 * Generated protocols whose processes are alike: what they do depends on who is who, and on nothing else of
 * an id. And nearly such: with one planted difference, in a handler, a start, the inputs, the links, or a
 * property.
 */
import {
  channels,
  complete,
  edges,
  protocol,
  ring,
  role,
  star,
  system as layOut,
  type Channel,
  type ConfigurationView,
  type Failure,
  type ProcessView,
  type System,
  type Topology,
} from "lightcone";
import { seeded, type Random } from "../../src/base/random.ts";

type Message = { type: "a" | "b"; n: number; about: string };

interface State {
  place: number;
  fuel: number;
  friend: string;
  seen: Set<string>;
  counts: Map<string, number>;
}

/** The differences that can be planted. */
export const DIFFERENCES = [
  "none",
  "a handler that knows an id",
  "a handler that compares ids",
  "a handler that knows its index",
  "a list that is sorted by id",
  "a message to the first of all",
  "a start",
  "an input",
  "an assumption",
  "a link",
  "a property that names one",
  "a property that asks for the first",
] as const;

/** A difference that can be planted. */
export type Difference = (typeof DIFFERENCES)[number];

const TARGETS = ["sender", "all", "friend", "about", "hub", "others than the sender"] as const;

/** What one handler does in one place, as drawn. */
interface Row {
  readonly place: number;
  readonly sends: readonly {
    readonly to: (typeof TARGETS)[number];
    readonly type: "a" | "b";
    readonly n: number;
    readonly about: "self" | "sender" | "friend";
  }[];
  readonly timer: boolean;
  readonly befriends: boolean;
  readonly sees: boolean;
  readonly counts: boolean;
  readonly decides: boolean;
  readonly chooses: boolean;
  readonly ignores: boolean;
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)] as T;
}

function drawRow(random: Random): Row {
  return {
    place: random.below(3),
    sends: Array.from({ length: random.below(3) }, () => ({
      to: pick(random, TARGETS),
      type: pick(random, ["a", "b"] as const),
      n: random.below(2),
      about: pick(random, ["self", "sender", "friend"] as const),
    })),
    timer: random.below(3) === 0,
    befriends: random.below(3) === 0,
    sees: random.below(3) === 0,
    counts: random.below(4) === 0,
    decides: random.below(6) === 0,
    chooses: random.below(6) === 0,
    ignores: random.below(6) === 0,
  };
}

/** What a handler of a generated protocol does to its process. */
interface Can {
  readonly self: string;
  readonly index: number;
  readonly decision: unknown;
  readonly neighbors: readonly string[];
  send(to: string, message: Message): void;
  setTimer(name: string): void;
  decide(value: unknown): void;
  choose<const T>(options: readonly T[]): T;
}

/** A protocol, and how its system is to be laid out. */
export interface Alike {
  readonly seed: number;
  readonly difference: Difference;
  readonly peers: number;
  readonly fuel: number;
  readonly failures?: readonly Failure[];
}

/** A protocol of peers that are alike but for a difference, with or without a hub. */
// eslint-disable-next-line max-lines-per-function -- handlers share what was drawn
function alikeProtocol({ seed, difference, peers, fuel }: Alike) {
  const random = seeded(seed * 7 + 3);
  const rows = new Map<string, Row>();
  const row = (...key: readonly (string | number)[]): Row => {
    const name = key.join();
    const known = rows.get(name) ?? drawRow(seeded(seed ^ hash(name)));
    rows.set(name, known);
    return known;
  };
  const [oddPlace, oddType] = [random.below(3), pick(random, ["a", "b", "x"])];
  const hasHub = random.below(2) === 0;
  const both = random.below(3) === 0;
  const isOdd = (what: Difference, state: State, type: string): boolean =>
    difference === what && (type === oddType || state.place === oddPlace);

  const act = (drawn: Row, state: State, { from, about, ...can }: Can & { from: string; about: string }) => {
    if (state.fuel === 0) return;
    state.fuel--;
    state.place = (drawn.place + (drawn.chooses ? can.choose([0, 1]) : 0)) % 3;
    if (drawn.sees) state.seen.add(from);
    if (drawn.counts) state.counts.set(from, Math.min(2, (state.counts.get(from) ?? 0) + 1));
    for (const { to, type, n, about: whom } of drawn.sends) {
      const subject = whom === "self" ? can.self : whom === "sender" ? from : state.friend;
      const targets = targetsOf(to, { state, from, about, can });
      const isFirst = difference === "a message to the first of all" && state.place === oddPlace;
      for (const target of isFirst ? targets.slice(0, 1) : targets)
        can.send(target, { type, n, about: subject });
    }
    if (drawn.befriends) state.friend = about;
    if (drawn.timer) can.setTimer("x");
    if (drawn.decides && can.decision === undefined) can.decide(state.friend);
  };
  const handler =
    (name: string, type: "a" | "b") =>
    (state: State, { n, about }: Message, can: Can & { from: string }): void => {
      const drawn = row(name, type, state.place, n);
      if (drawn.ignores) return;
      if (isOdd("a handler that knows an id", state, type) && can.self === "p2") return;
      if (isOdd("a handler that compares ids", state, type) && can.self < can.from) return;
      if (isOdd("a handler that knows its index", state, type)) state.fuel = Math.min(state.fuel, can.index);
      if (isOdd("a list that is sorted by id", state, type)) {
        const [first = ""] = [can.self, can.from, about].sort();
        state.friend = first;
      }
      act(drawn, state, { ...can, about });
    };
  const party = (name: string, processes: number) =>
    role({
      processes,
      inputs: ({ index }) =>
        (difference === "an input" && name === "process" && index === 2) !== both ? [0, 1] : [0],
      initially: ({ input, ...can }): State => {
        const isOddStart = difference === "a start" && can.self === "p1";
        const state: State = {
          place: Number(input),
          fuel: isOddStart ? fuel + 1 : fuel,
          friend: "",
          seen: new Set(),
          counts: new Map(),
        };
        const drawn = row(name, "start", Number(input));
        const quiet = { ...can, choose: <T>([first]: readonly T[]) => first as T, decide: () => {} };
        act({ ...drawn, decides: false }, state, { ...quiet, from: can.self, about: can.self } as never);
        state.fuel = isOddStart ? fuel + 1 : fuel;
        return state;
      },
      stable: ["fuel", "seen"],
      upon: { a: handler(name, "a"), b: handler(name, "b") },
      uponTimeout: {
        x: (state: State, can: Can) => {
          const drawn = row(name, "x", state.place);
          if (drawn.ignores) return;
          if (isOdd("a handler that knows an id", state, "x") && can.self === "p2") return;
          act(drawn, state, { ...can, from: can.self, about: state.friend });
        },
      },
    });
  const assumes = difference === "an assumption" ? { assume: oneIsNought } : {};
  return protocol<Message>()({
    name: `alike-${seed}`,
    roles: hasHub
      ? { hub: party("hub", 1), process: party("process", peers) }
      : { process: party("process", peers) },
    ...assumes,
    properties: properties(difference, random.below(3)),
  });
}

function oneIsNought(inputs: Readonly<Record<string, unknown>>): boolean {
  return inputs["p1"] === 0;
}

/** The processes that a message goes to, as far as there is a link. */
function targetsOf(
  to: (typeof TARGETS)[number],
  { state, from, about, can }: { state: State; from: string; about: string; can: Can },
): readonly string[] {
  const all = can.neighbors;
  const list = {
    sender: [from],
    all,
    friend: [state.friend],
    about: [about],
    hub: ["hub"],
    "others than the sender": all.filter((id) => id !== from),
  }[to];
  return list.filter((id) => all.includes(id));
}

function properties(difference: Difference, badPlace: number) {
  const invariant = (predicate: (processes: readonly ProcessView<State>[]) => boolean) => ({
    invariant: (_roles: unknown, { processes }: ConfigurationView) =>
      predicate(processes as readonly ProcessView<State>[]),
  });
  return {
    places: invariant((all) => all.filter(({ state }) => placeOf(state) === badPlace).length < 3),
    friends: invariant((all) =>
      all.every(({ crashed, state, id }) => {
        if (crashed || state.friend === "" || state.friend === id) return true;
        const friend = all.find((other) => other.id === state.friend);
        return friend?.crashed === true || friend?.state.friend !== id;
      }),
    ),
    agreement: invariant((all) => {
      return new Set(all.map(({ decision }) => decision).filter((value) => value !== undefined)).size < 2;
    }),
    ...(difference === "a property that names one"
      ? { named: invariant((all) => all.every(({ id, decision }) => id !== "p2" || decision === undefined)) }
      : {}),
    ...(difference === "a property that asks for the first"
      ? {
          first: invariant((all) => {
            const first = all.find(({ decision }) => decision !== undefined);
            return first === undefined || first.decision !== first.id;
          }),
        }
      : {}),
    decided: {
      eventually: (_roles: unknown, { processes }: ConfigurationView) =>
        processes.some(({ decision }) => decision !== undefined),
    },
  };
}

function placeOf(state: Partial<State>): number | undefined {
  return "place" in state ? state.place : undefined;
}

function hash(text: string): number {
  let sum = 7;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return sum;
}

/** A system of such a protocol: complete, a star around the hub, or a ring; perhaps a link is missing. */
export function alikeSystem(options: Alike): System {
  const { seed, difference, failures } = options;
  const made = alikeProtocol(options);
  const hasHub = "hub" in made.roles;
  const count = options.peers + (hasHub ? 1 : 0);
  const shapes: readonly (() => Topology)[] = [
    () => complete(),
    () => complete(),
    () => (hasHub ? star() : ring({ directed: true })),
  ];
  const topology = (shapes[seed % shapes.length] as () => Topology)();
  const links = topology.links(count).map(([from, to]) => [from + 1, to + 1] as const);
  const channel = channels[(seed >> 2) % channels.length] as Channel;
  return layOut(made, {
    topology: difference === "a link" ? edges(links.slice(1), { directed: true }) : topology,
    channels: channel,
    ...(failures === undefined ? {} : { failures }),
  });
}
