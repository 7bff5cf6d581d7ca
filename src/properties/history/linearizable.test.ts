/** Properties of histories, asked while exploring. */
import { expect, test } from "vitest";
import {
  check,
  historyOf,
  linearizable,
  programOrderOf,
  protocol,
  register,
  role,
  search,
  sequentiallyConsistent,
  system,
} from "lightcone";

/** A process that says what it does, and nothing else. */
const saying = (
  say: (context: { invoke(...given: [string]): void; respond(answer?: unknown): void }) => void,
) =>
  system(
    protocol()({
      name: "saying",
      roles: { process: role({ initially: (context) => (say(context), {}) }) },
      monitors: { history: historyOf(register("r", 0)) },
      properties: { linearizable: linearizable("history") },
    }),
  );

test("reference and kernel judge what processes invoke and answer", () => {
  for (const [answer, verdict] of [
    [0, "holds"],
    [1, "violated"],
  ] as const) {
    const made = saying(({ invoke, respond }) => (invoke("read"), respond(answer)));
    for (const judge of [check, search]) expect(judge(made).verdicts["linearizable"]?.verdict).toBe(verdict);
  }
});

test("an answer to nothing, and an operation that the object does not have, are mistakes", () => {
  expect(() => check(saying(({ respond }) => respond(1)))).toThrow(
    "Process p1 responds 1, and has invoked nothing.",
  );
  expect(() => check(saying(({ invoke }) => invoke("pop")))).toThrow(
    "Process p1 invokes pop, but a register has no operation pop.",
  );
  expect(() => check(saying(({ invoke }) => invoke("write")))).toThrow("0 arguments, and write takes 1");
  const twice = saying(({ invoke }) => (invoke("read"), invoke("read")));
  expect(() => check(twice)).toThrow("Process p1 invokes read, while its read has not been answered.");
});

/** A writer, and a reader that asks a replica, which may not have heard of what was written. */
const replicated = (isEndless: boolean) =>
  system(
    protocol<{ type: "copy" } | { type: "read" } | { type: "value"; value: number }>()({
      name: "replicated",
      roles: {
        writer: role({
          initially: ({ send, invoke, respond }) => {
            invoke("write", 1);
            send("replica", { type: "copy" });
            respond();
            return {};
          },
        }),
        replica: role({
          initially: () => ({ value: 0 }),
          upon: {
            copy: (state) => void (state.value = 1),
            read: ({ value }, _message, { reply }) => reply({ type: "value", value }),
          },
        }),
        reader: role({
          initially: ({ send, invoke }) => {
            invoke("read");
            send("replica", { type: "read" });
            return {};
          },
          upon: {
            value(_state, { value }, { send, invoke, respond }) {
              respond(value);
              if (!isEndless) return;
              invoke("read");
              send("replica", { type: "read" });
            },
          },
        }),
      },
      monitors: { history: historyOf(register("r", 0)), programs: programOrderOf(register("r", 0)) },
      properties: {
        linearizable: linearizable("history"),
        sequentiallyConsistent: sequentiallyConsistent("programs"),
      },
    }),
  );

test("what is read late may be sequentially consistent, and not linearizable", () => {
  for (const judge of [check, search]) {
    const { verdicts } = judge(replicated(false));
    expect(verdicts["linearizable"]?.verdict).toBe("violated");
    expect(verdicts["sequentiallyConsistent"]?.verdict).toBe("holds");
  }
});

test("where reads never end, sequential consistency is not known", () => {
  const { verdicts } = check(replicated(true), { configurationsMax: 300 });
  expect(verdicts["sequentiallyConsistent"]?.verdict).toBe("unknown");
});

test("a property that asks a monitor of another sort is a mistake", () => {
  const made = protocol()({
    name: "asking",
    roles: { process: role({ initially: () => ({}) }) },
    monitors: { history: historyOf(register("r", 0)) },
    properties: { sequentiallyConsistent: sequentiallyConsistent("history") },
  });
  expect(() => check(system(made))).toThrow("no monitor history is made with programOrderOf");
});
