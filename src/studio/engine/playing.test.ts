import { fc, test as property } from "@fast-check/vitest";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  enabled,
  formatEvent,
  parseFailures,
  parseTiming,
  type Protocol,
  system,
  type System,
  unordered,
} from "../../index.ts";
import { sceneOf, type Scene } from "../../diagram/index.ts";
import { ghostsOf } from "../ghosts.ts";
import { NewsHearer, NewsTeller } from "../news.ts";
import type { PlayedMoment } from "../conversation.ts";
import type { HandlerPlace, Program } from "../compiling/program.ts";
import { withOverheard } from "./overheard.ts";
import { isThorough } from "../../../test/effort.ts";
import { Playing } from "./playing.ts";

/** Systems of the zoo in which everything comes up that can be offered. */
const SYSTEMS: Readonly<Record<string, () => Promise<System>>> = {
  "messages that are lost, and doubled": async () =>
    system((await import("../../../zoo/coordination/two-generals.ts")).default, {
      failures: parseFailures("loss:1,duplication:1"),
    }),
  "timers, crashes and losses": async () =>
    system((await import("../../../zoo/commit/two-phase-commit.ts")).default, {
      channels: unordered,
      failures: parseFailures("crash:1,loss:2"),
    }),
  "rounds with crashes": async () =>
    system((await import("../../../zoo/consensus/floodset.ts")).default, {
      failures: parseFailures("crash:1"),
    }),
  liars: async () =>
    system((await import("../../../zoo/broadcast/bracha.ts")).default, {
      failures: parseFailures("byzantine:1"),
    }),
  "process code and objects": async () =>
    system((await import("../../../zoo/mutual-exclusion/peterson.ts")).default as unknown as Protocol),
  coins: async () => system((await import("../../../zoo/consensus/ben-or.ts")).default),
  time: async () =>
    system((await import("../../../zoo/coordination/two-generals.ts")).default, {
      timing: parseTiming("bounded:2"),
    }),
};

/** A program of one file, of which nothing is known but its handlers. */
function programOf(path: string, handlers: readonly HandlerPlace[]): Program {
  return { entry: path, files: [{ path, code: "", map: "null", branches: [], handlers }] };
}

/** Pictures from which nothing is left out. */
const WHOLE = { maxSteps: Infinity, maxTransitRows: "unplaced" } as const;

const walks = fc.array(fc.nat(1_000), { maxLength: 10 });

/** Where one goes next: to a moment so many visits before, or on from there with the event of some number. */
const visits = fc.array(
  fc.record({
    from: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(8)),
    event: fc.option(fc.nat(1_000), { nil: undefined, freq: 4 }),
  }),
  { maxLength: 14, size: "max" },
);

/** Plays: at each moment the offer with a number, as far as there is one. */
function play(playing: Playing, walk: readonly number[], isCareful: boolean): PlayedMoment[] {
  const moments = [playing.begin(playing.inputs[0] ?? [])];
  for (const number of walk) {
    const last = moments.at(-1) as PlayedMoment;
    const offer = last.offers[number % Math.max(1, last.offers.length)];
    if (offer === undefined) break;
    moments.push(playing.take(last.id, offer.text, isCareful));
  }
  return moments;
}

/** A moment in another engine, to which the history of one of those that were seen leads. */
function playedAgain(playing: Playing, moment: PlayedMoment, seen: readonly PlayedMoment[]): PlayedMoment {
  const before = seen.find(({ id }) => id === moment.parent);
  if (before === undefined) return playing.begin(playing.inputs[0] ?? []);
  return playing.take(playedAgain(playing, before, seen).id, moment.events[0] ?? "", false);
}

/** The fields of all processes, without what they were before. */
function statesIn(moment: PlayedMoment | undefined): string[] {
  return (moment?.processes ?? []).flatMap(({ id, fields }) =>
    fields.filter(({ value }) => value !== "").map(({ name, value }) => `${id}.${name}: ${value}`),
  );
}

const RUNS = isThorough ? 8 : 1;

