/** Tiny systems drawn from a seed. */
import { diceOf, type Dice } from "./dice.ts";
import type {
  Act,
  Claim,
  Deed,
  InPlace,
  Kept,
  OwnAct,
  Row,
  Saying,
  Tiny,
  TinyFailure,
  TinyRole,
  TinyTiming,
} from "./tiny.ts";

/** The sorts of systems there are, by how time goes in them. */
export const KINDS = ["asynchronous", "rounds", "time"] as const;

/** One of these sorts. */
export type Kind = (typeof KINDS)[number];

const PLACES = 4;
const MARKS = 2;
const TIMERS = ["x", "y"] as const;
const TYPES = ["a", "b"] as const;
const ACTS = ["p", "q"] as const;

/** What a drawn step may do. */
interface Setting {
  readonly kind: Kind;
  readonly hasBroadcast: boolean;
  /** Whether messages are kept back, and processes act on their own account. */
  readonly hasGuards: boolean;
  /** Whether most steps lead anywhere, so that there are many cycles. */
  readonly isEndless: boolean;
  /**
   * Whether processes go to and fro for ever, and take some messages here and some there, so that much can
   * be received now and then, and not always.
   */
  readonly isRestless: boolean;
  /** Whether those send what they have sent again and again, over channels that have room for one message. */
  readonly isResending: boolean;
  /** Whether mistakes of the protocol are drawn, now and then. */
  readonly isCareless: boolean;
}

function drawAct(dice: Dice, setting: Pick<Setting, "hasBroadcast" | "isCareless">, hasSender: boolean): Act {
  const message = { type: dice.pick(TYPES), n: dice.below(2) };
  switch (dice.below(12)) {
    case 0:
    case 1:
    case 2:
      return { act: "send", to: dice.below(3), ...message };
    case 3:
      return hasSender ? { act: "send", to: "sender", ...message } : { act: "send", to: 0, ...message };
    case 4:
      return setting.hasBroadcast ? { act: "broadcast", ...message } : { act: "send", to: 1, ...message };
    case 5:
    case 6:
    case 7:
      return { act: "set", timer: dice.pick(TIMERS), ticks: dice.below(4) };
    case 8:
      return { act: "cancel", timer: dice.pick(TIMERS) };
    case 9:
      return { act: "decide", value: dice.below(2), again: setting.isCareless && dice.oneIn(3) };
    case 10:
      return dice.oneIn(3) ? { act: "halt" } : { act: "output", value: dice.below(2) };
    default:
      return { act: "send", to: 0, ...message };
  }
}

function drawDeed(dice: Dice, setting: Setting, row: { event: string; place: number }): Deed {
  const isFirst = row.event === "start" || row.event === "recovery";
  // Most deeds that ask for something lead to a later place, so that most systems are finite.
  const place = isFirst ? dice.below(2) : row.place + 1 + dice.below(2);
  const goesOn = place < PLACES || isFirst;
  const isWild = !isFirst && dice.oneIn(setting.isEndless ? 2 : 80);
  const count = goesOn || isWild ? dice.pick([0, 1, 1, 2, 2, 3]) : 0;
  const hasSender = TYPES.some((type) => type === row.event);
  const acts = Array.from({ length: count }, () => drawAct(dice, setting, hasSender));
  const decisions = acts.filter(({ act }) => act === "decide");
  return {
    ...(isWild ? { place: dice.below(PLACES) } : goesOn ? { place } : {}),
    ...(dice.oneIn(3) ? { mark: dice.below(MARKS) } : {}),
    acts: acts.filter((act) => act.act !== "decide" || act === decisions[0]),
  };
}

function drawRows(
  dice: Dice,
  setting: Setting,
  role: Pick<TinyRole, "hasRound" | "inputs" | "own">,
): readonly Row[] {
  const row = (event: string, detail: number, place: number): Row => {
    const chooses = event !== "start" && event !== "recovery" && dice.oneIn(8);
    const deeds = Array.from({ length: chooses ? 2 : 1 }, () => drawDeed(dice, setting, { event, place }));
    return {
      event,
      detail,
      place,
      deeds,
      options: chooses
        ? dice.pick([
            [0, 1],
            [1, 0, 1],
            [1, 1],
          ])
        : [],
    };
  };
  const rows = [...new Set(role.inputs)].map((input) => row("start", input, 0));
  for (let mark = 0; mark < MARKS; mark++) rows.push(row("recovery", mark, 0));
  for (let place = 0; place < PLACES; place++) {
    for (const event of [...TYPES, ...TIMERS])
      for (const detail of [0, 1]) rows.push(row(event, detail, place));
    for (const event of role.own) rows.push(row(event.name, 0, place));
    if (role.hasRound) for (const detail of [0, 1, 2]) rows.push(row("round", detail, place));
  }
  return rows.filter(({ event }) => event === "start" || dice.below(10) < 7);
}

