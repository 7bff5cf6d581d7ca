/** What predicates read, and since when. */
import { expect, test } from "vitest";
import { asynchronous, monitor, protocol, replay, isStuck, role, system, type Execution } from "lightcone";
import { readingsOf, wouldBeTrue } from "./readings.ts";
import { propertiesOf } from "./property.ts";

const bell = protocol<{ type: "ring" }>()({
  name: "bell",
  roles: {
    ringer: role({
      initially: ({ send }) => {
        send("hearer", { type: "ring" });
        send("hearer", { type: "ring" });
        return { calm: true };
      },
      upon: { ring() {} },
    }),
    hearer: role({
      initially: () => ({ heard: 0, isLoud: false }),
      upon: {
        ring(state, _message, { decide }) {
          state.heard++;
          state.isLoud = true;
          if (state.heard === 1) decide("heard");
        },
      },
    }),
  },
  monitors: {
    rings: monitor({ initially: () => ({ count: 0 }), upon: { receive: (state) => void state.count++ } }),
  },
  properties: {
    isQuiet: {
      invariant: ({ ringer: [ringer], hearer: [hearer] }) =>
        ringer?.state.calm !== true || hearer?.state.isLoud !== true || hearer.state.heard < 2,
    },
    ringsOnce: { invariant: (_, { monitors }) => monitors.rings.count < 2 },
  },
});

const here = system(bell, { timing: asynchronous });

function execution(): Execution {
  const ring = {
    kind: "receive",
    process: "hearer",
    from: "ringer",
    message: { type: "ring" },
    choices: [],
  } as const;
  const send = { kind: "send", process: "ringer", to: "hearer", message: { type: "ring" } } as const;
  const decide = { kind: "decide", process: "hearer", value: "heard" } as const;
  const result = replay(here, { inputs: [null, null], events: [send, send, ring, decide, ring] });
  if (isStuck(result)) throw new Error(`it is an execution, but for event ${result.at}`);
  return result;
}

test("readings are all that was read, each since the step that made it so", () => {
  const [property] = propertiesOf(here);
  if (property === undefined) throw new Error("there is one");
  const found = readingsOf(here, execution(), property);
  expect(found.map(({ name, value, since }) => [name, value, since?.step, since?.event])).toEqual([
    ["ringer.calm", "true", undefined, undefined],
    ["hearer.isLoud", "true", 1, "hearer receives ring from ringer"],
    ["hearer.heard", "2", 2, "hearer receives ring from ringer"],
  ]);
  const needed = found.map((reading) =>
    wouldBeTrue(here, execution(), { reading, predicate: property.predicate }),
  );
  expect(needed).toEqual([false, true, true]);
});

test("everybody is told of each read, in order", () => {
  const [property] = propertiesOf(here);
  const reads: number[] = [];
  readingsOf(here, execution(), {
    predicate: (view) => [property?.predicate(view), property?.predicate(view)],
    heard: (reading) => void reads.push(reading),
  });
  expect(reads).toEqual([0, 1, 2, 0, 1, 2]);
});

test("What is read of a monitor is called by its name, and has the event that it has seen last.", () => {
  const [property] = propertiesOf(here, ["ringsOnce"]);
  const [reading] = readingsOf(here, execution(), property!);
  expect(reading).toMatchObject({ name: "rings", value: "{count: 2}", facet: "monitor" });
  expect(reading?.since?.event).toBe("hearer receives ring from ringer");
});
