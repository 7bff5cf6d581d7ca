import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ABSENT } from "./integers.ts";
import { Signatures } from "./answers.ts";

const slot = fc.nat({ max: 2 });
const value = fc.nat({ max: 70 });
const modulus = fc.oneof(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 40 }));
const operations = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ slot, modulus }) },
    { weight: 8, arbitrary: fc.tuple(value, value, value) },
  ),
  { maxLength: 120 },
);

describe("Signatures", () => {
  it("answer what is true, whatever is read and whenever it is read first", () => {
    fc.assert(
      fc.property(operations, (drawn) => {
        const lenses: { slot: number; modulus: number }[] = [];
        const signatures = new Signatures((of, seen) =>
          lenses.filter((lens) => lens.slot === of).map(({ modulus }) => seen % modulus),
        );
        const truth = (values: Int32Array): boolean => {
          const ids = lenses.map((lens, i) => (i + 1) * ((values[lens.slot] as number) % lens.modulus));
          return ids.reduce((sum, id) => sum + id, lenses.length) % 3 === 0;
        };
        for (const one of drawn) {
          if (!Array.isArray(one)) {
            lenses.push(one as { slot: number; modulus: number });
            signatures.extend((one as { slot: number }).slot);
            continue;
          }
          const values = Int32Array.from(one as readonly number[]);
          const signature = signatures.of(values);
          const known = signature === ABSENT ? undefined : signatures.answer(signature);
          expect([undefined, truth(values)]).toContain(known);
          signatures.note(values, truth(values));
          const noted = signatures.of(values);
          if (noted !== ABSENT) expect(signatures.answer(noted)).toBe(truth(values));
        }
      }),
    );
  });

  it("forget what they knew when more is read of a slot", () => {
    const lenses = [(seen: number) => seen >> 1];
    const signatures = new Signatures((_slot, seen) => lenses.map((lens) => lens(seen)));
    signatures.extend(0);
    signatures.note(Int32Array.of(0), true);
    signatures.note(Int32Array.of(2), false);
    lenses.push((seen) => seen & 1);
    signatures.extend(0);
    for (const seen of [1, 2, 3, 0]) {
      const values = Int32Array.of(seen);
      expect(signatures.answer(signatures.of(values))).toBe(undefined);
      signatures.note(values, seen === 1);
      expect(signatures.answer(signatures.of(values))).toBe(seen === 1);
    }
  });

  it("are absent where they would not fit the table", () => {
    const signatures = new Signatures((_slot, seen) => [seen]);
    for (const one of [0, 1, 2]) signatures.extend(one);
    const here = (seen: number): number => signatures.of(Int32Array.of(seen, seen, seen));
    for (let seen = 0; seen < 300; seen++) here(seen);
    expect(here(0)).toBe(ABSENT);
    expect(here(299)).toBe(ABSENT);
    signatures.note(Int32Array.of(1, 1, 1), true);
    expect(here(1)).toBe(ABSENT);
  });
});