function drawRole(dice: Dice, setting: Setting, cast: { name: string; processes: number }): TinyRole {
  const inputs = dice.pick([[0], [0], [0, 1], [1, 1, 0]]);
  const hasRound = setting.kind === "rounds" && dice.oneIn(2);
  const forgets = setting.hasGuards && inputs.length > 1 && dice.oneIn(2);
  const own = setting.hasGuards && (setting.kind !== "rounds" || dice.oneIn(30)) ? drawOwn(dice) : [];
  const role = {
    ...cast,
    inputs,
    forgets,
    stable: dice.pick([[], ["mark"], ["mark"], ["place", "mark"]] as const),
    hasRound,
    isCode: setting.kind !== "time" && !hasRound && dice.oneIn(setting.hasGuards ? 4 : 15),
    hasRecovery: dice.oneIn(2),
    seesLate: dice.oneIn(3),
    deaf: setting.isCareless && dice.oneIn(4) ? ["b"] : [],
    rows: drawRows(dice, setting, { hasRound, inputs, own }),
    own,
  } as const;
  // Code decides when it begins to wait what it may do; so it may do it wherever it is.
  const anywhere = Array.from({ length: PLACES }, (_, place) => place);
  const ofCode = own.map((one) => (one.kind === "may" ? { ...one, places: anywhere } : one));
  const deaf = role.isCode ? [] : role.deaf;
  const mayKeep = setting.hasGuards && (!hasRound || dice.oneIn(30));
  const kept = mayKeep ? drawKept(dice).filter(({ type }) => !deaf.some((one) => one === type)) : [];
  const drawn = { ...role, deaf, kept, own: role.isCode ? ofCode : own };
  return setting.isRestless ? restless(dice, drawn, setting.isResending) : drawn;
}

/**
 * The role with a timer that sets itself again and again, and leads to and fro between two places, in one of
 * which some message is not taken; most messages lead away from both.
 */
function restless(dice: Dice, role: TinyRole, isResending: boolean): TinyRole {
  const keptThere: Kept = { type: dice.pick(TYPES), n: dice.below(2), place: dice.below(2) };
  const { type, n } = keptThere;
  const first: readonly Act[] = [
    { act: "set", timer: "x", ticks: 1 },
    ...(dice.oneIn(4) ? [] : [{ act: "send", to: dice.below(2), type, n } as const]),
  ];
  const beat = (place: number): Deed => ({
    place: 1 - place,
    acts: [
      { act: "set", timer: "x", ticks: 1 },
      ...(isResending && (place === 0 || dice.oneIn(2)) ? [{ act: "send", to: 0, type, n } as const] : []),
      ...(dice.oneIn(8) ? [drawAct(dice, CALM, false)] : []),
    ],
  });
  const rows = role.rows.flatMap((row): Row[] => {
    if (row.event === "x" && row.place < 2) return [];
    if (row.event === "start") return [{ ...row, options: [], deeds: [{ place: 0, acts: first }] }];
    // There is enough to and fro, so that little else is done.
    return [{ ...row, deeds: row.deeds.map((deed) => ({ ...deed, acts: deed.acts.slice(0, 1) })) }];
  });
  const beats = [0, 1].flatMap((place) =>
    [0, 1].map((detail): Row => ({ event: "x", detail, place, options: [], deeds: [beat(place)] })),
  );
  const kept = role.kept.filter((one) => one.place > 1 || dice.oneIn(3));
  const isKept = role.deaf.every((one) => one !== type);
  // Code has no timers.
  return { ...role, isCode: false, rows: [...rows, ...beats], kept: isKept ? [...kept, keptThere] : kept };
}

/** Whether processes go to and fro for ever, and whether they send the same meanwhile. */
function drawUnrest(
  dice: Dice,
  mayGo: boolean,
  mayResend: boolean,
): Pick<Setting, "isRestless" | "isResending"> {
  const isRestless = mayGo && dice.oneIn(2);
  return { isRestless, isResending: isRestless && mayResend && dice.oneIn(2) };
}

/** The setting of what is done beside. */
const CALM = { hasBroadcast: false, isCareless: false } as const;

/** Messages that are kept back: of four contents in four places, some. */
function drawKept(dice: Dice): readonly Kept[] {
  const all = TYPES.flatMap((type) =>
    [0, 1].flatMap((n) => Array.from({ length: PLACES }, (_, place): Kept => ({ type, n, place }))),
  );
  return all.filter(() => dice.oneIn(3));
}

