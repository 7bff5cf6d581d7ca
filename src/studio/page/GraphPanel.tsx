/** The graph of all configurations of a small system, with the way that one has gone. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ConfigurationGraph, GraphNode } from "../conversation.ts";
import { Cross } from "./shapes.tsx";
import type { GraphPlan } from "./graphPlan.ts";
import type { Studio } from "./studio.ts";

/** The graph; its layout is computed elsewhere, and loaded when it is first seen. */
export function GraphView({ studio }: { readonly studio: Studio }): JSX.Element {
  const { graph } = studio.state;
  const [plan, setPlan] = useState<PlannedGraph>();
  const [chosen, setColouring] = useState<Colouring>("property");
  useEffect(() => {
    if (graph === undefined) return;
    void import("./graphPlan.ts").then(({ planOfGraph }) => setPlan({ of: graph, plan: planOfGraph(graph) }));
  }, [graph]);
  const scroller = useHereInView(plan);
  if (graph === undefined || plan?.of !== graph) return <div class="graph-view dim">Drawing the graph…</div>;
  const { nodes, edges, width, height } = plan.plan;
  const [possible, way] = [possibleColourings(graph), graph.path];
  const colouring = possible.includes(chosen) ? chosen : "property";
  const [here, walked] = [way.at(-1), new Set(way.slice(1).map((to, i) => `${way[i]} ${to}`))];
  return (
    <div class="graph-view">
      <div class="chips">
        {possible.map((one) => (
          <button key={one} class={one === colouring ? "chip on" : "chip"} onClick={() => setColouring(one)}>
            {COLOURINGS[one]}
          </button>
        ))}
        {colouring === "valence" &&
          graph.values.map((value, v) => (
            <span key={value} class="value">
              <i style={{ background: colourOfValue(v) }} />
              {value}
            </span>
          ))}
        <span class="dim">
          {graph.isCut
            ? `There are more than can be drawn: these ${graph.nodes.length} are near to where you are.`
            : `${graph.nodes.length} configurations, ${graph.edges.length} transitions. Nothing is left out.`}
        </span>
      </div>
      <div class="graph-scroll" ref={scroller}>
        <svg width={width} height={height} role="group" aria-label="Configuration graph">
          {edges.map(({ from, to, path, isBack }) => {
            const kind = walked.has(`${from} ${to}`) ? "walked" : isBack ? "back" : "";
            return <path key={`${from} ${to}`} class={`edge ${kind}`} d={path} />;
          })}
          {nodes.map(({ number, x, y }) => {
            const node = graph.nodes[number];
            return node === undefined ? null : (
              <g
                key={number}
                class={number === here ? "node here" : "node"}
                role="button"
                tabIndex={0}
                aria-label={`${node.events.at(-1) ?? "the start"}${number === here ? ": you are here" : ""}`}
                onClick={() => void goTo(studio, node)}
                onKeyDown={(event) => goByEnter(event, studio, node)}
              >
                <title>{titleOf(node, graph.values)}</title>
                <NodeShape node={node} x={x} y={y} colouring={colouring} />
                {colouring === "valence" && <Valence node={node} x={x} y={y} />}
                {number === here && (
                  <text class="you" x={x + 18} y={y - 12}>
                    you are here
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </div>
    </div>
  );
}

/** A graph, and where everything of it is. */
interface PlannedGraph {
  readonly of: ConfigurationGraph;
  readonly plan: GraphPlan;
}

/** The scroller of a graph: when another is drawn, the configuration in which one is comes into view. */
function useHereInView(planned: PlannedGraph | undefined): { readonly current: HTMLDivElement | null } {
  const scroller = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const here = planned?.plan.nodes.find(({ number }) => number === planned.of.path.at(-1));
    const { current } = scroller;
    if (here === undefined || current === null) return;
    current.scrollTo(here.x - current.clientWidth / 2, here.y - current.clientHeight / 2);
  }, [planned]);
  return scroller;
}

/** The respect in which nodes are coloured. */
type Colouring = keyof typeof COLOURINGS;

const COLOURINGS = {
  property: "which property is false",
  decided: "who has decided",
  valence: "what can still be decided",
};

/** The colourings that tell something. */
function possibleColourings({ values, nodes }: ConfigurationGraph): Colouring[] {
  if (values.length === 0) return ["property"];
  const isTold = nodes.every(({ decidable }) => decidable !== undefined);
  return isTold ? ["property", "decided", "valence"] : ["property", "decided"];
}

const colourOfValue = (value: number): string => `var(--p${value + 1})`;

/** The values that can still be decided in a configuration: one colour, or a slice of each. */
function Valence({ node, x, y }: NodePlace): JSX.Element {
  const { decidable = [], isEnd } = node;
  const [only] = decidable;
  if (only !== undefined && decidable.length === 1)
    return isEnd ? (
      <rect x={x - 7} y={y - 7} width={14} height={14} fill={colourOfValue(only)} />
    ) : (
      <circle cx={x} cy={y} r={8} fill={colourOfValue(only)} />
    );
  const turn = (2 * Math.PI) / decidable.length;
  const point = (i: number): string => `${x - 8 * Math.sin(i * turn)} ${y - 8 * Math.cos(i * turn)}`;
  return (
    <>
      {decidable.map((value, i) => (
        <path
          key={value}
          fill={colourOfValue(value)}
          d={`M${x} ${y}L${point(i)}A8 8 0 0 0 ${point(i + 1)}Z`}
        />
      ))}
    </>
  );
}

interface NodePlace {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
}

function NodeShape({ node, x, y, colouring }: NodePlace & { readonly colouring: Colouring }): JSX.Element {
  const isBad = colouring === "property" && node.refuted.length > 0;
  const decided = colouring === "decided" ? node.decided.length : 0;
  return (
    <>
      <circle class="halo" cx={x} cy={y} r={14} />
      {node.isEnd ? (
        <rect class={isBad ? "dot bad" : "dot"} x={x - 7} y={y - 7} width={14} height={14} />
      ) : (
        <circle class={isBad ? "dot bad" : decided > 0 ? "dot decided" : "dot"} cx={x} cy={y} r={8} />
      )}
      {isBad && <Cross x={x} y={y} size={3.6} />}
      {decided > 0 && (
        <text x={x} y={y + 4} text-anchor="middle" class="in-node">
          {decided}
        </text>
      )}
    </>
  );
}

/** Goes to a configuration, by the way on which it was found. */
async function goTo(studio: Studio, { events }: GraphNode): Promise<void> {
  const { system, inputs } = studio.state;
  await studio.openSchedule(system?.inputs[inputs], events);
  studio.show("graph");
}

function goByEnter(event: KeyboardEvent, studio: Studio, node: GraphNode): void {
  if (event.key !== "Enter") return;
  // Elsewhere, this key takes the selected event.
  event.stopPropagation();
  void goTo(studio, node);
}

function titleOf(
  { depth, refuted, decided, decidable = [], isEnd }: GraphNode,
  values: readonly string[],
): string {
  const can = decidable.map((value) => values[value]).join(" or ");
  return [
    `after ${depth} steps`,
    ...(isEnd ? ["nothing can happen any more"] : []),
    ...refuted.map((name) => `${name} is false`),
    ...decided.map((text) => `decided: ${text}`),
    ...(can === "" ? [] : [`${can} can be decided`]),
  ].join("\n");
}
