/**
 * The words of liars in a tab. A liar may say what is said in some execution; a check finds all of that out
 * by visiting everything, for which who plays cannot wait. So some executions are walked at random, always
 * the same ones, and what is said in them is what may be said. A history brings its own words with it: liars
 * need not keep to what was overheard.
 */
import { at } from "../../base/assert.ts";
import { seeded, type Random } from "../../base/random.ts";
import { NotReadable } from "../../base/text.ts";
import { enabled, initialConfiguration, step, type Event, type System } from "../../model/index.ts";
import { ProtocolError } from "../../model/error.ts";
import { parseEvent } from "../../model/event/parseEvent.ts";
import { hasForgers } from "../../model/failure/index.ts";
import { isVoice } from "../../model/state/voice.ts";
import { extended, withAlphabet, wordsOf } from "../../model/system/alphabet.ts";
import { drawInputs } from "../../simulator/inputs.ts";

/** The walks are over after so many events in a row in which nothing new was said, or so many in all. */
const EVENTS_QUIET = 800;
const EVENTS_ALL = 4_000;
/** The maximum number of events of a walk. */
const EVENTS_MAX = 120;

/** The system in which liars may say all that is said in some walks. */
export function withOverheard(system: System): System {
  if (!hasForgers(system)) return system;
  const random = seeded(1);
  let heard = system;
  for (let [all, quiet] = [0, 0]; all < EVENTS_ALL && quiet < EVENTS_QUIET;) {
    const events = walkIn(heard, random);
    const larger = withWordsOf(heard, events);
    const count = Math.max(1, events.length);
    all += count;
    quiet = larger === heard ? quiet + count : 0;
    heard = larger;
  }
  return heard;
}

/** The system in which liars may say, too, what is said in some events. */
export function withWordsOf(system: System, events: readonly Event[]): System {
  if (!hasForgers(system)) return system;
  const words = events.flatMap((event) => {
    if (event.kind === "send" && !isVoice(event)) return wordsOf(system, event);
    if (event.kind !== "fault" || event.strikes !== "truth" || !("message" in event)) return [];
    const { from, process: to, message } = event;
    return wordsOf(system, { kind: "send", process: from, to, message });
  });
  const alphabet = extended(system.alphabet, words);
  return alphabet === system.alphabet ? system : withAlphabet(system, alphabet);
}

/** The events of a walk; where author code fails, it ends: who comes there will be told. */
function walkIn(system: System, random: Random): Event[] {
  const events: Event[] = [];
  try {
    let now = initialConfiguration(system, drawInputs(system, random));
    while (events.length < EVENTS_MAX) {
      const possible = enabled(system, now);
      if (possible.length === 0) break;
      const event = at(possible, random.below(possible.length));
      events.push(event);
      now = step(system, now, event);
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  return events;
}

/** The event that a text stands for, if in it a liar speaks; a list of one or none. */
export function forgedIn(text: string): Event[] {
  if (!/ (forges|withholds) /.test(text)) return [];
  try {
    return [parseEvent(text)];
  } catch (error) {
    // What is no event is not enabled either, which is told where it is followed.
    if (error instanceof NotReadable) return [];
    throw error;
  }
}
