/**
 * Alphabets: the messages that a Byzantine process may forge. It may say whatever a process of its role says
 * in some execution, whoever lies in it, to a process of the same role, and sign in its own name what others
 * sign in that: anything else would be ignored by a receiver that looks at what it gets.
 * Explorers find these messages out, by exploring until there are no new ones; authors may add others
 * (`forges`).
 */
import { at } from "../../base/assert.ts";
import { canonical, type Plain } from "../../base/value.ts";
import { formatMessage, type Message } from "../state/message.ts";
import type { Send } from "../event/event.ts";
import type { Process } from "../state/process.ts";
import type { AnyRole } from "./role.ts";
import { signedAnew, signedParts } from "../state/signature.ts";

/** The messages that may be forged, each once, by the roles of a sender and of a receiver (see `pairOf`). */
export type Alphabet = ReadonlyMap<string, readonly Message[]>;

/** A message, and between which roles it is sent. */
export interface Word {
  readonly from: string;
  readonly to: string;
  readonly message: Message;
}

/** The processes of a system, as far as it matters who says something to whom. */
interface Cast {
  readonly processes: readonly Process[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

/** A protocol, as far as it says what may be forged. */
interface Forging {
  readonly roles: Readonly<Record<string, AnyRole>>;
  readonly forges?: Readonly<Record<string, readonly Message[] | undefined>>;
}

/**
 * The words of a message that is sent: itself, and its copies in which signers are replaced by others of
 * their role.
 */
export function wordsOf(system: Cast, { process, to, message }: Send): Word[] {
  const [from, receiver] = [process, to].map((id) => {
    return at(system.processes, system.numbers.get(id) ?? -1).roleName;
  }) as [string, string];
  const plain = message as unknown as Plain;
  const signers = [...new Set(signedParts(plain).map(({ signedBy }) => signedBy))];
  const [, ...others] = renamings(signers, system.roles[from] ?? []);
  const anew = others.map((names) => canonical(signedAnew(plain, names)) as unknown as Message);
  return [message, ...anew].map((said) => ({ from, to: receiver, message: said }));
}

/** All ways to call each of some names as it is or otherwise; first, to call all of them as they are. */
function renamings(names: readonly string[], otherwise: readonly string[]): ReadonlyMap<string, string>[] {
  const [name, ...rest] = names;
  if (name === undefined) return [new Map()];
  const choices = [name, ...otherwise.filter((one) => one !== name)];
  return choices.flatMap((one) =>
    renamings(rest, otherwise).map((names) => new Map([...names, [name, one]])),
  );
}

function pairOf(from: string, to: string): string {
  return `${from} ${to}`;
}

/** The messages that a Byzantine process of one role may send to a process of another. */
export function wordsBetween(alphabet: Alphabet, from: string, to: string): readonly Message[] {
  return alphabet.get(pairOf(from, to)) ?? [];
}

/** Whether a process that lies has anything to say to another. */
export function hasWords(
  { alphabet, processes, numbers }: Pick<Cast, "processes" | "numbers"> & { readonly alphabet: Alphabet },
  from: string,
  { roleName }: Pick<Process, "roleName">,
): boolean {
  const liar = at(processes, numbers.get(from) ?? -1);
  return wordsBetween(alphabet, liar.roleName, roleName).length > 0;
}

/** An alphabet with more words; the same one if it has them all. */
export function extended(alphabet: Alphabet, words: Iterable<Word>): Alphabet {
  let larger: Map<string, readonly Message[]> | undefined;
  for (const { from, to, message } of words) {
    const pair = pairOf(from, to);
    const known = (larger ?? alphabet).get(pair) ?? [];
    const text = formatMessage(message);
    if (known.some((one) => formatMessage(one) === text)) continue;
    larger ??= new Map(alphabet);
    larger.set(pair, [...known, message]);
  }
  return larger ?? alphabet;
}

/** The messages that a protocol's author lets Byzantine processes send, to every role that takes them. */
export function givenAlphabet({ roles, forges = {} }: Forging): Alphabet {
  const words = Object.entries(forges).flatMap(([from, messages = []]) =>
    messages.flatMap((message) =>
      Object.entries(roles)
        .filter(([, { upon = {}, uponRound, run }]) => {
          return Object.hasOwn(upon, message.type) || uponRound !== undefined || run !== undefined;
        })
        .map(([to]): Word => ({ from, to, message })),
    ),
  );
  return extended(new Map(), words);
}

/** A system in which Byzantine processes may say other things. */
export function withAlphabet<S extends { readonly alphabet: Alphabet }>(system: S, alphabet: Alphabet): S {
  return { ...system, alphabet };
}

/** Collects what processes say, to find out what Byzantine ones may. */
export class Listener {
  private readonly words = new Map<string, Word>();

  /** Hears a message that is sent. */
  hear(word: Word): void {
    const text = `${pairOf(word.from, word.to)} ${formatMessage(word.message)}`;
    if (!this.words.has(text)) this.words.set(text, word);
  }

  /** The system in which all that was heard may be forged; the same one if nothing of that is new. */
  extend<S extends { readonly alphabet: Alphabet }>(system: S): S {
    const alphabet = extended(system.alphabet, this.words.values());
    return alphabet === system.alphabet ? system : withAlphabet(system, alphabet);
  }
}
