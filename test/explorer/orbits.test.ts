/** Which rows stand for their orbits, and how large those are. */
import { describe, expect, it } from "vitest";
import { check, protocol, ring, role, system as layOut } from "lightcone";
import { Expansion } from "../../src/explorer/kernel/expansion.ts";
import { Network } from "../../src/tables/network.ts";
import { exchanged, turned } from "../../src/tables/symmetry/candidates.ts";
import { Permutation } from "../../src/tables/symmetry/permutation.ts";
import { Symmetry } from "../../src/tables/symmetry/symmetry.ts";
import twoPhaseCommit from "../../zoo/commit/two-phase-commit.ts";
import { seeds, share } from "../effort.ts";
import { alikeSystem } from "./alike.ts";

describe("canonical rows", () => {
  /** The rows that a row becomes, by their texts, when processes change places. */
  function orbitOf(row: Int32Array, permutations: readonly Permutation[]): Map<string, Int32Array> {
    const found = new Map([[row.join(), row]]);
    for (const one of found.values()) {
      for (const permutation of permutations) {
        const after = one.slice();
        for (const slot of permutation.to.keys())
          after[permutation.slot(slot)] = permutation.value(slot, one[slot] as number);
        found.set(after.join(), after);
      }
    }
    return found;
  }

  it.each(seeds(5, 120))("are the same for a whole orbit, and tell its size, in system %i", (seed) => {
    const options = { difference: "none" as const, fuel: 1 + (seed % 2), peers: 3 + (seed % 3) };
    const system = alikeSystem({ ...options, seed: 3 * seed + 1 });
    const network = new Network(system);
    const symmetry = new Symmetry(network, 2);
    while (symmetry.isPreparing) symmetry.prepare(1_000);
    const tables = symmetry.begin();
    if (tables === undefined) return;
    const { rows } = tables;
    const [{ processes: ids = [] } = {}] = symmetry.report.interchangeable;
    const numbers = ids.map((id) => system.numbers.get(id) ?? -1);
    const count = system.processes.length;
    const moves = symmetry.report.isRing
      ? [turned(count)]
      : numbers.slice(1).map((other, i) => exchanged(count, [numbers[i] as number, other]));
    const permutations = moves.map((to) => new Permutation(network, to, () => {}));
    const met: Int32Array[] = [];
    const expansion = new Expansion(
      network,
      { hashed: false, max: 300, rows },
      { visited: (values) => met.push(values.slice()), quiescent: () => {} },
    );
    while (expansion.advance(100));
    for (const row of met) {
      const orbit = orbitOf(row, permutations);
      for (const other of share([...orbit.values()], 10, seed)) {
        expect(rows.settle(other)).toBe(orbit.size);
        expect(other).toEqual(row);
      }
    }
  });

  /** The partial maps of so many points to themselves, up to the names of points (OEIS A126285). */
  const PARTIAL_MAPS: Readonly<Record<number, number>> = { 3: 16, 4: 45, 5: 121 };

  /** Everybody knows another one: who knows whom is a directed graph in which everybody has one successor. */
  it.each([3, 4, 5])("tell apart all graphs in which each of %i processes knows one", (processes) => {
    const made = protocol<{ type: "meet" }>()({
      name: "acquaintances",
      roles: {
        process: role({
          processes,
          initially: ({ setTimer }) => {
            setTimer("look");
            return { knows: "" };
          },
          upon: { meet() {} },
          uponTimeout: {
            look(state, { self, neighbors, choose }) {
              state.knows = choose([self, ...neighbors]);
            },
          },
        }),
      },
      properties: {
        isBounded: { invariant: ({ process }) => process.some(({ state: { knows } }) => knows !== "never") },
      },
    });
    const full = check(layOut(made));
    const symmetric = check(layOut(made), { reduced: true, symmetryMin: 2 });
    expect(symmetric.configurations).toBe((processes + 1) ** processes);
    expect(full.configurations).toBe(symmetric.configurations);
    expect(symmetric.symmetry?.orbits).toBe(PARTIAL_MAPS[processes]);
  });

  /** The necklaces of so many beads of two colours (OEIS A000031). */
  const NECKLACES: Readonly<Record<number, number>> = { 4: 6, 6: 14, 8: 36 };

  it.each([4, 6, 8])(
    "tell apart all necklaces of %i beads: some look the same after half a turn",
    (beads) => {
      const made = protocol()({
        name: "beads",
        roles: {
          bead: role({ processes: beads, inputs: [0, 1], initially: ({ input }) => ({ colour: input }) }),
        },
        properties: { some: { invariant: ({ bead }) => bead.some(({ state }) => state.colour < 2) } },
      });
      const system = layOut(made, { topology: ring({ directed: true }) });
      const { configurations, initial, quiescent, symmetry } = check(system, {
        reduced: true,
        symmetryMin: 2,
      });
      expect({ configurations, initial, quiescent }).toEqual({
        configurations: 2 ** beads,
        initial: 2 ** beads,
        quiescent: 2 ** beads,
      });
      expect(symmetry).toMatchObject({ isRing: true, orbits: NECKLACES[beads] });
    },
  );

  it.each([
    [3, 80, 288],
    [5, 314, 8_832],
    [7, 920, 296_448],
  ])("two-phase commit with %i resource managers has %i orbits", (resourceManager, orbits, all) => {
    const network = new Network(layOut(twoPhaseCommit, { processes: { resourceManager } }));
    const symmetry = new Symmetry(network, 2);
    while (symmetry.isPreparing) symmetry.prepare(1_000);
    const expansion = new Expansion(
      network,
      { hashed: false, max: Infinity, rows: symmetry.begin()?.rows },
      { visited: () => {}, quiescent: () => {} },
    );
    while (expansion.advance(1_000));
    expect(expansion).toMatchObject({ configurations: all, visited: { count: orbits } });
  });
});
