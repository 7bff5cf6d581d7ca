/** What comes with probability 1, sentence by sentence: see docs/semantics.md. */
import {
  atomically,
  check,
  fifo,
  protocol,
  read,
  register,
  role,
  search,
  system,
  withCapacity,
  write,
  type Context,
  type Property,
  type Protocol,
  type Steps,
} from "lightcone";
import { describe, expect, test } from "vitest";
import { said } from "../../../test/semantics/endless.ts";

type Word = { type: "heads" };

/** `coin` and `guess` are what came last. */
interface State {
  coin: boolean;
  guess: boolean;
  won: boolean;
}

type Toss = (state: State, context: Context<Word>) => void;

const won: Property<unknown> = {
  almostSurely: (_roles: unknown, { processes }) => processes.some(({ state }) => (state as State).won),
};
const wonAnyway: Property<unknown> = {
  eventually: (_roles: unknown, { processes }) => processes.some(({ state }) => (state as State).won),
};

/** Two processes, of which the first tosses again and again until somebody has won. */
function tossing(toss: Toss, others: Toss = () => {}): Protocol {
  return protocol<Word>()({
    name: "tossing",
    roles: {
      process: role({
        processes: 2,
        initially: ({ setTimer }): State => {
          setTimer("toss");
          return { coin: false, guess: true, won: false };
        },
        stable: ["won"],
        uponRecovery: ({ won: before = false }, { setTimer }): State => {
          if (!before) setTimer("toss");
          return { coin: false, guess: true, won: before };
        },
        upon: { heads: (state: State) => void (state.won = true) },
        uponTimeout: {
          toss(state: State, context: Context<Word>) {
            (context.index === 1 ? toss : others)(state, context);
            if (!state.won) context.setTimer("toss");
          },
        },
      }),
    },
    properties: { won, wonAnyway },
  }) as Protocol;
}

const x = register("x", false);

function* store(toss: Context["flip"]): Steps {
  yield* read(x);
  yield* write(x, toss());
}

describe("With probability 1", () => {
  test("`almostSurely`: it is true at some time with probability 1, whatever the adversary does.", () => {
    const flips = (odds: number): Protocol =>
      tossing((state, { flip: toss }) => void (state.won = toss(odds)));
    expect(said(flips(1 / 2))).toEqual({ won: "holds", wonAnyway: "goes on" });
    expect(said(flips(1 / 1_000_000))).toEqual({ won: "holds", wonAnyway: "goes on" });
    expect(said(flips(0))).toEqual({ won: "goes on", wonAnyway: "goes on" });
    const chooses = tossing((state, { choose }) => void (state.won = choose([true, false])));
    expect(said(chooses)).toEqual({ won: "goes on", wonAnyway: "goes on" });
  });

  test("An execution that ends without it has some probability, and refutes it.", () => {
    const once = tossing((state, { flip: toss, cancelTimer, halt }) => {
      state.won = toss();
      cancelTimer("toss");
      halt();
    });
    const ended = tossing((state, { flip: toss, halt }) => {
      state.won = toss(999 / 1000);
      halt();
    });
    const both = (one: Protocol): Record<string, string> => {
      const role1 = { ...one.roles["process"], processes: 1 };
      return said({ ...one, roles: { process: role1 } } as Protocol);
    };
    expect(both(once)).toEqual({ won: "ends", wonAnyway: "ends" });
    expect(both(ended)).toEqual({ won: "ends", wonAnyway: "ends" });
  });

  test("The adversary is admissible: who has to flip flips at some time; with `none`, it need not.", () => {
    const flips = tossing((state, { flip: toss }) => void (state.won = toss()));
    expect(said(flips)).toMatchObject({ won: "holds" });
    const unfair = { won: { ...won, fairness: "none" } as Property<unknown> };
    expect(said({ ...flips, properties: unfair })).toEqual({ won: "goes on" });
  });

  test("It sees how coins have fallen, in the same step, too, and never how they will.", () => {
    const before = tossing((state, { flip: toss, choose }) => {
      state.guess = choose([true, false]);
      state.won = state.guess === toss();
    });
    expect(said(before)).toMatchObject({ won: "holds" });
    const after = tossing((state, { flip: toss, choose }) => {
      const coin = toss();
      state.won = choose([true, false]) === coin;
    });
    expect(said(after)).toMatchObject({ won: "goes on" });
    const later = tossing((state, { flip: toss, choose }) => {
      state.won = choose([true, false]) === state.coin;
      state.coin = toss();
    });
    expect(said(later)).toMatchObject({ won: "goes on" });
  });

  test("A failure may cut a step short once its coin has fallen.", () => {
    const tells = tossing((_state, { flip: toss, send, halt }) => {
      if (!toss()) return;
      send("p2", { type: "heads" });
      halt();
    });
    const channels = withCapacity(fifo, 1);
    expect(said(tells, { channels })).toMatchObject({ won: "holds" });
    // A crash between the coin and the message; the adversary needs one for each time that it falls so.
    expect(said(tells, { channels, failures: "crash-recovery:p1:1" })).toMatchObject({ won: "holds" });
    expect(said(tells, { channels, failures: "crash-recovery:p1" })).toMatchObject({ won: "goes on" });
  });

  test("In a round coins fall by the numbers of processes: a choice sees those of lower ones.", () => {
    const guess: Toss = (state, { choose }) => void (state.guess = choose([true, false]));
    const toss: Toss = (state, { flip: one }) => void (state.coin = one());
    const matching = (...[first, second]: [Toss, Toss]): Record<string, string> => {
      const isHit = ([one, two]: readonly State[]): boolean =>
        first === guess ? one?.guess === two?.coin : one?.coin === two?.guess;
      const met = (_roles: unknown, { processes }: { processes: readonly { state: unknown }[] }): boolean =>
        isHit(processes.map(({ state }) => state as State));
      const one = tossing(first, second);
      return said({ ...one, properties: { met: { almostSurely: met } } } as Protocol, {
        timing: "synchronous",
      });
    };
    expect(matching(toss, guess)).toEqual({ met: "goes on" });
    expect(matching(guess, toss)).toEqual({ met: "holds" });
  });

  test("A coin in an atomic step is a mistake, where it is asked how probable something is.", () => {
    const made = system(
      protocol()({
        name: "atomic",
        objects: [x],
        roles: {
          process: role({
            initially: () => ({ won: false }),
            *run(_state, { flip: toss }) {
              for (;;) yield* atomically(store(toss));
            },
          }),
        },
        properties: { won },
      }),
    );
    for (const explore of [search, check])
      expect(() => explore(made)).toThrow("A coin is flipped in an atomic step");
  });
});
