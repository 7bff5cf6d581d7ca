/** The lanes of shared objects: which have one, and which steps are at which. */
import type { Event, Execution } from "../model/index.ts";
import { accessedIn } from "../model/event/event.ts";
import type { ObjectAccess, StateField } from "./scene.ts";

/** The maximum number of objects that have lanes: more would take the room of the processes. */
const OBJECTS_MAX = 4;

/** The names of the objects that have lanes, in the order of the protocol. */
export function objectsIn({ configurations: [first], names }: Execution): readonly string[] {
  const { objects = [] } = first ?? {};
  return names === undefined || objects.length > OBJECTS_MAX ? [] : names.objects.slice(0, objects.length);
}

/** The objects that a step is at, in the order of their lanes, which its trigger and its changes tell. */
export function accessesIn(
  execution: Execution,
  trigger: Event | undefined,
  changes: readonly StateField[],
): ObjectAccess[] {
  const at = trigger === undefined ? [] : accessedIn(trigger);
  return objectsIn(execution).flatMap((object): ObjectAccess[] => {
    const isChanged = changes.some(({ name, of }) => of === "object" && name === object);
    return isChanged || at.includes(object) ? [{ object, changes: isChanged }] : [];
  });
}
