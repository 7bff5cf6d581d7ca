/** Tiny systems of all sorts that a monitor watches. */
import { diceOf, type Dice } from "./dice.ts";
import { draw } from "./draw.ts";
import { drawLockstep } from "./drawLockstep.ts";
import { drawShared } from "./drawShared.ts";
import { drawTimed } from "./drawTimed.ts";
import { KINDS as SYSTEMS, type Kind } from "./systemKinds.ts";
import { hasLiars, processesOf, type Claim, type Tiny } from "./tiny.ts";
import { WATCH_STATES, WATCHED_KINDS, type Watching, type WatchRow } from "./watching.ts";

/** What details events have, some of them. */
const SOME_DETAILS: Readonly<Record<Watching["kind"], readonly (string | number)[]>> = {
  send: ["a", "b"],
  receive: ["a", "b"],
  timeout: ["x", "y"],
  may: ["p", "q"],
  must: ["p", "q"],
  operation: ["o0", "o1"],
  pause: [],
  exchange: [],
  recover: [],
  decide: [0, 1],
  output: [0, 1],
  halt: [],
  fault: [],
};

/** Which of the events of a kind: some, by a process, by another process, or by a detail; or all of them. */
function drawAsked(dice: Dice, kind: Watching["kind"], tiny: Tiny): Partial<Watching> {
  const count = processesOf(tiny).length;
  const details = SOME_DETAILS[kind];
  const hasPeer = kind === "send" || (kind === "receive" && !tiny.hidesSenders);
  return {
    ...(dice.oneIn(3) ? { at: dice.below(count) } : {}),
    ...(hasPeer && dice.oneIn(4) ? { peer: dice.below(count) } : {}),
    ...(details.length > 0 && dice.oneIn(3) ? { detail: dice.pick(details) } : {}),
  };
}

/**
 * A monitor that most events move, so that it tells what it has seen, and in which order. Of faults where
 * steps may be cut short it watches crashes alone: whether it is a fault that the rest of the step does not
 * happen is not said.
 */
function drawMonitor(dice: Dice, tiny: Tiny): readonly WatchRow[] {
  const isCut = [...tiny.failures, ...tiny.begin].some(({ kind }) => kind.startsWith("crash"));
  // What liars say is not said to be a fault, nor not to be one.
  const kinds = WATCHED_KINDS.filter((kind) => kind !== "fault" || !hasLiars(tiny));
  const rowsOf = (kind: Watching["kind"], before: number): readonly WatchRow[] => {
    const detail = kind === "fault" && isCut ? { detail: "crash" } : {};
    const row = (asked: Partial<Watching>): WatchRow => ({
      ...asked,
      kind,
      ...detail,
      before,
      after: dice.below(WATCH_STATES),
    });
    return [...(dice.oneIn(2) ? [row(drawAsked(dice, kind, tiny))] : []), row({})];
  };
  const watchedKinds = kinds.filter(() => !dice.oneIn(3));
  return watchedKinds.flatMap((kind) => STATES.flatMap((before) => rowsOf(kind, before)));
}

const STATES = Array.from({ length: WATCH_STATES }, (_, state) => state);

function drawUnwatched(dice: Dice, sort: Kind | "shared" | "timed" | "lockstep", seed: number): Tiny {
  if (sort === "shared") return drawShared(seed);
  // In which order a monitor sees those whose order at objects does not matter is not said.
  if (sort === "lockstep") return { ...drawLockstep(seed), timing: { kind: "synchronous:in-order" } };
  return sort === "timed" ? drawTimed(seed) : draw(seed, [sort], dice.oneIn(3));
}

/** A system with a monitor; the same for the same seed. */
export function drawWatched(seed: number): Tiny {
  const dice = diceOf(seed ^ 0x3a7c4);
  const sort = dice.pick([...SYSTEMS, "shared", "timed", "lockstep"] as const);
  const tiny = drawUnwatched(dice, sort, seed);
  const read = (claim: Claim): Claim => ({
    ...claim,
    ...(dice.oneIn(2) ? { about: "watch" } : {}),
    ...(claim.later !== undefined && dice.oneIn(2) ? { later: { ...claim.later, about: "watch" } } : {}),
  });
  // Each claim costs a search, and that a claim is judged right others find out.
  const claims = tiny.claims.filter(({ kind }) => kind !== "knowledge" && dice.oneIn(3));
  return { ...tiny, monitor: drawMonitor(dice, tiny), claims: claims.map(read) };
}
