/**
 * Three processes want to agree, and one of them may crash, in the middle of what it sends. In
 * every round they tell each other all inputs that they know of, and in the end decide on the smallest.
 *
 * How many rounds does that take? Write the smallest number that is enough.
 */
import { agreement, parseFailures, protocol, role, synchronous, termination, validity } from "lightcone";

const ROUNDS = 1;

type Message = { type: "seen"; values: Set<number> };

export default protocol<Message>()({
  name: "rounds",
  timing: synchronous,
  failures: parseFailures("crash:1"),
  roles: {
    process: role({
      processes: 3,
      inputs: [0, 1],
      initially({ input, broadcast }) {
        broadcast({ type: "seen", values: new Set([input]) });
        return { seen: new Set([input]), round: 0 };
      },
      uponRound(state, messages, { broadcast, decide, halt }) {
        for (const { message } of messages) for (const value of message.values) state.seen.add(value);
        state.round++;
        if (state.round < ROUNDS) return broadcast({ type: "seen", values: state.seen });
        decide(Math.min(...state.seen));
        halt();
      },
    }),
  },
  properties: {
    agreement,
    validity,
    termination,
    // It is no use to wait for longer than has to be.
    inTime: { invariant: ({ process }) => process.every(({ state }) => state.round <= 2) },
  },
});
