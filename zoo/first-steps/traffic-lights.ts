/**
 * Two traffic lights at a crossing, which can only send each other messages. Whoever is green has the
 * right of way; it turns red *first* and hands the right of way over *then*. There is one right of way,
 * and it is either at a light or in transit, so two lights are never green together.
 *
 * The lecture tells the kinds of properties apart with this example. Safety: at most one light is green at
 * each point in time. Liveness: there is a green light infinitely often. Fairness: both lights are green
 * infinitely often. Each can be broken by itself: [hasty lights](hasty-traffic-lights.ts) are not safe, a
 * right of way that the network loses leaves all red for ever, and
 * [selfish lights](traffic-lights-selfish.ts) are not fair.
 *
 * Source: lecture slides on distributed systems, "Traffic Light Example".
 */
import { type Claim, messageSet, pairs, parseFailures, protocol, ring, role } from "lightcone";

type Message = { type: "rightOfWay" };

export default protocol<Message>()({
  name: "traffic-lights",
  about: "Lights hand over one right of way around a ring; whoever has it is green.",
  source: "Lecture slides on distributed systems, Traffic Light Example",
  topology: ring({ directed: true }),
  roles: {
    light: role({
      processes: 2,
      initially: ({ index, setTimer }) => {
        if (index === 1) setTimer("change");
        return { color: (index === 1 ? "green" : "red") as "green" | "red" };
      },
      upon: {
        rightOfWay(state, _message, { setTimer }) {
          state.color = "green";
          setTimer("change");
        },
      },
      uponTimeout: {
        // The next light on the ring is the only neighbour.
        change(state, { broadcast }) {
          state.color = "red";
          broadcast({ type: "rightOfWay" });
        },
      },
    }),
  },
  properties: {
    oneGreen: {
      invariant: ({ light }) =>
        pairs(light).every(([a, b]) => a.state.color === "red" || b.state.color === "red"),
    },
    greenAgainAndAgain: {
      infinitelyOften: ({ light }) => light.some(({ state }) => state.color === "green"),
    },
    everyLightAgain: { forEach: "light", infinitelyOften: ({ state }) => state.color === "green" },
    lastTurnsGreen: { eventually: ({ light }) => light.at(-1)?.state.color === "green" },
    // Why they are safe: there is one right of way, and it is either at a light or in transit.
    oneRightOfWay: {
      invariant: ({ light }) =>
        light.reduce(
          (sum, { state, mailbox }) => sum + mailbox.length + (state.color === "green" ? 1 : 0),
          0,
        ) === 1,
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Safety: at most one light is green at each point in time.",
    property: "oneGreen",
    verdict: "holds",
    configurations: 4,
  },
  {
    claim: "Liveness: there is a green light infinitely often.",
    property: "greenAgainAndAgain",
    verdict: "holds",
    configurations: 4,
  },
  {
    claim: "Fairness: both lights are green infinitely often.",
    property: "everyLightAgain",
    verdict: "holds",
    configurations: 4,
  },
  {
    claim: "If the network loses the right of way, all stay red for ever: that is not live, and yet safe.",
    system: { failures: parseFailures("loss:1") },
    property: "greenAgainAndAgain",
    verdict: "violated",
    configurations: 5,
    steps: 2,
  },
  {
    claim: "Red lights are safe.",
    system: { failures: parseFailures("loss:1") },
    property: "oneGreen",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "The other light turns green after finitely many steps: nobody keeps the right of way for ever.",
    property: "lastTurnsGreen",
    verdict: "holds",
    configurations: 4,
  },
  {
    claim: "One right of way is either at a light or in transit; while it is in transit, all are red.",
    property: "oneRightOfWay",
    verdict: "holds",
    configurations: 4,
  },
  {
    claim: "Four lights around one crossing are as safe as two.",
    system: { processes: { light: 4 } },
    property: "oneGreen",
    verdict: "holds",
    configurations: 8,
  },
  {
    claim: "The last of four lights has its turn, too.",
    system: { processes: { light: 4 } },
    property: "lastTurnsGreen",
    verdict: "holds",
    configurations: 8,
  },
  {
    claim: "If the network duplicates, an old right of way arrives again, and it is as good as a new one.",
    system: { channels: messageSet },
    property: "oneGreen",
    verdict: "violated",
    configurations: 7,
    steps: 5,
  },
];
