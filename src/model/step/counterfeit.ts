/** Counterfeit signatures: what a correct process may not send. */
import { format } from "../../base/text.ts";
import { canonical, type Plain } from "../../base/value.ts";
import type { Cause } from "../event/cause.ts";
import type { LocalState } from "../state/localState.ts";
import type { Message } from "../state/message.ts";
import type { Mistake } from "./mistake.ts";
import { signedParts } from "../state/signature.ts";

/** The process that takes a step, and all that it can know. */
interface Sender {
  readonly id: string;
  readonly before: LocalState;
  readonly cause: Cause | undefined;
}

/** The mistake in a message that contains somebody else's signature, if the sender has made it up. */
export function counterfeit(message: Message, { id, before, cause }: Sender): Mistake | undefined {
  const others = signedParts(message as unknown as Plain).filter(({ signedBy }) => signedBy !== id);
  if (others.length === 0) return undefined;
  const { input, state, decision = null, control = null } = before;
  const known = signedParts(canonical([input, state, decision, control, cause ?? null]));
  const texts = new Set(known.map((part) => format(part as unknown as Plain)));
  const forged = others.find((part) => !texts.has(format(part as unknown as Plain)));
  if (forged === undefined) return undefined;
  return {
    fault: "bad-message",
    what: `sent ${message.type} with a signature of ${forged.signedBy} that it has not got`,
    evidence: [`signed: ${format(forged as unknown as Plain)}`],
    advice: "Sign with `sign`, in the process's own name; pass on what others have signed as it came.",
  };
}
