/**
 * A register with a copy at each process, which reads its own and never waits. Writes go to a sequencer,
 * which hands them to all in one order; a write is over when it has come back to its writer. So all copies
 * go through the same values, and each process sees its own writes: the register is *sequentially
 * consistent*. It is not linearizable, as a copy may be behind.
 *
 * Two monitors hear the same operations: one keeps what was before what, the other the order of each process
 * alone. Where channels are not FIFO, copies go through values in different orders, and even that is lost.
 *
 * Source: H. Attiya and J. Welch, Sequential Consistency versus Linearizability, ACM TOCS 12(2) (1994), whose
 * reads are as fast; L. Lamport, How to Make a Multiprocessor Computer That Correctly Executes Multiprocess
 * Programs, IEEE Transactions on Computers C-28(9) (1979).
 */
import {
  type Claim,
  fifo,
  historyOf,
  linearizable,
  programOrderOf,
  protocol,
  register,
  role,
  sequentiallyConsistent,
  unordered,
} from "lightcone";

type Message = { type: "write"; value: number } | { type: "written"; value: number; writer: string };

const value = register("value", 0);

export default protocol<Message>()({
  name: "primary-copy-local-reads",
  about: "Writes are handed to all copies in one order, and each process reads its own copy at once.",
  source: "Attiya & Welch 1994; Lamport 1979",
  channels: fifo,
  roles: {
    sequencer: role({
      initially: () => ({}),
      upon: {
        write(_state, { value: written }, { from, broadcast, processes }) {
          broadcast({ type: "written", value: written, writer: from }, processes("copy"));
        },
      },
    }),
    copy: role({
      processes: 2,
      initially({ self, send, invoke, processes }) {
        const own = processes("copy").indexOf(self) + 1;
        invoke("write", own);
        send("sequencer", { type: "write", value: own });
        return { value: 0 };
      },
      upon: {
        written(state, { value: written, writer }, { self, respond, setTimer }) {
          state.value = written;
          if (writer !== self) return;
          respond();
          setTimer("read");
        },
      },
      uponTimeout: {
        read(state, { invoke, respond }) {
          invoke("read");
          respond(state.value);
        },
      },
    }),
  },
  monitors: { history: historyOf(value), programs: programOrderOf(value) },
  properties: {
    linearizable: linearizable("history"),
    sequentiallyConsistent: sequentiallyConsistent("programs"),
  },
});

const anyOrder = { channels: unordered };

export const claims: Claim[] = [
  {
    claim: "Some order explains all answers, in which each process's operations keep theirs.",
    property: "sequentiallyConsistent",
    verdict: "holds",
    configurations: 77,
  },
  {
    claim:
      "None does in which what did not overlap keeps its order: a copy that is behind is read after another.",
    property: "linearizable",
    verdict: "violated",
    configurations: 77,
    steps: 7,
  },
  {
    claim: "Also with three copies.",
    system: { processes: { copy: 3 } },
    property: "sequentiallyConsistent",
    verdict: "holds",
    configurations: 4765,
  },
  {
    claim: "Where messages overtake each other, two copies go through the values in different orders.",
    system: anyOrder,
    property: "sequentiallyConsistent",
    verdict: "violated",
    configurations: 130,
    steps: 8,
  },
];
