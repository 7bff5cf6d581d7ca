/**
 * The messages that Byzantine processes may send in a run: those sent in it so far, and in start steps
 * whatever the inputs, so that a seed still determines a run. Alphabets with the same words are the same
 * object, in which the words stand in the same order, however they have come together.
 */
import { at } from "../base/assert.ts";
import { extended, withAlphabet, wordsOf, type Alphabet, type Word } from "../model/system/alphabet.ts";
import type { Send } from "../model/event/event.ts";
import { hasForgers } from "../model/failure/index.ts";
import { formatMessage, type Message } from "../model/state/message.ts";
import { start } from "../model/step/reaction.ts";
import type { System } from "../model/system/system.ts";
import { isVoice } from "../model/state/voice.ts";

/** The alphabets of a system, as they grow. */
export class Hearsay {
  /** Whether anybody may say what he has heard. */
  readonly matters: boolean;
  private readonly system: System;
  private readonly byText = new Map<string, Alphabet>();
  private readonly afterwards = new Map<Alphabet, Map<Send, Alphabet>>();

  constructor(system: System) {
    this.system = system;
    this.matters = hasForgers(system);
  }

  /** The alphabet after somebody has said something. */
  after(alphabet: Alphabet, send: Send): Alphabet {
    let known = this.afterwards.get(alphabet);
    if (known === undefined) this.afterwards.set(alphabet, (known = new Map()));
    let larger = known.get(send);
    if (larger === undefined) known.set(send, (larger = this.find(alphabet, send)));
    return larger;
  }

  private find(alphabet: Alphabet, send: Send): Alphabet {
    const larger = isVoice(send) ? alphabet : extended(alphabet, wordsOf(this.system, send));
    if (larger === alphabet) return alphabet;
    const sorted = [...larger]
      .map(([pair, words]) => ({ pair, words: words.toSorted(byText), text: "" }))
      .toSorted((a, b) => (a.pair < b.pair ? -1 : 1));
    const text = sorted.map(({ pair, words }) => [pair, ...words.map(formatMessage)].join("\n")).join("\n\n");
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const made: Alphabet = new Map(sorted.map(({ pair, words }) => [pair, words]));
    this.byText.set(text, made);
    return made;
  }
}

function byText(a: Message, b: Message): number {
  return formatMessage(a) < formatMessage(b) ? -1 : 1;
}

/** The same system, in which Byzantine processes may say all that start steps say, whatever the inputs. */
export function withStartWords(system: System): System {
  if (!hasForgers(system)) return system;
  const words = system.processes.flatMap((process) =>
    process.inputs.flatMap((input) =>
      start(system, process, input).effects.flatMap((effect): Word[] => {
        if (effect.kind !== "send") return [];
        const to = at(system.processes, system.numbers.get(effect.to) ?? -1).roleName;
        return [{ from: process.roleName, to, message: effect.message }];
      }),
    ),
  );
  return withAlphabet(system, extended(system.alphabet, words));
}
