/**
 * Tiny systems that are seen as letters, and what of them is admissible, spelled out without Lightcone: one
 * process has walkers, which are timers, and actions. Where walkers are is not seen.
 */
import { protocol, role, type Context, type Message, type Property, type Protocol } from "lightcone";
import type { Random } from "../../src/base/random.ts";

/** A walker: where it can go from each place, and the letter that it shows there; none: the one before. */
interface Walker {
  readonly ways: readonly (readonly number[])[];
  readonly letters: readonly (string | undefined)[];
}

/** An action: the letter at which it can be done, and the letter that it shows. */
interface Action {
  readonly at: string;
  readonly shows: string;
  readonly owed: "never" | "just" | "compassionate";
}

/** A system. */
export interface Drawn {
  readonly first: string;
  readonly walkers: readonly Walker[];
  readonly actions: readonly Action[];
}

/** The size of systems that are drawn: how many walkers at most, and of how many places. */
interface DrawnSize {
  readonly places: number;
  readonly walkers: number;
  /** The letters that are shown, two at least; default `ab`. */
  readonly letters?: string;
}

/** A system, drawn from a seed. */
export function drawnSystem(random: Random, { places, walkers, letters = "ab" }: DrawnSize): Drawn {
  const letter = (): string => letters[random.below(letters.length)] as string;
  const otherThan = (one: string): string => {
    const others = [...letters].filter((other) => other !== one);
    return others[others.length === 1 ? 0 : random.below(others.length)] as string;
  };
  return {
    first: letter(),
    walkers: Array.from({ length: random.below(walkers + 1) }, () => ({
      ways: Array.from({ length: places }, () =>
        Array.from({ length: random.below(3) }, () => random.below(places)),
      ),
      letters: Array.from({ length: places }, () => (random.below(2) === 0 ? undefined : letter())),
    })),
    actions: Array.from({ length: random.below(3) }, () => {
      const from = letter();
      const owed = (["never", "just", "compassionate"] as const)[random.below(3)] ?? "never";
      return { at: from, shows: otherThan(from), owed };
    }),
  };
}

/** The fairness that is asked for of a system: that of its compassionate actions. */
export function fairnessOf({ actions }: Drawn): object {
  const compassion = actions.flatMap(({ owed }, i) =>
    owed === "compassionate" ? [{ kind: "may", action: `act${i}` }] : [],
  );
  return compassion.length === 0 ? {} : { fairness: { compassion } };
}

/** A system as a protocol. */
export function protocolOf(
  { first, walkers, actions }: Drawn,
  properties: Record<string, unknown> = {},
): Protocol {
  type State = { looks: string };
  const timers = walkers.flatMap(({ ways, letters }, w) =>
    ways.map((next, place) => [
      `w${w}at${place}`,
      (state: State, { choose, setTimer }: Context<Message>): void => {
        const there = choose([...next]);
        state.looks = letters[there] ?? state.looks;
        if (ways[there]?.length) setTimer(`w${w}at${there}`);
      },
    ]),
  );
  const acts = (isOwed: boolean): object =>
    Object.fromEntries(
      actions.flatMap(({ at, shows, owed }, i) =>
        (owed === "just") === isOwed
          ? [
              [
                `act${i}`,
                {
                  while: ({ looks }: State) => looks === at,
                  do: (state: State) => void (state.looks = shows),
                },
              ],
            ]
          : [],
      ),
    );
  return protocol()({
    name: "drawn",
    roles: {
      process: role({
        initially({ setTimer }) {
          for (const [w, { ways }] of walkers.entries()) if (ways[0]?.length) setTimer(`w${w}at0`);
          return { looks: first };
        },
        uponTimeout: Object.fromEntries(timers) as never,
        may: acts(false) as never,
        must: acts(true) as never,
      }),
    },
    properties: properties as Record<string, Property<unknown>>,
  }) as Protocol;
}

