/**
 * Tiny fair transition systems (Z. Manna and A. Pnueli, *The Temporal Logic of Reactive and Concurrent
 * Systems*, 1992): processes that go from place to place on their own account, and claims that ask for
 * fairness of some of what they do. There are many cycles, and some of them avoid what others come to.
 */
import { diceOf, type Dice } from "./dice.ts";
import { CLAIMED_FOR_EVER, drawClaim } from "./draw.ts";
import type {
  Act,
  Asking,
  Claim,
  Deed,
  Kept,
  OwnAct,
  Row,
  Saying,
  Tiny,
  TinyFailure,
  TinyRole,
} from "./tiny.ts";

const TYPES = ["a", "b"] as const;
const NAMES = ["p", "q", "r", "s", "t"] as const;

/** Where processes go: how many there are, and in how many places one can be. */
const SIZES = [
  { processes: 1, places: 4 },
  { processes: 1, places: 6 },
  { processes: 1, places: 8 },
  { processes: 2, places: 2 },
  { processes: 2, places: 3 },
] as const;

type Size = (typeof SIZES)[number];

/** When messages are sent: never; upon the start and in answer; or at any time, one after the other. */
type Mail = "none" | "at first" | "again";

/** What is claimed of executions that go on for ever, and of those that end. */
const CLAIMED = [...CLAIMED_FOR_EVER, "whenQuiescent"] as const;

/** The number of claims of each kind: with few configurations they cost little. */
const EACH = 3;

function numbersBelow(bound: number): readonly number[] {
  return Array.from({ length: bound }, (_, number) => number);
}

/** Two or three of the places of a process, or all of them. */
function drawPlaces(dice: Dice, places: number): readonly number[] {
  const all = numbersBelow(places);
  const some = all.filter(() => dice.oneIn(places > 4 ? 3 : 2));
  return some.length === 0 ? [dice.pick(all)] : some;
}

/** What a process does on its own account: mostly what it may do, now and then what it must. */
function drawOwn(dice: Dice, { places }: Size): readonly OwnAct[] {
  const names = NAMES.slice(0, 2 + dice.below(NAMES.length - 1));
  return names.map((name) => ({
    name,
    kind: dice.oneIn(5) ? "must" : "may",
    places: drawPlaces(dice, places),
  }));
}

function drawRow(
  dice: Dice,
  { name }: OwnAct,
  { place, places, mail }: { place: number; places: number; mail: Mail },
): Row {
  const chooses = dice.oneIn(5);
  // Most steps are short, so that there are several components, one in the other.
  const near = (): number => (dice.oneIn(3) ? dice.below(places) : Math.min(place + 1, places - 1));
  const deed = (): Deed => ({
    place: dice.oneIn(3) ? Math.max(place - 1, 0) : near(),
    ...(dice.oneIn(6) ? { mark: dice.below(2) } : {}),
    acts: dice.oneIn(60) ? [{ act: "halt" }] : mail === "again" && dice.oneIn(3) ? [drawSend(dice)] : [],
  });
  const deeds = chooses ? [deed(), deed()] : [deed()];
  return { event: name, detail: 0, place, options: chooses ? [0, 1] : [], deeds };
}

/** One of a few messages, to itself or to the other process. */
function drawSend(dice: Dice): Act {
  return { act: "send", to: 0, type: dice.pick(TYPES), n: dice.below(2) };
}

/** What comes of messages: most are answered by one, so that there are never more of them than at first. */
function drawReceipts(dice: Dice, { places }: Size): readonly Row[] {
  const kinds = TYPES.flatMap((event) => [0, 1].map((detail) => ({ event, detail })));
  const all = kinds.flatMap((kind) => numbersBelow(places).map((place) => ({ ...kind, place })));
  return all.map((row) => ({
    ...row,
    options: [],
    deeds: [
      {
        ...(dice.oneIn(2) ? { place: dice.below(places) } : {}),
        acts: dice.oneIn(4) ? [] : [dice.oneIn(3) ? drawSend(dice) : sendAgain(row)],
      },
    ],
  }));
}

