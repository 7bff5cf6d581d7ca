/** The calls of author code, as plain data that the heartbeat carries, and as texts. */
import type { StepFacts } from "../../model/error.ts";
import { badnessOf, propertyCalled } from "../../properties/property.ts";

/** A call of author code. */
export type Called =
  /** The file is loaded. */
  | { readonly kind: "file"; readonly name: string }
  /** A process takes a step. */
  | { readonly kind: "step"; readonly step: StepFacts }
  /** A step is tried out, which perhaps no process takes. */
  | { readonly kind: "probe"; readonly step: StepFacts }
  /** A property is asked, or how bad it is; after these events, if somebody keeps count of them. */
  | {
      readonly kind: "predicate" | "badness";
      readonly property: string;
      readonly path?: readonly string[];
    }
  /** Some other function of the protocol is asked. */
  | { readonly kind: "function"; readonly name: string; readonly role?: string }
  /** Some call in a run of a simulation; which it is, is not told. */
  | { readonly kind: "run"; readonly seed: number };

/** The subject of sentences about a call. */
export function subjectOf(called: Called): string {
  switch (called.kind) {
    case "file":
      return `The file ${called.name}`;
    case "step":
    case "probe":
      return `Process ${called.step.process}`;
    case "predicate":
      return propertyCalled(called.property);
    case "badness":
      return badnessOf(called.property);
    case "function":
      return `The function \`${called.name}\`${called.role === undefined ? "" : ` of role ${called.role}`}`;
    case "run":
      return `The run with seed ${called.seed}`;
  }
}

/** Whether each such call is told of in an object of its own. */
export function isToldAnew(called: Called): boolean {
  return called.kind === "step" || called.kind === "probe" || ("path" in called && called.path !== undefined);
}

/** A longer text tells steps apart by its beginning. */
const FACT_MAX = 300;

/** True of two steps that are the same, whatever is chosen in them. */
export function isSameStep(one: StepFacts, other: StepFacts): boolean {
  const isSame = (a: string, b: string): boolean => a.slice(0, FACT_MAX) === b.slice(0, FACT_MAX);
  return (
    isSame(one.trigger, other.trigger) &&
    one.before.of === other.before.of &&
    isSame(one.before.value, other.before.value) &&
    isSame(one.decision ?? "", other.decision ?? "")
  );
}

const encoder = new TextEncoder();

/** Writes a call down. Where it is too long, its longest texts are cut. @returns the number of bytes */
export function encode(called: Called, into: Uint8Array): number {
  const whole = JSON.stringify(called);
  const { read, written } = encoder.encodeInto(whole, into);
  if (read === whole.length) return written;
  const shorter = (_key: string, value: unknown): unknown => {
    if (Array.isArray(value)) return undefined;
    return typeof value === "string" ? value.slice(0, FACT_MAX) : value;
  };
  return encoder.encodeInto(JSON.stringify(called, shorter), into).written;
}

/** The call that bytes stand for. */
export function decoded(bytes: Uint8Array): Called | undefined {
  return bytes.length === 0 ? undefined : (JSON.parse(new TextDecoder().decode(bytes)) as Called);
}