/** Acts of its own: possible in some places, most of which a process leaves for good. */
function drawOwn(dice: Dice): readonly OwnAct[] {
  return ACTS.filter(() => dice.oneIn(2)).map((name) => ({
    name,
    kind: dice.pick(["may", "must"]),
    places: Array.from({ length: PLACES - 1 }, (_, place) => place).filter(() => dice.oneIn(2)),
  }));
}

function drawTiming(dice: Dice, kind: Kind): TinyTiming {
  switch (kind) {
    case "asynchronous":
      return { kind };
    case "rounds":
      return { kind: dice.oneIn(5) ? "synchronous:in-order" : "synchronous" };
    case "time": {
      const max = dice.below(3);
      const model = dice.pick(["bounded", "bounded", "gst", "unknown"] as const);
      return {
        kind: model,
        min: dice.below(max + 1),
        max,
        step: dice.below(3),
        drift: dice.oneIn(5) ? dice.pick([0.1, 0.5]) : 0,
        horizon: dice.oneIn(3) ? 1 + dice.below(4) : null,
      };
    }
  }
}

const FAILURES = [
  "crash",
  "crash",
  "crash-recovery",
  "crash-recovery",
  "send-omission",
  "receive-omission",
  "omission",
  "loss",
  "fair-loss",
  "duplication",
  "partition",
  "delay",
] as const;

/** The failures that go with a kind of system. */
const FITTING: Readonly<Record<Kind, readonly string[]>> = {
  asynchronous: FAILURES.filter((failure) => failure !== "delay"),
  rounds: FAILURES.filter((failure) => !["delay", "partition", "fair-loss"].includes(failure)),
  time: FAILURES,
};

function drawFailure(dice: Dice, kind: Kind, ids: readonly string[]): TinyFailure {
  const failure = dice.pick(dice.oneIn(25) ? FAILURES : FITTING[kind]);
  const isSingle = ["crash-recovery", "loss", "duplication", "partition", "delay"].includes(failure);
  if (failure === "fair-loss") {
    return {
      kind: failure,
      budget: null,
      whom: dice.oneIn(4) ? drawNames(dice, ids) : null,
      perRound: false,
    };
  }
  const isLimited = !dice.oneIn(10) && (failure === "duplication" || failure === "delay");
  const budget = isLimited ? 1 : dice.pick([1, 1, 1, 2, null]);
  const perRound = budget !== null && isSingle && kind === "rounds" && dice.oneIn(3);
  return { kind: failure, budget, whom: dice.oneIn(4) ? drawNames(dice, ids) : null, perRound };
}

/** Some processes, by their ids or the stem of them, which may be the name of a role. */
function drawNames(dice: Dice, ids: readonly string[]): readonly string[] {
  if (dice.oneIn(3) && ids.includes("p1")) return ["process"];
  if (dice.oneIn(3) && ids.includes("two1")) return ["two"];
  const named = ids.filter(() => dice.oneIn(2)).slice(0, 2);
  return named.length === 0 ? [dice.pick(ids)] : named;
}

/** Faults that are in place when a system begins; mostly none. */
function drawBegin(dice: Dice, ids: readonly string[]): readonly InPlace[] {
  if (!dice.oneIn(6)) return [];
  const kinds = ["crash", "crash-recovery", "partition"].filter(() => dice.oneIn(2));
  return kinds.map((kind) => ({ kind, whom: drawNames(dice, ids) }));
}

/** Liars stand alone, or beside a crash. */
function drawLiars(dice: Dice, ids: readonly string[]): readonly TinyFailure[] {
  const kind = dice.pick(["byzantine", "authenticated-byzantine"]);
  const whom = dice.oneIn(3) ? [dice.pick(ids)] : null;
  const liars: TinyFailure = { kind, budget: dice.oneIn(3) ? null : 1, whom, perRound: false };
  return dice.oneIn(4) ? [liars, { kind: "crash", budget: 1, whom: null, perRound: false }] : [liars];
}

const ABOUT = [
  "places",
  "marks",
  "decisions",
  "agreement",
  "mailbox",
  "timers",
  "letter",
  "elapsed",
  "up",
] as const;

/** A claim that asks for what processes may do. */
function drawAsking(dice: Dice): Claim {
  const kind = dice.pick(["eventually", "infinitelyOften", "eventuallyAlways", "leadsTo", "until"] as const);
  return {
    ...drawClaim(dice, kind),
    asks: { strength: dice.pick(["justice", "compassion"]), action: dice.pick(ACTS) },
  };
}

/** The kinds that say two things. */
const TWOFOLD: ReadonlySet<Claim["kind"]> = new Set(["leadsTo", "until", "step"]);

