/** A protocol on which failures can be told apart, and the events of its schedules. */
import { fifo, protocol, role } from "lightcone";

type Message = { type: "news"; n: number } | { type: "thanks" };

/**
 * The second guest tells the first something at the start. When the first guest's timer fires, it tells the
 * second two things, in order, and decides. Every guest thanks the host for what it hears.
 */
export const party = protocol<Message>()({
  name: "party",
  channels: fifo,
  roles: {
    host: role({
      initially: () => ({ thanks: 0 }),
      upon: { thanks: (state) => void state.thanks++ },
    }),
    guest: role({
      processes: 2,
      initially: ({ index, send, setTimer }) => {
        if (index === 1) setTimer("tell");
        else send("guest1", { type: "news", n: 0 });
        return { heard: [] as number[], told: false };
      },
      stable: ["told"],
      upon: {
        news(state, { n }, { send }) {
          state.heard.push(n);
          send("host", { type: "thanks" });
        },
      },
      uponTimeout: {
        tell(state, { send, decide }) {
          state.told = true;
          for (const n of [1, 2]) send("guest2", { type: "news", n });
          decide("told");
        },
      },
    }),
  },
});

/** What is sent at the start. */
export const NEWS = "guest2 sends news(n: 0) to guest1";
/** The first guest's step, and its effects. */
export const TELL = "guest1 times out on tell";
/** See `TELL`. */
export const ONE = "guest1 sends news(n: 1) to guest2";
/** See `TELL`. */
export const TWO = "guest1 sends news(n: 2) to guest2";
/** See `TELL`. */
export const DECIDE = 'guest1 decides "told"';
/** The whole step. */
export const TOLD: readonly string[] = [TELL, ONE, TWO, DECIDE];
/** The first guest hears what the second told it at the start. */
export const HEAR = "guest1 receives news(n: 0) from guest2";
/** See `HEAR`. */
export const THANK = "guest1 sends thanks to host";
