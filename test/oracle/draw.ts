/** Tiny systems drawn from a seed. */
import { diceOf, type Dice } from "./dice.ts";
import { ACTS, drawRole, drawUnrest, type Setting } from "./drawRole.ts";
import type { Knowing } from "./knowledge.ts";
import { SHAPES, type ShapeName } from "./nested.ts";
import { KINDS, type Kind } from "./systemKinds.ts";
import { refusal } from "./failures.ts";
import { hasLiars, inRounds, processesOf } from "./tiny.ts";
import type { Act, Claim, InPlace, Row, Saying, Tiny, TinyFailure, TinyRole, TinyTiming } from "./tiny.ts";

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

/** What may be said of one process now, and not then. */
const OF_ONE = ["places", "marks", "decisions", "mailbox", "timers", "letter"] as const;

/** The kinds of claims of executions that go on for ever. */
export const CLAIMED_FOR_EVER = [
  "eventually",
  "infinitelyOften",
  "eventuallyAlways",
  "leadsTo",
  "until",
  "temporal",
] as const;

/** A claim that asks for what processes may do; now and then for what nobody may. */
function drawAsking(dice: Dice, roles: readonly TinyRole[]): Claim {
  const claim = drawClaim(dice, dice.pick(CLAIMED_FOR_EVER));
  const [strength, drawn] = [dice.pick(["justice", "compassion"] as const), dice.pick(ACTS)];
  const known = roles.flatMap(({ own }) => own.filter((one) => one.kind === "may").map(({ name }) => name));
  const action = known.includes(drawn) || dice.oneIn(20) ? drawn : known[0];
  return { ...claim, ...(action === undefined ? {} : { asks: [{ strength, action }] }) };
}

/** The kinds that say two things. */
const TWOFOLD: ReadonlySet<Claim["kind"]> = new Set(["leadsTo", "until", "temporal", "step", "knowledge"]);

const SHAPE_NAMES = Object.keys(SHAPES) as readonly ShapeName[];

/** A claim of a kind. */
export function drawClaim(dice: Dice, kind: Claim["kind"]): Claim {
  const saying = (): Saying => ({ about: dice.pick(ABOUT), limit: 1 + dice.below(3), value: dice.below(3) });
  const shape = kind === "temporal" ? { shape: dice.pick(SHAPE_NAMES) } : {};
  return { kind, ...shape, ...saying(), ...(TWOFOLD.has(kind) ? { later: saying() } : {}) };
}

/** The system with claims of who waits, and for how long, from dice of their own. */
function withTurns(seed: number, tiny: Tiny): Tiny {
  const dice = diceOf(seed ^ 0x7417);
  const turns = (["starvationFree", "deadlockFree", "boundedWaiting"] as const).map((kind): Claim => {
    const saying = (): Saying => ({ ...drawClaim(dice, "invariant"), about: dice.pick(OF_ONE), limit: 1 });
    const each = dice.pick(tiny.roles).name;
    const times = kind === "boundedWaiting" ? { times: dice.below(3) } : {};
    return { ...saying(), kind, each, later: saying(), ...times };
  });
  return { ...tiny, claims: [...tiny.claims, ...turns] };
}

/** The system with claims of what processes know, from dice of their own: all else stays as it was. */
function withKnowledge(seed: number, tiny: Tiny, count: number): Tiny {
  // What the variables of a liar are is not said.
  if (hasLiars(tiny)) return tiny;
  const dice = diceOf(~seed);
  const known = Array.from({ length: 4 }, () => drawKnowledge(dice, count));
  return { ...tiny, claims: [...tiny.claims, ...known] };
}

