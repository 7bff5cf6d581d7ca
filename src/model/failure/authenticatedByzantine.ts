import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { signedParts } from "../state/signature.ts";
import { byzantine } from "./byzantine.ts";
import type { FailureKind, Strike } from "./failure.ts";

/**
 * Byzantine processes that cannot forge signatures (Lamport, Shostak and Pease, *The Byzantine Generals
 * Problem*, 1982, section 4; Dolev and Strong, *Authenticated Algorithms for Byzantine Agreement*, 1983).
 * They see every message that is sent, and know each other's keys: in what they say stand signatures of
 * Byzantine processes, and what others have signed and somebody has sent before. In a round they know what
 * correct processes send to be received in it.
 */
export const authenticatedByzantine: FailureKind = {
  ...byzantine,
  name: "authenticated-byzantine",
  about: "as byzantine, but signatures of others cannot be forged: they must have been seen",
  notes: ({ message }) => signedParts(message as unknown as Plain).map(textOf),
  strikes: (part, process, system) =>
    byzantine.strikes(part, process, system).flatMap((strike): Strike[] => {
      const { event } = strike;
      if (event.strikes === "process") return [{ ...strike, notes: [liarNote(process.id)] }];
      if (event.strikes !== "truth") return [strike];
      const signed = signedParts(event.message as unknown as Plain);
      const isKnown = signed.every(
        (one) => part.noted?.includes(textOf(one)) || part.noted?.includes(liarNote(one.signedBy)),
      );
      return isKnown ? [strike] : [];
    }),
  refusal(failure, system) {
    if (system.failures.some(({ kind }) => kind === byzantine))
      return "byzantine processes can forge anything";
    return byzantine.refusal?.(failure, system);
  },
};

function textOf(signed: object): string {
  return format(signed as Plain);
}

/** The note that a process is Byzantine. */
function liarNote(id: string): string {
  return `${id} is Byzantine`;
}
