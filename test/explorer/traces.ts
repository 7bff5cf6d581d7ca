/**
 * What the outside world sees of a system: the sequences of decisions, outputs, halts and crashes that its
 * executions show to their end, with their inputs. Two systems with the same are as good as each other.
 */
import { formatEvent, isFault, type Event, type System } from "lightcone";
import { movesFrom } from "../../src/tables/move.ts";
import { Network } from "../../src/tables/network.ts";
import { Repeat } from "../../src/tables/repeat.ts";
import { Repetition } from "../../src/tables/repetition.ts";

interface Edge {
  readonly shown: readonly string[];
  readonly to: Node;
}

interface Node {
  readonly edges: Edge[];
  /** Whether the execution may end here: nothing but failures can happen. */
  mayEnd: boolean;
  traces: ReadonlySet<string> | undefined;
}

/** What is seen of a system. */
export interface Seen {
  /** Each with the inputs in front, and the events in the order in which they happen anywhere. */
  readonly traces: readonly string[];
  readonly configurations: number;
}

/** How to look at a system. */
export interface Looking {
  /** Whose events are seen; default: those of all. */
  readonly roles?: readonly string[];
  /** At most so many configurations are looked at. */
  readonly max?: number;
  /** Whether to the end, as by default, or as far as executions have come at any time. */
  readonly isWhole?: boolean;
}

/** Thrown where there are more configurations than can be looked at. */
export class TooLarge extends Error {}

/** Everything that is seen of the processes of some roles. @throws TooLarge; Error if it goes around */
export function seenOf(
  system: System,
  { roles = Object.keys(system.roles), max = 200_000, isWhole = true }: Looking = {},
): Seen {
  const network = new Network(system, new Repeat(new Repetition(() => system)));
  const ids = new Set(roles.flatMap((role) => system.roles[role] ?? []));
  const shown = (events: readonly Event[]): string[] =>
    events.filter((event) => isShown(event) && ids.has(event.process)).map(formatEvent);
  const nodes = new Map<string, Node>();
  const waiting: [Node, Int32Array][] = [];
  const nodeOf = (values: Int32Array): Node => {
    const known = nodes.get(values.join());
    if (known !== undefined) return known;
    const node: Node = { edges: [], mayEnd: true, traces: undefined };
    nodes.set(values.join(), node);
    waiting.push([node, values]);
    if (nodes.size > max) throw new TooLarge(`more than ${max} configurations`);
    return node;
  };
  const traces = new Set<string>();
  const firsts: [string[], Node][] = [];
  for (const first of network.starts.all()) {
    if (first === undefined) continue;
    const inputs = network
      .configuration(first.values)
      .locals.slice(0, ids.size)
      .map(({ input }) => input);
    firsts.push([[JSON.stringify(inputs), ...shown(first.events)], nodeOf(first.values)]);
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, values] = next;
    for (const { events, values: after } of movesFrom(network, values)) {
      const to = nodeOf(after);
      if (isWhole && !isFault(events[0] as Event)) node.mayEnd = false;
      if (to !== node) node.edges.push({ shown: shown(events), to });
    }
  }
  for (const [before, node] of firsts)
    for (const trace of tracesFrom(node)) traces.add([...before, trace].join("; ").replace(/; $/, ""));
  return { traces: [...traces].sort(), configurations: nodes.size };
}

function isShown(event: Event): event is Event & { readonly process: string } {
  return ["decide", "output", "halt", "crash"].includes(event.kind);
}

/** What is seen from a configuration on: depth first, with a stack of its own. */
function tracesFrom(first: Node): ReadonlySet<string> {
  const stack: { readonly node: Node; next: number }[] = [{ node: first, next: 0 }];
  const open = new Set([first]);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const edge = top.node.edges[top.next++];
    if (edge === undefined) {
      top.node.traces = together(top.node);
      open.delete(top.node);
      stack.pop();
    } else if (edge.to.traces === undefined) {
      if (open.has(edge.to)) throw new Error("executions go around a cycle");
      open.add(edge.to);
      stack.push({ node: edge.to, next: 0 });
    }
  }
  return first.traces as ReadonlySet<string>;
}

function together({ edges, mayEnd }: Node): ReadonlySet<string> {
  const [only] = edges;
  if (only !== undefined && edges.length === 1 && only.shown.length === 0 && !mayEnd)
    return only.to.traces as ReadonlySet<string>;
  const traces = new Set<string>(mayEnd ? [""] : []);
  for (const { shown, to } of edges)
    for (const rest of to.traces as ReadonlySet<string>)
      traces.add([...shown, rest].filter((part) => part !== "").join("; "));
  return traces;
}

/** The traces as each process by itself sees them: without the order of events at different processes. */
export function apart({ traces }: Seen): string[] {
  const projected = traces.map((trace) => {
    const [inputs = "", ...events] = trace.split("; ");
    const order = (text: string): string => text.split(" ")[0] as string;
    const sorted = events
      .map((event, i) => ({ event, i }))
      .toSorted((a, b) => order(a.event).localeCompare(order(b.event)) || a.i - b.i);
    return [inputs, ...sorted.map(({ event }) => event)].join("; ");
  });
  return [...new Set(projected)].sort();
}
