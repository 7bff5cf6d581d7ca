/**
 * An e-mail: it is eventually either delivered, or returned to the one who sent it. This is the usual example
 * of *liveness*: no single configuration shows that it is violated, only an execution that ends without it.
 *
 * The server passes the letter on and waits for an answer. If none comes in time it returns the letter. The
 * recipient's computer may stop at any moment, and the property still holds. If the server stops, it does
 * not, and nothing that the others could do would help. A server that passes letters on and forgets them
 * loses those to computers that have stopped: [e-mail-forgetful](e-mail-forgetful.ts).
 *
 * A letter may be delivered and returned: how long the server waits, it cannot know whether an answer is
 * still on its way.
 *
 * Source: B. Alpern and F. Schneider, Defining Liveness, Information Processing Letters 21 (1985), for what
 * liveness is.
 */
import { type Claim, parseFailures, protocol, role } from "lightcone";

type Message = { type: "letter" } | { type: "thanks" } | { type: "returned" };

export default protocol<Message>()({
  name: "e-mail",
  about: "A server passes a letter on, or returns it if no answer comes in time.",
  source: "Alpern & Schneider, Defining Liveness, Information Processing Letters 21, 1985",
  failures: parseFailures("crash:recipient"),
  roles: {
    sender: role({
      initially: ({ send }) => {
        send("server", { type: "letter" });
        return { hasItBack: false };
      },
      upon: { returned: (state) => void (state.hasItBack = true) },
    }),
    server: role({
      initially: () => ({}),
      upon: {
        letter(_state, letter, { send, setTimer }) {
          send("recipient", letter);
          setTimer("answer");
        },
        thanks: (_state, _message, { cancelTimer }) => cancelTimer("answer"),
      },
      uponTimeout: {
        answer: (_state, { send }) => send("sender", { type: "returned" }),
      },
    }),
    recipient: role({
      initially: () => ({ hasRead: false }),
      upon: {
        letter(state, _message, { reply }) {
          state.hasRead = true;
          reply({ type: "thanks" });
        },
      },
    }),
  },
  properties: {
    deliveredOrReturned: {
      eventually: ({ sender: [sender], recipient: [recipient] }) =>
        sender.state.hasItBack || recipient.state.hasRead,
    },
  },
});

export const systems = { serverStops: { failures: parseFailures("crash:server") } };

export const claims: Claim[] = [
  {
    claim: "The recipient's computer may stop at any moment: the letter is read, or it comes back.",
    property: "deliveredOrReturned",
    verdict: "holds",
    configurations: 21,
  },
  {
    claim: "If the server stops, the letter is gone.",
    system: { failures: parseFailures("crash:server") },
    property: "deliveredOrReturned",
    verdict: "violated",
    configurations: 17,
    steps: 1,
  },
  {
    claim: "Against a lost message the server alone can do nothing: it may be the one it was to get.",
    system: { failures: parseFailures("loss:1") },
    property: "deliveredOrReturned",
    verdict: "violated",
    configurations: 20,
    steps: 1,
  },
];
