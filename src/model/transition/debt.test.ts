/** What executions that never end owe to processes, sentence by sentence: see docs/semantics.md. */
import {
  check,
  fifo,
  messageSet,
  pause,
  perform,
  protocol,
  receive,
  role,
  sharedObject,
  type Property,
  type Protocol,
} from "lightcone";
import { describe, expect, test } from "vitest";
import {
  busy,
  fresh,
  heard,
  laidOut,
  LIMITED,
  paidOn,
  said,
  type State,
  type Word,
} from "../../../test/semantics/endless.ts";

describe("Messages", () => {
  test("A message that can be received again and again is received at some time.", () => {
    expect(said(busy)).toEqual({ heard: "holds" });
  });

  test("Of several equal messages the oldest is received first, so that none waits for ever.", () => {
    const stream = protocol<Word>()({
      name: "stream",
      roles: {
        process: role({
          processes: 2,
          initially({ index, send, setTimer }) {
            if (index === 1) for (const type of ["mail", "mail", "news"] as const) send("p2", { type });
            if (index === 1) setTimer("more");
            return fresh();
          },
          upon: {
            mail: (state, _message, { send }) => void ((state.n = 1 - state.n), send("p1", { type: "ping" })),
            news: (state) => void (state.heard = true),
            ping: (_state, _message, { send }) => send("p2", { type: "mail" }),
          },
          uponTimeout: { more: () => {} },
        }),
      },
      properties: {
        news: heard as Property<unknown>,
        never: { eventually: ({ process: [, q] }) => q?.mailbox.length === 9 },
      },
    });
    expect(said(stream)).toEqual({ news: "holds", never: "goes on" });
    expect(paidOn(stream, "never").filter((line) => line.includes("mail"))).toHaveLength(1);
  });

  test("What process code never takes may stay in transit for ever; what it may take, it takes.", () => {
    const code = (type: string) =>
      protocol<Word>()({
        name: "picky",
        roles: {
          process: role<Word, State>({
            processes: 2,
            initially({ index, send, setTimer }) {
              if (index === 1) {
                send("p2", { type: "mail" });
                setTimer("again");
              }
              return fresh();
            },
            *run(state, { index }) {
              if (index === 1) return;
              yield* receive<Word>(type);
              state.heard = true;
            },
            uponTimeout: {
              again: (state, { setTimer }) => {
                state.isOdd = !state.isOdd;
                setTimer("again");
              },
            },
          }),
        },
        properties: { heard: heard as Property<unknown> },
      });
    expect(said(code("mail"))["heard"]).toBe("holds");
    expect(said(code("news"))["heard"]).toMatch(/ends|goes on/);
  });

  test("What can be taken only now and then, when others may come first, is taken at some time.", () => {
    // p3 awaits one of two, then pauses, in which neither can be received; p1 sends again and again.
    const shared = protocol<Word>()({
      name: "shared",
      roles: {
        process: role<Word, State>({
          processes: 3,
          initially({ index, send, setTimer }) {
            if (index === 1) setTimer("send");
            if (index === 2) send("p3", { type: "news" });
            return fresh();
          },
          *run(state, { index, send }) {
            if (index < 3) {
              while (true) {
                yield* receive<Word>("ping");
                send("p3", { type: "mail" });
              }
            }
            while (true) {
              const { message } = yield* receive<Word>("mail", "news");
              if (message.type === "news") state.heard = true;
              yield* pause();
              if (message.type === "mail") send("p1", { type: "ping" });
            }
          },
          uponTimeout: { send: (_state, { send }) => send("p3", { type: "mail" }) },
        }),
      },
      properties: { heard: heard as Property<unknown> },
    });
    expect(said(shared)["heard"]).toBe("holds");
  });

  test("In a queue what stands in front is owed, and then what stands behind it.", () => {
    const queue = protocol<Word>()({
      name: "queue",
      channels: fifo,
      roles: {
        process: role({
          processes: 2,
          initially({ index, send, setTimer }) {
            if (index === 1) for (const type of ["ping", "mail"] as const) send("p2", { type });
            if (index === 1) setTimer("again");
            return fresh();
          },
          upon: { ping: () => {}, mail: (state) => void (state.heard = true) },
          uponTimeout: {
            again(state, { setTimer }) {
              state.isOdd = !state.isOdd;
              setTimer("again");
            },
          },
        }),
      },
      properties: { heard: heard as Property<unknown> },
    });
    expect(said(queue)).toEqual({ heard: "holds" });
  });

  /** p1 sends p2 a message once, which may be received again and again. */
  const kept = protocol<Word>()({
    name: "kept",
    roles: {
      process: role({
        processes: 2,
        initially({ index, send }) {
          if (index === 1) send("p2", { type: "mail" });
          return fresh();
        },
        upon: { mail: (state) => void (state.heard = true) },
      }),
    },
    properties: { heard: heard as Property<unknown> },
  });

  test("What failures take away again and again need not be received.", () => {
    const fails = { channels: messageSet, failures: "omission:p2" };
    expect(said(kept, fails)).toEqual({ heard: "goes on" });
    expect(paidOn(kept, "heard", fails)).toContain("mail to p2 is lost in step 2");
    const resends = protocol<Word>()({
      name: "resends",
      roles: {
        process: role({
          processes: 2,
          initially({ index, setTimer }) {
            if (index === 1) setTimer("send");
            return fresh();
          },
          upon: { mail: (state) => void (state.heard = true) },
          uponTimeout: {
            send(_state, { send, setTimer }) {
              send("p2", { type: "mail" });
              setTimer("wait");
            },
            wait: (_state, { setTimer }) => setTimer("send"),
          },
        }),
      },
      properties: {
        heard: heard as Property<unknown>,
        // A bound on what is in transit keeps the system finite.
        few: { eventually: ({ process: [, q] }) => q?.state.heard === true || (q?.mailbox.length ?? 0) > 2 },
      },
    });
    const setting = { failures: "loss" };
    expect(
      check(laidOut(resends, setting), { ...LIMITED, properties: ["few"] }).verdicts["few"]?.verdict,
    ).toBe("violated");
    expect(paidOn(resends, "few", setting)).toContain("mail to p2 is lost in step 3");
    expect(check(laidOut(resends), { ...LIMITED, properties: ["few"] }).verdicts["few"]?.verdict).toBe(
      "holds",
    );
  });

  test("Of a message set each message comes again and again; a verdict that rests on it says so.", () => {
    const set = protocol<Word>()({
      name: "set",
      channels: messageSet,
      roles: {
        process: role({
          processes: 2,
          initially({ index, send }) {
            if (index === 1) for (const type of ["ping", "mail"] as const) send("p2", { type });
            return fresh();
          },
          upon: {
            ping: (state) => void (state.isOdd = !state.isOdd),
            mail: (state) => void (state.heard = true),
          },
        }),
      },
      properties: {
        heard: heard as Property<unknown>,
        twice: { eventually: ({ process: [, q] }) => q?.state.n === 2 },
        now: { eventually: () => true },
      },
    });
    expect(said(set)).toEqual({ heard: "holds if kept messages come again", twice: "goes on", now: "holds" });
  });
});

