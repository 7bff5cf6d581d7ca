/**
 * Generated protocols: small deterministic tables, drawn from a seed, that use everything a handler can
 * do. Every process has fuel, and spends some in each step, so all but message sets stay finite; those do
 * too, because the messages are few.
 */
import {
  channels,
  complete,
  edges,
  line,
  protocol,
  ring,
  role,
  star,
  system,
  type Channel,
  type ConfigurationView,
  type Letter,
  type ProcessView,
  type Signed,
  type System,
  type SystemOptions,
  type Topology,
} from "lightcone";
import { seeded, type Random } from "../../src/base/random.ts";

type Message = { type: "a" | "b"; n: number; proof?: Signed<number> };

interface State {
  place: number;
  fuel: number;
  seen: Set<number>;
  decided: boolean;
  /** Where processes sign: the last number that one has received with a signature. */
  proof?: Signed<number> | null;
}

/** What one handler does in one place, as drawn. */
interface Row {
  readonly place: number;
  readonly sends: readonly { readonly to: number; readonly type: "a" | "b"; readonly n: number }[];
  readonly set: readonly string[];
  /** After how many ticks they fire, where time is kept. */
  readonly ticks: number;
  readonly cancel: readonly string[];
  readonly decide: number | null;
  readonly output: boolean;
  readonly halt: boolean;
  /** The options of each choice; some are listed twice. */
  readonly choices: readonly (readonly number[])[];
  /** Choices are left to chance. */
  readonly coins: boolean;
  readonly remember: boolean;
  /** The handler throws the event away: it changes nothing and spends no fuel. */
  readonly ignore: boolean;
}

const PLACES = 3;
const NUMBERS = 2;

/** Messages go to the first neighbours only. */
const RECEIVERS = 3;

const NO_CHOICES: Row["choices"] = [];
const CHOICES: readonly Row["choices"][] = [
  [[0, 1]],
  [[0, 0]],
  [[1, 0, 1]],
  [
    [0, 1],
    [0, 1],
  ],
  [
    [2, 2, 2],
    [0, 1],
  ],
];

function drawRow(random: Random): Row {
  const list = <T>(max: number, draw: () => T): T[] => Array.from({ length: random.below(max + 1) }, draw);
  const timer = (): string => (random.below(2) === 0 ? "x" : "y");
  const [to, together] = [random.below(RECEIVERS), random.below(2) === 0];
  return {
    place: random.below(PLACES),
    sends: list(random.below(4) === 0 ? 3 : 2, () => ({
      to: together ? to : random.below(RECEIVERS),
      type: random.below(2) === 0 ? "a" : "b",
      n: random.below(NUMBERS),
    })),
    set: list(random.below(4) === 0 ? 2 : 1, timer),
    ticks: (to + Number(together)) % 3,
    cancel: list(1, timer),
    decide: random.below(4) === 0 ? random.below(2) : null,
    output: random.below(4) === 0,
    halt: random.below(8) === 0,
    choices: random.below(4) === 0 ? (CHOICES[random.below(CHOICES.length)] ?? NO_CHOICES) : NO_CHOICES,
    remember: random.below(3) === 0,
    ignore: random.below(6) === 0,
    coins: random.below(3) === 0,
  };
}

/** How large a generated protocol is. */
export interface Size {
  /** How many steps of each process can do something. */
  readonly fuel: number;
  /** So many processes more, which send nothing: with some sixty a configuration takes three words. */
  readonly crowd?: number;
  /** There are only two processes. */
  readonly isPair?: boolean;
  /** Processes act in rounds (`uponRound`). */
  readonly inRounds?: boolean;
  /** Start steps decide nothing, because they may happen again. */
  readonly restarts?: boolean;
  /** Ticks are counted, and a property reads how many there were. */
  readonly counts?: boolean;
  /** In a step, nobody sends more than one message to the same process. */
  readonly isTerse?: boolean;
  /** Numbers are signed; messages of type b pass on what was received with a signature. */
  readonly signs?: boolean;
}

/** What a handler does, of messages to the same process only the first. */
function tersely(row: Row, isTerse: boolean): Row {
  if (!isTerse) return row;
  return { ...row, sends: row.sends.slice(0, 1) };
}

/** How many processes each role has. */
const CASTS: readonly Readonly<Record<string, number>>[] = [
  { one: 3 },
  { one: 2, two: 1 },
  { one: 1, two: 2 },
  { one: 1, two: 1, three: 1 },
  { one: 2 },
];

/** The same where there are only two processes. */
const PAIRS: typeof CASTS = [{ one: 2 }, { one: 1, two: 1 }];

