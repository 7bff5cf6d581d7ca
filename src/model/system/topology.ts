/**
 * Topologies: who can send to whom. Processes are numbered 0 … n - 1 here, in the order of the roles;
 * users count from 1.
 */
import { at } from "../../base/assert.ts";
import { seeded, type Random } from "../../base/random.ts";
import { UsageError } from "../error.ts";

/** A directed link from one process to another, by number. */
export type Link = readonly [from: number, to: number];

/** A family of graphs. */
export interface Topology {
  /** The text that users write, such as `ring` or `grid:2x3`. */
  readonly text: string;
  /** The number of processes, where the topology fixes it. */
  readonly size?: number;
  /** The links among n processes. @throws UsageError if there is no such graph of n processes. */
  links(n: number): Link[];
}

/** Options that all topologies have. */
export interface Linking {
  /** Each process can also send to itself, which is then the last of its neighbours. */
  readonly self?: boolean;
}

/** Options of the topologies that may be directed. */
export interface Directed extends Linking {
  /** Links go one way only: to the next process, away from the hub or root, from lower to higher. */
  readonly directed?: boolean;
}

type LinksOf = (n: number) => Link[];

/** Options of a family whose number of processes may be fixed. */
interface Sized extends Directed {
  readonly size?: number;
}

function family(name: string, edges: LinksOf, { directed = false, self = false, size }: Sized): Topology {
  const linked = (n: number): Link[] => {
    const links = new Map<string, Link>();
    const add = (link: Link): unknown => links.set(link.join(), link);
    for (const [a, b] of edges(n)) {
      add([a, b]);
      if (!directed) add([b, a]);
    }
    if (self) for (const one of range(n)) add([one, one]);
    return [...links.values()];
  };
  const text = `${name}${directed ? ":directed" : ""}${self ? ":self" : ""}`;
  return size === undefined ? { text, links: linked } : { text, size, links: linked };
}