/** A configuration: where walkers are, and the letter. */
interface Node {
  readonly places: readonly number[];
  readonly letter: string;
  readonly edges: { readonly to: number; readonly pays: string }[];
  /** What is owed as long as it is possible, and what if it is possible again and again. */
  readonly just: readonly string[];
  readonly compassionate: readonly string[];
  /** Whether nothing has to happen. */
  readonly isEnd: boolean;
}

/** All configurations of a system: the first is the initial one. */
export function spelledOut({ first, walkers, actions }: Drawn): readonly Node[] {
  const nodes: Node[] = [];
  const numbers = new Map<string, number>();
  const nodeOf = (places: readonly number[], letter: string): number => {
    const key = `${places.join()} ${letter}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const possible = actions.flatMap((action, i) =>
      action.at === letter ? [{ ...action, name: `act${i}` }] : [],
    );
    const moving = walkers.flatMap(({ ways }, w) => {
      const place = places[w] as number;
      return ways[place]?.length ? [`w${w}at${place}`] : [];
    });
    const just = [...moving, ...possible.filter(({ owed }) => owed === "just").map(({ name }) => name)];
    const compassionate = possible.filter(({ owed }) => owed === "compassionate").map(({ name }) => name);
    const isEnd = just.length + compassionate.length === 0;
    const number = nodes.push({ places, letter, edges: [], just, compassionate, isEnd }) - 1;
    numbers.set(key, number);
    const { edges } = nodes[number] as Node;
    for (const [w, { ways, letters }] of walkers.entries()) {
      const place = places[w] as number;
      for (const there of ways[place] ?? [])
        edges.push({ to: nodeOf(places.with(w, there), letters[there] ?? letter), pays: `w${w}at${place}` });
    }
    for (const { name, shows } of possible) edges.push({ to: nodeOf(places, shows), pays: name });
    return number;
  };
  nodeOf(
    walkers.map(() => 0),
    first,
  );
  return nodes;
}

/** A graph in which it is asked whether one can go on for ever. */
interface Going {
  readonly edges: readonly { readonly to: number; readonly pays: readonly string[] }[];
  readonly just: readonly string[];
  readonly compassionate: readonly string[];
}

/** Whether one can go on for ever within some nodes, and pay what is owed. */
function canGoOn(graph: readonly Going[], within: readonly number[]): boolean {
  const inside = (some: readonly number[], node: number): Going["edges"] =>
    (graph[node]?.edges ?? []).filter(({ to }) => some.includes(to));
  const reached = within.map((start) => {
    const found = new Set<number>();
    const todo = [start];
    for (let node = todo.pop(); node !== undefined; node = todo.pop())
      for (const { to } of inside(within, node)) {
        if (found.has(to)) continue;
        found.add(to);
        todo.push(to);
      }
    return found;
  });
  const component = (i: number): number[] =>
    within.filter((other, j) => reached[i]?.has(other) && reached[j]?.has(within[i] as number));
  const all = within.map((_, i) => component(i)).filter((one) => one.length > 0);
  const components = new Map(all.map((one) => [one.join(), one]));
  return [...components.values()].some((one) => {
    const paid = new Set(one.flatMap((node) => inside(one, node).flatMap(({ pays }) => pays)));
    const owes = (node: number, kind: "just" | "compassionate", debt: string): boolean =>
      graph[node]?.[kind].includes(debt) === true;
    const unpaid = (kind: "just" | "compassionate"): string[] =>
      [...new Set(one.flatMap((node) => graph[node]?.[kind] ?? []))].filter((debt) => !paid.has(debt));
    if (unpaid("just").some((debt) => one.every((node) => owes(node, "just", debt)))) return false;
    const avoided = unpaid("compassionate");
    if (avoided.length === 0) return true;
    return canGoOn(
      graph,
      one.filter((node) => !avoided.some((debt) => owes(node, "compassionate", debt))),
    );
  });
}

/** Looks of an execution: a stem, and what comes again and again; nothing, where it ends. */
export interface Looks {
  readonly stem: readonly string[];
  readonly cycle: readonly string[];
}

function withoutStutter(looks: readonly string[]): string[] {
  return looks.filter((one, i) => one !== looks[i - 1]);
}

/** Whether a system has an execution that looks like this: an admissible one, or any. */
export function hasExecution(nodes: readonly Node[], { stem, cycle }: Looks, isOwing: boolean): boolean {
  const last = cycle.at(-1) ?? (stem.at(-1) as string);
  const round = cycle.filter((one, i) => one !== cycle[(i + 1) % cycle.length]);
  const rest = round.length === 0 ? [last] : round;
  const [begin = "", ...later] = withoutStutter(
    round.length === 0 ? [...stem, last] : [...stem, rest[0] as string],
  );
  const close = (some: readonly number[], letter: string): number[] => {
    const found = new Set(some.filter((node) => nodes[node]?.letter === letter));
    for (const node of found)
      for (const { to } of nodes[node]?.edges ?? []) if (nodes[to]?.letter === letter) found.add(to);
    return [...found];
  };
  const after = (some: readonly number[]): number[] =>
    some.flatMap((node) => (nodes[node]?.edges ?? []).map(({ to }) => to));
  const members = later.reduce((some, letter) => close(after(some), letter), close([0], begin));
  // Moments: a place in the round, and a configuration that looks like it.
  const moments = rest.flatMap((letter, place) =>
    nodes.flatMap((node, number) => (node.letter === letter ? [{ place, number }] : [])),
  );
  const numberOf = (place: number, number: number): number =>
    moments.findIndex((one) => one.place === place && one.number === number);
  const graph = moments.map(({ place, number }): Going => {
    const { edges, just, compassionate } = nodes[number] as Node;
    const next = (place + 1) % rest.length;
    return {
      edges: edges.flatMap(({ to, pays }) => {
        const letter = nodes[to]?.letter;
        if (letter === rest[place]) return [{ to: numberOf(place, to), pays: [pays] }];
        if (rest.length === 1 || letter !== rest[next]) return [];
        return [{ to: numberOf(next, to), pays: [pays, `round ${next}`] }];
      }),
      just: [...(isOwing ? just : []), ...(rest.length === 1 ? [] : rest.map((_, i) => `round ${i}`))],
      compassionate: isOwing ? compassionate : [],
    };
  });
  const reachable = new Set(members.map((number) => numberOf(0, number)));
  for (const one of reachable) for (const { to } of graph[one]?.edges ?? []) reachable.add(to);
  const isAtRest = ({ number }: { number: number }): boolean => !isOwing || nodes[number]?.isEnd === true;
  if (rest.length === 1 && [...reachable].some((one) => isAtRest(moments[one] as never))) return true;
  return canGoOn(graph, [...reachable]);
}

/** The looks of all admissible executions that repeat themselves, or end, after so many steps at most. */
export function* looksOf(nodes: readonly Node[], lengthMax: number): Generator<Looks> {
  interface Way {
    readonly numbers: readonly number[];
    readonly paid: readonly string[];
  }
  const todo: Way[] = [{ numbers: [0], paid: [] }];
  for (let way = todo.pop(); way !== undefined; way = todo.pop()) {
    const { numbers, paid } = way;
    const here = nodes[numbers.at(-1) as number] as Node;
    const letters = numbers.map((number) => nodes[number]?.letter as string);
    if (here.isEnd) yield { stem: letters, cycle: [] };
    for (let back = 0; back + 1 < numbers.length; back++) {
      if (numbers[back] !== numbers.at(-1)) continue;
      const round = numbers.slice(back + 1).map((number) => nodes[number] as Node);
      const isPaid = (debt: string): boolean => paid.slice(back).includes(debt);
      const isFair =
        here.just.every((debt) => isPaid(debt) || round.some(({ just }) => !just.includes(debt))) &&
        round.every(({ compassionate }) => compassionate.every(isPaid));
      if (isFair) yield { stem: letters.slice(0, back + 1), cycle: letters.slice(back + 1) };
    }
    if (numbers.length > lengthMax) continue;
    for (const { to, pays } of here.edges) todo.push({ numbers: [...numbers, to], paid: [...paid, pays] });
  }
}
