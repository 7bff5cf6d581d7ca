/** What a handler gives where a list is wanted: a text is no list of letters. */
import { describe, expect, test } from "vitest";
import { initialConfiguration } from "../state/configuration.ts";
import { protocol } from "../system/protocol.ts";
import { role, type Role } from "../system/role.ts";
import { system } from "../system/system.ts";

type Initially = Role<{ type: "ping" }, { seen: number }, null>["initially"];

/** The beginning of a system of two processes, which start so. */
const begun = (initially: Initially): unknown => {
  const started = protocol<{ type: "ping" }>()({
    name: "started",
    roles: { process: role({ processes: 2, initially, upon: { ping() {} } }) },
  });
  return initialConfiguration(system(started), [null, null]);
};

describe("where a list is wanted,", () => {
  test.each([
    [[], "without options"],
    ["ab", 'with "ab", which is no array'],
    [undefined, "with undefined, which is no array"],
  ])("there is nothing to choose in %j", (options, found) => {
    const choosing = (): unknown => begun(({ choose }) => ({ seen: choose(options as never) }));
    expect(choosing).toThrow(`Process p1 called \`choose\` ${found}.`);
  });

  test("one id alone is whom a message is sent to", () => {
    const sentTo = (one: string) => (): unknown =>
      begun(({ self, broadcast }) => {
        if (self === "p1") broadcast({ type: "ping" }, one as never);
        return { seen: 0 };
      });
    expect(sentTo("p9")).toThrow('Process p1 sent ping to "p9".');
    expect(sentTo("p2")()).toMatchObject({ pending: [{ to: "p2", message: { type: "ping" } }] });
  });
});
