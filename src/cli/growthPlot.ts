/**
 * Plots of how costs grow, by Observable Plot on a document that is not in any browser. Both are loaded only
 * when somebody asks for a plot.
 */
import type { GrowthLaw, Sample } from "../analysis/index.ts";

/** The words of a plot. */
interface PlotTexts {
  readonly title: string;
  /** The label of the axis of n. */
  readonly x: string;
  readonly law: GrowthLaw | undefined;
}

/** The plot of some numbers, as SVG. */
export async function plotGrowth(measured: readonly Sample[], { title, x, law }: PlotTexts): Promise<string> {
  const [{ plot, line, dot, text, axisX, ruleY }, { parseHTML }] = await Promise.all([
    import("@observablehq/plot"),
    import("linkedom"),
  ]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const data = [...measured];
  const last = data.slice(-1);
  const drawn = plot({
    document: document as never,
    width: 640,
    height: 400,
    marginLeft: 60,
    marginTop: 56,
    marginRight: 30,
    marginBottom: 46,
    insetLeft: 34,
    insetRight: 20,
    style: { fontSize: "12px" },
    x: { label: x },
    y: { label: null, grid: true, zero: true, nice: true },
    marks: [
      axisX({ ticks: data.map(({ n }) => n), tickFormat: (n: number) => `${n}` }),
      ruleY([0]),
      line(data, { x: "n", y: "value", strokeWidth: 1.5, stroke: COLOUR }),
      dot(data, { x: "n", y: "value", fill: COLOUR, r: 4 }),
      text(data, { x: "n", y: "value", text: "value", dx: -9, dy: -9, textAnchor: "end" }),
      ...(law === undefined
        ? []
        : [
            text(last, {
              frameAnchor: "top-left",
              dx: 14,
              dy: 10,
              text: () => lawText(law),
            }),
          ]),
    ],
  });
  drawn.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const heading = document.createElementNS("http://www.w3.org/2000/svg", "text");
  heading.setAttribute("x", "14");
  heading.setAttribute("y", "24");
  heading.setAttribute("style", "font-size: 15px; font-weight: 650; text-anchor: start");
  heading.textContent = title;
  drawn.appendChild(heading as never);
  return `${drawn.outerHTML.replace("<style>", `<style>${SURROUNDINGS}`)}\n`;
}

/** A growth law in words. */
export function lawText({ isExact, text, error }: GrowthLaw): string {
  if (isExact) return `exactly ${text}`;
  return `about ${text}, at most ${Math.max(1, Math.round(100 * error))} % off`;
}

const COLOUR = "#0072b2";

/** Paper and ink for light and for dark surroundings. */
const SURROUNDINGS =
  "svg{background:#ffffff;color:#1b2733;font-family:ui-sans-serif,system-ui,sans-serif}" +
  "@media (prefers-color-scheme:dark){svg{background:#12171e;color:#e7ecf2}}";
