/** Diagrams: an execution becomes a scene, and a scene becomes text, SVG or a page. */
export { sceneOf, type SceneOptions, type ViolatingMoment } from "./compose.ts";
export type { NamedStep } from "./cones.ts";
export {
  markBefore,
  type Arrow,
  type StepMark,
  type MessageFate,
  type StateField,
  type GridPoint,
  type Lane,
  type Mark,
  type Row,
  type Scene,
  type Sending,
  type States,
  type StepValences,
} from "./scene.ts";
export { drawSvgBeside, drawTextBeside, type ScenePair } from "./beside.ts";
export { drawText, tellStates, type Ink, type Style, type TextOptions } from "./plainText.ts";
export { graphvizOf } from "./graphviz.ts";
export { mermaidOf } from "./mermaid.ts";
export { drawSvg, type SvgOptions } from "./svg.ts";
export { drawHtml, type HtmlOptions } from "./html.ts";
export {
  BOX_LINE_PX,
  drawGraph,
  GRAPH_HEAD_PX,
  type DrawnArrow,
  type DrawnBox,
  type DrawnGraph,
  type GraphPixel,
} from "./drawGraph.ts";
export { drawHook } from "./drawHook.ts";
export { GRAPH_PAGE_STYLE } from "./theme.ts";
export { toneOf, valenceText } from "./valenceKeys.ts";
