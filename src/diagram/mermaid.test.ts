import { expect, test } from "vitest";
import { parseFailures, replay, system, isStuck, parseEvent } from "../index.ts";
import { sceneOf } from "./index.ts";
import twoGenerals from "../../zoo/coordination/two-generals.ts";
import { mermaidOf } from "./mermaid.ts";

test("An execution is a sequence diagram, with what is lost and decided.", () => {
  const made = system(twoGenerals, { failures: parseFailures("loss:1") });
  const events = [
    "general1 sends attack(number: 1) to general2",
    "general2 receives attack(number: 1) from general1",
    "general2 sends attack(number: 2) to general1",
    "general1 receives attack(number: 2) from general2",
    "general1 sends attack(number: 3) to general2",
    'general1 decides "attack"',
    "the network loses attack(number: 3) from general1 to general2",
  ].map(parseEvent);
  const execution = replay(made, { inputs: [null, null], events });
  if (isStuck(execution)) throw new Error("it is an execution");
  expect(mermaidOf(sceneOf(execution))).toBe(`sequenceDiagram
  participant general1
  participant general2
  general1->>general2: attack(1)
  general2->>general1: attack(2)
  Note over general1: decides "attack"
  general1--xgeneral2: attack(3)
`);
});
