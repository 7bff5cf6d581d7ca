/** Whether what a protocol assumes of inputs depends on them alone. */
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { isAssumed, type InputVector } from "../../model/state/configuration.ts";
import { ProtocolError } from "../../model/error.ts";
import type { System } from "../../model/system/system.ts";

/**
 * The maximum number of vectors of inputs that are asked about, each of a copy that has not been asked
 * before.
 */
const VECTORS_MAX = 64;

/**
 * Asks copies of a protocol that have not run what they assume.
 * @param fresh the same system over a new copy
 * @throws ProtocolError if one of them answers something else
 */
export function checkAssumption(system: System, fresh: () => System): void {
  if (system.protocol.assume === undefined) return;
  for (const vector of someVectors(system)) {
    const [first, second] = [system, fresh()].map((one) => isAssumed(one, vector));
    if (first === second) continue;
    throw new ProtocolError(
      "not-deterministic",
      "The function `assume` is not deterministic: " +
        "asked twice about the same inputs, it answers differently.",
      [`inputs: ${format(vector as Plain)}`, `first answer:  ${first}`, `second answer: ${second}`],
      "It is a function of the inputs alone: it may not use variables that change.",
    );
  }
}

/** Vectors that go through the inputs of every process, of each at its own pace. */
function someVectors({ firstChoices }: System): InputVector[] {
  const paces = firstChoices.map(({ values }, i) => Math.max(1, i % values.length));
  return Array.from({ length: VECTORS_MAX }, (_, k) =>
    firstChoices.map(({ values }, i) => values[(k * (paces[i] as number)) % values.length] as Plain),
  );
}
