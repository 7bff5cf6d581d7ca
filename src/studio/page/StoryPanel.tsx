/** The story of the protocol: what it is about, what to try, and what is claimed of it. */
import type { JSX } from "preact";
import type { ClaimFacts } from "../conversation.ts";
import { storyOf } from "../stories.ts";
import { checkClaim } from "./checkDesk.ts";
import { ChapterPanel } from "./ChapterPanel.tsx";
import { Goal } from "./Goal.tsx";
import { momentNow } from "./studioState.ts";
import type { Studio } from "./studio.ts";

/** The story. */
export function StoryPanel({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const { program, facts, guide = [], chapter } = studio.state;
  if (program === undefined || facts === undefined) return null;
  const read = guide.find(({ name }) => name === chapter);
  if (read !== undefined) return <ChapterPanel studio={studio} chapter={read} />;
  const [source = ""] = Object.values(program.files);
  const { title, paragraphs, goal } = storyOf(program.name, source, facts.about);
  return (
    <div class="story">
      <h2>{title}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{emphasized(paragraph)}</p>
      ))}
      <Goal studio={studio} />
      {facts.claims.length > 0 && goal === undefined && (
        <section class="claims">
          <h3>What is claimed</h3>
          {facts.claims.map((claim) => (
            <ClaimRow key={claim.claim + claim.property} studio={studio} claim={claim} />
          ))}
        </section>
      )}
      {facts.source !== undefined && <p class="source">{facts.source}</p>}
    </div>
  );
}

/** A text in which what stands between stars is strong, and what stands between backquotes is code. */
function emphasized(text: string): (JSX.Element | string)[] {
  return text
    .split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`)/)
    .map((part, i) =>
      i % 2 === 0 ? (
        part
      ) : part.startsWith("*") ? (
        <b key={i}>{part.replaceAll("*", "")}</b>
      ) : (
        <code key={i}>{part.slice(1, -1)}</code>
      ),
    );
}

/** A claim, one click from being checked. */
function ClaimRow({ studio, claim }: { readonly studio: Studio; readonly claim: ClaimFacts }): JSX.Element {
  const { property, verdict } = claim;
  const { check } = studio.state;
  const isRunning = check.kind === "running" || momentNow(studio.state) === undefined;
  return (
    <button class="claim" disabled={isRunning} onClick={() => void checkClaim(studio, claim)}>
      <span>{claim.claim}</span>
      <small>
        <code>{property}</code> {verdict}
      </small>
    </button>
  );
}
