/**
 * The gallery: each picture is kept as text and as SVG beside this file, and read by eye when it changes.
 * UPDATE_GOLDEN=1 writes them anew.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sceneOf, type SceneOptions } from "./compose.ts";
import petersonTurnFirst from "../../zoo/mutual-exclusion/peterson-turn-first.ts";
import { sketch } from "../../test/sketch.ts";
import { drawHtml } from "./html.ts";
import { drawSvg } from "./svg.ts";
import { drawText, type TextOptions } from "./plainText.ts";
import { at } from "../base/assert.ts";
import { seeded } from "../base/random.ts";
import {
  enabled,
  initialConfiguration,
  protocol,
  role,
  step,
  system,
  type Event,
  type Execution,
  type System,
} from "../model/index.ts";
import { wordingOf } from "../model/transition/wording.ts";

function expectGolden(name: string, text: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env["UPDATE_GOLDEN"] !== undefined || !existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

interface Picture {
  readonly name: string;
  readonly execution: Execution;
  readonly options?: SceneOptions;
  readonly text?: TextOptions;
}

/** Which of several enabled triggers happens: its position. */
type Choose = (events: readonly Event[]) => number;

/** Runs a system for at most so many steps, or until nothing is enabled. */
function run(
  chosen: System,
  inputs: Execution["inputs"],
  { steps, choose }: { steps: number; choose: Choose },
): Execution {
  const configurations = [initialConfiguration(chosen, inputs)];
  const events: Event[] = [];
  for (let taken = 0; ;) {
    const configuration = at(configurations, configurations.length - 1);
    const possible = enabled(chosen, configuration);
    const isEffect = configuration.pending.length > 0;
    if (possible.length === 0 || (!isEffect && taken === steps)) break;
    if (!isEffect) taken++;
    const event = at(possible, isEffect ? 0 : choose(possible));
    events.push(event);
    configurations.push(step(chosen, configuration, event));
  }
  return {
    protocol: chosen.protocol.name,
    processes: chosen.processes.map(({ id }) => id),
    inputs,
    configurations,
    events,
  };
}

function dice(seed: number): Choose {
  const random = seeded(seed);
  return (events) => random.below(events.length);
}

type Request = { type: "request" } | { type: "response"; value: number };

/** A request and its response. */
function clientServer(): Execution {
  const definition = protocol<Request>()({
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
  });
  return run(system(definition), [null, null], { steps: 10, choose: () => 0 });
}

type Commit = { type: "prepare" } | { type: "vote"; yes: boolean } | { type: "commit" } | { type: "abort" };

/** Two-phase commit with one coordinator and three participants, who vote as their inputs say. */
function twoPhaseCommit(votes: readonly boolean[], seed: number): Execution {
  const definition = protocol<Commit>()({
    name: "two-phase commit",
    roles: {
      coordinator: role({
        initially: ({ broadcast }) => {
          broadcast({ type: "prepare" });
          return { yes: 0, phase: "waiting" };
        },
        upon: {
          vote(state, { yes }, { broadcast, decide, neighbors }) {
            if (state.phase !== "waiting") return;
            if (yes) state.yes++;
            if (yes && state.yes < neighbors.length) return;
            state.phase = yes ? "committed" : "aborted";
            broadcast({ type: yes ? "commit" : "abort" });
            decide(state.phase);
          },
        },
      }),
      participant: role({
        processes: 3,
        inputs: [true, false],
        initially: () => ({ phase: "working" }),
        upon: {
          prepare(state, _message, { reply, input }) {
            state.phase = input ? "prepared" : "refused";
            reply({ type: "vote", yes: input });
          },
          commit(state, _message, { decide, halt }) {
            state.phase = "committed";
            decide("committed");
            halt();
          },
          abort(state, _message, { decide, halt }) {
            state.phase = "aborted";
            decide("aborted");
            halt();
          },
        },
      }),
    },
  });
  return run(system(definition), [null, ...votes], { steps: 100, choose: dice(seed) });
}

