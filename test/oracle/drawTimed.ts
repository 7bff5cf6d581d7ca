/** Tiny systems whose process code keeps time: it pauses, sleeps, shares objects, and has patience. */
import { VALUES, type Access, type Part, type Patience } from "./accesses.ts";
import { diceOf, type Dice } from "./dice.ts";
import { draw } from "./draw.ts";
import type { Claim, Deed, Row, Tiny, TinyRole } from "./tiny.ts";

const PLACES = 4;
const OBJECTS = 2;

/** An access that is one step: process code has one such for each step, where time is kept. */
function drawAccess(dice: Dice, place: number): Access {
  const first = dice.pick(["", "", "pause", "sleep", "sleep", "a", "b"] as const);
  const ticks = first === "sleep" ? { ticks: dice.below(4) } : {};
  return { place, first, ...ticks, parts: first === "" ? [drawOperation(dice)] : [] };
}

function drawOperation(dice: Dice): Part {
  const does = dice.pick(["read", "write", "bump", "take", "take", "flip"] as const);
  return { does, object: dice.below(OBJECTS), value: dice.below(VALUES) };
}

function drawPatience(dice: Dice, place: number): Patience {
  return { place, types: dice.pick([["a"], ["b"], ["a", "b"]]), ticks: dice.below(4) };
}

/** What a role does after a step of its code: what it did upon the messages and timers that it had before. */
function drawAfter(
  dice: Dice,
  { event, place }: Pick<Row, "event" | "place">,
  deeds: readonly Deed[],
): readonly Row[] {
  const details = event === "access" ? VALUES : 1;
  return Array.from({ length: details }, (_, detail): Row => {
    const { acts } = deeds.length === 0 || dice.oneIn(3) ? { acts: [] } : dice.pick(deeds);
    const isWild = dice.oneIn(8);
    const next = isWild ? dice.below(PLACES) : place + 1 + dice.below(2);
    const mark = dice.oneIn(3) ? { mark: dice.below(2) } : {};
    const fewer = acts.filter(({ act }) => !isWild || (act !== "send" && act !== "broadcast"));
    return { event, detail, place, options: [], deeds: [{ place: next, ...mark, acts: fewer }] };
  }).filter(() => !dice.oneIn(5));
}

/** A role of code that does one thing after the other. */
export function withCode(dice: Dice, role: TinyRole, mayTire: boolean): TinyRole {
  const places = Array.from({ length: PLACES }, (_, place) => place).filter(() => !dice.oneIn(4));
  const patient = places.filter(() => mayTire && dice.oneIn(4));
  const accesses = places.filter((place) => !patient.includes(place)).map((place) => drawAccess(dice, place));
  const deeds = role.rows
    .filter(({ event }) => event === "x" || event === "y")
    .flatMap((row) => row.deeds.slice(0, 1));
  return {
    ...role,
    isCode: true,
    hasRound: false,
    deaf: [],
    own: role.own.filter(({ kind }) => kind === "must"),
    accesses,
    patience: patient.map((place) => drawPatience(dice, place)),
    rows: [
      ...role.rows,
      ...accesses.flatMap(({ place }) => drawAfter(dice, { event: "access", place }, deeds)),
      ...patient.flatMap((place) => drawAfter(dice, { event: "slept", place }, deeds)),
    ],
  };
}

/** A system whose process code keeps time; the same for the same seed. */
export function drawTimed(seed: number): Tiny {
  const dice = diceOf(seed ^ 0x71c5);
  const { roles, failures, claims, ...tiny } = draw(seed, ["time"], dice.oneIn(3));
  const about = (claim: Claim): Claim => (dice.oneIn(3) ? { ...claim, about: "object" } : claim);
  return {
    ...tiny,
    // A role of handlers beside one of code.
    roles: roles.map((role, i) => (i > 0 && dice.oneIn(3) ? role : withCode(dice, role, true))),
    failures: failures.filter(({ kind }) => !kind.endsWith("byzantine")),
    objects: Array.from({ length: OBJECTS }, () => dice.pick([[0], [0], [1], [0, 1]])),
    claims: claims
      .filter(({ asks, kind }) => asks === undefined && dice.oneIn(kind === "knowledge" ? 8 : 3))
      .map((claim) => (claim.kind === "knowledge" ? claim : about(claim))),
  };
}
