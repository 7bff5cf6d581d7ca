/** Tiny systems in rounds whose process code shares objects. */
import { diceOf } from "./dice.ts";
import { draw } from "./draw.ts";
import { withCode } from "./drawTimed.ts";
import { hasLiars, type Claim, type Tiny } from "./tiny.ts";

/** A system in rounds with shared objects; the same for the same seed. */
export function drawLockstep(seed: number): Tiny {
  const dice = diceOf(seed ^ 0x10c5);
  const tiny = draw(seed, ["rounds"], dice.oneIn(3));
  const about = (claim: Claim): Claim => (dice.oneIn(2) ? { ...claim, about: "object" } : claim);
  return {
    ...tiny,
    roles: tiny.roles.map((role, i) => (i > 0 && dice.oneIn(3) ? role : withCode(dice, role, false))),
    failures: hasLiars(tiny) ? [] : tiny.failures,
    objects: [0, 1].map(() => dice.pick([[0], [0], [1], [0, 1]])),
    claims: tiny.claims.filter(({ kind }) => kind !== "knowledge" && dice.oneIn(3)).map(about),
  };
}
