/** Bounded searches: kernel and reference agree within any bounds, and neither says more than it knows. */
import { describe, expect, it } from "vitest";
import {
  channels,
  check,
  formatReason,
  type Channel,
  type CheckResult,
  type ConfigurationView,
  parseFailures,
  parseTiming,
  protocol,
  role,
  search,
  system as layOut,
  type System,
  type SystemOptions,
  type Within,
} from "lightcone";
import { seeded } from "../../src/base/random.ts";
import { hasForgers } from "../../src/model/failure/index.ts";
import { refusalOf } from "../../src/model/system/combination.ts";
import { seeds } from "../effort.ts";
import { agreed } from "./agreement.ts";
import { drawnOptions, generatedProtocol } from "./generated.ts";

const CONFIGURATIONS_MAX = 150;

/** Predicates that bound a search: by states, by timers, by what is in transit, by decisions. */
const PLACES: readonly ((view: ConfigurationView) => boolean)[] = [
  ({ processes }) =>
    processes.every(({ crashed, state }) => crashed || (state as { place: number }).place !== 2),
  ({ processes }) => processes.every(({ timers }) => timers.length < 2),
  ({ processes }) => processes.reduce((sum, { mailbox }) => sum + mailbox.length, 0) < 3,
  ({ processes }) => processes.every(({ decision }) => decision === undefined),
];

/** Bounds of a few kinds, drawn from a seed. */
function drawnWithin(seed: number): Within {
  const random = seeded(seed + 77);
  const place = PLACES[random.below(PLACES.length)] as (typeof PLACES)[number];
  const bounds: Within = {
    ...(random.below(2) === 0 ? { mailbox: random.below(3) } : {}),
    ...(random.below(2) === 0 ? { depth: random.below(6) } : {}),
    ...(random.below(3) === 0 ? { where: (_roles: unknown, view: ConfigurationView) => place(view) } : {}),
  };
  return Object.keys(bounds).length === 0 ? { depth: 3 } : bounds;
}

const MODELS = [
  ["asynchronous", "none"],
  ["asynchronous", "crash:1"],
  ["asynchronous", "crash-recovery:1"],
  ["asynchronous", "loss:1,duplication:1"],
  ["asynchronous", "byzantine:1"],
  ["synchronous", "crash:1"],
  ["bounded:1", "none"],
] as const;

/** A generated system in one of the models; undefined where the model is not for such systems. */
function drawn(seed: number): System | undefined {
  const [timing, failures] = MODELS[seed % MODELS.length] as (typeof MODELS)[number];
  const recovers = failures.includes("recovery");
  const size = { fuel: seed % 4 === 0 ? 2 : 1, isPair: true, restarts: recovers };
  const made = generatedProtocol(seed, size);
  const options: SystemOptions = {
    ...drawnOptions(seed, size),
    channels: channels[(seed >> 2) % (timing === "asynchronous" ? channels.length : 2)] as Channel,
    timing: parseTiming(timing),
    failures: parseFailures(failures),
  };
  if (options.channels?.keeps === true && /loss/.test(failures)) return undefined;
  const laidOut = layOut(made, options);
  return refusalOf(laidOut) === undefined ? laidOut : undefined;
}

function bounded(given: System, within: Within): System {
  return { ...given, within };
}

/** A verdict of a bounded search is that of an unbounded one, or unknown. */
function expectNoMore(part: CheckResult, whole: CheckResult): void {
  for (const [name, { verdict }] of Object.entries(part.verdicts))
    if (verdict !== "unknown") expect([name, verdict]).toEqual([name, whole.verdicts[name]?.verdict]);
}