type Paxos =
  | { type: "prepare"; ballot: number }
  | { type: "promise"; ballot: number; accepted: { ballot: number; value: string } | null }
  | { type: "accept"; ballot: number; value: string }
  | { type: "accepted"; ballot: number; value: string };

interface Acceptor {
  promised: number;
  accepted: { ballot: number; value: string } | null;
}

const acceptor = () =>
  role<Paxos, Acceptor>({
    processes: 3,
    initially: () => ({ promised: 0, accepted: null }),
    upon: {
      prepare(state, { ballot }, { reply }) {
        if (ballot <= state.promised) return;
        state.promised = ballot;
        reply({ type: "promise", ballot, accepted: state.accepted });
      },
      accept(state, { ballot, value }, { reply }) {
        if (ballot < state.promised) return;
        state.promised = ballot;
        state.accepted = { ballot, value };
        reply({ type: "accepted", ballot, value });
      },
    },
  });

/** Single-decree Paxos with three proposers and three acceptors, whose quorum is as large as one says. */
function paxos(quorum: number, steps: number, seed: number): Execution {
  const definition = protocol<Paxos>()({
    name: "Paxos",
    roles: {
      proposer: role({
        processes: 3,
        inputs: ["a", "b", "c"],
        initially: ({ setTimer }) => {
          setTimer("propose");
          return {
            promises: [] as ({ ballot: number; value: string } | null)[],
            accepted: 0,
            value: null as string | null,
          };
        },
        upon: {
          promise(state, { ballot, accepted }, { processes, input, broadcast }) {
            state.promises.push(accepted);
            if (state.promises.length !== quorum) return;
            const known = state.promises
              .filter((promise) => promise !== null)
              .sort((x, y) => y.ballot - x.ballot);
            state.value = known[0]?.value ?? (input as string);
            broadcast({ type: "accept", ballot, value: state.value }, processes("acceptor"));
          },
          accepted(state, { value }, { decide }) {
            if (++state.accepted === quorum) decide(value);
          },
        },
        uponTimeout: {
          propose(_state, { index, processes, broadcast }) {
            broadcast({ type: "prepare", ballot: index }, processes("acceptor"));
          },
        },
      }),
      acceptor: acceptor(),
    },
  });
  return run(system(definition), ["a", "b", "c", null, null, null], { steps, choose: dice(seed) });
}

/** A token that goes round among four processes, for as many steps as one says. */
function tokenRing(steps: number): Execution {
  const definition = protocol<{ type: "token"; hops: number }>()({
    name: "token ring",
    roles: {
      process: role({
        processes: 4,
        initially: ({ index, send }) => {
          if (index === 1) send("p2", { type: "token", hops: 1 });
          return { held: 0 };
        },
        upon: {
          token(state, { hops }, { index, send }) {
            state.held++;
            send(`p${(index % 4) + 1}`, { type: "token", hops: hops + 1 });
          },
        },
      }),
    },
  });
  return run(system(definition), [null, null, null, null], { steps, choose: () => 0 });
}

/** A broadcast in whose middle the sender crashes, and what channels and other processes do to messages. */
const mishaps = sketch(
  [
    "processes p1 p2 p3",
    "p1 sends news to p2",
    "p1 crashes",
    "p2 receives news from p1",
    "p2 sends news to p3",
    "p2 sends hint to p3",
    "the network duplicates news from p2 to p3",
    "p3 receives news from p2",
    "p3 fails to send thanks to p2",
    "p3 sends thanks to p2",
    "the network loses thanks from p3 to p2",
    "p3 fails to receive hint from p2",
    "p2 crashes for a time",
    "p3 receives news from p2",
    "p2 recovers",
    "p3 is cut off",
    "p3 times out on tea",
    "p3 sends gossip to p2",
    "p3 is connected again",
    "p2 decides 1",
  ].join("\n"),
);

