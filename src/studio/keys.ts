/** The keys of the studio: one table, which the page obeys and the help prints. */

/** A thing that a key does. */
export type KeyAction =
  | "take"
  | "next"
  | "previous"
  | "lose"
  | "duplicate"
  | "tick"
  | "crash"
  | "recover"
  | "finish"
  | "careful"
  | "back"
  | "on"
  | "first"
  | "last"
  | "undo"
  | "redo"
  | "walk"
  | "cone"
  | "eyes"
  | "check"
  | "simulate"
  | "story"
  | "code"
  | "why"
  | "runs"
  | "graph"
  | "zoo"
  | "system"
  | "share"
  | "theme"
  | "lecture"
  | "keys"
  | "close";

/** A key, as `KeyboardEvent.key` has it, with `Shift+` in front where it is held; and what it does. */
interface KeyBinding {
  readonly key: string;
  readonly action: KeyAction;
  readonly about: string;
}

const binding = (key: string, action: KeyAction, about: string): KeyBinding => ({ key, action, about });

/** All keys. 1 to 9 take the event with that number. */
export const KEYS: readonly KeyBinding[] = [
  binding("Enter", "take", "take the selected event"),
  binding("ArrowDown", "next", "select the next event"),
  binding("ArrowUp", "previous", "select the one before"),
  binding("l", "lose", "lose the selected message"),
  binding("u", "duplicate", "duplicate the selected message"),
  binding("t", "tick", "let time pass, or begin a round"),
  binding("k", "crash", "crash the selected process"),
  binding("r", "recover", "recover a process"),
  binding("f", "finish", "let the step go on to its end"),
  binding("i", "careful", "stop inside steps, or do not"),
  binding("ArrowLeft", "back", "one step back"),
  binding("ArrowRight", "on", "one step on"),
  binding("Home", "first", "to the start"),
  binding("End", "last", "to the end of this history"),
  binding("z", "undo", "undo"),
  binding("Shift+Z", "redo", "redo"),
  binding(" ", "walk", "walk, or pause"),
  binding(".", "cone", "causal past and future of the last step"),
  binding("v", "eyes", "as the next process sees it"),
  binding("c", "check", "check every schedule, or stop"),
  binding("m", "simulate", "simulate many runs, or stop"),
  binding("s", "story", "story"),
  binding("e", "code", "code"),
  binding("w", "why", "why"),
  binding("n", "runs", "runs"),
  binding("g", "graph", "graph of all configurations"),
  binding("o", "zoo", "open a protocol"),
  binding("y", "system", "change the system"),
  binding("Shift+S", "share", "share"),
  binding("d", "theme", "light or dark"),
  binding("p", "lecture", "lecture: the diagram alone, and larger"),
  binding("?", "keys", "all keys"),
  binding("Escape", "close", "close what is open"),
];

/** The action of a key; undefined if it has none. */
export function actionOf(key: string, isShift: boolean): KeyAction | undefined {
  const exact = KEYS.find(
    (one) => one.key === (isShift && key.length === 1 && /[A-Z]/.test(key) ? `Shift+${key}` : key),
  );
  return exact?.action;
}

/** The name of a key for readers. */
export function keyText(key: string): string {
  const names: Readonly<Record<string, string>> = {
    ArrowDown: "↓",
    ArrowUp: "↑",
    ArrowLeft: "←",
    ArrowRight: "→",
    " ": "Space",
    Escape: "Esc",
  };
  return names[key] ?? (key.length === 1 ? key.toUpperCase() : key.replace("Shift+", "⇧"));
}
