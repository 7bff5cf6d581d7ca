/** Protocols with a monitor that tells every event, and every order of events, from others. */
import { format, monitor, type Property, type Protocol } from "lightcone";
import { canonical } from "../../src/base/value.ts";

/** The kinds of events that a monitor sees. */
const KINDS = [
  "receive",
  "timeout",
  "may",
  "must",
  "operation",
  "pause",
  "exchange",
  "recover",
  "send",
  "decide",
  "output",
  "halt",
  "start",
  "fault",
] as const;

/** The number of states of the monitor. */
const SIZE = 3;

function mixed(n: number, event: unknown): number {
  let sum = n;
  for (const character of format(canonical(event))) sum = (31 * sum + character.charCodeAt(0)) % 10_007;
  return sum % SIZE;
}

/** The protocol, watched, with properties of each sort that read the monitor. */
export function watched(protocol: Protocol): Protocol {
  const handlers = KINDS.map((kind) => [
    kind,
    (state: { n: number }, event: unknown) => void (state.n = mixed(state.n, event)),
  ]);
  const seen = (all: { readonly monitors: Protocol["monitors"] }): number =>
    (all.monitors as unknown as { readonly all: { readonly n: number } }).all.n;
  const properties: Record<string, Property<never>> = {
    neverTwo: { invariant: (_, all) => seen(all as never) !== 2 },
    once: { eventually: (_, all) => seen(all as never) === 1 },
    again: { infinitelyOften: (_, all) => seen(all as never) === 0 },
    moves: { step: (_before, _after, { before, after }) => seen(before as never) !== seen(after as never) },
  };
  return {
    ...protocol,
    monitors: { all: monitor({ initially: () => ({ n: 0 }), upon: Object.fromEntries(handlers) }) },
    properties,
  };
}
