import { expect, it } from "vitest";
import { protocol, role, system } from "lightcone";
import { propertiesOf } from "../properties/property.ts";
import { Judge } from "./judge.ts";
import { movesFrom } from "./move.ts";
import { Network } from "./network.ts";
import { Repeat } from "./repeat.ts";
import { Repetition } from "./repetition.ts";

const counting = protocol<{ type: "one" }>()({
  name: "counting",
  roles: {
    process: role({
      processes: 3,
      initially: ({ setTimer }) => {
        setTimer("count");
        return { count: 0 };
      },
      uponTimeout: {
        count(state, { setTimer }) {
          state.count++;
          if (state.count < 4) setTimer("count");
        },
      },
    }),
  },
  properties: {
    few: { invariant: ({ process }) => process.reduce((sum, { state }) => sum + state.count, 0) < 7 },
  },
});

it("answers the same however often it forgets", () => {
  const counted = system(counting);
  const repetition = new Repetition(() => counted);
  const network = new Network(counted, new Repeat(repetition));
  const [few] = propertiesOf(counted);
  if (few === undefined) throw new Error("there is a property");
  const judges = [undefined, 40, 2].map(
    (treeMax) => new Judge(network, few, treeMax === undefined ? { repetition } : { repetition, treeMax }),
  );
  const met = new Map<string, boolean>();
  for (const first of network.starts.all()) visit(first?.values ?? new Int32Array(0));
  expect(met.size).toBe(125);
  expect([...met.values()].filter((isTrue) => !isTrue)).toHaveLength(53);
  expect(judges[1]?.bytes).toBeLessThan(judges[0]?.bytes ?? 0);

  function visit(values: Int32Array): void {
    if (met.has(values.join())) return;
    const answers = judges.map((judge) => judge.isTrue(values));
    expect(new Set(answers).size).toBe(1);
    met.set(values.join(), answers[0] === true);
    for (const move of movesFrom(network, values)) visit(move.values);
    expect(judges.map((judge) => judge.isTrue(values))).toEqual(answers);
  }
});
