/** Local states: all that there is of one process, as far as it is not in transit to it. */
import { format } from "../../base/text.ts";
import { canonical, type Plain } from "../../base/value.ts";
import type { Control } from "../sequential/control.ts";
import type { Window } from "../timing/window.ts";

/** The times at which a process does what it is about to do, in systems that keep time. */
export interface LocalTime {
  /** The window of each timer that is set. */
  readonly timers?: Readonly<Record<string, Window>>;
  /** The window of each action that it must do. */
  readonly acts?: Readonly<Record<string, Window>>;
  /** The next step of process code. */
  readonly step?: Window;
  /** The end of a `sleep` that is not all that process code waits for. */
  readonly sleep?: Window;
}

/** The local state of one process. Handlers see `state`; the rest is kept for them. */
export interface LocalState {
  readonly input: Plain;
  readonly state: Readonly<Record<string, Plain>>;
  /** The timers that are set, sorted. */
  readonly timers: readonly string[];
  /** The decision; absent until the process decides. */
  readonly decision?: Plain;
  readonly halted: boolean;
  /** The place in its process code; absent if its role has none, or when it is at its end. */
  readonly control?: Control;
  /** The times; absent where time is not kept, or nothing waits for it. */
  readonly time?: LocalTime;
  /**
   * The way in which it takes no steps: it has crashed for ever, will recover, or is Byzantine. Absent
   * otherwise.
   */
  readonly down?: "for ever" | "for a time" | "Byzantine";
  /** The marks that failure models set without blame, sorted; absent if there are none. */
  readonly marks?: readonly string[];
  /** The failures that the process suffers from, by name, sorted; absent if there are none. */
  readonly faults?: readonly string[];
}

/**
 * The fields of a local state in the order in which its text has them, whatever the order in which they came
 * about; and whether they are canonical, as all is that authors make, or have still to become so.
 */
const LOCAL_FIELDS = Object.entries({
  input: "canonical",
  state: "canonical",
  timers: "canonical",
  halted: "canonical",
  decision: "canonical",
  control: "made here",
  time: "made here",
  down: "canonical",
  marks: "canonical",
  faults: "canonical",
} satisfies Record<keyof LocalState, string>) as readonly [keyof LocalState, string][];

/** The text of a local state; two states are equal if and only if their texts are. */
export function formatLocal(local: LocalState): string {
  let text = "";
  for (const [name, form] of LOCAL_FIELDS) {
    const value = local[name];
    if (value === undefined) continue;
    if (text !== "") text += ", ";
    text += `${name}: ${format(form === "canonical" ? (value as Plain) : canonical(value))}`;
  }
  return `{${text}}`;
}
