/**
 * The traffic lights, built by someone in a hurry: a light that has been green for long enough hands the
 * right of way over at once and turns red a moment later. Messages take *some* time, after all. But
 * nothing bounds from below how short that time is, and nothing bounds from above how long a moment takes:
 * in an asynchronous system both are up to the adversary. Every single light is as correct as before; what
 * is broken can only be seen by looking at two of them.
 *
 * Source: lecture slides on distributed systems, "Traffic Light Example"; the mistake is ours.
 */
import { type Claim, fifo, pairs, protocol, ring, role } from "lightcone";

type Message = { type: "rightOfWay" };

export default protocol<Message>()({
  name: "hasty-traffic-lights",
  about: "Lights that hand over the right of way before they turn red.",
  source: "Lecture slides on distributed systems, Traffic Light Example, with a mistake",
  topology: ring({ directed: true }),
  roles: {
    light: role({
      processes: 2,
      initially: ({ index, setTimer }) => {
        if (index === 1) setTimer("handOver");
        return { color: (index === 1 ? "green" : "red") as "green" | "red" };
      },
      upon: {
        rightOfWay(state, _message, { setTimer, cancelTimer }) {
          state.color = "green";
          cancelTimer("turnRed");
          setTimer("handOver");
        },
      },
      uponTimeout: {
        handOver(_state, { broadcast, setTimer }) {
          broadcast({ type: "rightOfWay" });
          setTimer("turnRed");
        },
        turnRed(state) {
          state.color = "red";
        },
      },
    }),
  },
  properties: {
    oneGreen: {
      invariant: ({ light }) =>
        pairs(light).every(([a, b]) => a.state.color === "red" || b.state.color === "red"),
    },
    someGreen: { invariant: ({ light }) => light.some(({ state }) => state.color === "green") },
    lastTurnsGreen: { eventually: ({ light }) => light.at(-1)?.state.color === "green" },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "The second light turns green while the first has not yet turned red.",
    property: "oneGreen",
    verdict: "violated",
    configurations: 12,
    steps: 2,
  },
  {
    claim: "FIFO channels do not help: there is only one message.",
    system: { channels: fifo },
    property: "oneGreen",
    verdict: "violated",
    configurations: 12,
    steps: 2,
  },
  {
    claim: "Nor does the haste keep some light green at all times: the message may be the slower one.",
    property: "someGreen",
    verdict: "violated",
    configurations: 12,
    steps: 2,
  },
  {
    claim: "Liveness is not hurt: the other light turns green after finitely many steps.",
    property: "lastTurnsGreen",
    verdict: "holds",
    configurations: 12,
  },
];
