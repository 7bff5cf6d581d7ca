/** The fields that are known of processes, objects and monitors, and which of them a step changes. */
import { at } from "../base/assert.ts";
import {
  format,
  inOrder,
  type Configuration,
  type Execution,
  type LocalState,
  type Wording,
} from "../model/index.ts";
import type { StateField, States } from "./scene.ts";
import type { DrawnStep } from "./steps.ts";

/** The fields of a process after a step, each with what it was before if the step has changed it. */
export function fieldsAfter(execution: Execution, { from, to, process, number }: DrawnStep): StateField[] {
  const now = fieldsOf(execution, process, to);
  return number === 0 ? now : compared(now, fieldsOf(execution, process, from));
}

/**
 * The fields that a step has changed, of its process, objects and monitors, with what they were before; `own`
 * are those of its process after it.
 */
export function changesOf(
  execution: Execution,
  { from, to, number }: DrawnStep,
  own: readonly StateField[],
): StateField[] {
  const [now, then] = [to, from].map((position) => {
    return aroundIn(at(execution.configurations, position), execution.names);
  }) as [StateField[], StateField[]];
  const around = number === 0 ? [] : compared(now, then);
  return [...own, ...around].filter(({ before }) => before !== undefined);
}

/** All processes, shared objects and monitors in a configuration. */
export function statesAt(execution: Execution, configuration: number): States[] {
  const around = aroundIn(at(execution.configurations, configuration), execution.names);
  const some = (name: string, sort: StateField["of"]): States[] => {
    const fields = around.filter(({ of }) => of === sort);
    return fields.length === 0 ? [] : [{ name, fields }];
  };
  return [
    ...execution.processes.map((name, process) => ({
      name,
      fields: fieldsOf(execution, process, configuration),
    })),
    ...some("objects", "object"),
    ...some("monitors", "monitor"),
  ];
}

/** Fields, each with its value before, where it was another; and those that are gone. */
export function compared(now: readonly StateField[], then: readonly StateField[]): StateField[] {
  const isSame = (a: StateField, b: StateField): boolean => a.name === b.name && a.of === b.of;
  const gone = then.filter((old) => !now.some((field) => isSame(field, old)));
  return [...now, ...gone.map((field) => ({ ...field, value: "" }))].map((field) => {
    const before = then.find((old) => isSame(old, field))?.value ?? "";
    return before === field.value ? field : { ...field, before };
  });
}

function fieldsOf(
  { configurations, names }: Execution,
  process: number,
  configuration: number,
): StateField[] {
  const local = at(at(configurations, configuration).locals, process);
  return textsOf(local, names?.states[process]);
}

/** The fields of a process, those of its state in some order. */
export function textsOf(
  { input, state, timers, decision, halted, down, marks = [], faults = [] }: LocalState,
  order: readonly string[] | undefined,
): StateField[] {
  const own = (name: string, value: string): StateField => ({ name, value, of: "process" });
  // It has taken no step, and does whatever it likes.
  if (down === "Byzantine") return [own("down", down)];
  return [
    ...Object.entries(inOrder(state, order)).map(([name, value]): StateField => ({
      name,
      value: format(value),
      of: "state",
    })),
    ...(input === null ? [] : [own("input", format(input))]),
    ...(timers.length === 0 ? [] : [own("timers", timers.join(", "))]),
    ...(decision === undefined ? [] : [own("decision", format(decision))]),
    ...(halted ? [own("halted", "true")] : []),
    ...(down === undefined ? [] : [own("down", down)]),
    ...(marks.length === 0 ? [] : [own("marks", marks.join(", "))]),
    ...(faults.length === 0 || down !== undefined ? [] : [own("faults", faults.join(", "))]),
  ];
}

/** The shared objects and the monitors. */
export function aroundIn(
  { objects = [], monitors = [] }: Configuration,
  names: Wording | undefined,
): StateField[] {
  return [
    ...objects.map((value, i): StateField => ({
      name: names?.objects[i] ?? `object ${i + 1}`,
      value: format(value),
      of: "object",
    })),
    ...monitors.map((value, i): StateField => ({
      name: names?.monitors[i] ?? `monitor ${i + 1}`,
      value: format(value),
      of: "monitor",
    })),
  ];
}
