/**
 * Traffic lights that may keep the right of way: after it has been red for a while, a light may turn green
 * again without having handed over. They are safe, as there is one right of way still, and live, as there
 * is a green light infinitely often. They are not fair: the light that has the right of way first may keep
 * it for ever. Nothing is wrong with any single turn of it, so that no finite execution shows it; a cycle
 * does.
 *
 * Source: lecture slides on distributed systems, "Traffic Light Example".
 */
import { type Claim, pairs, protocol, ring, role } from "lightcone";

type Message = { type: "rightOfWay" };

export default protocol<Message>()({
  name: "traffic-lights-selfish",
  about: "Whoever has the right of way may use it again, before it hands it over.",
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
        change(state, { broadcast, choose, setTimer }) {
          state.color = "red";
          if (choose(["hand over", "keep"]) === "keep") setTimer("return");
          else broadcast({ type: "rightOfWay" });
        },
        return(state, { setTimer }) {
          state.color = "green";
          setTimer("change");
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
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "They are safe: at most one light is green at each point in time.",
    property: "oneGreen",
    verdict: "holds",
    configurations: 6,
  },
  {
    claim: "They are live: there is a green light infinitely often.",
    property: "greenAgainAndAgain",
    verdict: "holds",
    configurations: 6,
  },
  {
    claim: "They are not fair: one of them may keep the right of way for ever.",
    property: "everyLightAgain",
    verdict: "violated",
    configurations: 6,
    steps: 4,
  },
];
