/** Carrying: a letter in transit is dragged onto its ring, and has arrived. */
import type { TargetedPointerEvent } from "preact";

/** A drop so near to the ring is on it, in pixels. */
const NEAR = 34;
/** The distance by which a pointer moves in a click, at most. */
const STILL = 6;

/** The ring of a letter, and what is done when it is carried there. */
interface Carried {
  readonly ring: readonly [x: number, y: number];
  deliver(): void;
}

/** Begins to carry a letter; fingers scroll instead. */
export function carry(event: TargetedPointerEvent<SVGGElement>, { ring, deliver }: Carried): void {
  const svg = event.currentTarget.ownerSVGElement;
  if (svg === null || event.pointerType === "touch" || event.button !== 0) return;
  const begin = placeIn(svg, event);
  let disc: SVGCircleElement | undefined;
  const move = (moved: PointerEvent): void => {
    const [x, y] = placeIn(svg, moved);
    if (disc === undefined && Math.hypot(x - begin[0], y - begin[1]) < STILL) return;
    moved.preventDefault();
    disc ??= discIn(svg);
    disc.setAttribute("cx", `${x}`);
    disc.setAttribute("cy", `${y}`);
    disc.classList.toggle("near", isNear([x, y], ring));
  };
  const drop = (end: PointerEvent): void => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", drop);
    window.removeEventListener("pointercancel", drop);
    if (disc === undefined) return;
    disc.remove();
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
    if (end.type === "pointerup" && isNear(placeIn(svg, end), ring)) deliver();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", drop);
  window.addEventListener("pointercancel", drop);
}

/** The end of a drag is no click. */
function swallow(event: MouseEvent): void {
  event.stopPropagation();
}

function discIn(svg: SVGSVGElement): SVGCircleElement {
  const disc = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  disc.setAttribute("r", "8");
  disc.setAttribute("class", "carried");
  return svg.appendChild(disc);
}

function isNear([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]): boolean {
  return Math.hypot(toX - x, toY - y) < NEAR;
}

/** The place of a pointer in the units of a picture. */
function placeIn(svg: SVGSVGElement, { clientX, clientY }: PointerEvent): readonly [number, number] {
  const inside = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()?.inverse());
  return [inside.x, inside.y];
}
