/**
 * Proofs by induction against the definition: all configurations of a product of domains, one by one, and
 * what the model does in each. Nothing of this walks a table.
 */
import {
  check,
  fifo,
  parseFailures,
  parseTiming,
  protocol as protocolOf,
  role,
  system,
  unordered,
  type ProcessView,
  type Protocol,
  type SystemOptions,
} from "lightcone";
import { implicationOf, refuseUnproved, subjectOf, type Induction } from "lightcone/analysis";
import { describe, expect, test } from "vitest";
import { assert } from "../../src/base/assert.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import twoPhaseCommit from "../../zoo/commit/two-phase-commit.ts";
import dekker from "../../zoo/mutual-exclusion/dekker.ts";
import petersonTurnFirst from "../../zoo/mutual-exclusion/peterson-turn-first.ts";
import peterson from "../../zoo/mutual-exclusion/peterson.ts";
import testAndSet from "../../zoo/mutual-exclusion/test-and-set-lock.ts";
import tournament from "../../zoo/mutual-exclusion/tournament.ts";
import { isThorough, seeds } from "../effort.ts";
import { expectBreach, expectProof, Product, productOf, proof } from "./inductionProduct.ts";
import { pocketMessages, pocketRegisters, pocketVotes } from "./pocketProtocol.ts";

describe.each([
  ["messages", pocketMessages, 12],
  ["messages of hidden senders", pocketVotes, 12],
  ["registers", pocketRegisters, 8],
] as const)("on pocket protocols with %s", (_name, draw, few) => {
  const tally = { strengthened: 0, breached: 0, violated: 0, alone: 0 };

  test.each(seeds(few, 400))("what is said is what all configurations say: %i", (seed) => {
    const protocol = draw(seed);
    const made = system(protocol);
    const copiesMax = 1 + (seed % 2);
    const induction = proof(protocol, { copiesMax });
    const { outcome, closure, width } = induction;
    if (closure === undefined) return;
    const { coordinates } = induction;
    expect([...coordinates.list.keys()].map((one) => subjectOf(coordinates, one).name)).not.toContain("");
    const { verdicts, cutoff } = check(made, { configurationsMax: 400, properties: ["safe"] });
    const verdict = verdicts["safe"]?.verdict;
    if (verdict === "violated") tally.violated++;
    if (closure.cut.size === 0 && outcome.kind === "inductive")
      expect(verdict).toBe(cutoff === undefined ? "holds" : "unknown");
    const points = productOf(induction);
    if (points === undefined) return;
    const listed = { made, induction, product: new Product(made, induction, { points, copiesMax }) };
    if (outcome.kind === "inductive") {
      tally[width === 1 ? "alone" : "strengthened"]++;
      expectProof(listed, outcome.exclusions);
    } else if (outcome.kind === "breached") {
      tally.breached++;
      expectBreach(listed, outcome.breach);
    }
  });

  test.runIf(isThorough)("all of this comes up", () => {
    for (const times of Object.values(tally)) expect(times).toBeGreaterThan(0);
  });
});

describe("of the zoo, without help,", () => {
  const proved = (page: Protocol, property: string, options: SystemOptions = {}): Induction => {
    const properties = { [property]: page.properties?.[property] as never };
    return proof({ ...page, properties }, { options });
  };

  test("Peterson's algorithm excludes, by facts about two processes and the turn", () => {
    const { outcome, width, coordinates, closure } = proved(peterson, "mutualExclusion");
    const exclusions = outcome.kind === "inductive" ? outcome.exclusions : [];
    expect(width).toBe(3);
    assert(closure !== undefined, "there is no limit");
    const texts = exclusions.map((one) => implicationOf(coordinates, closure, one));
    expect(texts.map(({ when, follows }) => [...when, follows].map(({ subject }) => subject.name))).toEqual([
      ["wants[p2]", "p2"],
      ["turn", "p2", "p1"],
      ["wants[p1]", "p1"],
      ["turn", "p1", "p2"],
    ]);
  });

  test("two-phase commit is consistent, by the same five facts about each resource manager", () => {
    const counts = [2, 3].map((resourceManager) => {
      const { outcome } = proved(twoPhaseCommit, "consistent", { processes: { resourceManager } });
      return outcome.kind === "inductive" ? outcome.exclusions.length : undefined;
    });
    expect(counts).toEqual([10, 15]);
  });

  test.each([dekker, testAndSet, ...(isThorough ? [tournament] : [])])("$name excludes", (page) => {
    expect(proved(page, "mutualExclusion").outcome.kind).toBe("inductive");
  });

  test("what is violated is not proved", () => {
    expect(proved(petersonTurnFirst, "mutualExclusion").outcome.kind).toBe("breached");
  });
});

type Shot = { type: "once" };

