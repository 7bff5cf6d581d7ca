/** Models on other models: protocols made of protocols, which behave as those do. */
export { memories, parseMemory } from "./memories.ts";
export { overMessages } from "./overMessages.ts";
export { overRegisters } from "./overRegisters/index.ts";
export { roundLength, timedRounds } from "./timedRounds.ts";
