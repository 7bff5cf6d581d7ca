/** Atomic steps of several operations, on generated systems: one object that does all says the same. */
import { describe, expect, it } from "vitest";
import { check, parseFailures, register, system, type Channel, type Plain, type Protocol } from "lightcone";
import { channels } from "lightcone/model";
import { seeds } from "../effort.ts";
import { agreed } from "./agreement.ts";
import { atomicCode, codeOnOneObject, drawnBlocks, type Instruction } from "./generatedAtomic.ts";

const CONFIGURATIONS_MAX = 150;

it("an atomic step is one operation on everything", () => {
  const tried = seeds(8, 300).map((seed) => drawnBlocks(seed + 1, { hears: false }));
  const found = tried.map((drawn) => {
    const [many, one] = [atomicCode(drawn), codeOnOneObject(drawn)].map((protocol) =>
      check(system(protocol), { keepGoing: true, configurationsMax: CONFIGURATIONS_MAX }),
    );
    const { configurations, transitions, depth, quiescent, verdicts } = many!;
    expect(one).toMatchObject({ configurations, transitions, depth, quiescent });
    for (const name of ["never", "end"]) expect(verdicts[name]?.verdict).toBe(one!.verdicts[name]?.verdict);
    return many!;
  });
  const waiting = found.filter(({ verdicts }) => verdicts["end"]?.verdict === "violated");
  expect(waiting.length).toBeGreaterThan(found.length / 10);
  const large = found.filter(({ configurations }) => configurations > 10);
  expect(large.length).toBeGreaterThan(found.length / 3);
});

describe.each(["none", "crash:1", "crash-recovery:1", "loss:1", "partition:1"])(
  "with failures %s",
  (failures) => {
    it.each(seeds(2, 40))("kernel and reference agree in system %i", (seed) => {
      const possible = channels.filter(({ keeps }) => !(keeps && /loss|partition/.test(failures)));
      const options = {
        channels: possible[seed % possible.length] as Channel,
        failures: parseFailures(failures),
      };
      const drawn = drawnBlocks(seed + 5_000, { hears: true });
      agreed(system(atomicCode(drawn, seed % 2 === 0), options), CONFIGURATIONS_MAX);
    });
  },
);

describe("letters that an atomic step cannot take yet", () => {
  /** Nothing is left out that makes a difference. */
  function expectSame(protocol: Protocol, channels: Channel): void {
    const options = { keepGoing: true, configurationsMax: CONFIGURATIONS_MAX };
    const [full, reduced] = [false, true].map((isReduced) =>
      check(system(protocol, { channels }), { ...options, reduced: isReduced }),
    );
    if (full!.cutoff !== undefined) return;
    for (const name of ["never", "end", "again"])
      expect([name, reduced!.verdicts[name]?.verdict]).toEqual([name, full!.verdicts[name]?.verdict]);
  }

  it.each(seeds(3, 60))("are kept in system %i", (seed) => {
    const drawn = drawnBlocks(seed + 7_000, { hears: true });
    expectSame(atomicCode(drawn, seed % 2 === 0), channels[seed % channels.length] as Channel);
  });

  it("are kept until an object has changed", () => {
    const operate = (object: string, operation: string, ...given: Plain[]): Instruction => {
      return { kind: "operate", object, operation, given };
    };
    const objects = [register<Plain>("register", 0), register<Plain>("other", 0)];
    const takes: Instruction[] = [
      { kind: "receive" },
      operate("register", "read"),
      { kind: "provided", not: 0 },
      operate("other", "write", 1),
    ];
    const sends: Instruction[] = [operate("other", "read"), { kind: "send" }];
    const blocks = [[takes], [sends], [[operate("register", "write", 1)]]];
    for (const channel of channels) expectSame(atomicCode({ objects, blocks }), channel);
    expect(check(system(atomicCode({ objects, blocks }), {}), {}).verdicts["end"]?.verdict).toBe("holds");
  });
});
