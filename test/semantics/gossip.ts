/** A protocol in which whatever differs for a process differs in its state. */
import { protocol, role } from "lightcone";

type Message = { type: "word"; text: string } | { type: "ask" };

/** Processes that remember all they see, in order; so whatever differs for them differs in their states. */
export const gossip = protocol<Message>()({
  name: "gossip",
  assume: ({ p1, p2 }) => p1 !== 1 || p2 !== 1,
  roles: {
    process: role({
      processes: 3,
      inputs: [0, 1],
      initially: ({ input, setTimer, broadcast }) => {
        setTimer("tick");
        if (input === 1) broadcast({ type: "ask" });
        return { log: [] as string[], fuel: 3 };
      },
      upon: {
        word(state, { text }, { from, decide }) {
          state.log.push(`${from}: ${text}`);
          if (state.log.length === 2) decide(text);
        },
        ask(state, _message, { from, choose, neighbors, send }) {
          state.log.push(`${from}?`);
          if (state.fuel-- > 0) send(choose(neighbors), { type: "word", text: `w${state.fuel}` });
        },
      },
      uponTimeout: {
        tick(state, { broadcast, output, setTimer, halt }) {
          state.log.push("tick");
          output(state.fuel);
          if (state.fuel-- > 1) setTimer("tick");
          else halt();
          broadcast({ type: "ask" });
        },
      },
    }),
  },
});

/** Two steps of two processes. */
export const EVENTS = [
  "p1 times out on tick",
  "p1 outputs 3",
  "p1 sends ask to p2",
  "p1 sends ask to p3",
  'p2 receives ask from p1 choosing "p3"',
  'p2 sends word(text: "w2") to p3',
];
