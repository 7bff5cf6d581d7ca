/** What simulates registers, or channels, refines the protocol that has them. */
import { describe, expect, test } from "vitest";
import {
  check,
  overMessages,
  overRegisters,
  parseFailures,
  pause,
  protocol,
  read,
  register,
  role,
  system,
  write,
  type Protocol,
} from "lightcone";

type Message = { type: "question"; number: number } | { type: "answer"; number: number };

/** The verdict on whether what simulates a protocol refines another, of which no more is seen. */
function verdictOf(simulating: Protocol, variable: string, specification: object): string | undefined {
  const states = (
    _roles: unknown,
    { processes }: { readonly processes: readonly { id: string; state: object }[] },
  ) =>
    Object.fromEntries(
      processes
        .filter(({ id }) => !id.startsWith("server"))
        .map(({ id, state }) => [
          id,
          Object.fromEntries(Object.entries(state).filter(([name]) => name !== variable)),
        ]),
    );
  const properties = { refines: { refines: { protocol: specification, map: states } } };
  const made = { ...simulating, properties } as unknown as Protocol;
  return check(system(made)).verdicts["refines"]?.verdict;
}

/**
 * A writer, and a reader that remembers what it has read; ids are not in the order of the alphabet.
 * @param isLater whether an operation takes effect before it is answered, as it may over messages
 */
function onRegisters(initial: number, isLater: boolean) {
  const shared = register("x", initial, "writer");
  return protocol<never>()({
    name: "on-registers",
    objects: [shared],
    roles: {
      writer: role({
        initially: () => ({ wrote: false }),
        *run(state) {
          yield* write(shared, 1);
          if (isLater) yield* pause();
          state.wrote = true;
        },
      }),
      reader: role({
        initially: () => ({ seen: [] as number[] }),
        *run(state) {
          for (let i = 0; i < 2; i++) {
            const value = yield* read(shared);
            if (isLater) yield* pause();
            state.seen.push(value);
          }
        },
      }),
    },
  });
}

describe("`overMessages`", () => {
  test("refines the registers that it simulates, and none that begin otherwise", () => {
    const simulating = overMessages(onRegisters(0, false), { servers: 2 });
    expect(verdictOf(simulating, "overMessages", onRegisters(0, true))).toBe("holds");
    expect(verdictOf(simulating, "overMessages", onRegisters(2, true))).toBe("violated");
    // A register answers; servers of which one of two has crashed do not.
    const failing = { ...onRegisters(0, false), failures: parseFailures("crash:server1") };
    expect(verdictOf(overMessages(failing, { servers: 2 }), "overMessages", onRegisters(0, true))).toBe(
      "violated",
    );
    // Between its effect and its answer others may have gone on.
    expect(verdictOf(simulating, "overMessages", onRegisters(0, false))).toBe("violated");
  });
});

/** Somebody asks twice, and another answers; what has been heard is remembered. */
function onMessages(factor: number) {
  return protocol<Message>()({
    name: "on-messages",
    roles: {
      asker: role({
        initially({ send }) {
          for (const number of [1, 2]) send("answerer", { type: "question", number });
          return { heard: [] as number[] };
        },
        upon: { answer: (state, { number }) => void state.heard.push(number) },
      }),
      answerer: role({
        initially: () => ({ asked: [] as number[] }),
        upon: {
          question(state, { number }, { reply }) {
            state.asked.push(number);
            reply({ type: "answer", number: factor * number });
          },
        },
      }),
    },
  });
}

describe("`overRegisters`", () => {
  test("refines the channels that it simulates, and none with other messages", () => {
    const simulating = overRegisters(onMessages(1), { crashes: false });
    expect(verdictOf(simulating, "overRegisters", onMessages(1))).toBe("holds");
    expect(verdictOf(simulating, "overRegisters", onMessages(2))).toBe("violated");
  });
});