/** Which vectors of inputs are initial. */
const ASSUMPTIONS: readonly (((inputs: Readonly<Record<string, unknown>>) => boolean) | undefined)[] = [
  undefined,
  (inputs) => Object.values(inputs).reduce((sum: number, input) => sum + Number(input), 0) <= 1,
  (inputs) => Number(Object.values(inputs)[0]) === Number(Object.values(inputs).at(-1)),
];

/** A protocol of some roles, whose invariants and liveness properties hold or not as luck has it. */
export function generatedProtocol(seed: number, size: Size) {
  const {
    fuel,
    crowd = 0,
    isPair = false,
    inRounds = false,
    restarts = false,
    counts = false,
    isTerse = false,
    signs = false,
  } = size;
  const random = seeded(seed);
  const rows = new Map<string, Row>();
  const row = (...key: readonly (string | number)[]): Row => {
    const name = key.join();
    const known = rows.get(name) ?? tersely(drawRow(seeded(seed ^ hash(name))), isTerse);
    rows.set(name, known);
    return known;
  };
  const casts = isPair ? PAIRS : CASTS;
  const cast = casts[random.below(casts.length)] as Readonly<Record<string, number>>;
  const assume = ASSUMPTIONS[random.below(ASSUMPTIONS.length)];
  const process = (name: string, processes: number) =>
    role({
      processes,
      inputs: random.below(2) === 0 ? [0] : [0, 1],
      initially: ({ input, ...context }): State => {
        const state: State = { place: Number(input), fuel, seen: new Set<number>(), decided: false };
        if (signs) state.proof = null;
        const drawn = row(name, "start", Number(input));
        effects(restarts ? { ...drawn, decide: null } : drawn, state, context);
        return state;
      },
      stable: ["fuel", "decided", "seen"],
      ...(restarts && random.below(2) === 0
        ? {
            uponRecovery: (stable: Partial<State>, context: Can): State => {
              const state: State = { place: 1, fuel, seen: new Set<number>(), decided: false, ...stable };
              if (signs) state.proof = null;
              act(row(name, "recovery"), state, context);
              return state;
            },
          }
        : {}),
      ...(inRounds
        ? {
            uponRound: (state: State, messages: readonly Letter<Message>[], context: Can): void => {
              for (const { message } of messages) if (message.type === "a") state.seen.add(message.n);
              for (const { message } of messages)
                if (message.proof !== undefined) state.proof = message.proof;
              act(row(name, "round", state.place, messages.length), state, context);
            },
          }
        : {}),
      upon: { a: handler(name, "a"), b: handler(name, "b") },
      uponTimeout: {
        x: (state: State, context: Can) => act(row(name, "x", state.place), state, context),
        y: (state: State, context: Can) => act(row(name, "y", state.place), state, context),
      },
    });
  const handler =
    (name: string, type: string) =>
    (state: State, { n, proof }: Omit<Message, "type">, context: Can) => {
      const drawn = row(name, type, state.place, n);
      if (drawn.ignore) return;
      if (drawn.remember) state.seen.add(n);
      if (proof !== undefined) state.proof = proof;
      act(drawn, state, context);
    };
  const roles = Object.fromEntries(Object.entries(cast).map(([name, n]) => [name, process(name, n)]));
  return protocol<Message>()({
    name: `generated-${seed}`,
    roles: crowd === 0 ? roles : { ...roles, crowd: bystander(crowd) },
    ...(assume === undefined ? {} : { assume }),
    properties: properties(random.below(PLACES), random.below(NUMBERS), counts),
  });
}

/** A process that notes whether it has got a message of each type. */
function bystander(processes: number) {
  const note = (state: State, { n }: { n: number }): void => void (state.place = n);
  return role<Message, State>({
    processes,
    initially: (): State => ({ place: 0, fuel: 0, seen: new Set(), decided: false }),
    upon: { a: note, b: note },
  });
}

