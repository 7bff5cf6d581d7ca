/** Proofs by induction where something may fail, against the definition and against the search. */
import { check, parseFailures, protocol as protocolOf, role, system, unordered } from "lightcone";
import type { ProcessView, Protocol, System } from "lightcone";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { seeds } from "../effort.ts";
import { expectBreach, expectProof, Product, productOf, proof } from "./inductionProduct.ts";
import { pocketMessages, pocketRegisters, pocketVotes } from "./pocketProtocol.ts";

/** The failures that are tried. */
const FAILURES = [
  "crash:1",
  "crash-recovery:1",
  "crash-recovery",
  "loss:1",
  "fair-loss",
  "duplication:1",
  "send-omission:1",
  "receive-omission:1",
  "omission:p1",
  "crash:p1,loss:1",
  "crash:1,crash-recovery:1",
];

describe("on pocket protocols with failures", () => {
  const tally = { proved: 0, listed: 0, breached: 0, violated: 0 };

  type Places = { readonly process: readonly ProcessView<{ place: number }>[] };
  /** A property that letters keep, and not that there are none. */
  const keptByLetters = {
    invariant: ({ process }: Places) =>
      process.every(({ state, mailbox }) => state.place !== 1 || mailbox.length > 0),
  };

  /** What properties read is stable. */
  const draw = (seed: number): Protocol => {
    const drawn = at([pocketMessages, pocketVotes, pocketRegisters], seed % 3)(seed);
    const roles = Object.entries(drawn.roles).map(([name, one]) => [name, { ...one, stable: ["place"] }]);
    const properties = seed % 4 === 0 ? { safe: keptByLetters } : drawn.properties;
    return { ...drawn, roles: Object.fromEntries(roles), properties } as Protocol;
  };

  test.each(seeds(15, 1100))("what is proved is so: %i", (seed) => {
    const protocol = draw(seed);
    const options = { failures: parseFailures(at(FAILURES, seed % FAILURES.length)) };
    let made: System;
    try {
      made = system(protocol, options);
    } catch (error) {
      expect(String(error)).toContain("makes no sense here");
      return;
    }
    const induction = proof(protocol, { options, copiesMax: 1 + (seed % 2) });
    const { outcome, closure } = induction;
    if (closure === undefined || closure.cut.size > 0) return;
    const { verdicts, cutoff } = check(made, { configurationsMax: 3_000, properties: ["safe"] });
    const verdict = verdicts["safe"]?.verdict;
    if (verdict === "violated") tally.violated++;
    if (outcome.kind === "inductive") {
      expect(verdict).toBe(cutoff === undefined ? "holds" : "unknown");
      tally.proved++;
    }
    const points = productOf(induction);
    const listed = {
      made,
      induction,
      product: new Product(made, induction, { points: points ?? [], copiesMax: 1 }),
    };
    if (outcome.kind === "breached") {
      tally.breached++;
      expectBreach(listed, outcome.breach);
    } else if (outcome.kind === "inductive" && points !== undefined) {
      tally.listed++;
      expectProof(listed, outcome.exclusions);
    }
  });

  test("all of this comes up", () => {
    for (const times of Object.values(tally)) expect(times).toBeGreaterThan(0);
  });
});

describe("a token that is in transit, or has arrived,", () => {
  type Token = { type: "token" };
  type Held = ProcessView<{ has: boolean }>;
  const passing = protocolOf<Token>()({
    name: "passing",
    channels: unordered,
    roles: {
      giver: role({
        initially({ send }) {
          send("holder", { type: "token" });
          return {};
        },
      }),
      holder: role({
        stable: ["has"],
        initially: () => ({ has: false }),
        upon: { token: (state) => void (state.has = true) },
      }),
    },
  });

  const isThere = ({ state, mailbox }: Held): boolean => state.has || mailbox.length === 1;
  const claims = {
    isThere,
    isThereIfUp: (holder: Held) => holder.crashed || isThere(holder),
    isThereOrLost: (holder: Held) => holder.crashed || holder.state.has || holder.mailbox.length <= 1,
  };

  const outcomeWith = (failures: string, claim: keyof typeof claims): string => {
    const invariant = ({ holder: [holder] }: { holder: readonly [Held] }): boolean => claims[claim](holder);
    const asked = { ...passing, properties: { claimed: { invariant } } } as Protocol;
    const options = failures === "" ? {} : { failures: parseFailures(failures) };
    const { outcome } = proof(asked, { options });
    const { verdicts } = check(system(asked, options));
    expect(verdicts["claimed"]?.verdict).toBe(outcome.kind === "inductive" ? "holds" : "violated");
    return outcome.kind;
  };

  test.each([
    ["", "inductive"],
    ["crash:giver", "false initially"],
    ["crash:holder", "breached"],
    ["crash-recovery:holder", "breached"],
    ["loss:1", "breached"],
    ["receive-omission:holder", "breached"],
    ["duplication:1", "breached"],
  ])("is so with failures '%s': %s", (failures, kind) => {
    expect(outcomeWith(failures, "isThere")).toBe(kind);
  });

  test.each([
    ["crash:holder", "inductive"],
    ["crash-recovery:holder", "breached"],
  ])("if its holder is up, with failures '%s': %s", (failures, kind) => {
    expect(outcomeWith(failures, "isThereIfUp")).toBe(kind);
  });

  test.each([
    ["crash:holder", "inductive"],
    ["crash-recovery:holder", "inductive"],
    ["loss:1", "inductive"],
    ["duplication:1", "breached"],
  ])("or is lost, with failures '%s': %s", (failures, kind) => {
    expect(outcomeWith(failures, "isThereOrLost")).toBe(kind);
  });
});
