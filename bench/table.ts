import type { Ratio } from "./statistics.ts";

/** Lays rows out in columns of equal width: the first to the left, the others to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const lines = all.map((row) =>
    widths
      .map((width, column) =>
        column === 0 ? (row[0] ?? "").padEnd(width) : (row[column] ?? "").padStart(width),
      )
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

/** A whole number with thousands separated: 1,234,567. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A number with as many decimals as make three digits: 0.123, 1.23, 12.3, 123. */
export function formatMeasure(value: number): string {
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toFixed(decimals);
}

/** A ratio: the median, and the least and the greatest. */
export function formatRatio({ median: middle, least, greatest }: Ratio): string {
  return `${formatMeasure(middle)} (${formatMeasure(least)}-${formatMeasure(greatest)})`;
}
