/** The third waist: a system compiled to integers. Searches, simulations and analyses walk these tables. */
export { Network } from "./network.ts";
export { movesFrom, type Move } from "./move.ts";
export { Repeat } from "./repeat.ts";
export {
  BudgetSlot,
  ClockSlot,
  NotesSlot,
  ObjectSlot,
  ProcessSlot,
  Slot,
  type Outcome,
  type SlotLetter,
} from "./slot.ts";
export { Judge } from "./judge.ts";
export { Jury } from "./jury.ts";