function drawClaim(dice: Dice, kind: Claim["kind"]): Claim {
  const saying = (): Saying => ({ about: dice.pick(ABOUT), limit: 1 + dice.below(3), value: dice.below(3) });
  return { kind, ...saying(), ...(TWOFOLD.has(kind) ? { later: saying() } : {}) };
}

const OTHER_CLAIMS = [
  "eventually",
  "infinitelyOften",
  "eventuallyAlways",
  "leadsTo",
  "until",
  "whenQuiescent",
  "reachable",
  "step",
] as const;

const CASTS = [
  [{ name: "process", processes: 2 }],
  [{ name: "process", processes: 2 }],
  [{ name: "process", processes: 3 }],
  [
    { name: "one", processes: 1 },
    { name: "two", processes: 1 },
  ],
  [
    { name: "one", processes: 1 },
    { name: "two", processes: 2 },
  ],
] as const;

/** Whether a role has so few processes that to go to and fro for ever leaves a system small. */
function isAlone({ name, processes }: { readonly name: string; readonly processes: number }): boolean {
  return processes === 1 || (name === "process" && processes === 2);
}

/** The row with one message at most, as it has to be in rounds where some may lie. */
function terse(row: Row): Row {
  const deeds = row.deeds.map((deed) => {
    const sends = deed.acts.filter(({ act }) => act === "send" || act === "broadcast");
    return { ...deed, acts: deed.acts.filter((act) => !sends.slice(1).includes(act)) };
  });
  return { ...row, deeds };
}

/** A system of one of some kinds; the same for the same seed. */
export function draw(seed: number, kinds: readonly Kind[] = KINDS, hasGuards = false): Tiny {
  const dice = diceOf(seed);
  const kind = dice.pick(kinds);
  const topology = dice.pick(["complete", "complete", "complete", "ring", "line", "star"] as const);
  const setting: Setting = {
    kind,
    hasBroadcast: topology === "complete",
    hasGuards,
    isCareless: dice.oneIn(12),
    isEndless: dice.oneIn(2),
    ...drawUnrest(dice, hasGuards && kind !== "rounds", kind === "asynchronous"),
  };
  const cast = dice.pick(setting.isRestless ? CASTS.filter((one) => one.every(isAlone)) : CASTS);
  const roles = cast.map((one) => drawRole(dice, setting, one));
  const ids = cast.flatMap(({ name, processes }) =>
    Array.from({ length: processes }, (_, i) =>
      name === "process" ? `p${i + 1}` : processes === 1 ? name : `${name}${i + 1}`,
    ),
  );
  const many = setting.isRestless ? [0, 0, 0, 1] : [0, 1, 1, 1, 2];
  const others = Array.from({ length: dice.pick(many) }, () => drawFailure(dice, kind, ids));
  const losses: TinyFailure = {
    kind: dice.pick(["fair-loss", "fair-loss", "loss"]),
    budget: null,
    whom: null,
    perRound: false,
  };
  const failures = setting.isResending ? [losses] : dice.oneIn(8) ? drawLiars(dice, ids) : others;
  const timing = drawTiming(dice, kind);
  const isSetFine =
    kind === "asynchronous" &&
    !setting.isResending &&
    failures.every((one) => /crash|omission|byzantine/.test(one.kind));
  const channels: readonly Tiny["channels"][] =
    isSetFine || dice.oneIn(60) ? ["unordered", "fifo", "message-set"] : ["unordered", "fifo"];
  const isTerse = kind === "rounds" && failures.some((failure) => failure.kind.endsWith("byzantine"));
  return {
    // With drift it is not said since when a timer was due.
    roles: roles.map((role) => ({
      ...role,
      rows: isTerse ? role.rows.map(terse) : role.rows,
      // What the variables of a liar are is not said, and so not what is left of its input.
      forgets: role.forgets && !failures.some(({ kind: failure }) => failure.endsWith("byzantine")),
      seesLate: role.seesLate && !("drift" in timing && timing.drift > 0),
    })),
    topology,
    directed: topology !== "complete" && dice.oneIn(3),
    self: dice.oneIn(5),
    channels: dice.pick(channels),
    capacity: setting.isResending
      ? 1
      : (kind === "rounds" ? dice.oneIn(60) : dice.oneIn(4))
        ? 1 + dice.below(2)
        : null,
    timing,
    failures,
    begin: drawBegin(dice, ids),
    claims: [
      drawClaim(dice, "invariant"),
      drawClaim(dice, "invariant"),
      ...OTHER_CLAIMS.map((one) => drawClaim(dice, one)),
      { ...drawClaim(dice, dice.pick(OTHER_CLAIMS)), each: dice.pick<{ readonly name: string }>(cast).name },
      ...(hasGuards && kind !== "rounds" ? [drawAsking(dice)] : []),
    ],
  };
}
