/** The properties of consensus, sentence by sentence: see docs/semantics.md. */
import { expect, test } from "vitest";
import { play } from "../../test/semantics/play.ts";
import { protocol, type Eventually, type Invariant } from "../model/system/protocol.ts";
import { role, type Context } from "../model/system/role.ts";
import { agreement, strongValidity, termination, uniformAgreement, validity } from "./agreement.ts";
import { viewOfConfiguration } from "./view.ts";

/** What they may decide on. */
const VALUES = [0, 1, 9];

/** Three processes, each of which decides on 0, on 1 or on 9 when the timer of that name fires. */
const deciding = protocol()({
  name: "deciding",
  roles: {
    process: role({
      processes: 3,
      initially: ({ setTimer }) => {
        for (const value of VALUES) setTimer(String(value));
        return {};
      },
      uponTimeout: Object.fromEntries(VALUES.map((value) => [String(value), deciderOn(value)])),
    }),
  },
});

function deciderOn(value: number) {
  return (_state: object, { decide, cancelTimer }: Context): void => {
    for (const other of VALUES) cancelTimer(String(other));
    decide(value);
  };
}

const decides = (id: string, value: number): string => `${id} times out on "${value}"`;

/** Whether a property is true after these steps; p1, p2, p3 have these inputs. */
function isTrue(
  property: Invariant<unknown> | Eventually<unknown>,
  inputs: number[],
  ...lines: string[]
): boolean {
  const given = Object.fromEntries(inputs.map((input, i) => [`p${i + 1}`, [input]]));
  const { system, afterSteps } = play(deciding, { inputs: given, failures: "crash,crash-recovery" });
  const view = viewOfConfiguration(system, afterSteps(...lines).configuration);
  const predicate = "invariant" in property ? property.invariant : property.eventually;
  return predicate(view.roles, view.configuration);
}

test("`agreement`: no two processes that are not faulty decide on different values.", () => {
  const different = [decides("p1", 0), decides("p2", 1)];
  expect(isTrue(agreement, [0, 1, 1], decides("p1", 0), decides("p2", 0))).toBe(true);
  expect(isTrue(agreement, [0, 1, 1], ...different)).toBe(false);
  expect(isTrue(agreement, [0, 1, 1], ...different, "p2 crashes")).toBe(true);
  expect(isTrue(agreement, [0, 1, 1], ...different, "p3 crashes")).toBe(false);
});

test("`uniformAgreement`: no two processes decide on different values, even if they fail afterwards.", () => {
  const different = [decides("p1", 0), decides("p2", 1), "p2 crashes"];
  expect(isTrue(uniformAgreement, [0, 1, 1], ...different)).toBe(false);
  expect(isTrue(uniformAgreement, [0, 1, 1], decides("p1", 0), "p1 crashes")).toBe(true);
});

test("`validity`: whatever a process decides on is the input of some process.", () => {
  expect(isTrue(validity, [0, 1, 1], decides("p3", 0))).toBe(true);
  expect(isTrue(validity, [1, 1, 1], decides("p3", 0))).toBe(false);
  expect(isTrue(validity, [0, 1, 1], "p1 crashes", decides("p3", 0))).toBe(true);
});

test("`strongValidity`: where all who are not faulty have one input, they decide on nothing else.", () => {
  expect(isTrue(strongValidity, [1, 1, 1], decides("p1", 1))).toBe(true);
  expect(isTrue(strongValidity, [1, 1, 1], decides("p1", 0))).toBe(false);
  expect(isTrue(strongValidity, [0, 1, 1], decides("p2", 9))).toBe(true);
  expect(isTrue(strongValidity, [0, 1, 1], "p1 crashes", decides("p2", 0))).toBe(false);
  expect(isTrue(strongValidity, [1, 1, 1], decides("p1", 0), "p1 crashes")).toBe(true);
});

test("`termination`: all who are not faulty decide at some time; to be down for a time is no excuse.", () => {
  const two = [decides("p1", 0), decides("p2", 0)];
  expect(isTrue(termination, [0, 0, 0], ...two)).toBe(false);
  expect(isTrue(termination, [0, 0, 0], ...two, decides("p3", 0))).toBe(true);
  expect(isTrue(termination, [0, 0, 0], ...two, "p3 crashes")).toBe(true);
  expect(isTrue(termination, [0, 0, 0], ...two, "p3 crashes for a time")).toBe(false);
});
