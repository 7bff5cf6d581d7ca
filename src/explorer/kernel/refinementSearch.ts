/**
 * Comparing the executions of a search that is over with those of a specification: each configuration is met
 * with every set of counterparts that executions come to it with, nearest first.
 */
import { Counterparts, NO_COUNTERPART } from "../../properties/counterparts.ts";
import type { RefinementAsked } from "../../properties/property.ts";
import { cutOff, heldWithin, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import { ABSENT, IntList, PairTable } from "../../tables/integers.ts";
import type { Network } from "../../tables/network.ts";
import { fickle } from "../../tables/askedAgain.ts";
import type { RepeatedRefinement } from "../../tables/repeatedRefinement.ts";
import { TableView } from "../../tables/tableView.ts";
import type { Way } from "../endless/lasso.ts";
import type { Expansion } from "./expansion.ts";
import { endlessRoom, type HasRoom } from "./room.ts";
import { StepGraph } from "./stepGraph.ts";
import { NOWHERE } from "./visited.ts";
import { scheduleAlong } from "./walks.ts";

/** The number of configurations whose steps are found again between two looks at whether that is enough. */
const STRIDE = 2_000;

/** So many configurations are shown to copies, too, and of later ones those that look like none before. */
const REPEATED_MAX = 4_096;

/** A look at whether a specification has all executions of an expansion. */
export class RefinementSearch {
  private readonly refined: RefinementAsked;
  private readonly repeated: RepeatedRefinement;
  private readonly hasRoom: HasRoom;
  private readonly steps: StepGraph;
  private readonly counterparts: Counterparts;
  /** The places that are met: a configuration and a set, and the place and edge from which it was met. */
  private readonly nodes = new IntList();
  private readonly sets = new IntList();
  private readonly from = new IntList();
  private readonly by = new IntList();
  private readonly places = new PairTable();

  constructor(
    network: Network,
    { refined, repeated }: { readonly refined: RefinementAsked; readonly repeated: RepeatedRefinement },
    { expansion, hasRoom = endlessRoom }: { readonly expansion: Expansion; readonly hasRoom?: HasRoom },
  ) {
    this.refined = refined;
    this.repeated = repeated;
    this.hasRoom = hasRoom;
    this.steps = new StepGraph(network, expansion);
    this.counterparts = new Counterparts(refined.specification, (...noted) => repeated.goesOn(...noted));
  }

  get bytes(): number {
    return [this.nodes, this.sets, this.from, this.by, this.places].reduce(
      (sum, one) => sum + one.bytes,
      this.steps.bytes,
    );
  }

  /** Goes on. @param cutoff why the expansion ended early, if it did. @returns the verdict, if known */
  advance(cutoff: Cutoff | undefined): Verdict | undefined {
    const { steps } = this;
    const { expansion, network } = steps;
    if (expansion.hashed) return { verdict: "unknown", reason: { kind: "hashed" } };
    if (!steps.hasBegun && !this.hasRoom(StepGraph.bytesFor(expansion)))
      return cutOff("memory", expansion.visited.count);
    if (steps.advance(STRIDE)) return undefined;
    const stem = this.wayWithoutCounterpart();
    this.repeated.flush();
    if (stem !== undefined) return { verdict: "violated", schedule: scheduleAlong(steps, { stem }) };
    return cutoff === undefined
      ? heldWithin(network.system.within, expansion)
      : cutOff(cutoff, expansion.configurations);
  }

  /** A shortest way of which the specification has no counterpart; undefined if there is none. */
  private wayWithoutCounterpart(): Way | undefined {
    const { steps, counterparts } = this;
    const looks = this.allLooks();
    for (let node = 0; node < steps.expansion.initial; node++) {
      const place = this.meet(node, counterparts.begin(looks[node] as string), [NOWHERE, NOWHERE]);
      if (place !== undefined) return place;
    }
    for (let place = 0; place < this.nodes.length; place++) {
      const [node, set] = [this.nodes.at(place), this.sets.at(place)];
      for (let edge = steps.first[node] as number; edge < (steps.first[node + 1] as number); edge++) {
        const next = steps.to[edge] as number;
        const found = this.meet(next, counterparts.next(set, looks[next] as string), [place, edge]);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /**
   * The look of each configuration; each is asked for again, in another order. Of the first ones, and of the
   * first of each look, copies are asked, too. @throws ProtocolError
   */
  private allLooks(): readonly string[] {
    const { steps, refined, repeated } = this;
    const view = new TableView(steps.network);
    const known = new Set<string>();
    const lookOf = (node: number): string => refined.looks(view.of(steps.valuesOf(node)));
    const looks = Array.from({ length: steps.size }, (_, node) => {
      const look = lookOf(node);
      if (node < REPEATED_MAX || !known.has(look))
        repeated.shown(steps.network.configuration(steps.valuesOf(node)), look);
      known.add(look);
      return look;
    });
    for (let node = steps.size - 1; node >= 0; node--)
      if (lookOf(node) !== looks[node])
        throw fickle({ subject: repeated.property.subject, about: "configuration" });
    return looks;
  }

  /** Meets a configuration with a set. @returns the way to it, if the set is empty */
  private meet(node: number, set: number, [from, by]: readonly [number, number]): Way | undefined {
    if (this.places.get(node, set) !== ABSENT) return undefined;
    const place = this.nodes.length;
    this.places.add(node, set, place);
    this.nodes.push(node);
    this.sets.push(set);
    this.from.push(from);
    this.by.push(by);
    return set === NO_COUNTERPART ? this.wayTo(place) : undefined;
  }

  private wayTo(end: number): Way {
    const [nodes, edges] = [[this.nodes.at(end)], [] as number[]];
    for (let place = end; this.from.at(place) !== NOWHERE; place = this.from.at(place)) {
      edges.unshift(this.by.at(place));
      nodes.unshift(this.nodes.at(this.from.at(place)));
    }
    return { nodes, edges };
  }
}
