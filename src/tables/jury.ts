import { ABSENT } from "./integers.ts";
import type { Judge } from "./judge.ts";
import { Signatures } from "./answers.ts";

/** Several predicates, judged together: one look-up for all of them where that is possible. */
export class Jury {
  readonly judges: readonly Judge[];
  private readonly signatures: Signatures;

  constructor(judges: readonly Judge[]) {
    this.judges = judges;
    this.signatures = new Signatures((slot, value) => judges.flatMap((judge) => judge.idsOf(slot, value)));
    for (const judge of judges) judge.tellOfReads((slot) => this.signatures.extend(slot));
  }

  get bytes(): number {
    return this.signatures.bytes;
  }

  /** Whether all predicates are true in the configuration with these slot values. @throws ProtocolError */
  allTrue(values: Int32Array): boolean {
    const signature = this.signatures.of(values);
    const known = signature === ABSENT ? undefined : this.signatures.answer(signature);
    if (known !== undefined) return known;
    const answer = this.judges.every((judge) => judge.isTrue(values));
    this.signatures.note(values, answer);
    return answer;
  }
}
