/** The file with which a protocol begins. */

/** The text of the starter file of a protocol called `name`. */
export function starterText(name: string): string {
  return `// ${name}: one process proposes its input to all others; everybody decides on what it hears first.
// Check it:  lightcone check ${name}.ts
// Then break it (let followers decide 1 - value, or not at all) and check again.
import { agreement, protocol, role } from "lightcone";

// All messages that processes send. \`type\` selects the handler that receives a message.
type Message = { type: "propose"; value: number };

export default protocol<Message>()({
  name: "${name}",
  about: "One leader proposes its input, and everybody decides on it.",

  // The code that processes run: the deterministic state machine of each role.
  roles: {
    leader: role({
      // Every input in this list is explored.
      inputs: [0, 1],
      // The first step of every process. It returns the process's state, which is plain data.
      initially: ({ input, broadcast, decide }) => {
        broadcast({ type: "propose", value: input });
        decide(input);
        return {};
      },
    }),
    follower: role({
      // How many there are; \`--processes follower=4\` overrides it.
      processes: 2,
      initially: () => ({ heard: null as number | null }),
      // What happens upon each message. A handler changes its own \`state\`, and asks its context for
      // effects: send, reply, broadcast, setTimer, decide, output, choose, halt.
      upon: {
        propose(state, { value }, { decide }) {
          state.heard = value;
          decide(value);
        },
      },
    }),
  },

  properties: {
    // Safety: true in every configuration that any schedule leads to.
    agreement,
    validity: {
      invariant: ({ leader: [leader], follower }) =>
        follower.every(({ decision }) => decision === undefined || decision === leader.input),
    },
    // Liveness: true at some time, in every execution in which messages are delivered.
    everybodyDecides: {
      eventually: ({ follower }) => follower.every(({ decision }) => decision !== undefined),
    },
  },
});
`;
}