describe.each(Object.entries(SYSTEMS))("in a system with %s", (_, made) => {
  property.prop([walks, fc.boolean()], { numRuns: RUNS })(
    "what is offered is what is enabled",
    async (walk, isCareful) => {
      const playing = new Playing(await made());
      const heard = withOverheard(playing.system);
      for (const { id, offers } of play(playing, walk, isCareful)) {
        const { configurations } = playing.execution(id);
        const last = configurations.at(-1);
        expect(last).toBeDefined();
        expect(offers.map(({ text }) => text)).toEqual(
          last === undefined ? [] : enabled(heard, last).map(formatEvent),
        );
      }
    },
  );

  property.prop([walks], { numRuns: RUNS })("each offer belongs to exactly one ghost", async (walk) => {
    const playing = new Playing(await made());
    for (const moment of play(playing, walk, true)) {
      const events = ghostsOf(playing.scene(moment.id), moment).flatMap((ghost) => [...ghost.events]);
      expect(events.toSorted((a, b) => a - b)).toEqual([...moment.offers.keys()]);
    }
  });

  property.prop([visits], { numRuns: 2 * RUNS })(
    "who is told news sees what is seen by who is told everything, wherever one goes",
    async (ways) => {
      const playing = new Playing(await made());
      const tellers = { moment: new NewsTeller<PlayedMoment>(), scene: new NewsTeller<Scene>() };
      const hearers = { moment: new NewsHearer<PlayedMoment>(), scene: new NewsHearer<Scene>() };
      const seen = [playing.begin(playing.inputs[0] ?? [])];
      for (const { from, event } of ways) {
        const there = seen.at(-1 - (from % seen.length)) as PlayedMoment;
        const offer = there.offers[(event ?? 0) % Math.max(1, there.offers.length)];
        // Who undoes, redoes or jumps is at a moment that is known.
        const isTaken = offer !== undefined && event !== undefined;
        if (isTaken && event % 2 === 0) playing.preview(there.id, offer.text);
        const moment = isTaken ? playing.take(there.id, offer.text, false) : playing.moment(there.id);
        seen.push(moment);
        const heard = hearers.moment.hear(structuredClone(tellers.moment.tell(moment)));
        const scene = hearers.scene.hear(structuredClone(tellers.scene.tell(playing.scene(moment.id))));
        // A copy, and another engine, have nothing in common with what was told before.
        const execution = playing.execution(moment.id);
        expect(scene).toEqual(sceneOf(structuredClone(execution), WHOLE));
        const {
          id: _id,
          parent: _parent,
          repeats: _repeats,
          ...told
        } = playedAgain(new Playing(await made()), moment, seen);
        expect(heard).toMatchObject(told);
        expect(Object.keys(heard).toSorted()).toEqual(Object.keys(moment).toSorted());
      }
    },
  );

  property.prop([walks, fc.boolean()], { numRuns: RUNS })(
    "a history is followed again by its events",
    async (walk, isCareful) => {
      const playing = new Playing(await made());
      const moments = play(playing, walk, isCareful);
      const events = moments.flatMap((moment) => [...moment.events]);
      const again = new Playing(await made()).follow(undefined, events);
      expect(again.stuck).toBeUndefined();
      expect(again.moments.flatMap((moment) => [...moment.events])).toEqual(events);
      expect(statesIn(again.moments.at(-1))).toEqual(statesIn(moments.at(-1)));
    },
  );
});

