/** Pictures of what a crash in the middle of a step keeps back. */
import { expect, test } from "vitest";
import {
  parseChannels,
  parseEvent,
  parseFailures,
  protocol,
  replay,
  role,
  system,
  type Execution,
} from "../model/index.ts";
import { sceneOf } from "./index.ts";

const teller = protocol<{ type: "go" } | { type: "news" } | { type: "more" } | { type: "last" }>()({
  name: "teller",
  roles: {
    teller: role({
      initially: () => ({}),
      upon: {
        go(_state, _message, { processes, decide, send }) {
          for (const to of processes("hearer")) send(to, { type: "news" });
          for (const to of processes("hearer")) send(to, { type: "more" });
          decide("told");
          for (const to of processes("hearer")) send(to, { type: "last" });
        },
      },
    }),
    starter: role({
      initially({ send }) {
        send("teller", { type: "go" });
        return {};
      },
    }),
    hearer: role({ processes: 2, initially: () => ({}), upon: { news() {}, more() {}, last() {} } }),
  },
});

const GO = ["starter sends go to teller", "teller receives go from starter"];
const CRASH = "teller crashes";

/** What is told beside the crash at the end of these events. */
function unsent(lines: readonly string[], channels = "unordered"): readonly string[] {
  const options = { channels: parseChannels(channels), failures: parseFailures("crash:1") };
  const events = [...GO, ...lines].map(parseEvent);
  const execution = replay(system(teller, options), {
    inputs: [null, null, null, null],
    events,
  }) as Execution;
  return sceneOf(execution).marks.flatMap(({ beginning, omissions }) =>
    beginning.sign === "crash" ? omissions : [],
  );
}

test("what a crash took the place of is told as well as what is passed over after it", () => {
  const sent = ["teller sends more to hearer1", "teller fails to send more to hearer2"];
  const first = ["teller sends news to hearer1", CRASH];
  expect(unsent([...first, ...sent])).toEqual([
    "fails to send news to hearer2",
    "fails to send more to hearer2",
    "fails to send last to hearer1, hearer2",
  ]);
});

test("what may still go out is not told", () => {
  expect(unsent(["teller sends news to hearer1", CRASH])).toEqual([
    "fails to send news to hearer2",
    "fails to send last to hearer1, hearer2",
  ]);
});

test("what a queue that breaks off keeps back is told", () => {
  expect(unsent([CRASH, "teller sends news to hearer2"], "fifo").slice(0, 2)).toEqual([
    "fails to send news to hearer1",
    "fails to send more to hearer1",
  ]);
});

test("who crashes between two steps fails to send nothing", () => {
  const each = (message: string): string[] => [1, 2].map((i) => `teller sends ${message} to hearer${i}`);
  const step = [...each("news"), ...each("more"), 'teller decides "told"', ...each("last")];
  expect(unsent([...step, CRASH])).toEqual([]);
  expect(unsent([...step.slice(0, -1), CRASH])).toEqual(["fails to send last to hearer2"]);
});
