import { createHash } from "node:crypto";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { sketch, sketchOf } from "../../test/sketch.ts";
import { widthOf } from "./characters.ts";
import { sceneOf } from "./compose.ts";
import { drawHtml } from "./html.ts";
import { PAGE_SCRIPT } from "./script.ts";
import { drawSvg } from "./svg.ts";
import { drawText } from "./plainText.ts";
import type { Execution } from "../model/index.ts";

const executions = fc.array(fc.nat(1_000), { maxLength: 60 }).map(sketchOf);

const conversation = sketch(`
  processes alice bob
  alice sends hello to bob
  bob receives hello from alice
  bob sends answer(text: "好") to alice
  alice times out on impatience
  alice sends hello to bob
  alice receives answer(text: "好") from bob
  alice decides "好"
  alice halts`);

const hostile = ((): Execution => {
  const type = `</script><img src=x onerror="1">&'\u0007\u202E\uD800`;
  const message = { type };
  const execution = sketch("processes p q\np sends m to q\na round begins\nq receives m from p\nq outputs 1");
  const [send, round, receive, output] = execution.events;
  const events = [
    { ...send, message },
    { ...round, order: [{ object: type, processes: ["p", "q"] }] },
    { ...receive, message },
    { ...output, value: type },
  ] as Execution["events"];
  return { ...execution, protocol: type, inputs: [type, null], events };
})();

test("texts that nobody could read are cut, in every drawing, which says so", () => {
  const long = sketch(`
    processes p q
    p sends m(text: "${"x".repeat(3_000_000)}") to q
    q receives m(text: "${"x".repeat(3_000_000)}") from p`);
  const scene = sceneOf(long);
  for (const picture of [drawText(scene), drawSvg(scene), drawHtml(scene)]) {
    expect(picture.includes("…")).toBe(true);
    expect(picture.length).toBeLessThan(200_000);
  }
  expect(/… \(30000\d\d characters\)/.test(drawHtml(scene))).toBe(true);
});