describe("playing", () => {
  const generals = async (): Promise<Playing> =>
    new Playing(await (SYSTEMS["messages that are lost, and doubled"] as () => Promise<System>)());

  test("tells what would come of an event without taking it", async () => {
    const playing = await generals();
    const first = playing.begin([null, null]);
    const [deliver] = first.offers;
    const second = playing.take(first.id, deliver?.text ?? "", false);
    const { changes, refuted } = playing.preview(second.id, second.offers[0]?.text ?? "");
    expect(changes.map(({ process, field }) => `${process}.${field.name}: ${field.value}`)).toEqual([
      "general1.attacks: true",
      'general1.decision: "attack"',
    ]);
    expect(refuted).toEqual([]);
    expect(playing.scene(second.id).stepCount).toBe(1);
  });

  test("tells when a property becomes false", async () => {
    const playing = await generals();
    const { moments } = playing.follow(undefined, [
      "general2 receives attack(number: 1) from general1",
      "general1 receives attack(number: 2) from general2",
      "the network loses attack(number: 3) from general1 to general2",
    ]);
    const truth = moments.map((moment) => moment.truth.map(({ name, isRefuted }) => [name, isRefuted]));
    expect(truth[2]).toEqual([
      ["bothOrNone", false],
      ["bothAttack", false],
    ]);
    expect(truth[3]).toEqual([
      ["bothOrNone", true],
      ["bothAttack", true],
    ]);
  });

  test("stops where an event is not enabled any more, and says which", async () => {
    const playing = await generals();
    const { moments, stuck } = playing.follow(undefined, [
      "general2 receives attack(number: 1) from general1",
      "general2 receives attack(number: 7) from general1",
    ]);
    expect(moments).toHaveLength(2);
    expect(stuck).toBe("general2 receives attack(number: 7) from general1");
  });

  test("names the budget that is left", async () => {
    const playing = await generals();
    const first = playing.begin([null, null]);
    const loss = first.offers.find(({ verb }) => verb === "Lose");
    expect(loss?.left).toBe("1 left");
    const lost = playing.take(first.id, loss?.text ?? "", false);
    expect(lost.budgets).toEqual([
      { name: "loss:1", spent: 1, budget: 1 },
      { name: "duplication:1", spent: 0, budget: 1 },
    ]);
  });

  test("tells what waits for a process that has not moved", async () => {
    const made = await (SYSTEMS["timers, crashes and losses"] as () => Promise<System>)();
    const playing = new Playing(made);
    let moment = playing.begin(made.processes.map(() => null));
    const waiting: (number | undefined)[] = [];
    const manager = made.processes.find(({ id }) => id === "manager");
    for (const { id } of made.processes.filter((one) => one !== manager)) {
      const prepares = moment.offers.find(
        ({ text }) => text.startsWith(`${id} `) && text.includes("prepare"),
      );
      moment = playing.take(moment.id, prepares?.text ?? "", false);
      waiting.push(moment.processes[manager?.number ?? 0]?.waiting.length);
    }
    expect(waiting).toEqual(waiting.map((_, i) => i + 1));
  });

  test("names it anew for a message that stays as it was while another is lost", async () => {
    const made = await (SYSTEMS["timers, crashes and losses"] as () => Promise<System>)();
    const playing = new Playing(made);
    const losses = (offers: readonly { readonly text: string; readonly left?: string }[]) =>
      offers.filter(({ text }) => / loses /.test(text));
    let moment = playing.begin(made.processes.map(() => null));
    for (let i = 0; i < 4 && losses(moment.offers).length < 2; i++)
      moment = playing.take(moment.id, moment.offers[0]?.text ?? "", false);
    const [lost, stays] = losses(moment.offers);
    expect([lost?.left, stays?.left]).toEqual(["2 left", "2 left"]);
    const after = playing.take(moment.id, lost?.text ?? "", false);
    expect(after.offers.find(({ text }) => text === stays?.text)?.left).toBe("1 left");
  });

  test("tells who cannot tell two histories apart", async () => {
    const playing = await generals();
    const first = playing.begin([null, null]);
    const [delivered, lost] = ["Deliver", "Lose"].map((verb) => {
      const offer = first.offers.find((one) => one.verb === verb);
      return playing.take(first.id, offer?.text ?? "", false).id;
    });
    expect(playing.alike([delivered ?? 0, lost ?? 0])).toEqual(["general1"]);
  });
});

describe("the place of the code", () => {
  test("of a message is the handler of its type, in the role of its receiver", async () => {
    const handlers = [
      { role: "other", upon: "upon attack", line: 1 },
      { role: "general", upon: "upon attack", line: 7 },
    ];
    const made = await (SYSTEMS["messages that are lost, and doubled"] as () => Promise<System>)();
    const playing = new Playing(made, programOf("a/two-generals.ts", handlers));
    const [first] = play(playing, [], false);
    const place = { path: "a/two-generals.ts", line: 7 };
    expect(first?.offers.map(({ verb, place: at }) => [verb, at])).toContainEqual(["Deliver", place]);
    const taken = playing.take(0, first?.offers.find(({ verb }) => verb === "Deliver")?.text ?? "", false);
    expect(taken.places).toEqual([{ process: "general2", ...place }]);
  });

  test("of process code is the line of the step that it awaits", async () => {
    const made = await (SYSTEMS["process code and objects"] as () => Promise<System>)();
    const playing = new Playing(made, programOf("mutual-exclusion/peterson.ts", []));
    const lines = play(playing, [0, 0, 0, 0], false).map(({ offers: [next] }) => next?.place?.line);
    const source = readFileSync(
      new URL("../../../zoo/mutual-exclusion/peterson.ts", import.meta.url),
      "utf8",
    );
    const words = ["write(wants(self), true)", "write(turn, other)", "read(wants(other))", "pause()"];
    expect(lines.slice(0, words.length).map((line = 0) => source.split("\n")[line - 1])).toEqual(
      words.map((word) => expect.stringContaining(word) as unknown),
    );
  });
});
