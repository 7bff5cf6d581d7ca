/**
 * A food provider and those who get hungry. Whoever is hungry asks, waits, eats, and is hungry again some
 * day. The provider has one meal at a time, and gives it to whoever has asked first.
 *
 * The lecture asks what *fair* may mean here. That somebody eats, again and again, is the least, and is
 * called freedom from deadlock. That everybody who is hungry eats at some time is more: freedom from
 * starvation. The [provider with a favourite](food-provider-favourite.ts) shows that the former is not
 * enough for the latter.
 *
 * Source: lecture slides on distributed systems, "Fairness"; E. W. Dijkstra, Hierarchical ordering of
 * sequential processes, Acta Informatica 1 (1971).
 */
import { type Claim, protocol, role } from "lightcone";

type Message = { type: "hungry" } | { type: "meal" } | { type: "thanks" };

interface Provider {
  /** Those who have asked, in the order in which they are served. */
  waiting: string[];
  isServing: boolean;
}

/** A provider that puts whoever asks somewhere among those who wait. */
export function foodProvider(name: string, about: string, queue: (waiting: string[], guest: string) => void) {
  const serve = (state: Provider, send: (to: string, message: Message) => void): void => {
    const next = state.isServing ? undefined : state.waiting.shift();
    if (next === undefined) return;
    state.isServing = true;
    send(next, { type: "meal" });
  };
  return protocol<Message>()({
    name,
    about,
    source: "Lecture slides on distributed systems; Dijkstra, Acta Informatica 1, 1971",
    roles: {
      provider: role({
        initially: (): Provider => ({ waiting: [], isServing: false }),
        upon: {
          hungry(state, _message, { from, send }) {
            queue(state.waiting, from);
            serve(state, send);
          },
          thanks(state, _message, { send }) {
            state.isServing = false;
            serve(state, send);
          },
        },
      }),
      guest: role({
        processes: 3,
        initially: ({ send }) => {
          send("provider", { type: "hungry" });
          return { mood: "hungry" as "hungry" | "eating" | "content" };
        },
        upon: {
          meal(state, _message, { setTimer }) {
            state.mood = "eating";
            setTimer("finish");
          },
        },
        uponTimeout: {
          finish(state, { send, setTimer }) {
            state.mood = "content";
            send("provider", { type: "thanks" });
            setTimer("digest");
          },
          digest(state, { send }) {
            state.mood = "hungry";
            send("provider", { type: "hungry" });
          },
        },
      }),
    },
    properties: {
      oneMeal: {
        invariant: ({ guest }) => guest.filter(({ state }) => state.mood === "eating").length <= 1,
      },
      somebodyEats: {
        forEach: "guest",
        deadlockFree: [({ state }) => state.mood === "hungry", ({ state }) => state.mood === "eating"],
      },
      everybodyEats: {
        forEach: "guest",
        starvationFree: [({ state }) => state.mood === "hungry", ({ state }) => state.mood === "eating"],
      },
    },
  });
}

export default foodProvider(
  "food-provider",
  "One meal at a time, for whoever has asked first.",
  (waiting, guest) => void waiting.push(guest),
);

export const claims: readonly Claim[] = [
  {
    claim: "There is one meal at a time.",
    property: "oneMeal",
    verdict: "holds",
    configurations: 182,
  },
  {
    claim: "While anybody is hungry, somebody eats again and again.",
    property: "somebodyEats",
    verdict: "holds",
    configurations: 182,
  },
  {
    claim: "Everybody who is hungry eats at some time: nobody is overtaken who has asked.",
    property: "everybodyEats",
    verdict: "holds",
    configurations: 182,
  },
];
