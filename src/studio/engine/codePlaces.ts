/** The places of author code: which handler deals with an event, and which step of process code is next. */
import type { Event } from "../../model/index.ts";
import type { LocalState } from "../../model/state/localState.ts";
import type { CodePlace, Program } from "../compiling/program.ts";

/** The code that deals with an event at a process of a role; undefined where nobody knows. */
export function placeOfEvent(
  { files }: Program,
  event: Event,
  { roleName, local }: { readonly roleName: string; readonly local: LocalState },
): CodePlace | undefined {
  const call = local.control?.calls.at(-1);
  const isStep = event.kind === "operation" || event.kind === "pause" || event.kind === "receive";
  if (isStep && call !== undefined) {
    // A function is called after the name of its file.
    const name = fileName(call.code.replace(/:.*$/s, ""));
    const path = files.find((file) => fileName(file.path) === name)?.path;
    if (path !== undefined) return { path, line: call.line };
  }
  for (const upon of uponsOf(event)) {
    for (const { path, handlers } of files) {
      const found = handlers.find((one) => one.role === roleName && one.upon === upon);
      if (found !== undefined) return { path, line: found.line };
    }
  }
  return undefined;
}

function fileName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** The parts of a role that may deal with an event, the likeliest first. */
function uponsOf(event: Event): string[] {
  switch (event.kind) {
    case "receive":
      return [`upon ${event.message.type}`, "uponRound", "run"];
    case "timeout":
      return [`uponTimeout ${event.timer}`];
    case "may":
    case "must":
      return [`${event.kind} ${event.action}`];
    case "operation":
    case "pause":
      return ["run", "automaton"];
    case "exchange":
      return ["uponRound"];
    case "recover":
      return ["uponRecovery", "initially"];
    case "start":
      return ["initially"];
    default:
      return [];
  }
}
