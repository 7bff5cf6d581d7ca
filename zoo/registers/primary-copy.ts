/**
 * A register that is kept twice: a primary writes a value down, hands it on to a backup, and answers when
 * that has it, too. Who reads asks the primary. So every operation takes effect at one moment, when the
 * primary acts: the register is *linearizable*, as a single one would be.
 *
 * Clients say what they invoke and how it was answered. A monitor keeps all ways in which the operations so
 * far may have taken effect; where none is left, no order of them explains the answers. Reads from the backup
 * are faster, and may be old or too new: [primary-copy-reads-from-backup](primary-copy-reads-from-backup.ts).
 *
 * Source: M. Herlihy and J. Wing, Linearizability, ACM TOPLAS 12(3) (1990); N. Budhiraja, K. Marzullo, F.
 * Schneider and S. Toueg, The Primary-Backup Approach, in Distributed Systems (1993).
 */
import { type Claim, historyOf, linearizable, parseFailures, protocol, register, role } from "lightcone";

type Message =
  | { type: "write"; value: number }
  | { type: "written" }
  | { type: "read" }
  | { type: "value"; value: number }
  | { type: "copy"; value: number; client: string }
  | { type: "copied"; client: string };

/** Who is asked for the first read, and for the second. */
type Asked = readonly ["primary" | "backup", "primary" | "backup"];

/** A writer and readers, who ask one of the two for each read. */
export function primaryCopy(name: string, about: string, asked: Asked) {
  return protocol<Message>()({
    name,
    about,
    source: "Herlihy & Wing 1990; Budhiraja, Marzullo, Schneider & Toueg 1993",
    roles: {
      primary: role({
        initially: () => ({ value: 0 }),
        upon: {
          write(state, { value }, { from, send }) {
            state.value = value;
            send("backup", { type: "copy", value, client: from });
          },
          copied: (_state, { client }, { send }) => send(client, { type: "written" }),
          read: ({ value }, _message, { reply }) => reply({ type: "value", value }),
        },
      }),
      backup: role({
        initially: () => ({ value: 0 }),
        upon: {
          copy(state, { value, client }, { reply }) {
            state.value = value;
            reply({ type: "copied", client });
          },
          read: ({ value }, _message, { reply }) => reply({ type: "value", value }),
        },
      }),
      writer: role({
        initially({ send, invoke }) {
          invoke("write", 1);
          send("primary", { type: "write", value: 1 });
          return {};
        },
        upon: { written: (_state, _message, { respond }) => respond() },
      }),
      reader: role({
        inputs: [asked],
        initially({ input: [first], send, invoke }) {
          invoke("read");
          send(first, { type: "read" });
          return { reads: 1 };
        },
        upon: {
          value(state, { value }, { input: [, second], send, invoke, respond }) {
            respond(value);
            if (++state.reads > 2) return;
            invoke("read");
            send(second, { type: "read" });
          },
        },
      }),
    },
    monitors: { history: historyOf(register("value", 0)) },
    properties: {
      linearizable: linearizable("history"),
      everythingIsRead: { eventually: ({ reader }) => reader.every(({ state }) => state.reads > 2) },
    },
  });
}

export default primaryCopy(
  "primary-copy",
  "A primary answers when its backup has the value, too, and all reads go to the primary.",
  ["primary", "primary"],
);

export const claims: Claim[] = [
  {
    claim: "Some order explains all answers, in which what did not overlap keeps its order.",
    property: "linearizable",
    verdict: "holds",
    configurations: 46,
  },
  {
    claim: "Also with two readers.",
    system: { processes: { reader: 2 } },
    property: "linearizable",
    verdict: "holds",
    configurations: 501,
  },
  {
    claim: "A single reader may ask the backup first: what it then reads at the primary is not older.",
    system: { inputs: { reader: [["backup", "primary"]] } },
    property: "linearizable",
    verdict: "holds",
    configurations: 43,
  },
  {
    claim: "Every read is answered.",
    property: "everythingIsRead",
    verdict: "holds",
    configurations: 46,
  },
  {
    claim: "Nobody asks again: one message that is lost leaves a reader without an answer.",
    system: { failures: parseFailures("loss:1") },
    property: "everythingIsRead",
    verdict: "violated",
    configurations: 86,
    steps: 5,
  },
];