function sendAgain({ event, detail }: Pick<Row, "event" | "detail">): Act {
  return { act: "send", to: 0, type: event, n: detail };
}

/** Messages that are kept back in some places, so that they can be received now and then. */
function drawKept(dice: Dice, { places }: Size): readonly Kept[] {
  return TYPES.flatMap((type) =>
    [0, 1].flatMap((n) => {
      const often = 2 + dice.below(3);
      return numbersBelow(places).flatMap((place) => (dice.oneIn(often) ? [{ type, n, place }] : []));
    }),
  );
}

function drawRole(dice: Dice, size: Size, mail: Mail): TinyRole {
  const hasMail = mail !== "none";
  const own = drawOwn(dice, size);
  const first = hasMail ? Array.from({ length: 1 + dice.below(2) }, () => drawSend(dice)) : [];
  const start: Row = { event: "start", detail: 0, place: 0, options: [], deeds: [{ place: 0, acts: first }] };
  const steps = own.flatMap((one) => one.places.map((place) => drawRow(dice, one, { place, mail, ...size })));
  return {
    name: "process",
    processes: size.processes,
    inputs: [0],
    forgets: false,
    stable: [],
    hasRound: false,
    isCode: false,
    hasRecovery: false,
    seesLate: false,
    deaf: [],
    kept: hasMail ? drawKept(dice, size) : [],
    own,
    accesses: [],
    patience: [],
    rows: [start, ...steps, ...(hasMail ? drawReceipts(dice, size) : [])],
  };
}

/** Fairness for none, some, or all of what processes may do. */
function drawAsks(dice: Dice, own: readonly OwnAct[]): readonly Asking[] {
  const asked = own.filter(({ kind }) => kind === "may" && !dice.oneIn(3));
  return asked.map(({ name }) => ({
    strength: dice.oneIn(4) ? "justice" : "compassion",
    action: name,
  }));
}

/** Something that is true in some places, and false in others. */
function drawSaying(dice: Dice, { processes, places }: Size): Saying {
  const limit = 1 + dice.below(processes);
  if (dice.oneIn(6)) return { about: "marks", limit, value: dice.below(2) };
  return { about: dice.pick(["places", "there"]), limit, value: dice.below(places) };
}

function drawClaimed(
  dice: Dice,
  kind: Claim["kind"],
  { size, own }: { size: Size; own: TinyRole["own"] },
): Claim {
  const claim = drawClaim(dice, kind);
  const asks = drawAsks(dice, own);
  return {
    ...claim,
    ...drawSaying(dice, size),
    ...(claim.later === undefined ? {} : { later: drawSaying(dice, size) }),
    ...(asks.length === 0 ? {} : { asks }),
  };
}

const CRASH: TinyFailure = { kind: "crash", budget: 1, whom: null, perRound: false };

/** What goes wrong, if anything does. */
function drawFailures(dice: Dice, mail: Mail): readonly TinyFailure[] {
  if (mail === "none" || dice.oneIn(2)) return dice.oneIn(6) ? [CRASH] : [];
  return [{ ...CRASH, kind: dice.pick(["fair-loss", "fair-loss", "loss", "crash-recovery"]), budget: null }];
}

/** A fair transition system; the same for the same seed. */
export function drawFair(seed: number): Tiny {
  const dice = diceOf(seed ^ 0xfa12);
  const size = dice.pick(SIZES);
  const mail = dice.pick(["none", "none", "none", "at first", "at first", "again"] as const);
  const role = drawRole(dice, size, mail);
  const claimed = CLAIMED.flatMap((kind) => Array.from({ length: EACH }, () => kind));
  return {
    roles: [role],
    topology: "complete",
    directed: false,
    self: size.processes === 1,
    channels: mail === "none" ? "unordered" : dice.pick(["unordered", "unordered", "fifo"]),
    hidesSenders: false,
    capacity: mail === "again" ? 1 : null,
    timing: { kind: "asynchronous" },
    failures: drawFailures(dice, mail),
    begin: [],
    objects: [],
    monitor: null,
    claims: claimed.map((kind) => drawClaimed(dice, kind, { size, own: role.own })),
  };
}
