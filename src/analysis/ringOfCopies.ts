/**
 * The ring that shows why three processes cannot agree if one of them may lie. It is made of two copies of
 * them: p q r p′ q′ r′, the first three with one input and the others with another. Nobody lies in it, and
 * each sees but one p, one q and one r. Each two neighbours see exactly what they would see among three, if
 * the third were two-faced: towards one of them it does as the process on his other side, towards the other
 * as the one on hers. So what happens in the ring is, for each two neighbours, an execution of the protocol
 * with one liar: q r must decide their input, and p′ q′ theirs; but r p′ must agree, and r cannot tell its
 * two executions apart, nor can p′ (M. Fischer, N. Lynch and M. Merritt, *Easy Impossibility Proofs for
 * Distributed Consensus Problems*, 1986; H. Attiya and J. Welch, *Distributed Computing*, theorem 5.7;
 * N. Lynch, *Distributed Algorithms*, theorem 6.27).
 *
 * The executions are built in step, round by round: what the liar forges is what its two faces send, in the
 * executions in which they are honest.
 */
import { assert, at } from "../base/assert.ts";
import type { Plain } from "../base/value.ts";
import {
  enabled,
  formatMessage,
  initialConfiguration,
  isFault,
  isQuiescent,
  step,
  UsageError,
  type Configuration,
  type Event,
  type Message,
  type Schedule,
  type System,
} from "../model/index.ts";
import { hasForgers } from "../model/failure/index.ts";
import { Listener } from "../model/system/alphabet.ts";
import { listen } from "../model/system/listen.ts";

/** A node of the ring of six: a process, and which of its two copies. */
interface RingNode {
  readonly process: string;
  readonly copy: 0 | 1;
}

/** An execution of three processes, cut out of the ring: of two neighbours, between whom the third lies. */
export interface SplicedExecution {
  readonly honest: readonly [RingNode, RingNode];
  readonly liar: string;
  readonly schedule: Schedule;
}

/** The number of nodes in the ring. */
const SIX = 6;

/** More rounds are not looked at. */
const ROUNDS_MAX = 1000;

/** The inputs of the two copies, by process. */
type CopiedInputs = readonly [readonly Plain[], readonly Plain[]];

/**
 * The three executions of the proof: of q and r, r and p′, p′ and q′. Each is indistinguishable from the next
 * to the process that is honest in both.
 * @throws UsageError if it is no system of three in rounds, of which any one may lie; ProtocolError
 */
export function splicedExecutions(system: System, inputs: CopiedInputs): SplicedExecution[] {
  refuseOthers(system);
  const parts = Array.from({ length: SIX }, (_, first) => new Neighbours(system, first, inputs));
  const listener = new Listener();
  settleAll(parts, listener);
  for (let round = 1; parts.some((part) => part.goesOn); round++) {
    if (round > ROUNDS_MAX)
      throw new UsageError(
        `After ${ROUNDS_MAX} rounds some have not halted.`,
        "Ask about a protocol that ends.",
      );
    // What all say was said in the round before; only then may anybody go on.
    const faces = parts.map((_, first) => facesOf(parts, first));
    for (const [first, part] of parts.entries()) part.beginRound(at(faces, first));
    settleAll(parts, listener);
  }
  return [1, 2, 3].map((first) => at(parts, first).spliced);
}

function settleAll(parts: readonly Neighbours[], listener: Listener): void {
  for (const part of parts) part.settle(listener);
  for (const part of parts) part.learn(listener);
}

/** The messages of the liar between a node and the next one: what their other neighbours say to them. */
function facesOf(parts: readonly Neighbours[], first: number): Faces {
  const [before, after] = [first + SIX - 1, first + 2].map((node) => at(parts, node % SIX));
  const [here, next] = at(parts, first).processes;
  assert(before !== undefined && after !== undefined, "a ring has no end");
  return new Map([
    [here, before.saidTo(here)],
    [next, after.saidTo(next)],
  ]);
}

/** The message that a liar sends to each in a round; undefined: none. */
type Faces = ReadonlyMap<string, Message | undefined>;

