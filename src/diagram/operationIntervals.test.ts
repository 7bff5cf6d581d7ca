/** The bars of operations, of which processes tell from invocation to response. */
import { protocol, role, type Event, type Execution } from "lightcone";
import { enabled, formatEvent, initialConfiguration, step, system } from "lightcone/model";
import { expect, test } from "vitest";
import { at } from "../base/assert.ts";
import { drawSvg, drawText, sceneOf } from "./index.ts";
import { mermaidOf } from "./mermaid.ts";

/** Each client reads twice, one operation after the other; its second is invoked when the first is over. */
const readers = protocol<{ type: "ask" } | { type: "answer" }>()({
  name: "readers",
  roles: {
    server: role({
      initially: () => ({}),
      upon: { ask: (_state, _message, { from, send }) => send(from, { type: "answer" }) },
    }),
    client: role({
      processes: 2,
      initially({ send, invoke }) {
        invoke("read");
        send("server", { type: "ask" });
        return { asks: 1 };
      },
      upon: {
        answer(state, _message, { send, invoke, respond }) {
          respond(0);
          if (state.asks === 2) return;
          state.asks++;
          invoke("read");
          send("server", { type: "ask" });
        },
      },
    }),
  },
});

/** The execution in which these events happen, each with its whole step. */
function executionOf(...triggers: readonly string[]): Execution {
  const made = system(readers);
  const configurations = [initialConfiguration(made, [null, null, null])];
  const events: Event[] = [];
  const take = (isIt: (event: Event) => boolean): void => {
    const now = at(configurations, configurations.length - 1);
    const event = enabled(made, now).find(isIt);
    if (event === undefined) throw new Error("it is not enabled");
    events.push(event);
    configurations.push(step(made, now, event));
  };
  const settle = (): void => {
    while (at(configurations, configurations.length - 1).pending.length > 0) take(() => true);
  };
  settle();
  for (const text of triggers) {
    take((event) => formatEvent(event) === text);
    settle();
  }
  const processes = made.processes.map(({ id }) => id);
  return { protocol: "readers", processes, inputs: [null, null, null], configurations, events };
}

const once = executionOf("server receives ask from client1", "client1 receives answer from server");

test("operations last from invocation to response, and to the end where there is none", () => {
  expect(sceneOf(once).lanes.map(({ operations }) => operations)).toEqual([
    undefined,
    [
      { call: "read", from: 0, to: 2 },
      { call: "read", from: 2 },
    ],
    [{ call: "read", from: 0 }],
  ]);
});

test("operations are heavy lines in a terminal, bars in an image, and activations in Mermaid", () => {
  const scene = sceneOf(once);
  expect(drawText(scene).split("\n").slice(3, 6)).toEqual([
    "       ●          ●          ●   client1 invokes read · client2 invokes read",
    " 1     ●◀───ask───┤          ┃",
    " 2     ├──answer─▶●          ┃   responds 0 · invokes read · asks: 1 → 2",
  ]);
  const bars = drawSvg(scene).match(/<rect class="operation[^>]*>/g) ?? [];
  expect(bars.map((bar) => /class="(.*?)".* height="(.*?)"/.exec(bar)?.slice(1))).toEqual([
    ["operation", "81"],
    ["operation open", "83"],
    ["operation open", "166"],
  ]);
  const turns = mermaidOf(scene).match(/(de)?activate .*/g);
  expect(turns).toEqual(["activate client1", "activate client2", "deactivate client1", "activate client1"]);
});

test("who hides the steps of an invocation hides no more: a response alone is no activation", () => {
  const scene = { ...sceneOf(once), marks: sceneOf(once).marks.filter(({ row }) => row > 0) };
  expect(mermaidOf(scene).match(/(de)?activate .*/g)).toEqual(["activate client1"]);
});