/** Two synchronous rounds, in the first of which p1 crashes and only a part of its messages leaves it. */
const rounds = sketch(
  [
    "processes p1 p2 p3",
    "p1 sends a to p2",
    "p1 sends a to p3",
    "p2 sends b to p1",
    "p2 sends b to p3",
    "p3 sends c to p2",
    "a round begins",
    "p1 receives b from p2",
    "p1 ends the round",
    "p1 crashes",
    "p1 sends ab to p3",
    "p2 receives a from p1",
    "p2 receives c from p3",
    "p2 ends the round",
    "p2 sends abc to p3",
    "p3 receives a from p1",
    "p3 receives b from p2",
    "p3 ends the round",
    "a round begins",
    "p2 ends the round",
    "p2 decides 3",
    "p2 halts",
    "p3 receives ab from p1",
    "p3 receives abc from p2",
    "p3 ends the round",
    "p3 decides 3",
    "p3 halts",
  ].join("\n"),
);

/** Rounds of shared memory: who goes first at which object, where that matters. */
const lockstep = sketch(
  [
    "processes p1 p2 p3",
    "p2 sends go to p1",
    "a round begins",
    "p1 receives go from p2",
    "a round begins, p3 before p1 before p2 on turn",
    "p3 performs swap(3) on turn and gets 0",
    "p1 performs swap(1) on turn and gets 3",
    "p2 crashes",
    'a round begins, p3 before p1 on "the lock"',
    'p3 performs testAndSet on "the lock" and gets false',
    "p3 decides 3",
    "p3 halts",
    'p1 performs testAndSet on "the lock" and gets true',
    "a round begins",
    "p1 goes on",
  ].join("\n"),
);

/** A liar tells two processes different things. */
const lies = sketch(
  [
    "processes p1 p2 p3",
    "p3 is Byzantine",
    "p3 forges vote(yes: true) for p1",
    "p1 receives vote(yes: true) from p3",
    "p1 decides true",
    "p3 forges vote(yes: false) for p2",
    "p2 receives vote(yes: false) from p3",
    "p2 decides false",
    "p3 withholds its message from p1",
  ].join("\n"),
);

/** Two processes at three registers. */
function registers(): Execution {
  const chosen = system(petersonTurnFirst as unknown as Parameters<typeof system>[0]);
  const execution = run(chosen, [null, null], { steps: 9, choose: dice(4) });
  return { ...execution, names: wordingOf(chosen, execution.configurations) };
}

const violated = (execution: Execution, property: string): SceneOptions => ({
  violation: { at: execution.configurations.length - 1, property, verdict: "violated" },
});
const mixed = twoPhaseCommit([true, false, true], 3);
const broken = paxos(1, 21, 46);

const pictures: readonly Picture[] = [
  { name: "client-server", execution: clientServer() },
  { name: "two-phase-commit", execution: twoPhaseCommit([true, true, true], 1) },
  { name: "two-phase-commit-aborted", execution: mixed },
  { name: "paxos", execution: paxos(2, 25, 4) },
  { name: "paxos-broken-quorum", execution: broken, options: violated(broken, "agreement") },
  {
    name: "paxos-elided",
    execution: broken,
    options: { ...violated(broken, "agreement"), maxSteps: 12 },
    text: { width: 80, ascii: true },
  },
  { name: "token-ring", execution: tokenRing(200), options: { maxSteps: 24 } },
  { name: "mishaps", execution: mishaps },
  { name: "mishaps-in-ascii", execution: mishaps, text: { ascii: true } },
  { name: "rounds", execution: rounds },
  { name: "lockstep", execution: lockstep },
  { name: "lies", execution: lies },
  { name: "registers", execution: registers() },
];

describe("the gallery", () => {
  for (const { name, execution, options, text } of pictures) {
    test(`${name} as text`, () => expectGolden(`${name}.txt`, drawText(sceneOf(execution, options), text)));
    test(`${name} as SVG`, () => expectGolden(`${name}.svg`, drawSvg(sceneOf(execution, options))));
  }

  test("a page", () => {
    const scene = sceneOf(broken, violated(broken, "agreement"));
    expectGolden("paxos-broken-quorum.html", drawHtml(scene, { title: "Paxos with quorums of one" }));
  });
});
