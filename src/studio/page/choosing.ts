/** Choosing one of the events that are offered, by its text: who points at it sees it, and not its number. */
import type { OfferedEvent } from "../conversation.ts";
import { momentNow } from "./studioState.ts";
import type { Studio } from "./studio.ts";

/** Takes the event with a text, if it is still offered when all that was asked before is done. */
export function takeEvent(studio: Studio, text: string): void {
  void studio.take((offers) => placeOf(offers, text));
}

/** Selects the event with a text, if it is offered. */
export function selectEvent(studio: Studio, text: string): void {
  const place = placeOf(momentNow(studio.state)?.offers ?? [], text);
  if (place !== -1) studio.select(place);
}

function placeOf(offers: readonly OfferedEvent[], text: string): number {
  return offers.findIndex((offer) => offer.text === text);
}