describe("Timers and steps", () => {
  /** p1 has a timer beside one that it sets again and again, doing something with the first each time. */
  const beside = (act: "nothing" | "set" | "cancel") =>
    protocol()({
      name: "beside",
      roles: {
        process: role({
          initially({ setTimer }) {
            setTimer("other");
            setTimer("again");
            return fresh();
          },
          uponTimeout: {
            other: (state) => void (state.heard = true),
            again(state, { setTimer, cancelTimer }) {
              state.isOdd = !state.isOdd;
              setTimer("again");
              if (act === "set") setTimer("other");
              if (act === "cancel") cancelTimer("other");
            },
          },
        }),
      },
      properties: { heard: heard as Property<unknown> },
    });

  /** p1 may set its timer anew at any time, which changes nothing. */
  const tireless = protocol()({
    name: "tireless",
    roles: {
      process: role({
        initially({ setTimer }) {
          setTimer("other");
          return fresh();
        },
        may: { delay: { while: () => true, do: (_state, { setTimer }) => setTimer("other") } },
        uponTimeout: { other: (state) => void (state.heard = true) },
      }),
    },
    properties: { heard: heard as Property<unknown> },
  });

  test("A timer that stays set fires, unless it is set anew, or cancelled.", () => {
    expect(said(tireless)).toEqual({ heard: "goes on" });
    expect(said(beside("nothing"))).toEqual({ heard: "holds" });
    expect(said(beside("set"))).toEqual({ heard: "goes on" });
    expect(said(beside("cancel"))).toEqual({ heard: "goes on" });
    expect(paidOn(beside("set"), "heard").join()).toMatch(/the timer other of p1 fires, or is set anew/);
  });

  const lock = sharedObject(
    {
      name: "lock",
      about: "a lock that one process holds",
      operations: {
        take: (isTaken: boolean) => (isTaken ? undefined : { value: true }),
        leave: () => ({ value: false }),
      },
    },
    "lock",
    false,
  );
  const locked = (rests: boolean) =>
    protocol()({
      name: "locked",
      objects: [lock],
      roles: {
        one: role({
          initially: fresh,
          *run(state) {
            yield* perform(lock, "take");
            state.heard = true;
          },
        }),
        other: role({
          initially: fresh,
          *run() {
            while (true) {
              if (rests) yield* pause();
              else {
                yield* perform(lock, "take");
                yield* perform(lock, "leave");
              }
            }
          },
        }),
      },
      properties: { heard: heard as Property<unknown> },
    });

  test("The next step of process code is taken if it can be from some moment on for ever.", () => {
    expect(said(locked(true))).toEqual({ heard: "holds" });
  });

  test("An operation that is possible again and again, and not for good, need not happen.", () => {
    expect(said(locked(false))).toEqual({ heard: "goes on" });
    expect(paidOn(locked(false), "heard")).toContain("the next step of one is not owed after step 1");
  });

  test("What a process must do by itself is done if it can be for good; what it may do, need not.", () => {
    const acting = (kind: "may" | "must") =>
      protocol()({
        name: "acting",
        roles: {
          process: role({
            initially: ({ setTimer }) => (setTimer("again"), fresh()),
            [kind]: { speak: { while: () => true, do: (state: State) => void (state.heard = true) } },
            uponTimeout: {
              again: (state: State, { setTimer }: { setTimer(name: string): void }) => {
                state.isOdd = !state.isOdd;
                setTimer("again");
              },
            },
          }),
        },
        properties: { heard: heard as Property<unknown> },
      }) as Protocol;
    expect(said(acting("must"))).toEqual({ heard: "holds" });
    expect(said(acting("may"))).toEqual({ heard: "goes on" });
  });

  test("What is chosen within a step, and how coins fall, is owed to nobody.", () => {
    const choosing = protocol()({
      name: "choosing",
      roles: {
        process: role({
          initially: ({ setTimer }) => (setTimer("t"), fresh()),
          uponTimeout: {
            t(state, { choose, flip, setTimer }) {
              if (choose([false, true]) && flip()) state.heard = true;
              state.isOdd = !state.isOdd;
              setTimer("t");
            },
          },
        }),
      },
      properties: { heard: heard as Property<unknown> },
    });
    expect(said(choosing)).toEqual({ heard: "goes on" });
  });
});
