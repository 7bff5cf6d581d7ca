/** Mistakes of a protocol are found where some execution makes them, and nowhere else. */
import { describe, expect, it } from "vitest";
import { check, parseFailures, parseTiming, protocol, ProtocolError, role, search, system } from "lightcone";

/** One sends a message at first and in the first round; the other makes a mistake upon the fourth. */
const counting = protocol<{ type: "m" }>()({
  name: "counting",
  timing: parseTiming("synchronous"),
  roles: {
    sender: role({
      processes: 1,
      initially: (context) => {
        context.broadcast({ type: "m" });
        return { rounds: 0 };
      },
      uponRound(state, _messages, context) {
        if (state.rounds === 0) context.broadcast({ type: "m" });
        state.rounds = 1;
      },
    }),
    counter: role({
      processes: 1,
      initially: () => ({ received: 0 }),
      upon: {
        m(state) {
          state.received++;
          if (state.received === 4) throw new Error("four");
        },
      },
    }),
  },
});

describe("a mistake upon a message that was doubled in each of two rounds", () => {
  const engines = [search, check] as const;

  it.each(["duplication:1", "duplication:1/round"])(
    "is none, or is one, as for the reference: %s",
    (text) => {
      const told = engines.map((explore) => {
        try {
          return explore(system(counting, { failures: parseFailures(text) })).configurations;
        } catch (error) {
          return error instanceof ProtocolError ? error.fault : error;
        }
      });
      expect(told[0]).toEqual(told[1]);
      expect(typeof told[0]).toBe(text === "duplication:1" ? "number" : "string");
    },
  );
});
