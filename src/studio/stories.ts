/** Stories: what a page says before any theory. Most pages tell theirs in their first comment. */

/** A goal that a reader is given, and what is said when it is reached. */
export interface StoryGoal {
  readonly property: string;
  readonly goal: string;
  readonly about: string;
  readonly reached: string;
  readonly because: string;
}

/** The story of a page. */
interface Story {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly goal?: StoryGoal;
}

const TOLD: Readonly<Record<string, Story>> = {
  "two-generals": {
    title: "Two generals",
    paragraphs: [
      "They want to attack together, or not at all: who attacks alone is beaten. They talk by messengers, " +
        "and a messenger can be caught.",
      "general1 proposes; each confirms what the other said; after three messages both know enough. " +
        "Or do they?",
      "*You are the road between them.* Every messenger is yours: let it arrive, or lose it. " +
        "You may lose one.",
    ],
    goal: {
      property: "bothOrNone",
      goal: "Make one general attack alone.",
      about: "That makes bothOrNone false. It is true so far.",
      reached: "You did it.",
      because:
        "Who sends the last message has to decide before it can know whether that arrived. " +
        "More messages only move the question.",
    },
  },
};

const UNTOLD = "This file tells nothing of itself: a comment at its beginning would stand here.";

/** The story of a program: one that is told, or the comment at the beginning of its file. */
export function storyOf(name: string, source: string, about: string | undefined): Story {
  const told = TOLD[name];
  if (told !== undefined) return told;
  const [, comment = ""] = /^\s*\/\*\*([\s\S]*?)\*\//.exec(source) ?? [];
  const paragraphs = comment
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .join("\n")
    .split(/\n\s*\n|\n(?=- )/)
    .map((paragraph) => paragraph.replaceAll("\n", " ").trim())
    .filter((paragraph) => paragraph !== "" && !paragraph.startsWith("Source:"))
    .map((paragraph) => paragraph.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1"));
  return {
    title: titleOf(name),
    paragraphs: paragraphs.length > 0 ? paragraphs : [about ?? UNTOLD],
  };
}

/** A name as a title: `paxos-broken-quorum` is "Paxos broken quorum". */
function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
