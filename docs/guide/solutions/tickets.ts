/** A solution of the [exercise](../exercises/tickets.ts). */
import { protocol, role } from "lightcone";

type Message = { type: "ask" } | { type: "ticket" } | { type: "sold" };

export default protocol<Message>()({
  name: "tickets",
  roles: {
    seller: role({
      initially: () => ({ left: 1 }),
      upon: {
        ask(state, _message, { reply }) {
          reply({ type: state.left > 0 ? "ticket" : "sold" });
          state.left = 0;
        },
      },
    }),
    client: role({
      processes: 2,
      initially({ send }) {
        send("seller", { type: "ask" });
        return { answer: null as string | null };
      },
      upon: {
        ticket: (state) => {
          state.answer = "ticket";
        },
        sold: (state) => {
          state.answer = "sold";
        },
      },
    }),
  },
  properties: {
    soldOnce: {
      invariant: ({ client }) => client.filter(({ state }) => state.answer === "ticket").length < 2,
    },
    somebodyGoes: { eventually: ({ client }) => client.some(({ state }) => state.answer === "ticket") },
    everybodyIsAnswered: { forEach: "client", eventually: ({ state }) => state.answer !== null },
    // Who is told that it is sold is not the first.
    soldToTheFirst: {
      invariant: ({ client }) =>
        client.every(({ state }) => state.answer !== "sold") ||
        client.some(
          ({ state, mailbox }) =>
            state.answer === "ticket" || mailbox.some(({ message }) => message.type === "ticket"),
        ),
    },
  },
});
