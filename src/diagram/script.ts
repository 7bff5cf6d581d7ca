/**
 * The script of a page, as text: it is not compiled, so that no compiler adds to it what the page does
 * not have. It reads the marks of the scene from the page's data and follows Lamport's relation through
 * their vector times, as `markBefore` does.
 */
export const PAGE_SCRIPT = `
"use strict";
(() => {
  const { marks, hiddenCount, selected: wanted } = JSON.parse(document.getElementById("scene").textContent);
  const svg = document.querySelector("svg.lightcone");
  const card = document.getElementById("step");
  const introduction = [...card.childNodes];
  const buttons = [...document.querySelectorAll("#schedule button")];
  const linked = [...svg.querySelectorAll("[data-mark], [data-from], [data-to]")];
  let selected = -1;

  const before = (a, b) => a !== b && marks[b].time[marks[a].column] >= marks[a].time[marks[a].column];
  const side = (mark, of) => {
    if (mark === of) return "self";
    return before(mark, of) ? "past" : before(of, mark) ? "future" : "beside";
  };

  /** A piece of the picture is in the past if its end is, and in the future if its beginning is. */
  const sideOf = ({ dataset: { mark, from, to } }, of) => {
    if (mark !== undefined) return side(Number(mark), of);
    if (to !== undefined && ["self", "past"].includes(side(Number(to), of))) return "past";
    return from !== undefined && ["self", "future"].includes(side(Number(from), of)) ? "future" : "beside";
  };

  const paint = (element, name) => {
    element.classList.remove("self", "past", "future");
    if (name !== "beside") element.classList.add(name);
  };

  const make = (tag, text = "", name = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name !== "") element.className = name;
    return element;
  };

  const field = ({ name, value, before, of }) => {
    const row = make("tr");
    const cell = make("td", before === undefined ? value : "");
    if (before !== undefined) {
      if (before !== "") cell.append(make("del", before), " \\u2192 ");
      cell.append(make("ins", value === "" ? "none" : value));
    }
    const head = make("th", name);
    head.scope = "row";
    if (of === "process") head.className = "process";
    row.append(head, cell);
    return row;
  };

  const counts = (of) => {
    const found = { self: 0, past: 0, future: 0, beside: 0 };
    for (const i of marks.keys()) found[side(i, of)]++;
    const line = make("div", "", "counts");
    const told = { past: "in its causal past", future: "in its causal future", beside: "concurrent" };
    for (const [name, words] of Object.entries(told)) {
      const item = make("span", "", name);
      item.append(make("b", String(found[name])), " " + words);
      line.append(item);
    }
    if (hiddenCount > 0) line.append(make("span", "of the steps shown", "beside"));
    return line;
  };

  const describe = (of) => {
    const { title, process, lines, fields } = marks[of];
    const list = make("ul");
    for (const line of lines) list.append(make("li", line));
    const table = make("table");
    for (const item of fields) table.append(field(item));
    card.replaceChildren(
      make("h2", title), list,
      make("p", "State of " + process + " after this step:"), table, counts(of));
  };

  /** The smallest consistent cut with a step: below the last step of each process before it, or itself. */
  const cut = svg.insertBefore(
    document.createElementNS(svg.namespaceURI, "path"), svg.querySelector(".message, .mark"));
  const places = marks.map((_, i) => {
    const { cx, cy } = svg.querySelector('.mark[data-mark="' + i + '"] circle.row');
    return { x: cx.baseVal.value, y: cy.baseVal.value };
  });
  const drawCut = (of) => {
    const lanes = [...new Set(marks.map(({ column }) => column))].sort((a, b) => a - b);
    const points = lanes.map((column) => {
      const own = [...marks.keys()].filter((i) => marks[i].column === column);
      const last = own.findLast((i) => ["self", "past"].includes(side(i, of)));
      return last === undefined ? [places[own[0]].x, places[own[0]].y - 14]
        : [places[last].x, places[last].y + 15];
    });
    const [first, end] = [points[0][1], points.at(-1)[1]];
    cut.setAttribute("d", "M14 " + first + points.map((point) => "L" + point.join(" ")).join("")
      + "L" + (svg.viewBox.baseVal.width - 14) + " " + end);
  };

  const show = (of) => {
    cut.setAttribute("class", of === -1 ? "cut none" : "cut");
    if (of !== -1) drawCut(of);
    svg.classList.toggle("focus", of !== -1);
    for (const element of linked) paint(element, of === -1 ? "beside" : sideOf(element, of));
    for (const button of buttons) {
      paint(button, of === -1 ? "beside" : side(Number(button.dataset.mark), of));
      button.setAttribute("aria-pressed", String(Number(button.dataset.mark) === selected));
    }
    if (of === -1) card.replaceChildren(...introduction);
    else describe(of);
  };

  const select = (of, follow) => {
    selected = of;
    show(of);
    history.replaceState(null, "", of === -1 ? location.pathname + location.search : "#" + name(of));
    if (of === -1 || !follow) return;
    svg.querySelector('.mark[data-mark="' + of + '"]').scrollIntoView({ block: "nearest" });
    buttons.find(({ dataset }) => Number(dataset.mark) === of)?.scrollIntoView({ block: "nearest" });
  };

  const name = (of) => marks[of].name;
  const markUnder = (event) => Number(event.target.closest?.("[data-mark]")?.dataset.mark ?? -1);

  for (const area of [svg, document.getElementById("schedule")]) {
    area.addEventListener("pointerover", (event) => {
      const mark = markUnder(event);
      show(mark === -1 ? selected : mark);
    });
    area.addEventListener("pointerleave", () => show(selected));
    area.addEventListener("click", (event) => {
      const mark = markUnder(event);
      select(mark === selected ? -1 : mark, false);
    });
    area.addEventListener("focusin", (event) => { if (markUnder(event) !== -1) show(markUnder(event)); });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const same = (from, way) => {
      let i = from + way;
      while (marks[i] !== undefined && marks[i].column !== marks[from].column) i += way;
      return marks[i] === undefined ? from : i;
    };
    const last = marks.length - 1;
    const next = {
      ArrowDown: () => Math.min(last, selected + 1),
      ArrowUp: () => selected === -1 ? last : Math.max(0, selected - 1),
      ArrowRight: () => selected === -1 ? 0 : same(selected, 1),
      ArrowLeft: () => selected === -1 ? last : same(selected, -1),
      Home: () => 0,
      End: () => last,
      Escape: () => -1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    select(next(), true);
  });

  /** The names of the processes stay in sight. */
  const plates = svg.querySelector(".plates");
  const keepPlates = () => {
    const { top, height } = svg.getBoundingClientRect();
    const edge = Math.max(0, svg.parentElement.getBoundingClientRect().top);
    const down = Math.max(0, Math.min(height - 90, edge - top - 14));
    plates.setAttribute("transform", "translate(0 " + down + ")");
  };
  document.addEventListener("scroll", keepPlates, { passive: true, capture: true });
  addEventListener("resize", keepPlates, { passive: true });

  const fromHash = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    const found = hash === "" ? wanted : [...marks.keys()].findIndex((of) => name(of) === hash);
    if (found !== -1) select(found, true);
  };
  addEventListener("hashchange", fromHash);
  fromHash();
  keepPlates();
})();
`.trim();
