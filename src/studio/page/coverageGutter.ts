/** The margin of the editor that shows which lines some schedule reaches, and which none does. */
import { RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import { gutter, GutterMarker } from "@codemirror/view";
import type { CoveredBranch } from "../findings.ts";

/** Shows the coverage of a file; none, if it is empty. */
export const setCoverage = StateEffect.define<readonly CoveredBranch[]>();

class CoverageMarker extends GutterMarker {
  private readonly isReached: boolean;
  constructor(isReached: boolean) {
    super();
    this.isReached = isReached;
  }
  override eq(other: CoverageMarker): boolean {
    return other.isReached === this.isReached;
  }
  override toDOM(): Node {
    const mark = document.createElement("div");
    mark.className = this.isReached ? "cm-reached" : "cm-unreached";
    mark.title = this.isReached ? "Some schedule gets here." : "No schedule gets here.";
    return mark;
  }
}

const [REACHED, UNREACHED] = [new CoverageMarker(true), new CoverageMarker(false)];

const markers = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(shown, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setCoverage)) return markersOf(transaction.state.doc, effect.value);
    // What was checked was another text.
    return transaction.docChanged ? RangeSet.empty : shown;
  },
});

/** The state of a line is that of the innermost branch around it. */
function markersOf(doc: Text, branches: readonly CoveredBranch[]): RangeSet<GutterMarker> {
  const lines = new Map<number, boolean>();
  const outermostFirst = [...branches].toSorted((a, b) => b.to - b.from - (a.to - a.from));
  for (const { from, to, isReached } of outermostFirst)
    for (let line = from; line <= Math.min(to, doc.lines); line++)
      // Of branches in one line, the one that is not reached is worth telling.
      lines.set(line, from === to ? isReached && lines.get(line) !== false : isReached);
  const sorted = [...lines].toSorted(([a], [b]) => a - b);
  return RangeSet.of(
    sorted.map(([line, isReached]) => (isReached ? REACHED : UNREACHED).range(doc.line(line).from)),
  );
}

/** The margin. */
export const coverage = [
  markers,
  gutter({ class: "cm-coverage", markers: (view) => view.state.field(markers) }),
];
