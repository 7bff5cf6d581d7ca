/** Operations in SVG: a bar on the line of the process from invocation to response, open if it has none. */
import { escapeMarkup } from "./characters.ts";
import type { Layout } from "./layout.ts";
import type { Scene } from "./scene.ts";
import { OBJECT_STYLE, OPERATION_STYLE } from "./theme.ts";

/** The width of a bar, and how far it goes beyond the marks at its ends. */
const [BAR_PX, BEYOND_PX] = [18, 9];

/** The bars of all operations, below the lines of the processes. */
export function drawOperations({ scene, rows, columns, bottom }: Layout): string[] {
  return scene.lanes.flatMap(({ column, operations = [], process }) =>
    operations.map(({ call, from, to }) => {
      // Who responds and invokes the next in one step: two bars that do not touch.
      const isAfter = operations.some((other) => other.to === from);
      const isBefore = operations.some((other) => other.from === to);
      const top = (rows[from] ?? 0) - (isAfter ? -1 : BEYOND_PX);
      const end = to === undefined ? bottom : (rows[to] ?? bottom) + (isBefore ? -1 : BEYOND_PX);
      const place = `x="${Math.round((columns[column] ?? 0) - BAR_PX / 2)}" y="${Math.round(top)}"`;
      const size = `width="${BAR_PX}" height="${Math.round(end - top)}" rx="${BAR_PX / 2}"`;
      const title = `<title>${escapeMarkup(`${process}: ${call}`)}</title>`;
      return `<rect class="operation${to === undefined ? " open" : ""}" ${place} ${size}>${title}</rect>`;
    }),
  );
}

/** The style sheets of shared objects and of operations, for the scenes that have some. */
export function stylesAtLines(scenes: readonly Scene[]): string[] {
  const hasOperations = scenes.some(({ lanes }) => lanes.some(({ operations }) => operations !== undefined));
  return [
    ...(scenes.some(({ objects }) => objects !== undefined) ? [OBJECT_STYLE] : []),
    ...(hasOperations ? [OPERATION_STYLE] : []),
  ];
}
