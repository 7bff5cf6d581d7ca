import { expect, it } from "vitest";
import { protocol, role, system } from "lightcone";
import { Expansion } from "./expansion.ts";
import { Network } from "../../tables/network.ts";
import { Repeat } from "../../tables/repeat.ts";
import { Repetition } from "../../tables/repetition.ts";

/** 64 processes with two states each: fields of one bit, side by side, which fill two words. */
const switches = protocol()({
  name: "switches",
  roles: {
    process: role({
      processes: 64,
      initially: ({ setTimer }) => (setTimer("flip"), { on: false }),
      uponTimeout: { flip: (state) => void (state.on = true) },
    }),
  },
});

it("does not take a value that outgrows its field for a neighbour's", () => {
  const laidOut = system(switches);
  const network = new Network(laidOut, new Repeat(new Repetition(() => laidOut)));
  const ignore = (): void => {};
  const expansion = new Expansion(
    network,
    { hashed: false, max: 1_000 },
    { visited: ignore, quiescent: ignore },
  );
  for (let i = 0; i < 4; i++) expansion.advance(1);
  const withValue = (slot: number, value: number): Int32Array => new Int32Array(64).with(slot, value);
  expect(expansion.layout.mask[0]).toBe(1);
  expect(expansion.find(withValue(1, 1))).toBeGreaterThan(0);
  expect(expansion.find(withValue(0, 2))).toBe(-1);
});
