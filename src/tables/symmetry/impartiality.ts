/**
 * The verification that properties do not tell processes apart: their answers about a configuration are those
 * about what it becomes when processes change places. What properties can see of a configuration is what they
 * have ever read of it; so each combination of that is asked about once, with all that it becomes.
 */
import { at } from "../../base/assert.ts";
import { ABSENT, IntList, ListInterner } from "../integers.ts";
import { Lens, type Judge } from "../judge.ts";
import type { Network } from "../network.ts";
import type { Permutation } from "./permutation.ts";
import { ToldApart, type Telling } from "./toldApart.ts";

/** The part of one slot that is read. */
interface Sight {
  readonly slot: number;
  readonly lenses: readonly Lens[];
  /** By value of the slot: the id of all that the lenses show. */
  readonly ids: IntList;
  readonly shown: ListInterner;
}

/** Whether some properties treat processes alike. */
export class Impartiality {
  private readonly network: Network;
  private readonly generators: readonly Permutation[];
  /** All that is read, in all processes alike, and how many facets judges had read when that was found. */
  private sights: readonly Sight[] = [];
  private reads = -1;
  private seen = new ListInterner();
  /** The ids of what is seen of one configuration, and one that it becomes: written anew for each. */
  private shown: number[] = [];
  private readonly becoming: Int32Array;

  constructor(network: Network, generators: readonly Permutation[]) {
    this.network = network;
    this.generators = generators;
    this.becoming = new Int32Array(network.slots.length);
  }

  get bytes(): number {
    return this.sights.reduce((sum, { ids, shown }) => sum + ids.bytes + shown.bytes, this.seen.bytes);
  }

  /** Asks about a configuration and all that it becomes. @throws ToldApart, ProtocolError */
  verify(judges: readonly Judge[], values: Int32Array): void {
    do {
      if (readsOf(judges) !== this.reads) this.look(judges);
      if (!this.isNew(values)) return;
      this.follow(judges, values);
      // What is seen now may be more than what told the configurations apart that were asked about.
    } while (readsOf(judges) !== this.reads);
  }

  /** Looks, in all processes that change places, at whatever judges have read of any of them. */
  private look(judges: readonly Judge[]): void {
    this.reads = readsOf(judges);
    const facets = new Map<number, Set<string>>();
    const waiting = judges.flatMap((judge) => judge.lenses.map(({ slot, facet }) => ({ slot, facet })));
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { slot, facet } = next;
      const known = facets.get(slot) ?? new Set();
      if (known.has(facet)) continue;
      facets.set(slot, known.add(facet));
      for (const generator of this.generators) waiting.push({ slot: generator.slot(slot), facet });
    }
    this.sights = [...facets].map(([slot, names]) => ({
      slot,
      lenses: [...names].map((facet) => new Lens(this.network, slot, facet)),
      ids: new IntList(),
      shown: new ListInterner(),
    }));
    this.shown = this.sights.map(() => ABSENT);
    this.seen = new ListInterner();
  }

  /** Whether what is seen of a configuration has never been seen. */
  private isNew(values: Int32Array): boolean {
    const { sights, shown, seen } = this;
    for (let i = 0; i < sights.length; i++) {
      const sight = sights[i] as Sight;
      shown[i] = idOf(sight, values[sight.slot] as number);
    }
    const before = seen.count;
    return seen.id(shown) === before;
  }

  /** Compares the answers about all that a configuration becomes, as far as that looks new. */
  private follow(judges: readonly Judge[], first: Int32Array): void {
    const answers = judges.map((judge) => judge.isTrue(first));
    const waiting: Int32Array[] = [first.slice()];
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      for (const generator of this.generators) {
        const { becoming } = this;
        become(generator, row, becoming);
        if (!this.isNew(becoming)) continue;
        const partial = judges.findIndex((judge, i) => judge.isTrue(becoming) !== answers[i]);
        if (partial !== -1) throw new ToldApart(new Map([[generator, tellingOf(at(judges, partial))]]));
        waiting.push(becoming.slice());
      }
    }
  }
}

function tellingOf({ property }: Judge): Telling {
  return { kind: "property", property: property.name };
}

function readsOf(judges: readonly Judge[]): number {
  return judges.reduce((sum, { lenses }) => sum + lenses.length, 0);
}

function idOf(sight: Sight, value: number): number {
  const { ids } = sight;
  const known = value < ids.length ? ids.at(value) : ABSENT;
  return known === ABSENT ? newIdOf(sight, value) : known;
}

/** The id of what is seen of a value for the first time: apart, for its closure is made at each call. */
function newIdOf({ lenses, ids, shown }: Sight, value: number): number {
  const id = shown.id(lenses.map((lens) => lens.id(value)));
  ids.put(value, id, ABSENT);
  return id;
}

/** Writes the row that one becomes. */
function become(permutation: Permutation, row: Int32Array, after: Int32Array): void {
  after.set(row);
  for (let slot = 0; slot < permutation.to.length; slot++)
    after[permutation.slot(slot)] = permutation.value(slot, row[slot] as number);
}
