/**
 * A letter has to arrive, and messages get lost: any of them, though what is sent again and again arrives
 * again and again. The sender below sends it once.
 *
 * Complete the sender, so that the letter arrives. It must stop when it knows that this has happened.
 */
import { fifo, parseFailures, protocol, role, withCapacity } from "lightcone";

type Message = { type: "letter" } | { type: "thanks" };

export default protocol<Message>()({
  name: "postman",
  channels: withCapacity(fifo, 1),
  failures: parseFailures("fair-loss"),
  roles: {
    sender: role({
      initially({ send, setTimer }) {
        send("reader", { type: "letter" });
        setTimer("again");
        return { isDone: false };
      },
      upon: {
        thanks(state) {
          state.isDone = true;
        },
      },
      uponTimeout: {
        again() {},
      },
    }),
    reader: role({
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
    arrives: { eventually: ({ reader: [reader] }) => reader?.state.hasRead === true },
    senderKnows: { eventually: ({ sender: [sender] }) => sender?.state.isDone === true },
    notTooEarly: {
      invariant: ({ sender: [sender], reader: [reader] }) =>
        sender?.state.isDone !== true || reader?.state.hasRead === true,
    },
    stops: { eventuallyAlways: ({ sender: [sender] }) => sender?.timers.length === 0 },
  },
});
