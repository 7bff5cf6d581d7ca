/**
 * An e-mail that gets lost: the server passes the letter on and forgets it. If the recipient's computer has
 * stopped, nobody ever hears of it.
 *
 * Source: B. Alpern and F. Schneider, Defining Liveness, Information Processing Letters 21 (1985).
 */
import { type Claim, parseFailures, protocol, role } from "lightcone";

type Message = { type: "letter" };

export default protocol<Message>()({
  name: "e-mail-forgetful",
  about: "A server passes a letter on and forgets it.",
  source: "Alpern & Schneider, Defining Liveness, Information Processing Letters 21, 1985",
  failures: parseFailures("crash:recipient"),
  roles: {
    sender: role({
      initially: ({ send }) => {
        send("server", { type: "letter" });
        return {};
      },
    }),
    server: role({
      initially: () => ({}),
      upon: { letter: (_state, letter, { send }) => send("recipient", letter) },
    }),
    recipient: role({
      initially: () => ({ hasRead: false }),
      upon: { letter: (state) => void (state.hasRead = true) },
    }),
  },
  properties: {
    deliveredOrReturned: { eventually: ({ recipient: [{ state }] }) => state.hasRead },
  },
});

export const claims: Claim[] = [
  {
    claim: "The recipient's computer stops, and nobody ever hears of the letter again.",
    property: "deliveredOrReturned",
    verdict: "violated",
    configurations: 6,
    steps: 2,
  },
  {
    claim: "As long as nothing fails, it is no worse than a careful server.",
    system: { failures: parseFailures("none") },
    property: "deliveredOrReturned",
    verdict: "holds",
    configurations: 3,
  },
];
