/** What pictures in text say of states, of messages with several fields, and of what is lost. */
import { describe, expect, test } from "vitest";
import { sketch } from "../../test/sketch.ts";
import {
  isStuck,
  parseEvent,
  parseTiming,
  protocol,
  replay,
  role,
  system,
  type Execution,
  type System,
} from "../model/index.ts";
import { sceneOf, type SceneOptions } from "./compose.ts";
import { drawText } from "./plainText.ts";

type Message = { type: "vote"; voter: string; ballot: number; choice: { zeal: number; name: string } };

/** A voter whose message and whose tally have their fields in an order of the author's. */
const ballots = protocol<Message>()({
  name: "ballots",
  roles: {
    voter: role({
      initially: ({ send, self }) => {
        send("counter", { type: "vote", voter: self, ballot: 1, choice: { zeal: 9, name: "red" } });
        return {};
      },
    }),
    counter: role({
      initially: () => ({ votes: [] as string[], last: 0, "all in": false }),
      upon: {
        vote(state, { voter, ballot, choice }, { setTimer }) {
          state.votes.push(`${voter} votes for ${choice.name}, and is sure of it`);
          state.last = ballot;
          state["all in"] = true;
          setTimer("close");
        },
      },
      uponTimeout: { close: (state) => void (state.last = 0) },
    }),
  },
});

const VOTE = 'vote(voter: "voter", ballot: 1, choice: {name: "red", zeal: 9})';
const EVENTS = [
  `voter sends ${VOTE} to counter`,
  `counter receives ${VOTE} from voter`,
  "counter times out on close",
];

function run(here: System, events: readonly string[]): Execution {
  const inputs = here.processes.map(() => null);
  const execution = replay(here, { inputs, events: events.map(parseEvent) });
  if (isStuck(execution)) throw new Error(`stuck at event ${execution.at}`);
  return execution;
}

function drawn(execution: Execution, width = 100, options: SceneOptions = {}): string {
  return drawText(sceneOf(execution, options), { width });
}

const counted = run(system(ballots), EVENTS);

describe("states", () => {
  test("are those where the property is violated, and each step says what it changed", () => {
    const text = drawn(counted, 120, { violation: { at: 2, property: "p" } });
    expect(text).toMatch(/ 1 .*votes: \[\] → \["voter votes for red, and is sure of it"\]/);
    expect(text).toMatch(/last: 0 → 1 · all in: false → true · sets close$/m);
    expect(text).toMatch(/ 2 .*◷ close +last: 1 → 0$/m);
    const [, states] = text.split("States where it is violated:\n");
    expect(states).toBe(
      ' counter  votes: ["voter votes for red, and is sure of it"] · last: 1 · all in: true' +
        " · timers: close\n",
    );
  });

  test("of many processes, or of narrow terminals, are never cut at the right edge", () => {
    for (let width = 24; width < 130; width++) {
      const text = drawn(counted, width);
      const words = text.replace(/[\s│·]+/g, "");
      expect(words).toContain('votes:["votervotesforred,andissureofit"]last:0allin:true');
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });
});

describe("messages", () => {
  test("show the names of their fields in the author's order, and no names where the line is narrow", () => {
    expect(drawn(counted)).toContain('vote("voter", 1, {name: "red", zeal: 9})');
    expect(drawn(counted, 200)).toContain('vote("voter", 1, {name: "red", zeal: 9})');
    const short = sketch("processes a b\na sends m(z: 1, y: 2) to b\nb receives m(z: 1, y: 2) from a");
    const messages = { m: ["type", "z", "y"] };
    const names = { objects: [], monitors: [], inRounds: false, varied: [], messages, states: [] };
    expect(drawn({ ...short, names })).toContain("─m(z: 1, y: 2)─");
    expect(drawn(short, 20)).toMatch(/─m\(2, 1\)▶/);
  });
});

describe("the mark of a violation", () => {
  const clocks = protocol<{ type: "none" }>()({
    name: "clocks",
    timing: parseTiming("bounded:1,step:0,horizon:9"),
    roles: {
      p: role({
        initially: ({ setTimer }) => {
          setTimer("t", 2);
          return { fired: false };
        },
        uponTimeout: { t: (state) => void (state.fired = true) },
      }),
    },
  });

  test("stands below the tick that violates, and ticks have the numbers of steps", () => {
    const ticking = ["time passes", "time passes", "p times out on t", "time passes", "time passes"];
    const text = drawn(run(system(clocks), ticking), 60, { violation: { at: 4, property: "early" } });
    const rows = text.split("\n").slice(4, 9);
    expect(rows.map((row) => row.trim())).toEqual([
      "1–2 ╌╌ time 2 ╌╌",
      "3   ◷ t   fired: false → true",
      "4 ╌╌ time 3 ╌╌",
      "━━ early violated ━━",
      "5 ╌╌ time 4 ╌╌",
    ]);
  });
});

describe("what is lost", () => {
  const rows = (text: string): string[] => sceneOf(sketch(text)).rows.map(({ kind }) => kind);

  test("by a partition, stands below the step that sent it", () => {
    const text = `
      processes p q r
      p is cut off
      p times out on t
      p sends m to q
      p sends m to r
      p is connected again`;
    expect(rows(text)).toEqual(["start", "step", "step", "lost", "lost", "step"]);
    expect(drawn(sketch(text))).toContain("├╌╌╌╌m╌╌╌╌✕│          │   lost");
  });

  test("by a crash, stands below the crash; what is sent to the dead is not drawn", () => {
    const text = "processes p q\np sends m to q\np sends n to q\nq crashes\np times out on t\np sends o to q";
    expect(rows(text)).toEqual(["start", "step", "lost", "lost", "step"]);
  });

  test("is nothing that a liar is sent, nor what who has halted does not receive", () => {
    expect(rows("processes p q\nq is Byzantine\np sends m to q")).toEqual(["start"]);
    expect(rows("processes p q\nq times out on t\nq halts\np times out on t\np sends m to q")).toEqual([
      "start",
      "step",
      "step",
      "transit",
    ]);
  });
});