describe("on generated protocols", () => {
  const tally = {
    compared: 0,
    cut: 0,
    uncut: 0,
    within: 0,
    violated: 0,
    holds: 0,
    refused: 0,
  };

  it.each(seeds(20, 600))("kernel and reference agree on system %i within bounds", (seed) => {
    const given = drawn(seed);
    if (given === undefined) return;
    const part = agreed(bounded(given, drawnWithin(seed)), CONFIGURATIONS_MAX);
    if (part === undefined) return;
    tally.compared++;
    for (const verdict of Object.values(part.verdicts)) {
      if (verdict.verdict === "holds" || verdict.verdict === "violated") tally[verdict.verdict]++;
      if (verdict.verdict === "unknown" && verdict.reason.kind === "within") tally.within++;
    }
    if (part.beyond === 0) tally.uncut++;
    else tally.cut++;
    const whole = check(given, { keepGoing: true, configurationsMax: 20_000 });
    if (whole.cutoff !== undefined) return;
    expectNoMore(part, whole);
    if (part.beyond !== 0) return;
    expect(part).toMatchObject({ configurations: whole.configurations, transitions: whole.transitions });
    if (!hasForgers(given)) expect(part.depth).toBe(whole.depth);
  });

  it.each(seeds(20, 600))("what cannot matter may be left out of system %i", (seed) => {
    const given = drawn(seed);
    if (given === undefined) return;
    const within = drawnWithin(seed);
    const options = { keepGoing: true, configurationsMax: 20_000 };
    const whole = check(bounded(given, within), options);
    if (whole.cutoff !== undefined) return;
    const part = check(bounded(given, within), { ...options, reduced: true });
    if (part.reduction?.refusal === "mailboxes are bounded") tally.refused++;
    for (const [name, verdict] of Object.entries(whole.verdicts)) {
      const reduced = part.verdicts[name];
      // To leave letters out may make a search end before it meets its bound on steps.
      if (verdict.verdict === "unknown" && reduced?.verdict === "holds")
        expect(check(given, options).verdicts[name]?.verdict).toBe("holds");
      else expect([name, reduced?.verdict]).toEqual([name, verdict.verdict]);
    }
  });

  it("has met enough for this to mean something", () => {
    console.info(tally);
    for (const number of Object.values(tally)) expect(number).toBeGreaterThan(2);
  });
});

/** A sender that sends again until it is answered. */
const retry = protocol<{ type: "value" } | { type: "ok" }>()({
  name: "retry",
  roles: {
    sender: role({
      initially: ({ setTimer }) => {
        setTimer("again");
        return { done: false, sent: 0 };
      },
      uponTimeout: {
        again(state, { send, setTimer }) {
          if (state.done) return;
          state.sent++;
          send("receiver", { type: "value" });
          setTimer("again");
        },
      },
      upon: { ok: (state) => void (state.done = true) },
    }),
    receiver: role({
      initially: () => ({ has: false }),
      upon: {
        value(state, _message, { reply }) {
          state.has = true;
          reply({ type: "ok" });
        },
      },
    }),
  },
  within: { where: ({ sender: [sender] }) => sender.state.sent < 4 },
  properties: {
    few: { invariant: ({ sender: [sender] }) => sender.state.sent < 6 },
    fewer: { invariant: ({ sender: [sender] }) => sender.state.sent < 4 },
    one: { invariant: ({ receiver: [receiver] }) => receiver.mailbox.length < 2 },
  },
});

describe("a protocol without an end", () => {
  it("is searched within the predicate of its file", () => {
    const { verdicts, beyond, cutoff } = check(layOut(retry));
    expect(cutoff).toBeUndefined();
    expect(beyond).toBeGreaterThan(0);
    expect(verdicts["few"]).toEqual({
      verdict: "unknown",
      reason: { kind: "within", bounds: "where", beyond, safeSteps: 4 },
    });
    // What lies beyond is judged where it begins.
    expect(verdicts["fewer"]?.verdict).toBe("violated");
  });

  it("is searched within other bounds where somebody gives others", () => {
    const { verdicts } = check(layOut(retry, { within: { depth: 1 } }));
    expect(verdicts["one"]).toMatchObject({ reason: { bounds: "depth=1", safeSteps: 1 } });
    const small = layOut(retry, { within: { mailbox: 1, depth: 9 } });
    expect(check(small).verdicts["one"]?.verdict).toBe("violated");
    expect(check(small).configurations).toBe(search(small).configurations);
  });

  it("is told of in other words where something is to be reached", () => {
    const reason = { kind: "within", bounds: "depth=1", beyond: 2, safeSteps: 1 } as const;
    expect(formatReason(reason)).toMatch(/^not violated .* no schedule with fewer than 2 steps violates it$/);
    expect(formatReason(reason, "step", "reachable")).toMatch(
      /^not reached within depth=1; .*; no schedule with fewer than 2 steps comes to it$/,
    );
  });

  it("has nothing beyond bounds that it never meets", () => {
    const { receiver } = retry.roles;
    const tame = { ...retry, roles: { sender: receiver, receiver }, within: { depth: 0 } };
    expect(check(layOut(tame))).toMatchObject({ beyond: 0, verdicts: { one: { verdict: "holds" } } });
  });
});
