/**
 * Gossip: everybody has news of its own, and tells one neighbour after the other all that it has heard, again
 * and again. Nobody knows when it is done, nothing is acknowledged, and nobody keeps count: a message that is
 * lost is made good by a later one.
 *
 * That everybody comes to know everything needs *fair loss*: what is sent again and again is received again
 * and again. Channels that may lose all there is for ever keep some in the dark, and so does a neighbour who
 * crashes before it has told anybody. What has been heard is never forgotten, so that what has converged
 * stays so, though the talk goes on for ever.
 *
 * Channels have room for one message each, so that there are finitely many configurations; what is sent while
 * there is no room is gone, as if it had been lost.
 *
 * Source: A. Demers, D. Greene, C. Hauser, W. Irish, J. Larson, S. Shenker, H. Sturgis, D. Swinehart and D.
 * Terry, Epidemic algorithms for replicated database maintenance, PODC 1987 (anti-entropy, by pushing); C.
 * Cachin, R. Guerraoui and L. Rodrigues, Introduction to Reliable and Secure Distributed Programming (2011),
 * section 2.4.2 (fair loss).
 */
import { type Claim, fifo, line, parseFailures, protocol, role, withCapacity } from "lightcone";

type Message = { type: "news"; from: readonly string[] };

export default protocol<Message>()({
  name: "gossip",
  about: "Everybody tells one neighbour after the other all that it has heard, again and again.",
  source: "Demers et al., Epidemic Algorithms for Replicated Database Maintenance, PODC 1987",
  channels: withCapacity(fifo, 1),
  failures: parseFailures("fair-loss"),
  topology: line(),
  roles: {
    process: role({
      processes: 3,
      initially({ self, setTimer }) {
        setTimer("talk");
        return { heard: new Set([self]), turn: 0 };
      },
      upon: {
        news(state, { from }) {
          for (const one of from) state.heard.add(one);
        },
      },
      uponTimeout: {
        talk(state, { neighbors, send, setTimer }) {
          send(neighbors[state.turn] as string, { type: "news", from: [...state.heard].sort() });
          state.turn = (state.turn + 1) % neighbors.length;
          setTimer("talk");
        },
      },
    }),
  },
  properties: {
    converges: {
      eventuallyAlways: ({ process }) => process.every(({ state }) => state.heard.size === process.length),
    },
    kept: {
      forEach: "process",
      step: (before, after) => [...before.state.heard].every((one) => after.state.heard.has(one)),
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Over fair-lossy channels everybody comes to know everything, for ever.",
    property: "converges",
    verdict: "holds",
    configurations: 3_544,
  },
  {
    claim: "Channels that may lose all for ever keep somebody in the dark.",
    system: { failures: parseFailures("loss") },
    property: "converges",
    verdict: "violated",
    configurations: 3_544,
    steps: 8,
  },
  {
    claim: "Finitely many losses are made good, without anybody counting them.",
    system: { failures: parseFailures("loss:2") },
    property: "converges",
    verdict: "holds",
    configurations: 9_808,
  },
  {
    claim: "Who crashes before it has told anybody takes its news with it.",
    system: { failures: parseFailures("fair-loss,crash:1") },
    property: "converges",
    verdict: "violated",
    configurations: 6_432,
    steps: 3,
  },
  {
    claim: "Nobody forgets what it has heard.",
    property: "kept",
    verdict: "holds",
    configurations: 3_544,
  },
];
