/** A protocol on which it shows when events happen. */
import { protocol, role } from "lightcone";

/** The first sends two equal messages, the second when its timer fires. Both note how late that is. */
export const alarms = protocol<{ type: "ping"; n: number }>()({
  name: "alarms",
  roles: {
    process: role({
      processes: 2,
      initially({ index, send, setTimer }) {
        if (index === 1) send("p2", { type: "ping", n: 1 });
        setTimer("alarm", index === 1 ? 1 : 3);
        return { heard: 0, late: -1, known: false };
      },
      upon: {
        ping(state, _message, { halt }) {
          state.heard++;
          if (state.heard === 2) halt();
        },
      },
      uponTimeout: {
        alarm(state, { index, late, bounds, send }) {
          state.late = late;
          state.known = bounds !== undefined;
          if (index === 1) send("p2", { type: "ping", n: 1 });
        },
      },
    }),
  },
});

/** Its events. */
export const TICK = "time passes";
/** See `TICK`. */
export const STABLE = "the system stabilizes";
/** See `TICK`. */
export const PING = "p2 receives ping(n: 1) from p1";
/** See `TICK`. */
export const ALARM1 = "p1 times out on alarm";
/** See `TICK`. */
export const ALARM2 = "p2 times out on alarm";