/** A family of which no member links a process to itself, but for the option. */
function between(edges: LinksOf): LinksOf {
  return (n) => edges(n).filter(([a, b]) => a !== b);
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** The complete graph: everybody can send to everybody else. */
export function complete(options: Linking = {}): Topology {
  const all: LinksOf = (n) => range(n).flatMap((a) => range(n).map((b): Link => [a, b]));
  return family("complete", between(all), options);
}

/** p1 - p2 - … - pn - p1. The first neighbour of each process is its successor. */
export function ring(options: Directed = {}): Topology {
  return family(
    "ring",
    between((n) => range(n).map((a) => [a, (a + 1) % n])),
    options,
  );
}

/** p1 - p2 - … - pn. */
export function line(options: Directed = {}): Topology {
  return family("line", (n) => range(n - 1).map((a) => [a, a + 1]), options);
}

/** The first process is the hub. */
export function star(options: Directed = {}): Topology {
  return family(
    "star",
    (n) =>
      range(n)
        .slice(1)
        .map((leaf) => [0, leaf]),
    options,
  );
}

/** The complete binary tree, filled level by level: the parent of p(i) is p(⌊i / 2⌋). */
export function tree(options: Directed = {}): Topology {
  return family(
    "tree",
    (n) =>
      range(n)
        .slice(1)
        .map((child) => [(child - 1) >> 1, child]),
    options,
  );
}

/** Rows × columns, numbered row by row. */
export function grid(rows: number, columns: number, options: Directed = {}): Topology {
  const edges = (): Link[] =>
    range(rows * columns).flatMap((cell) => {
      const right: Link[] = (cell + 1) % columns === 0 ? [] : [[cell, cell + 1]];
      const below: Link[] = cell + columns >= rows * columns ? [] : [[cell, cell + columns]];
      return [...right, ...below];
    });
  return fixed(`grid:${rows}x${columns}`, edges, { ...options, size: rows * columns });
}

/** 2ᵈ processes; two are neighbours if their numbers, from 0, differ in one bit. */
export function hypercube(dimension: number, options: Directed = {}): Topology {
  const size = 2 ** dimension;
  const edges = (): Link[] =>
    range(size).flatMap((a) =>
      range(dimension)
        .filter((bit) => !(a & (1 << bit)))
        .map((bit): Link => [a, a | (1 << bit)]),
    );
  return fixed(`hypercube:${dimension}`, edges, { ...options, size });
}

/**
 * A connected random graph: a random tree (each process linked to an earlier one), and every other pair
 * with the given probability. The same seed gives the same graph.
 */
export function randomGraph(probability: number, seed: number, options: Directed = {}): Topology {
  const edges = (n: number): Link[] => {
    const random = seeded(seed);
    const links = new Map<number, Link>();
    const add = (a: number, b: number): void => void links.set(a * n + b, [a, b]);
    for (let b = 1; b < n; b++) add(random.below(b), b);
    // Pairs (a, b) with a < b, row by row; from one that is there to the next, at one go.
    let [a, b] = [-1, 1];
    while (b < n) {
      a += skipped(probability, random);
      while (b < n && a >= b) a -= b++;
      if (b < n) add(a, b);
    }
    return [...links.values()];
  };
  return family(`random:${probability}:${seed}`, edges, options);
}

/**
 * The distance to the next pair that is linked, if each is with the same probability (Batagelj & Brandes,
 * Efficient generation of large random networks, Physical Review E 71, 2005): so that a sparse graph of
 * 100,000 processes takes time for its edges, and not for all pairs.
 */
function skipped(probability: number, random: Random): number {
  if (probability >= 1) return 1;
  if (probability <= 0) return Number.MAX_SAFE_INTEGER;
  const uniform = (random.next() + 1) / 0x1_0000_0001;
  return 1 + Math.floor(Math.log(uniform) / Math.log1p(-probability));
}

/** Options of a list of edges. */
export interface Edges extends Directed {
  /** The number of processes, of which some may be in no edge. Default: the largest that is in one. */
  readonly processes?: number;
}

/** An explicit list of edges between processes numbered from 1; one that leads back is a link to oneself. */
export function edges(list: readonly Link[], { processes, ...options }: Edges = {}): Topology {
  const least = Math.max(1, ...list.flat());
  const size = processes ?? least;
  const pairs = `edges:${list.map(([a, b]) => `${a}-${b}`).join(",")}`;
  const text = processes === undefined ? pairs : `${pairs}:${processes}`;
  if (size < least || !Number.isInteger(size))
    throw new UsageError(
      `The topology ${text} links process ${least}, and is for ${size} processes.`,
      "Give it a larger number, or leave that out.",
    );
  return fixed(text, () => list.map(([a, b]) => [a - 1, b - 1]), { ...options, size });
}

function fixed(name: string, edges: LinksOf, options: Directed & { readonly size: number }): Topology {
  const { size } = options;
  const checked: LinksOf = (n) => {
    if (n === size) return edges(n);
    throw new UsageError(
      `The topology ${name} has ${size} processes, and the system has ${n}.`,
      "Give both the same number, or choose another topology.",
    );
  };
  return family(name, checked, options);
}

const FORMS =
  "complete, ring, line, star, tree, grid:ROWSxCOLUMNS, hypercube:DIMENSION, random:PROBABILITY:SEED, " +
  "edges:1-2,2-3,…; with a number of processes where none is implied (ring:5) or others have no links " +
  '(edges:1-2:4), with ":directed", and with ":self", so that each process can send to itself.';

/**
 * Reads a topology as users write it: one of `FORMS`, where complete, ring, line, star, tree and
 * random may be followed by `:N` (the number of processes, last), all but complete by `:directed`, and all by
 * `:self`.
 * @throws UsageError that lists what is possible.
 */
export function parseTopology(text: string): Topology {
  const words = text.split(":");
  const endsWith = (word: string): boolean => words.at(-1) === word && words.pop() !== undefined;
  const self = endsWith("self");
  const directed = endsWith("directed");
  const [kind = "", ...parameters] = words;
  const known = FAMILIES.get(kind)?.(parameters, { directed, self });
  if (known === undefined || (directed && kind === "complete")) {
    const choice = { given: kind, possible: [...FAMILIES.keys()] };
    throw new UsageError(`There is no topology "${text}".`, `Possible are ${FORMS}`, choice);
  }
  return known;
}

type Family = (parameters: readonly string[], options: Directed) => Topology | undefined;

/** A family with at most one parameter: the number of processes. */
function sizable(family: (options: Directed) => Topology): Family {
  return ([size, ...more], options) => (more.length > 0 ? undefined : withSize(family(options), size));
}

/** The readers of parameters, by kind of topology; each gives undefined for what the kind does not take. */
const FAMILIES: ReadonlyMap<string, Family> = new Map<string, Family>([
  ["complete", sizable(complete)],
  ["ring", sizable(ring)],
  ["line", sizable(line)],
  ["star", sizable(star)],
  ["tree", sizable(tree)],
  ["grid", readGrid],
  ["hypercube", readHypercube],
  ["random", readRandom],
  ["edges", readEdges],
]);

function readGrid([text = "", ...more]: readonly string[], options: Directed): Topology | undefined {
  const size = /^([1-9]\d{0,5})x([1-9]\d{0,5})$/.exec(text);
  if (size === null || more.length > 0) return undefined;
  return grid(Number(size[1]), Number(size[2]), options);
}

function readHypercube([text = "", ...more]: readonly string[], options: Directed): Topology | undefined {
  if (!/^[1-9]$/.test(text) || more.length > 0) return undefined;
  return hypercube(Number(text), options);
}

function readRandom(parameters: readonly string[], options: Directed): Topology | undefined {
  const [probability = "", seed = "", size] = parameters;
  const good = /^(0|1|0?\.\d+)$/.test(probability) && /^\d{1,15}$/.test(seed) && parameters.length <= 3;
  return good ? withSize(randomGraph(Number(probability), Number(seed), options), size) : undefined;
}

function readEdges([text = "", size, ...more]: readonly string[], options: Directed): Topology | undefined {
  const isList = /^[1-9]\d{0,5}-[1-9]\d{0,5}(,[1-9]\d{0,5}-[1-9]\d{0,5})*$/.test(text);
  if (!isList || more.length > 0 || (size !== undefined && !SIZE.test(size))) return undefined;
  const list = text.split(",").map((edge) => edge.split("-").map(Number) as [number, number]);
  return edges(list, size === undefined ? options : { ...options, processes: Number(size) });
}

const SIZE = /^[1-9]\d{0,5}$/;

/** `topology`, its size fixed by a parameter if there is one; undefined if that is no number. */
function withSize(topology: Topology, parameter: string | undefined): Topology | undefined {
  if (parameter === undefined) return topology;
  return SIZE.test(parameter) ? { ...topology, size: Number(parameter) } : undefined;
}

/** The ids of the processes that each process can send to, by its number, in the topology's order. */
export function neighborsOf(ids: readonly string[], topology: Topology): readonly (readonly string[])[] {
  const neighbors = ids.map((): string[] => []);
  for (const [from, to] of topology.links(ids.length)) at(neighbors, from).push(at(ids, to));
  return neighbors.map((list) => Object.freeze(list));
}
