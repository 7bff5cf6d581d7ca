/** Kernel and reference agree on how often others go first, and both find schedules that show it. */
import { expect, it } from "vitest";
import { parseFailures, parseTiming, system, type Property, type Protocol, type System } from "lightcone";
import { refusalOf } from "../../src/model/system/combination.ts";
import { seeds } from "../effort.ts";
import { agreed } from "./agreement.ts";
import { drawnOptions, generatedProtocol } from "./generated.ts";

const SIZE = { fuel: 2 };
const SYSTEMS = seeds(16, 400);
const MODELS = [
  { failures: "none", timing: "asynchronous" },
  { failures: "none", timing: "asynchronous" },
  { failures: "none", timing: "synchronous" },
  { failures: "crash:1", timing: "asynchronous" },
] as const;

interface Seen {
  readonly state: { readonly place: number; readonly fuel: number };
}

/** The protocol with properties that bound waiting, for states that are somehow drawn. */
function bounded(protocol: Protocol, seed: number): Protocol {
  const properties = Object.keys(protocol.roles).flatMap((forEach) =>
    [0, 1].map((bound): [string, Property<never>] => {
      const waits = ({ state }: Seen): boolean => state.place !== seed % 3;
      const hasTurn = ({ state }: Seen): boolean => (state.fuel + state.place) % 2 === 1;
      return [`${forEach}${bound}`, { forEach, boundedWaiting: [waits, hasTurn, bound] }];
    }),
  );
  return { ...protocol, properties: Object.fromEntries(properties) };
}

function made(seed: number): System | undefined {
  const { failures, timing } = MODELS[seed % MODELS.length]!;
  const options = {
    ...drawnOptions(seed, SIZE),
    failures: parseFailures(failures),
    timing: parseTiming(timing),
    within: { depth: 6 },
  };
  const protocol = bounded(generatedProtocol(seed, SIZE), seed);
  if (refusalOf({ protocol, channel: options.channels!, ...options }) !== undefined) return undefined;
  return system(protocol, options);
}

const tally = { violated: 0, other: 0, vacuous: 0 };

it.each(SYSTEMS)("kernel and reference agree on system %i", (seed) => {
  const here = made(seed);
  const result = here === undefined ? undefined : agreed(here, 300);
  for (const verdict of Object.values(result?.verdicts ?? {})) {
    if (verdict.verdict === "violated") tally.violated++;
    else if (verdict.verdict === "holds" && verdict.isVacuous === true) tally.vacuous++;
    else tally.other++;
  }
});

it("has met every verdict", () => {
  expect(tally.violated).toBeGreaterThan(4);
  expect(tally.other).toBeGreaterThan(4);
  console.info(tally);
});
