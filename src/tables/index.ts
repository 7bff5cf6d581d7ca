/** The third waist: a system compiled to integers. Searches, simulations and analyses walk these tables. */
export { ABSENT } from "./integers.ts";
export { Judge } from "./judge.ts";
export { Junctures } from "./junctures.ts";
export type { Dispatch, Juncture, Leg, Prospect } from "./juncture.ts";
export { Jury } from "./jury.ts";
export { movesFrom, type Move } from "./move.ts";
export { Network } from "./network.ts";
export type { Chooser, Toss } from "./reactions.ts";
export { Repeat } from "./repeat.ts";
export { Repetition } from "./repetition.ts";
export {
  BudgetSlot,
  ClockSlot,
  NotesSlot,
  ObjectSlot,
  ProcessSlot,
  REFUSED,
  Slot,
  type Outcome,
  type SlotLetter,
} from "./slot.ts";
export { withWord } from "./heldUp.ts";
export { mendedAt, tick } from "./ticks.ts";
