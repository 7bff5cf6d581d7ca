/** The story of the protocol: what it is about, what to try, and what is claimed of it. */
import type { JSX } from "preact";
import type { ClaimFacts, PlayedMoment } from "../conversation.ts";
import { storyOf, type StoryGoal } from "../stories.ts";
import { pathTo } from "../histories.ts";
import { checkClaim, checkThenOpen, showWay } from "./checkDesk.ts";
import { ChapterPanel } from "./ChapterPanel.tsx";
import { openZooPage } from "./opening.ts";
import { violatedIn } from "./PropertyLanes.tsx";
import { momentNow } from "./studioState.ts";
import type { Studio } from "./studio.ts";

/** The story. */
export function StoryPanel({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const { program, facts, histories, moments, guide = [], chapter } = studio.state;
  if (program === undefined || facts === undefined) return null;
  const read = guide.find(({ name }) => name === chapter);
  if (read !== undefined) return <ChapterPanel studio={studio} chapter={read} />;
  const [source = ""] = Object.values(program.files);
  const { title, paragraphs, goal } = storyOf(program.name, source, facts.about);
  const isPlayed = goal !== undefined && histories !== undefined;
  const path = isPlayed ? pathTo(histories, histories.now).flatMap((id) => moments.get(id) ?? []) : [];
  return (
    <div class="story">
      <h2>{title}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{emphasized(paragraph)}</p>
      ))}
      {goal !== undefined && <Goal studio={studio} goal={goal} path={path} />}
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

/** The goal in one line, where there is no room for the story. */
export function GoalStrip({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const { program, facts, histories, moments } = studio.state;
  if (program === undefined || facts === undefined || histories === undefined) return null;
  const { goal } = storyOf(program.name, "", facts.about);
  if (goal === undefined) return null;
  const path = pathTo(histories, histories.now).flatMap((id) => moments.get(id) ?? []);
  const isReached = violatedIn(path).includes(goal.property);
  return (
    <div class={isReached ? "strip bad" : "strip"}>
      <small>{isReached ? `${goal.property} is false` : "You are the road between them"}</small>
      <b>{isReached ? goal.reached : goal.goal}</b>
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

/** A goal, and what is said when it is reached, or missed. */
function Goal({
  studio,
  goal,
  path,
}: {
  readonly studio: Studio;
  readonly goal: StoryGoal;
  readonly path: readonly PlayedMoment[];
}): JSX.Element {
  const isReached = violatedIn(path).includes(goal.property);
  const now = path.at(-1);
  const attackers = now?.processes.filter(({ fields }) =>
    fields.some(({ name, value }) => name === "decision" && value !== ""),
  );
  return (
    <>
      <div class={isReached ? "goal bad" : "goal"}>
        <p class="k">{isReached ? `${goal.property} is false` : "Your move"}</p>
        <p class="g">
          {isReached ? `${goal.reached} ${attackers?.[0]?.id ?? ""} attacks alone.` : goal.goal}
        </p>
        {!isReached && <p class="s">{goal.about}</p>}
      </div>
      {isReached && <p>{goal.because}</p>}
      {!isReached && now?.isEnd === true && <p class="dim">{missedText(attackers?.length ?? 0)}</p>}
      <div class="acts">
        {isReached ? (
          <>
            <button class="btn" onClick={() => void checkThenOpen(studio)}>
              Is there a way to be safe? Check every schedule
            </button>
            <button class="btn" onClick={() => void openZooPage(studio, "two-generals-many-messengers")}>
              Send more messengers
            </button>
          </>
        ) : (
          <button class="btn" onClick={() => void showWay(studio, goal.property)}>
            Show me a way
          </button>
        )}
        <button class="btn quiet" onClick={() => studio.show("code")}>
          {isReached ? "Read the code" : "I would rather read the code"}
        </button>
      </div>
    </>
  );
}

function missedText(attackers: number): string {
  if (attackers === 2) return "Both attack. Go back, and lose one messenger: which?";
  return "Nobody attacks: together, at least. You have no loss left: go back with ←, and lose another one.";
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
