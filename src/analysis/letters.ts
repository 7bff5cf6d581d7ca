/** The ways of letters through an execution: which send a receipt belongs to, and what is lost. */
import { at } from "../base/assert.ts";
import { formatMessage, type Configuration, type Execution } from "../model/index.ts";
import type { Letter, LocalState, Send } from "../model/index.ts";
import { lettersTo, takenBy, trafficBetween, Transit } from "../model/transition/transit.ts";

/**
 * The send, for each event, that a receive, a loss or an omitted receipt takes its message from. Equal
 * letters leave in the order in which they were sent, whoever has sent them if that is hidden. Where
 * channels keep what was received (message sets), a letter may be received more often than it was sent; all
 * are matched with the earliest send of it, because a later one has changed nothing. A receive in a
 * fragment that does not contain the send has none. What does not arrive is matched with nothing.
 */
export function matchSends(execution: Execution): readonly (number | undefined)[] {
  return followLetters(execution).sends;
}

/** The ways of all letters through an execution, by the positions of events. */
export interface LetterWays {
  /** The send of each event that takes a letter: see `matchSends`. */
  readonly sends: readonly (number | undefined)[];
  /** The event with which the letter of a send was gone, though nobody took it, by the send. */
  readonly lost: ReadonlyMap<number, number>;
  /** The sends whose letters are in transit at the end. */
  readonly waiting: ReadonlySet<number>;
}

/**
 * Follows every letter. One is lost with its send, or later, if its receiver crashes or is on the other side
 * of a partition; what is sent to those who will never receive anything is not counted as lost.
 */
export function followLetters(execution: Execution): LetterWays {
  const [first] = execution.configurations;
  const known = first === undefined ? undefined : followed.get(first);
  const way = known?.isBeginningOf(execution) === true ? known : new LettersSoFar(execution);
  if (first !== undefined) followed.set(first, way);
  return way.goOn(execution);
}

/** The executions that were followed last, by their first configurations: who plays goes on with one. */
const followed = new WeakMap<Configuration, LettersSoFar>();

/** The letters of an execution, as far as it has been followed. */
class LettersSoFar {
  private readonly transit = new Transit<number | null>();
  private readonly sends: (number | undefined)[] = [];
  private readonly lost = new Map<number, number>();
  private beginning: Execution;

  constructor(execution: Execution) {
    const { processes, configurations } = execution;
    this.beginning = { ...execution, configurations: configurations.slice(0, 1), events: [] };
    const [first] = configurations;
    for (const [number, id] of processes.entries()) {
      const mailbox = first?.mailboxes[number] ?? [];
      const letters = lettersTo(id, { mailbox, pending: first?.pending ?? [] });
      this.transit.change(trafficBetween(id, [], letters), null);
    }
  }

  /** Whether an execution begins with what has been followed. */
  isBeginningOf({ processes, configurations, events }: Execution): boolean {
    const before = this.beginning;
    return (
      before.processes.join() === processes.join() &&
      before.events.every((event, i) => event === events[i]) &&
      before.configurations.every((configuration, i) => configuration === configurations[i])
    );
  }

  /** Follows an execution from there to its end. */
  goOn(execution: Execution): LetterWays {
    for (let i = this.sends.length; i < execution.events.length; i++)
      this.sends.push(this.follow(execution, i));
    this.beginning = execution;
    const waiting = this.transit.all.filter((send) => send !== null);
    return { sends: [...this.sends], lost: new Map(this.lost), waiting: new Set(waiting) };
  }

  /** Follows one event. @returns the send of the letter that it takes */
  private follow({ processes, configurations, events }: Execution, i: number): number | undefined {
    const event = at(events, i);
    const taken = takenBy(event);
    const sent = taken === undefined ? undefined : this.transit.next(taken);
    const after = at(configurations, i + 1);
    const transition = { before: at(configurations, i), event, after };
    const { left, hasCome } = this.transit.follow(processes, transition, i);
    const untaken = left.filter((token) => token !== null && (taken === undefined || token !== sent));
    for (const token of untaken as number[]) {
      const send = at(events, token);
      if ("to" in send && !isDeaf(at(after.locals, processes.indexOf(send.to)))) this.lost.set(token, i);
    }
    if (event.kind === "send" && !hasCome && isLostAtOnce(processes, event, after)) this.lost.set(i, i);
    return sent ?? undefined;
  }
}

/** Whether a process will never receive anything, and is not kept from it by what happens to it. */
function isDeaf({ halted, down }: LocalState): boolean {
  return halted || down === "Byzantine";
}

/** Whether what was sent is lost, where nothing has come of it: in a message set it may be there already. */
function isLostAtOnce(
  processes: readonly string[],
  send: Send,
  { locals, mailboxes }: Configuration,
): boolean {
  const number = processes.indexOf(send.to);
  const [sender, receiver] = [at(locals, processes.indexOf(send.process)), at(locals, number)];
  if (isDeaf(receiver) || receiver.down === "for ever") return false;
  const isApart = String(sender.marks ?? []) !== String(receiver.marks ?? []);
  const isIt = ({ from = send.process, message }: Letter): boolean =>
    from === send.process && formatMessage(message) === formatMessage(send.message);
  return isApart || !at(mailboxes, number).some(isIt);
}
