/** The causes of steps as integers, by which the answers of author code are found again. */
import { unreachable } from "../base/assert.ts";
import { format } from "../base/text.ts";
import type { Cause } from "../model/event/cause.ts";
import { Interner } from "./integers.ts";
import type { ProcessSlot } from "./slot.ts";

const CAUSE_KINDS = [
  "letter",
  "timer",
  "may",
  "must",
  "recovery",
  "operation",
  "pause",
  "forgery",
  "atomic",
] as const;

/** A cause within a slot, as one integer. */
export function causeId(kind: (typeof CAUSE_KINDS)[number], id: number): number {
  return CAUSE_KINDS.length * id + CAUSE_KINDS.indexOf(kind);
}

/** Numbers the causes of steps. */
export class Causes {
  private readonly isTimed: boolean;
  /** The names of timers and actions. */
  private readonly names = new Interner<string>();
  /** The texts of what objects answer. */
  private readonly answers = new Interner<string>();
  /** The causes of atomic steps, with what is seen. */
  private readonly sights = new Interner<string>();

  /** @param isTimed whether letters have windows, which no step depends on */
  constructor(isTimed: boolean) {
    this.isTimed = isTimed;
  }

  /** The id of a cause for who sees something besides, as slots and their values: that of an atomic step. */
  inSight(cause: number, sight: readonly number[]): number {
    const text = `${cause} ${sight.join()}`;
    return causeId("atomic", this.sights.id(text, text));
  }

  /** The id of a cause at a process, given the id of the letter if it is a receipt. */
  id(slot: ProcessSlot, cause: Cause, letter: number | undefined): number {
    switch (cause.kind) {
      case "receive": {
        const { from, message } = slot.letters.value(letter as number);
        return causeId("letter", this.isTimed ? slot.letterId({ from, message }) : (letter as number));
      }
      case "timeout":
        return causeId("timer", this.names.id(cause.timer, cause.timer));
      case "may":
      case "must":
        return causeId(cause.kind, this.names.id(cause.action, cause.action));
      case "operation": {
        const answer = cause.response === undefined ? "" : format(cause.response);
        return causeId("operation", this.answers.id(answer, answer));
      }
      case "pause":
        return causeId("pause", 0);
      case "recover":
        return causeId("recovery", 0);
      case "exchange":
        throw new Error("rounds end in rounds, and not between steps");
      default:
        return unreachable(cause);
    }
  }
}
