/**
 * A client asks and a server answers: the simplest interaction, and in practice the most important one.
 * The lecture proves it correct in five steps, each of which follows from the one before and from what
 * "admissible" means: every message is eventually delivered, and every process goes on taking steps.
 *
 * The five steps are five liveness properties here. A step is atomic: the server receives the request and
 * sends the response at one moment. So properties 2 and 3 come true together, and so do 4 and 5; the
 * schedule still shows the receive event and the send event apart.
 *
 * Source: lecture slides on distributed systems, "Example: Client-Server Computations", in the model of
 * Attiya & Welch, Distributed Computing (2004), section 2.1.
 */
import { type Claim, fifo, protocol, role } from "lightcone";

type Message = { type: "request" } | { type: "response"; value: number };

export default protocol<Message>()({
  name: "client-server",
  about: "A client sends a request, the server sends a response, the client processes it.",
  source: "Lecture slides, Example: Client-Server Computations; Attiya & Welch, Distributed Computing, 2.1",
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
    // After finitely many steps …
    // 1. the client sends the request: it is on its way, or has been received;
    requested: {
      eventually: ({ client, server: [server] }) =>
        server.mailbox.length + server.state.served === client.length,
    },
    // 2. the request is delivered at the server;
    delivered: {
      eventually: ({ client, server: [server] }) => server.state.served === client.length,
    },
    // 3. the server sends the response: it is on its way, or has been received;
    responded: {
      eventually: ({ client }) =>
        client.every(({ mailbox, state }) => mailbox.length > 0 || state.answer !== null),
    },
    // 4. the response reaches the client;
    answered: {
      eventually: ({ client }) => client.every(({ state }) => state.answer !== null),
    },
    // 5. the client processes the response, and has no more to do.
    processed: {
      eventually: ({ client }) => client.every(({ halted }) => halted),
    },
    // Safety: nobody has an answer that the server did not give.
    honest: {
      invariant: ({ client, server: [server] }) =>
        client.filter(({ state }) => state.answer !== null).length <= server.state.served,
    },
    // Not promised by anybody: whoever comes first in the list of clients is answered first.
    inTurn: {
      invariant: ({ client }) =>
        client.every(({ state }, i) => state.answer === null || client[i - 1]?.state.answer !== null),
    },
  },
});

const twoClients = { processes: { client: 2 } };

export const claims: readonly Claim[] = [
  {
    claim: "1. After finitely many steps, the client sends the request.",
    property: "requested",
    verdict: "holds",
    configurations: 3,
  },
  {
    claim: "2. After finitely many steps, the request is delivered at the server.",
    property: "delivered",
    verdict: "holds",
    configurations: 3,
  },
  {
    claim: "3. After finitely many steps, the server sends the response.",
    property: "responded",
    verdict: "holds",
    configurations: 3,
  },
  {
    claim: "4. After finitely many steps, the response reaches the client.",
    property: "answered",
    verdict: "holds",
    configurations: 3,
  },
  {
    claim: "5. After finitely many steps, the client processes the response.",
    property: "processed",
    verdict: "holds",
    configurations: 3,
  },
  {
    claim: "A client has an answer only if the server gave one.",
    property: "honest",
    verdict: "holds",
    configurations: 3,
  },
  {
    claim: "Fairness: with two clients, something good eventually happens to both.",
    system: twoClients,
    property: "processed",
    verdict: "holds",
    configurations: 9,
  },
  {
    claim: "Two clients are not answered in turn: delays are unbounded, and the second may overtake.",
    system: twoClients,
    property: "inTurn",
    verdict: "violated",
    configurations: 9,
    steps: 2,
  },
  {
    claim: "FIFO does not put them in turn: it orders the messages of one channel, not those of two.",
    system: { ...twoClients, channels: fifo },
    property: "inTurn",
    verdict: "violated",
    configurations: 9,
    steps: 2,
  },
];