/** What some processes know if others do, or do not. */
function drawKnowledge(dice: Dice, count: number): Claim {
  const drawn = (isDenied: boolean): Knowing => {
    const all = Array.from({ length: count }, (_, number) => number);
    const some = all.filter(() => dice.oneIn(2));
    const operator = dice.pick(["knows", "knowTogether", "commonKnowledge"] as const);
    return { operator, group: some.length === 0 ? all : some, isDenied };
  };
  // What is true always, or never, is known to everybody, or to nobody.
  const about = dice.pick(["places", "decisions", "letter", "up"] as const);
  const fact: Saying = { about, limit: 1 + dice.below(2), value: dice.below(3) };
  return { kind: "knowledge", ...fact, knowing: [drawn(dice.oneIn(4)), drawn(dice.oneIn(4))] };
}

const OTHER_CLAIMS = [...CLAIMED_FOR_EVER, "temporal", "whenQuiescent", "reachable", "step"] as const;

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
  const tiny: Tiny = {
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
    hidesSenders: false,
    timing,
    failures,
    begin: drawBegin(dice, ids),
    objects: [],
    monitor: null,
    claims: drawClaims(dice, roles, hasGuards && kind !== "rounds"),
  };
  const hidden = dice.oneIn(3) ? withSendersHidden(dice, tiny, setting) : tiny;
  return withTurns(seed, withKnowledge(seed, hidden, ids.length));
}

/** A claim of each kind, and one that is asked of each process of a role. */
function drawClaims(dice: Dice, roles: readonly TinyRole[], hasAsking: boolean): readonly Claim[] {
  return [
    drawClaim(dice, "invariant"),
    drawClaim(dice, "invariant"),
    ...OTHER_CLAIMS.map((one) => drawClaim(dice, one)),
    { ...drawClaim(dice, dice.pick(OTHER_CLAIMS)), each: dice.pick(roles).name },
    ...(hasAsking ? [drawAsking(dice, roles)] : []),
  ];
}

/** A system with the code of another, of which other things are claimed, and in which others go wrong. */
export function drawKin(seed: number, tiny: Tiny): Tiny {
  const dice = diceOf(seed ^ 0x51b);
  const ids = processesOf(tiny).map(({ id }) => id);
  const hasAsking = tiny.objects.length === 0 && tiny.roles.some(({ own }) => own.length > 0);
  const claims = drawClaims(dice, tiny.roles, hasAsking && !inRounds(tiny));
  const claimed = withTurns(seed, withKnowledge(seed, { ...tiny, claims }, ids.length));
  const about = (claim: Claim): Claim => {
    if (claim.kind === "knowledge") return claim;
    if (tiny.monitor !== null && dice.oneIn(2)) return { ...claim, about: "watch" };
    return tiny.objects.length > 0 && dice.oneIn(3) ? { ...claim, about: "object" } : claim;
  };
  const kin = { ...claimed, claims: claimed.claims.map(about) };
  // What a monitor sees, and what liars may say, was drawn with the failures.
  if (tiny.monitor !== null || hasLiars(tiny)) return kin;
  const kind = inRounds(tiny) ? "rounds" : "min" in tiny.timing ? "time" : "asynchronous";
  const failures = Array.from({ length: dice.pick([0, 1, 1, 2]) }, () => drawFailure(dice, kind, ids));
  const other = { ...kin, failures, begin: drawBegin(dice, ids) };
  return refusal(other) === undefined ? other : kin;
}

/** The system over channels that hide who sends; now and then where that is refused, or code asks for it. */
function withSendersHidden(dice: Dice, tiny: Tiny, { isCareless }: Setting): Tiny {
  const isFine = tiny.channels !== "fifo" && tiny.capacity === null && !hasLiars(tiny);
  if (!isFine && !dice.oneIn(10)) return tiny;
  const unasked = (act: Act): Act => (act.act === "send" && act.to === "sender" ? { ...act, to: 0 } : act);
  const rows = (role: TinyRole): readonly Row[] =>
    role.rows.map((row) => ({
      ...row,
      deeds: row.deeds.map((deed) => ({ ...deed, acts: deed.acts.map(unasked) })),
    }));
  const roles = isCareless ? tiny.roles : tiny.roles.map((role) => ({ ...role, rows: rows(role) }));
  return { ...tiny, roles, hidesSenders: true };
}
