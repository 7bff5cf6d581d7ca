import { protocol, role } from "lightcone";

type Message = { type: "request" } | { type: "response"; value: number };

export default protocol<Message>()({
  name: "client-server",
  roles: {
    client: role({
      initially: ({ send }) => {
        send("server", { type: "request" });
        return { answer: null as number | null };
      },
      upon: {
        response(state, { value }, { halt }) {
          state.answer = value;
          halt();
        },
      },
    }),
    server: role({
      initially: () => ({ served: 0 }),
      upon: {
        request(state, _message, { reply }) {
          state.served++;
          reply({ type: "response", value: 42 });
        },
      },
    }),
  },
  properties: {
    answered: { eventually: ({ client: [client] }) => client.state.answer !== null },
  },
});