describe("text", () => {
  test("draws in ASCII alone where that is wanted", () => {
    const text = drawText(
      sceneOf(sketch("processes p q\np sends m to q\nq receives m from p\nq sends n to p")),
      { ascii: true },
    );
    expect(text).toBe(`sketch - 1 step

     p          q
     o          o
 1   +----m---->o   steps: 0 -> 1
     |(....n....+   in transit

 ..) in transit

States at the end:
 p  steps: 0
 q  steps: 1
`);
  });

  test("counts wide characters as two cells", () => {
    expect(drawText(sceneOf(conversation))).toBe(`sketch · 3 steps

     alice             bob
       ●                ●
 1     ├─────hello─────▶●   steps: 0 → 1
 2     ◷ impatience     │   steps: 0 → 1
 3     ◆◀──answer("好")─┤   decides "好" · halts · steps: 1 → 2
       ├╌╌╌╌hello @2╌╌╌▷│   in transit

 ◷ timing event   ◆ decision   ■ halts   ╌╌▷ in transit   @n sent in step n

States at the end:
 alice  steps: 2 · decision: "好" · halted
 bob    steps: 1
`);
  });

  test("gives each piece to the style, and the rest is the same", () => {
    const scene = sceneOf(conversation);
    const marked = drawText(scene, { style: (ink, piece) => `<${ink}>${piece}</${ink}>` });
    expect(marked).toContain("<decision>◆</decision>");
    expect(marked.replace(/<\/?[a-z]+>/g, "")).toBe(drawText(scene));
  });

  test("lists the steps of more processes than fit", () => {
    const ids = Array.from({ length: 20 }, (_, i) => `p${i + 1}`);
    const scene = sceneOf(
      sketch(`processes ${ids.join(" ")}\np1 sends m to p20\np20 receives m from p1\np20 decides 1`),
    );
    expect(drawText(scene, { width: 60 })).toBe(`sketch · 1 step

20 processes do not fit into 60 columns; the steps instead:

   1  p20 receives m from p1 · decides 1 · steps: 0 → 1

States at the end:
${ids
  .slice(0, 16)
  .map((id) => ` ${id.padEnd(3)}  steps: 0`)
  .join("\n")}
… and 4 more
`);
  });

  property.prop([executions, fc.integer({ min: 30, max: 120 }), fc.boolean()])(
    "keeps within its width",
    (execution, width, ascii) => {
      const violation = { at: 3, property: "agreement" };
      const text = drawText(sceneOf(execution, { violation, maxSteps: 20 }), { width, ascii });
      for (const line of text.split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(width);
    },
  );
});

/** The names of elements in order, or what is wrong with the nesting of a document. */
function nesting(markup: string): string {
  const open: string[] = [];
  for (const [, close, name = "", rest = ""] of markup.matchAll(/<(\/?)([a-z0-9]+)((?:\s[^<>]*)?)>/g)) {
    if (close === "/") {
      const last = open.pop();
      if (last !== name) return `</${name}> closes <${last}>`;
    } else if (!rest.endsWith("/") && name !== "meta") open.push(name);
  }
  return open.length === 0 ? "well nested" : `not closed: ${open.join(" ")}`;
}

describe("markup", () => {
  property.prop([executions])("is well nested", (execution) => {
    const svg = drawSvg(
      sceneOf(execution, { maxSteps: 20, violation: { at: execution.events.length, property: "a < b" } }),
    );
    expect(nesting(svg)).toBe("well nested");
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("asks nobody for anything, and lets a browser run nothing but its own script and style", () => {
    const page = drawHtml(sceneOf(hostile));
    const [, policy = ""] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page) ?? [];
    expect(policy).toMatch(/^default-src 'none'; /);
    for (const part of ["script", "style"]) {
      const [, content = ""] = new RegExp(`<${part}>([^]*?)</${part}>`).exec(page) ?? [];
      const hash = createHash("sha256").update(content).digest("base64");
      expect(policy).toContain(`${part}-src 'sha256-${hash}'`);
      expect(page.match(new RegExp(`<${part}>`, "g"))).toHaveLength(1);
    }
    expect(page).not.toMatch(/ style="|url\(|@import|\.style\b|<(?:link|img|iframe|object|base|form)\b/);
    expect(page.match(/ (?:src|href|on\w+)="[^"]*"/g)).toBeNull();
    expect(page.match(/https?:[^"' ]*/g)?.filter((at) => at !== "http://www.w3.org/2000/svg") ?? []).toEqual(
      [],
    );
  });

  test("shows hostile texts as texts", () => {
    const scene = sceneOf(hostile);
    for (const markup of [drawSvg(scene), drawHtml(scene)]) {
      expect(markup).not.toContain("<img");
      expect(markup).not.toMatch(/[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/u);
      expect(markup).toContain("&lt;img src=x onerror=&quot;1&quot;&gt;&amp;&#39;\\u0007\\u202e\\ud800");
    }
    expect(drawHtml(scene).match(/<\/script>/g)).toHaveLength(2);
    expect(drawText(scene)).not.toMatch(/[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/u);
  });

  test("needs nothing from elsewhere", () => {
    const page = drawHtml(sceneOf(conversation), { title: "A conversation", subtitle: "Two friends." });
    expect(page.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|src=|href=|@import|url\(/);
    expect(page).toContain("<p>Two friends. 2 processes, 3 steps.</p>");
  });

  test("says every colour plainly before it says it as a variable", () => {
    const [, style = ""] = /<style>(.*)<\/style>/s.exec(drawSvg(sceneOf(conversation))) ?? [];
    const [plain = "", variable = ""] = style.split("@supports (fill:var(--ink)){");
    expect(plain).not.toContain("var(");
    const declarations = (sheet: string): string[] =>
      [...sheet.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = "", body = ""]) =>
        body.split(";").map((declaration) => `${selector.trim()}{${declaration.trim()}}`),
      );
    const plainly = declarations(plain).map((text) => text.replace(/#[0-9a-f]{6}/, "COLOUR"));
    const coloured = declarations(variable).filter((text) => text.includes("var("));
    expect(coloured.length).toBeGreaterThan(20);
    for (const text of coloured) expect(plainly).toContain(text.replace(/var\(--\w+\)/, "COLOUR"));
  });

  test("has a script that can be read", () => {
    expect(() => new Function(PAGE_SCRIPT)).not.toThrow();
  });
});
