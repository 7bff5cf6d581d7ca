/** Systems whose executions never end, and what both searches say of them, for the tests of the semantics. */
import {
  check,
  isStuck,
  parseFailures,
  parseTiming,
  protocol,
  replay,
  role,
  search,
  system,
  type Eventually,
  type Property,
  type Protocol,
  type SystemOptions,
  type Verdict,
} from "lightcone";
import { expect } from "vitest";
import { accountOf, formatPayment } from "../../src/model/transition/account.ts";

/** A system as tests write it. */
interface Setting extends Omit<SystemOptions, "failures" | "timing"> {
  readonly failures?: string;
  readonly timing?: string;
}

/** The system of a protocol in a setting. */
export function laidOut(
  given: Protocol,
  { failures = "none", timing = "asynchronous", ...rest }: Setting = {},
) {
  return system(given, { ...rest, failures: parseFailures(failures), timing: parseTiming(timing) });
}

/** What both searches say of the properties; of an unknown one, why. */
export function said(given: Protocol, setting?: Setting): Record<string, string> {
  const made = laidOut(given, setting);
  const [reference, kernel] = [search(made), check(made, { keepGoing: true })].map(({ verdicts }) =>
    Object.fromEntries(Object.entries(verdicts).map(([name, verdict]) => [name, textOf(verdict)])),
  );
  expect(kernel).toEqual(reference);
  return kernel as Record<string, string>;
}

function textOf(verdict: Verdict): string {
  if (verdict.verdict === "unknown") return `unknown: ${verdict.reason.kind}`;
  if (verdict.verdict === "violated") return verdict.schedule.cycle === undefined ? "ends" : "goes on";
  if (verdict.verdict === "unreachable") return "unreachable";
  return verdict.assumed === undefined ? "holds" : `holds if ${verdict.assumed}`;
}

/** A limit for systems that are not finite; what is judged in them is. */
export const LIMITED = { configurationsMax: 500 };

/** How all that is owed on the cycle is paid that refutes a property. */
export function paidOn(given: Protocol, property: string, setting?: Setting): string[] {
  const made = laidOut(given, setting);
  const verdict = check(made, LIMITED).verdicts[property];
  if (verdict?.verdict !== "violated") throw new Error(`${property} is not violated`);
  const execution = replay(made, verdict.schedule);
  if (isStuck(execution)) throw new Error("stuck");
  return accountOf(made, execution).map((entry) => formatPayment(entry, "step"));
}

/** The messages. */
export type Word = { type: "ping" } | { type: "mail" } | { type: "news" };
/** A state: a number, and whether something has been heard. */
export interface State {
  n: number;
  heard: boolean;
  isOdd: boolean;
}
/** The first state. */
export const fresh = (): State => ({ n: 0, heard: false, isOdd: false });
/** The property that somebody hears of it at some time. */
export const heard: Eventually = {
  eventually: (_roles: unknown, { processes }) => processes.some(({ state }) => (state as State).heard),
};

/** p1 has a timer that it sets again and again, and sends p2 a message at the start. */
export const busy = protocol<Word>()({
  name: "busy",
  forges: { process: [{ type: "mail" }] },
  roles: {
    process: role({
      processes: 2,
      initially({ index, send, setTimer }) {
        if (index === 1) {
          send("p2", { type: "mail" });
          setTimer("again");
        }
        return fresh();
      },
      upon: { mail: (state) => void (state.heard = true) },
      uponTimeout: {
        again(state, { setTimer }) {
          state.isOdd = !state.isOdd;
          setTimer("again");
        },
      },
    }),
  },
  properties: { heard: heard as Property<unknown> },
});
