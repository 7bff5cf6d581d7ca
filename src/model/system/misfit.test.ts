/** Why a sequence of configurations and events is no execution. */
import { describe, expect, test } from "vitest";
import { EVENTS, gossip } from "../../../test/semantics/gossip.ts";
import { at } from "../../base/assert.ts";
import { formatConfiguration, initialConfiguration } from "../state/configuration.ts";
import { formatEvent } from "../event/eventText.ts";
import {
  isExecution,
  isStuck,
  misfit,
  misfitOfFragment,
  replay,
  type Execution,
  type Schedule,
} from "../transition/execution.ts";
import { parseEvent } from "../event/parseEvent.ts";
import { system, type System } from "./system.ts";
import { enabled } from "../transition/transition.ts";

/** The execution of a schedule that must not get stuck. */
function run(here: System, schedule: Schedule): Execution {
  const execution = replay(here, schedule);
  if (isStuck(execution)) throw new Error(`stuck at ${formatEvent(execution.event)}`);
  return execution;
}

const here = system(gossip);
const execution = run(here, { inputs: [0, 0, 0], events: EVENTS.map(parseEvent) });

describe("a misfit", () => {
  test("is not found in an execution, nor in a part of one", () => {
    expect(misfit(here, execution)).toBeUndefined();
    const part = { configurations: execution.configurations.slice(2), events: execution.events.slice(2) };
    expect(misfitOfFragment(here, part)).toBeUndefined();
    expect(misfit(here, part)).toEqual({ at: -1, reason: "the first configuration is not an initial one" });
  });

  test.each([...EVENTS.keys()])("is a wrong configuration after event %i", (i) => {
    const configurations = execution.configurations.with(i + 1, at(execution.configurations, i));
    const right = formatConfiguration(at(execution.configurations, i + 1));
    expect(misfit(here, { ...execution, configurations })).toEqual({
      at: i,
      reason: `"${EVENTS[i]}" leads to another configuration:\n${right}`,
    });
    expect(isExecution(here, { ...execution, configurations })).toBe(false);
  });

  test("is an event that was not enabled", () => {
    const events = execution.events.with(4, parseEvent("p2 receives ask from p3"));
    const instead = enabled(here, at(execution.configurations, 4)).map(formatEvent);
    expect(instead).toContain(EVENTS[4]);
    expect(misfit(here, { ...execution, events })).toEqual({
      at: 4,
      reason: `"p2 receives ask from p3" is not enabled; enabled are: ${instead.join("; ")}`,
    });
  });

  test("is a missing configuration", () => {
    expect(misfit(here, { configurations: [], events: [] })).toEqual({
      at: -1,
      reason: "there is no configuration",
    });
    expect(misfit(here, { ...execution, configurations: execution.configurations.slice(0, -1) })).toEqual({
      at: -1,
      reason: "there are 6 configurations for 6 events; there must be one more",
    });
  });

  test("is a first configuration with inputs that cannot be, or are not allowed", () => {
    for (const inputs of [
      [2, 0, 0],
      [1, 1, 0],
    ]) {
      const configurations = [initialConfiguration(here, inputs)];
      const reason = "the first configuration is not an initial one";
      expect(misfit(here, { configurations, events: [] })).toEqual({ at: -1, reason });
    }
    expect(isExecution(here, { configurations: [initialConfiguration(here, [0, 1, 1])], events: [] })).toBe(
      true,
    );
  });
});
