/** Roles of tiny systems, drawn: what their processes do upon what. */
import type { Dice } from "./dice.ts";
import type { Act, Deed, Kept, OwnAct, Row, TinyRole } from "./tiny.ts";
import type { Kind } from "./systemKinds.ts";

const PLACES = 4;
const MARKS = 2;
const TIMERS = ["x", "y"] as const;
const TYPES = ["a", "b"] as const;
/** The names of what processes may, or must, do on their own account. */
export const ACTS = ["p", "q"] as const;

/** The setting of a drawn system: what its steps may do. */
export interface Setting {
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

/** A role, of so many processes. */
export function drawRole(dice: Dice, setting: Setting, cast: { name: string; processes: number }): TinyRole {
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
    accesses: [],
    patience: [],
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
export function drawUnrest(
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
