/** The systems that are one choice away from the one that is played, and why some of them cannot be. */
import { systemFor, type SystemSource } from "../../host/node/systemRequest.ts";
import type { SystemRequest } from "../../host/node/job.ts";
import {
  channels,
  failureKinds,
  formatFailure,
  timings,
  UsageError,
  type System,
} from "../../model/index.ts";
import type { SystemChoice, SystemChoices } from "../conversation.ts";

/** All that can be chosen, one thing at a time. */
export function choicesOf(source: SystemSource, request: SystemRequest, now: System): SystemChoices {
  const tried = (part: SystemRequest, value: string, about: string): SystemChoice => {
    const refusal = refusalOf(source, { ...request, ...part });
    return { value, about, ...(refusal === undefined ? {} : { refusal }) };
  };
  const others = now.failures.map(formatFailure);
  return {
    topology: topologiesFor(now.processes.length).map((topology) => tried({ topology }, topology, "")),
    channels: channels.map(({ name, about }) => tried({ channels: name }, name, about)),
    timing: timings.map(({ example, about }) => tried({ timing: example }, example, about)),
    failures: failureKinds.map(({ name, about }) => {
      const rest = others.filter((text) => text !== name && !text.startsWith(`${name}:`));
      const [once, ever] = [`${name}:1`, name].map((text) => {
        return tried({ failures: [...rest, text].join(",") }, text, about);
      }) as [SystemChoice, SystemChoice];
      return once.refusal === undefined ? once : ever;
    }),
    links: now.topology.links(now.processes.length),
  };
}

/** The reason why there is no such system; undefined if there is one. */
function refusalOf(source: SystemSource, request: SystemRequest): string | undefined {
  try {
    systemFor(source, request);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.what;
    // A protocol that fails elsewhere is told when it is chosen, with the place.
    return undefined;
  }
}

/** The topologies that so many processes can have. */
function topologiesFor(count: number): string[] {
  const dimension = Math.log2(count);
  const columns = Array.from({ length: count }, (_, i) => i + 1).find(
    (one) => one > 1 && count % one === 0 && one * one >= count && one < count,
  );
  return [
    "complete",
    "ring",
    "ring:directed",
    "line",
    "star",
    "tree",
    ...(columns === undefined ? [] : [`grid:${count / columns}x${columns}`]),
    ...(count >= 4 && Number.isInteger(dimension) ? [`hypercube:${dimension}`] : []),
  ];
}