/** A gun that shoots so often at a target, which has to be hit once at most. */
const gunAndTarget = (shots: number): Protocol =>
  protocolOf<Shot>()({
    name: "gun-and-target",
    channels: unordered,
    roles: {
      gun: role({
        initially: () => ({ shots: 0 }),
        may: {
          shoot: {
            while: (state) => state.shots < shots,
            do: (state, { send }) => {
              state.shots++;
              send("target", { type: "once" });
            },
          },
        },
      }),
      target: role({
        initially: () => ({ isHit: false }),
        upon: {
          once(state) {
            if (state.isHit) throw new Error("hit twice");
            state.isHit = true;
          },
        },
      }),
    },
    properties: { fewShots: { invariant: ({ gun: [gun] }) => gun.state.shots <= shots } },
  });

describe("a mistake of author code", () => {
  test("stands in the way of a proof where it can be made", () => {
    const { outcome } = proof(gunAndTarget(2));
    expect(outcome.kind === "breached" && outcome.breach.broken.kind).toBe("soundness");
  });

  test("stands in the way where nothing rules it out, and is ruled out by facts", () => {
    const alone = proof(gunAndTarget(1), { width: 1 }).outcome;
    expect(alone.kind === "breached" && alone.breach.broken.kind).toBe("soundness");
    const { outcome } = proof(gunAndTarget(1));
    expect(outcome.kind === "inductive" && outcome.exclusions.length).toBe(3);
  });
});

describe("the bound on equal letters in transit", () => {
  type Targets = { readonly target: readonly [ProcessView] };
  const harmless = (shots: number): Protocol => {
    const given = gunAndTarget(shots);
    const { target } = given.roles;
    const roles = { ...given.roles, target: { ...target, upon: { once: () => undefined } } };
    const fewInFlight = { invariant: ({ target: [one] }: Targets) => one.mailbox.length <= shots };
    return { ...given, roles, properties: { fewInFlight } } as Protocol;
  };

  test("is part of what is proved, where facts rule out that it is met", () => {
    const { outcome, closure, width } = proof(harmless(1), { copiesMax: 1 });
    expect([width, closure?.cut.size]).toEqual([2, 0]);
    // Who has not shot yet has nothing in flight; without that, there would be two after the next shot.
    expect(outcome.kind === "inductive" && outcome.exclusions.length).toBe(1);
  });

  test("is told where it may be met", () => {
    const { outcome, closure } = proof(harmless(2), { copiesMax: 1 });
    expect([outcome.kind, closure?.cut.size]).toEqual(["inductive", 1]);
  });
});

describe("what is not covered is refused by name:", () => {
  const echo = protocolOf<Shot>()({
    name: "echo",
    roles: {
      process: role({ processes: 2, initially: () => ({ heard: 0 }), upon: { once: () => undefined } }),
    },
    properties: { deaf: { invariant: ({ process }) => process.every(({ state }) => state.heard === 0) } },
  });

  test.each([
    ["timing synchronous", { timing: parseTiming("synchronous") }],
    ["timing bounded:2", { timing: parseTiming("bounded:2") }],
    ["failures (partition:1)", { failures: parseFailures("crash:1,partition:1") }],
    ["failures (byzantine:1)", { failures: parseFailures("byzantine:1") }],
    ["channels fifo", { channels: fifo }],
    ["the bounds depth=3", { within: { depth: 3 } }],
  ] satisfies [string, SystemOptions][])("%s", (what, options) => {
    const made = system(echo, options);
    const refusal = expect(() => refuseUnproved(made, propertiesOf(made)));
    refusal.toThrow(`Induction does not cover ${what}`);
  });
});

test("a property that fails where the system may never come is refused, and what it says there told", () => {
  const touchy = gunAndTarget(2);
  const invariant = ({ target: [one] }: { readonly target: readonly [ProcessView] }): boolean => {
    if (one.mailbox.length > 1) throw new Error("too many");
    return true;
  };
  const refusal = expect(() => proof({ ...touchy, properties: { touchy: { invariant } } } as Protocol));
  refusal.toThrow(
    /^Induction does not cover property touchy, which fails where the system may never come: .*/,
  );
});

test("a domain that has no end does not keep a counterexample from being found", () => {
  const counting = protocolOf<never>()({
    name: "counting",
    roles: {
      process: role({
        processes: 2,
        initially: () => ({ n: 0 }),
        may: { count: { while: () => true, do: (state) => void state.n++ } },
      }),
    },
    properties: { safe: { invariant: ({ process: [first] }) => first.state.n < 20 } },
  });
  const { outcome, closure } = proof(counting as Protocol, { copiesMax: 1 });
  expect(outcome.kind).toBe("breached");
  expect(closure?.isComplete).toBe(false);
});
