/** Tiny systems whose process code shares objects, and accesses several in one event. */
import { VALUES, type Access, type Part } from "./accesses.ts";
import { diceOf, type Dice } from "./dice.ts";
import { draw } from "./draw.ts";
import type { Claim, Deed, Row, Tiny, TinyRole } from "./tiny.ts";

const PLACES = 4;
const OBJECTS = 2;

function drawOperation(dice: Dice): Part {
  const does = dice.pick(["read", "write", "write", "bump", "take", "take", "flip"] as const);
  return { does, object: dice.below(OBJECTS), value: dice.below(VALUES) };
}

function drawPart(dice: Dice): Part {
  if (dice.oneIn(3)) return { does: "provided", value: dice.below(VALUES) };
  return dice.oneIn(8) ? { does: "choose" } : drawOperation(dice);
}

function drawAccess(dice: Dice, place: number): Access {
  const first = dice.pick(["", "", "", "pause", "a", "b"] as const);
  const parts = Array.from({ length: dice.pick([1, 1, 2]) }, () => drawPart(dice));
  return { place, first, parts: first === "" ? [drawOperation(dice), ...parts] : parts };
}

/** What a role does after its accesses: what it does upon the messages and timers that it had before. */
function drawAfter(dice: Dice, place: number, deeds: readonly Deed[]): readonly Row[] {
  return Array.from({ length: VALUES }, (_, detail): Row => {
    const { acts } = deeds.length === 0 || dice.oneIn(3) ? { acts: [] } : dice.pick(deeds);
    const isWild = dice.oneIn(6);
    const next = isWild ? dice.below(PLACES) : place + dice.below(3);
    const mark = dice.oneIn(3) ? { mark: dice.below(2) } : {};
    const fewer = acts.filter(({ act }) => !isWild || (act !== "send" && act !== "broadcast"));
    return { event: "access", detail, place, options: [], deeds: [{ place: next, ...mark, acts: fewer }] };
  }).filter(() => !dice.oneIn(5));
}

function withAccesses(dice: Dice, role: TinyRole): TinyRole {
  const places = Array.from({ length: PLACES }, (_, place) => place).filter(() => !dice.oneIn(4));
  const accesses = places.map((place) => drawAccess(dice, place));
  const deeds = role.rows
    .filter(({ event }) => event === "x" || event === "y")
    .flatMap((row) => row.deeds.slice(0, 1));
  const after = accesses.flatMap(({ place }) => drawAfter(dice, place, deeds));
  return {
    ...role,
    isCode: true,
    deaf: [],
    // What code may do on its own account it chooses where it awaits messages.
    own: role.own.filter(({ kind }) => kind === "must"),
    accesses,
    rows: [...role.rows, ...after],
  };
}

/** A system with shared objects; the same for the same seed. */
export function drawShared(seed: number): Tiny {
  const dice = diceOf(seed ^ 0x0b1ec7);
  const { roles, failures, claims, ...tiny } = draw(seed, ["asynchronous"], dice.oneIn(2));
  const about = (claim: Claim): Claim => (dice.oneIn(3) ? { ...claim, about: "object" } : claim);
  return {
    ...tiny,
    roles: roles.map((role) => withAccesses(dice, role)),
    failures: failures.filter(({ kind }) => !kind.endsWith("byzantine")),
    objects: Array.from({ length: OBJECTS }, () => dice.pick([[0], [0], [1], [0, 1]])),
    claims: claims
      .filter(({ asks }) => asks === undefined)
      .map((claim) => (claim.kind === "knowledge" ? claim : about(claim))),
  };
}
