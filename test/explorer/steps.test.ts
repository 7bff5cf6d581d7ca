/**
 * Properties of steps, on generated systems: the reference, the kernel, and the kernel that leaves out what
 * cannot matter say the same, and the schedules are as short.
 */
import { expect, test } from "vitest";
import {
  check,
  isStuck,
  lengthOf,
  messageSet,
  parseFailures,
  replay,
  search,
  system,
  type CheckResult,
  type ConfigurationView,
  type Property,
  type Protocol,
  type System,
  type Verdict,
} from "lightcone";
import { seeds } from "../effort.ts";
import { doubtAbout } from "../../src/properties/doubt.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { drawnOptions, generatedProtocol } from "./generated.ts";

interface Placed {
  readonly crashed: boolean;
  readonly state: { readonly place: number; readonly seen: ReadonlySet<number> };
}

const placed = ({ processes }: ConfigurationView): readonly Placed[] =>
  processes as unknown as readonly Placed[];

/** The processes that are up before a step and after it, as both. */
const pairs = (before: ConfigurationView, after: ConfigurationView): (readonly [Placed, Placed])[] =>
  placed(before)
    .map((one, i) => [one, placed(after)[i] as Placed] as const)
    .filter((pair) => pair.every(({ crashed }) => !crashed));

/** Whether something is true of each process before a step and after it. */
const ofEach = (isFine: (before: Placed["state"], after: Placed["state"]) => boolean): Property<unknown> => ({
  step: (_before, _after, { before, after }) =>
    pairs(before, after).every(([one, next]) => isFine(one.state, next.state)),
});

/** Properties of steps: of states, of what changes, of events, of what is in transit. */
const ASKED: Readonly<Record<string, Property<unknown>>> = {
  climbs: ofEach((before, after) => before.place <= after.place),
  remembers: ofEach((before, after) => before.seen.size <= after.seen.size),
  avoids: ofEach((before, after) => before.place !== 0 || after.place !== 2),
  // It is false where nothing changes, so that nothing may be left out.
  moves: {
    step: (_before, _after, { before, after }) =>
      pairs(before, after).length < before.processes.length ||
      pairs(before, after).some(([one, next]) => one.state.place !== next.state.place),
  },
  sendsLittle: {
    step: (_before, _after, { events }) => events.filter(({ kind }) => kind === "send").length < 3,
  },
  fills: {
    step: (_before, _after, { before, after }) =>
      after.processes.every(
        ({ mailbox }, i) => mailbox.length >= (before.processes[i]?.mailbox.length ?? 0) - 1,
      ),
  },
};

const FAILURES = ["none", "crash:1", "loss:1", "crash-recovery:1", "duplication:1"];

function made(seed: number, names: readonly string[]): System {
  const size = { fuel: 3, restarts: true };
  const generated = generatedProtocol(seed, size) as Protocol;
  const properties = Object.fromEntries(names.map((name) => [name, ASKED[name] as Property<unknown>]));
  const options = drawnOptions(seed, size);
  const drawn = FAILURES[seed % FAILURES.length] as string;
  // What stays in transit anyway can neither be lost nor doubled.
  const failures = options.channels === messageSet && /loss|duplication/.test(drawn) ? "crash:1" : drawn;
  return system({ ...generated, properties, failures: parseFailures(failures) }, options);
}

function told(here: System, name: string, verdict: Verdict | undefined): string {
  if (verdict?.verdict !== "violated") return String(verdict?.verdict);
  const execution = replay(here, verdict.schedule);
  if (isStuck(execution)) return "stuck";
  const [property] = propertiesOf(here, [name]);
  if (property === undefined || doubtAbout(here, property, execution) !== undefined) return "in doubt";
  return `violated after ${lengthOf(execution)}`;
}

test("reference, kernel and reduced kernel agree on every step", () => {
  const seen: Record<string, number> = {};
  const all = Object.keys(ASKED);
  let left = 0;
  for (const seed of seeds(12, 400)) {
    for (const names of [all, [all[seed % all.length] as string], ["climbs"]]) {
      const here = made(seed, names);
      const reference = search(here, { limits: { configurations: 200 } });
      if (reference.cutoff !== undefined) continue;
      const full = check(here, { keepGoing: true });
      const reduced: CheckResult = check(here, { keepGoing: true, reduced: true });
      left += reduced.reduction?.leftOut.length ?? 0;
      for (const name of names) {
        const right = told(here, name, reference.verdicts[name]);
        seen[right.slice(0, 8)] = (seen[right.slice(0, 8)] ?? 0) + 1;
        expect(told(here, name, full.verdicts[name]), `${name} with seed ${seed}`).toBe(right);
        const less = told(here, name, reduced.verdicts[name]);
        if (reduced.reduction?.isShortest === true)
          expect(less, `${name} with seed ${seed}, reduced`).toBe(right);
        else expect(less.slice(0, 8), `${name} with seed ${seed}, reduced`).toBe(right.slice(0, 8));
      }
    }
  }
  expect(Object.keys(seen).sort()).toEqual(["holds", "violated"]);
  expect(seen["holds"]).toBeGreaterThan(3);
  expect(seen["violated"]).toBeGreaterThan(3);
  expect(left).toBeGreaterThan(3);
});
