/**
 * Judging how often others go first, on the steps of a search that is over. Where letters and timers are left
 * out, so are steps that change nothing else: in them nobody begins to wait, or comes to its turn.
 */
import type { NamedProperty } from "../../properties/property.ts";
import { isKeptWaiting } from "../../properties/kinds/boundedWaiting.ts";
import type { Truths } from "../../properties/kinds/kind.ts";
import { cutOff, heldWithin, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import type { Judge } from "../../tables/judge.ts";
import type { Network } from "../../tables/network.ts";
import { overtaking } from "../endless/overtaking.ts";
import type { Expansion } from "./expansion.ts";
import { endlessRoom, type HasRoom } from "./room.ts";
import { StepGraph } from "./stepGraph.ts";
import { scheduleAlong } from "./walks.ts";

/** The number of configurations whose steps are found again between two looks at whether that is enough. */
const STRIDE = 2_000;

/** A look at who goes first, at the configurations of an expansion. */
export class TurnsSearch {
  private readonly property: NamedProperty;
  private readonly judges: readonly Judge[];
  private readonly hasRoom: HasRoom;
  private readonly steps: StepGraph;
  /** Whether somebody waits, as far as it has come. */
  isTested = false;

  constructor(
    network: Network,
    property: NamedProperty,
    {
      expansion,
      judges,
      hasRoom = endlessRoom,
    }: { readonly expansion: Expansion; readonly judges: readonly Judge[]; readonly hasRoom?: HasRoom },
  ) {
    this.property = property;
    this.judges = judges;
    this.hasRoom = hasRoom;
    this.steps = new StepGraph(network, expansion);
  }

  get bytes(): number {
    return this.steps.bytes;
  }

  /** Goes on. @param cutoff why the expansion ended early, if it did. @returns the verdict, if known */
  advance(cutoff: Cutoff | undefined): Verdict | undefined {
    const { steps, property } = this;
    const { expansion, network } = steps;
    const { count } = expansion.visited;
    if (expansion.hashed) return { verdict: "unknown", reason: { kind: "hashed" } };
    if (!steps.hasBegun && !this.hasRoom(StepGraph.bytesFor(expansion))) return cutOff("memory", count);
    if (steps.advance(STRIDE)) return undefined;
    const truths = Array.from({ length: steps.size }, (_, node) => this.truthsIn(steps.valuesOf(node)));
    this.isTested = truths.some(isKeptWaiting);
    const graph = { size: steps.size, first: steps.first, to: steps.to };
    const stem = overtaking(graph, truths, property.bound ?? 0);
    if (stem !== undefined) return { verdict: "violated", schedule: scheduleAlong(steps, { stem }) };
    return cutoff === undefined
      ? heldWithin(network.system.within, expansion)
      : cutOff(cutoff, expansion.configurations);
  }

  private truthsIn(values: Int32Array): Truths {
    return this.judges.map((judge) => judge.isTrue(values));
  }
}
