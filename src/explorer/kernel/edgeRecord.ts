/**
 * The edges between configurations, recorded while these are expanded. An edge is noted when a successor is
 * packed; which configuration it leads to is known when its batch has been looked up. Until then it stands
 * for the next key of the batch, or, if the same successor was met lately, for the edge that met it: after
 * "a leads to x", "b leads to x" is "b leads where a's edge does".
 */
import { ABSENT, IntList, resized } from "../../tables/integers.ts";
import type { MovePlace } from "../../tables/move.ts";
import type { Network } from "../../tables/network.ts";
import { placeOf, PLACES } from "./recent.ts";
import { endlessRoom, NoRoom, type HasRoom } from "./room.ts";

/** The end of an edge that leads to the next key of the batch. Lower ones are those of `sameAs`. */
const NEXT = -1;

/** The end of an edge that leads where another does; its own inverse. */
function sameAs(edge: number): number {
  return -2 - edge;
}

/** The number of edges for which there is room at first, if nobody knows better. */
const FIRST = 1 << 10;

/** The edges of a graph, in the order of the configurations that they leave. */
export class EdgeRecord {
  /** The position of the first edge of each configuration so far. */
  readonly first = new IntList();
  /** The configuration that each edge leads to. Changes identity when it grows. */
  to: Int32Array;
  /** The number of the place of each edge's move. Changes identity when it grows. */
  move: Int32Array;
  /** The number of edges. */
  length = 0;
  /** Whether some edge has led to a configuration that is not there. */
  private isCutOff = false;
  /** The number of edges of which it is known where they lead. */
  private settled = 0;
  /** For each place of `Recent`, the edge that led to the key in it. */
  private readonly met = new Int32Array(PLACES);
  /** For each slot, after that of the whole system, the numbers of its places by position. */
  private readonly placeIds: readonly IntList[];
  private readonly places: MovePlace[] = [];
  private readonly hasRoom: HasRoom;

  /** @param capacity the number of edges for which there is room at first */
  constructor(
    { processes }: Network,
    { capacity = FIRST, hasRoom = endlessRoom }: { capacity?: number; hasRoom?: HasRoom } = {},
  ) {
    this.to = new Int32Array(capacity);
    this.move = new Int32Array(capacity);
    this.placeIds = Array.from({ length: processes.length + 1 }, () => new IntList());
    this.hasRoom = hasRoom;
  }

  get bytes(): number {
    return this.first.bytes + this.to.byteLength + this.move.byteLength + this.met.byteLength;
  }

  /** Begins with the edges of the next configuration. */
  leave(): void {
    this.first.push(this.length);
  }

  /** Takes back the edges of the configuration under way, when all that were noted have been settled. */
  takeBack(): void {
    this.length = this.settled = this.first.at(this.first.length - 1);
  }

  /** Notes the move of one more edge; where it leads is told next. @throws NoRoom */
  by(slot: number, item: number): void {
    if (this.length === this.to.length) this.grow();
    const ids = this.placeIds[slot + 1] as IntList;
    const known = item < ids.length ? ids.at(item) : ABSENT;
    this.move[this.length] = known === ABSENT ? this.newPlace({ slot, item }) : known;
  }

  private newPlace(place: MovePlace): number {
    const id = this.places.push(place) - 1;
    (this.placeIds[place.slot + 1] as IntList).put(place.item, id, ABSENT);
    return id;
  }

  private grow(): void {
    const capacity = Math.max(FIRST, 2 * this.to.length);
    if (!this.hasRoom(8 * capacity)) throw new NoRoom();
    this.to = resized(this.to, capacity, 0);
    this.move = resized(this.move, capacity, 0);
  }

  /** It leads to a configuration with a number. */
  leadsTo(node: number): void {
    this.to[this.length++] = node;
  }

  /** Notes some moves that change nothing, one behind the other in a list; none sends. @throws NoRoom */
  stay(node: number, slot: number, { item, count }: { readonly item: number; readonly count: number }): void {
    for (let i = 0; i < count; i++) {
      this.by(slot, item + 3 * i);
      this.leadsTo(node);
    }
  }

  /** It leads to the next key of the batch, which has a hash. */
  leadsOn(hash: number): void {
    this.met[placeOf(hash)] = this.length;
    this.to[this.length++] = NEXT;
  }

  /** It leads to the key with this hash that was met last. */
  leadsBack(hash: number): void {
    this.to[this.length++] = sameAs(this.met[placeOf(hash)] as number);
  }

  /** Settles where edges lead, given the numbers of the keys of the batch, or ABSENT. */
  settle(numbers: Int32Array): void {
    const { to, length } = this;
    let next = 0;
    for (let edge = this.settled; edge < length; edge++) {
      const end = to[edge] as number;
      if (end >= 0) continue;
      const node = (end === NEXT ? numbers[next++] : to[sameAs(end)]) as number;
      to[edge] = node;
      if (node === ABSENT) this.isCutOff = true;
    }
    this.settled = length;
  }

  /** Ends with the last edge of the last configuration, and drops edges that lead to what is not there. */
  finish(): void {
    if (this.isCutOff) this.dropLost();
    this.first.push(this.length);
  }

  private dropLost(): void {
    const { first, to, move, length } = this;
    let kept = 0;
    for (let node = 0; node < first.length; node++) {
      const [begin, end] = [first.at(node), node + 1 < first.length ? first.at(node + 1) : length];
      first.data[node] = kept;
      for (let edge = begin; edge < end; edge++) {
        if (to[edge] === ABSENT) continue;
        to[kept] = to[edge] as number;
        move[kept++] = move[edge] as number;
      }
    }
    this.length = kept;
  }

  /** The place in the tables of a move, by its number. */
  placeOf(move: number): MovePlace {
    return this.places[move] as MovePlace;
  }
}