function properties(badPlace: number, badNumber: number, counts: boolean) {
  const invariant = (predicate: (processes: readonly ProcessView<State>[]) => boolean) => ({
    invariant: (_roles: unknown, { processes }: ConfigurationView) =>
      predicate(processes as readonly ProcessView<State>[]),
  });
  const eventually = (predicate: (processes: readonly ProcessView<State>[]) => boolean) => ({
    eventually: (_roles: unknown, { processes }: ConfigurationView) =>
      predicate(processes as readonly ProcessView<State>[]),
  });
  return {
    places: invariant(
      (all) => all.filter(({ state, crashed }) => !crashed && state.place === badPlace).length < 2,
    ),
    memory: invariant((all) => !all.slice(0, 2).every(({ state }) => state.seen.has(badNumber))),
    crowd: invariant((all) => all.every(({ mailbox }) => mailbox.length < 3)),
    letters: invariant((all) =>
      all.every(({ mailbox: [first, second] }) => {
        return second === undefined || first?.message.type !== "b" || second.message.type !== "a";
      }),
    ),
    news: invariant((all) =>
      all.every(({ mailbox }) => mailbox.filter(({ message }) => numberOf(message) === badNumber).length < 2),
    ),
    strangers: invariant((all) =>
      all.every(({ mailbox }) => mailbox.filter(({ from }) => from !== all[badPlace]?.id).length < 2),
    ),
    agreement: invariant((all) => {
      return new Set(all.map(({ decision }) => decision).filter((value) => value !== undefined)).size < 2;
    }),
    clocks: invariant((all) => all.reduce((sum, { timers }) => sum + timers.length, 0) < 3 + badNumber),
    whole: invariant(
      ([first]) => Object.values(first?.state ?? {}).join() !== `${badPlace},0,[object Set],true`,
    ),
    ...(counts
      ? { early: { invariant: (_roles: unknown, { elapsed }: ConfigurationView) => elapsed < 1 + badNumber } }
      : {}),
    someoneDecides: eventually((all) => all.some(({ decision }) => decision !== undefined)),
    allHaltOrRunDry: eventually((all) => all.every(({ state, halted }) => halted || state.fuel === 0)),
  };
}

function numberOf(message: { readonly type: string }): number {
  return (message as Message).n;
}

interface Can {
  readonly neighbors: readonly string[];
  send(to: string, message: Message): void;
  setTimer(name: string, ticks?: number): void;
  cancelTimer(name: string): void;
  decide(value: unknown): void;
  output(value: unknown): void;
  choose<const T>(options: readonly T[]): T;
  draw<const T>(options: readonly T[], weights?: readonly number[]): T;
  sign<V>(value: V): Signed<V>;
  halt(): void;
}

function act(row: Row, state: State, can: Can): void {
  if (state.fuel === 0) return;
  state.fuel--;
  const chosen = row.choices.reduce(
    (sum, options) => sum + (row.coins ? can.draw(options, weightsOf(options)) : can.choose(options)),
    0,
  );
  state.place = (row.place + chosen) % PLACES;
  effects(row, state, can);
}

/** Every option has a weight, but for the first of three. */
function weightsOf(options: readonly number[]): readonly number[] {
  return options.map((_, i) => (i === 0 && options.length === 3 ? 0 : i + 1));
}

function effects(row: Row, state: State, can: Omit<Can, "choose" | "draw">): void {
  for (const timer of row.set) can.setTimer(timer, row.ticks);
  for (const timer of row.cancel) can.cancelTimer(timer);
  const receivers = can.neighbors.slice(0, RECEIVERS);
  for (const { to, type, n } of row.sends) {
    if (receivers.length === 0) continue;
    const proof = type === "b" ? (state.proof ?? can.sign(n)) : can.sign(n);
    const message = state.proof === undefined ? { type, n } : { type, n: proof.value, proof };
    can.send(receivers[to % receivers.length] as string, message);
  }
  if (row.output) can.output(row.place);
  if (row.decide !== null && !state.decided) {
    state.decided = true;
    can.decide(row.decide);
  }
  if (row.halt) can.halt();
}

function hash(text: string): number {
  let sum = 7;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return sum;
}

const topologies: readonly ((n: number) => Topology)[] = [
  () => complete(),
  () => ring({ directed: true }),
  () => line(),
  () => star(),
  () => complete({ self: true }),
  (n) =>
    n < 3
      ? complete()
      : edges(
          [
            [1, 2],
            [2, 3],
            [3, 1],
            [1, 3],
          ],
          { directed: true },
        ),
];

/** A system over a generated protocol, every part of it drawn from the seed. */
export function generatedSystem(seed: number, size: Size): System {
  return system(generatedProtocol(seed, size), drawnOptions(seed, size));
}

/** The topology and channels of a generated system. */
export function drawnOptions(seed: number, size: Size): SystemOptions {
  const random = seeded(seed * 31 + 7);
  const generated = generatedProtocol(seed, size);
  const cast = Object.values(generated.roles).reduce((sum, { processes = 1 }) => sum + processes, 0);
  const drawn = topologies[random.below(topologies.length)] as (n: number) => Topology;
  const topology = size.crowd === undefined ? drawn(cast) : complete();
  return { topology, channels: channels[seed % channels.length] as Channel };
}
