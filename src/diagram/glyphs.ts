/** The characters of pictures in a terminal. */

/** The characters that pictures are made of. */
export interface Glyphs {
  readonly lane: string;
  readonly laneHidden: string;
  readonly laneCut: string;
  readonly laneBusy: string;
  readonly dash: string;
  readonly dashTransit: string;
  readonly crossing: string;
  readonly toRight: string;
  readonly toLeft: string;
  readonly leaveRight: string;
  readonly leaveLeft: string;
  readonly openRight: string;
  readonly openLeft: string;
  readonly step: string;
  readonly timing: string;
  readonly decision: string;
  readonly halt: string;
  readonly crash: string;
  readonly lost: string;
  readonly mishap: string;
  readonly violation: string;
  readonly cycle: string;
  readonly cut: string;
  readonly ellipsis: string;
  readonly dot: string;
  readonly arrow: string;
  readonly range: string;
  readonly differs: string;
  readonly unknown: string;
}

/** Box drawing and geometric shapes. */
export const UNICODE: Glyphs = {
  lane: "│",
  laneHidden: "┊",
  laneCut: "║",
  laneBusy: "┃",
  dash: "─",
  dashTransit: "╌",
  crossing: "┼",
  toRight: "▶",
  toLeft: "◀",
  leaveRight: "├",
  leaveLeft: "┤",
  openRight: "▷",
  openLeft: "◁",
  step: "●",
  timing: "◷",
  decision: "◆",
  halt: "■",
  crash: "✖",
  lost: "✕",
  mishap: "╪",
  violation: "━",
  cycle: "↻",
  cut: "…",
  ellipsis: "…",
  dot: "·",
  arrow: "→",
  range: "–",
  differs: "≠",
  unknown: "○",
};

/** The glyphs that every terminal has. */
export const ASCII: Glyphs = {
  lane: "|",
  laneHidden: ":",
  laneCut: "#",
  laneBusy: "H",
  dash: "-",
  dashTransit: ".",
  crossing: "+",
  toRight: ">",
  toLeft: "<",
  leaveRight: "+",
  leaveLeft: "+",
  openRight: ")",
  openLeft: "(",
  step: "o",
  timing: "@",
  decision: "#",
  halt: "=",
  crash: "X",
  lost: "x",
  mishap: "=",
  violation: "=",
  cycle: "@",
  cut: "~",
  ellipsis: "...",
  dot: "-",
  arrow: "->",
  range: "-",
  differs: "!=",
  unknown: ".",
};
