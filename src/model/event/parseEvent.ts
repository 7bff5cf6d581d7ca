/** Reads the texts of events, which `formatEvent` writes. */
import { NotReadable, Reader } from "../../base/text.ts";
import { canonical } from "../../base/value.ts";
import { EVENTS, FAULTS, type Event } from "./event.ts";
import { failureKinds } from "../failure/index.ts";
import { Phrase, readId } from "./phrase.ts";

/** A text that events may have, and what is known of an event that has it. */
interface Reading {
  readonly phrase: Phrase;
  readonly known: object;
}

const FORMS = failureKinds.flatMap(({ faults }) => faults);

/** Every text; those whose first words are longer come before those that are the same at the beginning. */
const READINGS: readonly Reading[] = [
  ...Object.entries(EVENTS)
    .filter(([kind]) => kind !== "fault")
    .map(([kind, { text }]): Reading => ({ phrase: new Phrase(text), known: { kind } })),
  ...FORMS.map(({ what, strikes }): Reading => {
    const text = FAULTS[strikes].text.replace("{what}", what);
    return { phrase: new Phrase(text), known: { kind: "fault", strikes, what } };
  }),
].toSorted((a, b) => b.phrase.words.length - a.phrase.words.length);

/**
 * Reads an event back from its text, in which fields and entries may stand in any order.
 * @throws NotReadable if the line is not the text of an event.
 */
export function parseEvent(text: string): Event {
  const reader = new Reader(text);
  const event = readEvent(reader);
  reader.end();
  return canonical(event) as unknown as Event;
}

function readEvent(reader: Reader): Event {
  for (const { phrase, known } of READINGS) {
    const begun = phrase.begins(reader);
    if (begun !== undefined) return { ...known, ...begun, ...phrase.goesOn(reader) } as Event;
  }
  readId(reader);
  throw new NotReadable(reader.offset, 'what the process does, such as "receives", "sends" or "crashes"');
}
