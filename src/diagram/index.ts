/** Diagrams: an execution becomes a scene, and a scene becomes text, SVG or a page. */
export { sceneOf, type SceneOptions, type ViolatingMoment } from "./compose.ts";
export {
  markBefore,
  type Arrow,
  type Beginning,
  type Fate,
  type Field,
  type GridPoint,
  type Lane,
  type Mark,
  type Row,
  type Scene,
  type Sending,
} from "./scene.ts";
export { drawText, type Ink, type Style, type TextOptions } from "./text.ts";
export { drawSvg, type SvgOptions } from "./svg.ts";
export { drawHtml, type HtmlOptions } from "./html.ts";
