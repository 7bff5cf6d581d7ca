/** The reference model has the last word: what it does not confirm is Lightcone's own mistake. */
import { expect, test } from "vitest";
import { parseEvent } from "../../model/event/parseEvent.ts";
import { protocol } from "../../model/system/protocol.ts";
import { role } from "../../model/system/role.ts";
import { system } from "../../model/system/system.ts";
import { propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { confirmed } from "./checkJob.ts";
import { failureOf, type MistakeReport } from "./mistakeReport.ts";

const pinging = system(
  protocol<{ type: "ping" }>()({
    name: "pinging",
    roles: {
      process: role({
        processes: 2,
        initially: ({ send, index }) => {
          if (index === 1) send("p2", { type: "ping" });
          return { pinged: false };
        },
        upon: {
          ping(state) {
            state.pinged = true;
          },
        },
      }),
    },
    properties: {
      silent: { invariant: ({ process }) => process.every(({ state }) => !state.pinged) },
      allPinged: { eventually: ({ process }) => process.every(({ state }) => state.pinged) },
    },
  }),
);

const [silent, allPinged] = propertiesOf(pinging) as [NamedProperty, NamedProperty];
const SENT = "p1 sends ping to p2";
const RECEIVED = "p2 receives ping from p1";

const schedule = (...events: string[]): Parameters<typeof confirmed>[2] => ({
  inputs: [null, null],
  events: events.map(parseEvent),
});

function refusal(property: NamedProperty, ...events: string[]): MistakeReport {
  try {
    confirmed(pinging, property, schedule(...events));
  } catch (error) {
    return failureOf(error);
  }
  throw new Error("it was confirmed");
}

test("what violates a property is confirmed, with its configurations", () => {
  expect(confirmed(pinging, silent, schedule(SENT, RECEIVED)).configurations).toHaveLength(3);
  expect(confirmed(pinging, allPinged, schedule(SENT, RECEIVED)).configurations).toHaveLength(3);
});

test.each([
  ["event 1 of the violating schedule is not enabled", silent, [RECEIVED]],
  ["the property is true where it should be false", silent, [SENT]],
  ["the schedule does not end where nothing is enabled", allPinged, [SENT]],
])("%s", (how, property, events) => {
  const { kind, what, evidence, advice } = refusal(property, ...events);
  expect(kind).toBe("lightcone");
  expect(what).toBe(
    `Lightcone's search and its reference model disagree about property ${property.name}: ${how}.`,
  );
  expect(evidence.slice(-events.length - 1)).toEqual([...events, "end"]);
  expect(advice).toBe("Please report it, with the protocol if you can share it.");
});