/** @throws UsageError */
function refuseOthers(system: System): void {
  const { processes, timing } = system;
  if (processes.length !== 3)
    throw new UsageError(
      `There are ${processes.length} processes; the proof is about three, of which one may lie.`,
      "Ask about three, such as --processes process=3.",
    );
  if (!timing.rounds)
    throw new UsageError(
      "The ring is built round by round, and there are no rounds in this system.",
      "Ask about a synchronous one: --timing synchronous.",
    );
  if (!hasForgers(system))
    throw new UsageError("Nobody may lie in this system.", "Let one of the three: --failures byzantine:1.");
  const stranger = processes.find(({ id, neighbors }) =>
    processes.some((other) => other.id !== id && !neighbors.includes(other.id)),
  );
  if (stranger !== undefined)
    throw new UsageError(
      `${stranger.id} is not linked to both of the others.`,
      "Ask about three that are: --topology complete.",
    );
}

/** The part of the ring that two neighbours are: an execution of three processes, of which one lies. */
class Neighbours {
  /** The two that are honest, as they are called among three. */
  readonly processes: readonly [string, string];
  private readonly nodes: readonly [RingNode, RingNode];
  private readonly liar: string;
  private readonly inputs: readonly Plain[];
  /** The system with what the liar may have to say. */
  private system: System;
  private configuration: Configuration;
  private readonly events: Event[] = [];
  /** The position of the first event of this round. */
  private begun = 0;
  private faces: Faces = new Map();

  constructor(system: System, first: number, inputs: CopiedInputs) {
    const nodeAt = (place: number): RingNode => ({
      process: at(system.processes, place % 3).id,
      copy: place % SIX < 3 ? 0 : 1,
    });
    this.nodes = [nodeAt(first), nodeAt(first + 1)];
    this.processes = [this.nodes[0].process, this.nodes[1].process];
    this.liar = nodeAt(first + 2).process;
    this.system = system;
    this.inputs = system.processes.map(({ id }, i) => {
      const { copy } = this.nodes.find(({ process }) => process === id) ?? nodeAt(first);
      return at(inputs[copy], i);
    });
    this.configuration = initialConfiguration(system, this.inputs);
  }

  get goesOn(): boolean {
    return !isQuiescent(this.system, this.configuration);
  }

  get spliced(): SplicedExecution {
    const { nodes: honest, liar, inputs, events } = this;
    return { honest, liar, schedule: { inputs, events } };
  }

  /** The message that the first of the two has sent to a process in this round. */
  saidTo(to: string): Message | undefined {
    const [first] = this.processes;
    const said = this.events
      .slice(this.begun)
      .find((event) => event.kind === "send" && event.process === first && event.to === to);
    return said?.kind === "send" ? said.message : undefined;
  }

  /** Begins a round, in which the liar shows these faces; nothing happens where all is over. */
  beginRound(faces: Faces): void {
    this.begun = this.events.length;
    this.faces = faces;
    const round = enabled(this.system, this.configuration).find(({ kind }) => kind === "round");
    if (round !== undefined) this.take(round);
  }

  /** Lets everything happen that has begun; one lies, and otherwise nobody fails. @throws UsageError */
  settle(listener: Listener): void {
    while (this.configuration.pending.length > 0) this.take(this.next());
    if (!this.isLiar(this.configuration))
      throw new UsageError(
        `${this.liar} may not lie in this system.`,
        "Let anybody: --failures byzantine:1.",
      );
    const sends = this.events.slice(this.begun).filter((event) => event.kind === "send");
    listen({ system: this.system, listener }, { sends });
  }

  /** Lets the liar say what was heard anywhere. */
  learn(listener: Listener): void {
    this.system = listener.extend(this.system);
  }

  private take(event: Event): void {
    this.configuration = step(this.system, this.configuration, event);
    this.events.push(event);
  }

  private next(): Event {
    const options = enabled(this.system, this.configuration);
    const lie = options.find((event) => this.isWanted(event)) ?? options.find(isSilence);
    const next = lie ?? options.find((event) => !isFault(event));
    assert(next !== undefined, "what has begun can go on");
    return next;
  }

  /** Whether an event is what the liar has to do now. */
  private isWanted(event: Event): boolean {
    if (!isFault(event)) return false;
    if (event.strikes === "truth" && event.from === this.liar) {
      const message = this.faces.get(event.process);
      return message !== undefined && formatMessage(message) === formatMessage(event.message);
    }
    if (event.strikes !== "process" || event.process !== this.liar) return false;
    return this.isLiar(step(this.system, this.configuration, event));
  }

  private isLiar({ locals }: Configuration): boolean {
    return at(locals, this.system.numbers.get(this.liar) ?? -1).down === "Byzantine";
  }
}

function isSilence(event: Event): boolean {
  return isFault(event) && event.strikes === "silence";
}
