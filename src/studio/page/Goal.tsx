/** The goal that a reader is given: what to try, what is said of a wrong turn, and where it leads. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { pathTo } from "../histories.ts";
import { storyOf, type StoryGoal } from "../stories.ts";
import { checkThenOpen, showWay } from "./checkDesk.ts";
import { openZooPage } from "./opening.ts";
import { violatedIn } from "./PropertyLanes.tsx";
import { momentNow, type StudioState } from "./studioState.ts";
import type { Studio } from "./studio.ts";

/** A goal, and how far the reader has come. */
interface GoalStanding {
  readonly goal: StoryGoal;
  readonly isReached: boolean;
  /** The goal, or that it is reached, in one sentence. */
  readonly headline: string;
  /** A word on a goal that is reached, or on an execution that has ended without it; none before. */
  readonly told: string | undefined;
}

/** The standing of the goal of the open program, if it has one. */
function goalStanding(state: StudioState): GoalStanding | undefined {
  const { program, facts, histories, moments } = state;
  if (program === undefined || facts === undefined || histories === undefined) return undefined;
  const { goal } = storyOf(program.name, "", facts.about);
  if (goal === undefined) return undefined;
  const path = pathTo(histories, histories.now).flatMap((id) => moments.get(id) ?? []);
  const attackers = (path.at(-1)?.processes ?? []).filter(({ fields }) =>
    fields.some(({ name, value }) => name === "decision" && value !== ""),
  );
  const isReached = violatedIn(path).includes(goal.property);
  const isMissed = !isReached && path.at(-1)?.isEnd === true;
  return {
    goal,
    isReached,
    headline: isReached ? `${goal.reached} ${attackers[0]?.id ?? ""} attacks alone.` : goal.goal,
    told: isReached ? goal.because : isMissed ? missedText(attackers.length) : undefined,
  };
}

function missedText(attackers: number): string {
  if (attackers === 2) return "Both attack. Go back, and lose one messenger: which?";
  return "Nobody attacks: together, at least. You have no loss left: go back, and lose another one.";
}

/** The goal in the story, what is said of it, and the ways on; in view whenever something new is said. */
export function Goal({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const standing = goalStanding(studio.state);
  const place = useRef<HTMLDivElement>(null);
  const known = useRef(standing?.told);
  useEffect(() => {
    if (standing?.told !== undefined && standing.told !== known.current)
      place.current?.scrollIntoView({ block: "nearest" });
    known.current = standing?.told;
  }, [standing?.told]);
  if (standing === undefined) return null;
  const { goal, isReached, headline, told } = standing;
  return (
    <div class="aim" ref={place}>
      <div class={isReached ? "goal bad" : "goal"}>
        <p class="k">{isReached ? `${goal.property} is false` : "Your move"}</p>
        <p class="g">{headline}</p>
        {!isReached && <p class="s">{goal.about}</p>}
      </div>
      {told !== undefined && <p>{told}</p>}
      {isReached ? (
        <WaysOn studio={studio} />
      ) : (
        <div class="acts">
          <button class="btn" onClick={() => void showWay(studio, goal.property)}>
            Show me a way
          </button>
          <button class="btn quiet" onClick={() => studio.show("code")}>
            I would rather read the code
          </button>
        </div>
      )}
    </div>
  );
}

/** The ways on from a goal that is reached. */
function WaysOn({ studio }: { readonly studio: Studio }): JSX.Element {
  return (
    <div class="acts">
      <button class="btn" onClick={() => void checkThenOpen(studio)}>
        Is there a way to be safe? Check every schedule
      </button>
      <button class="btn" onClick={() => void openZooPage(studio, "two-generals-many-messengers")}>
        Send more messengers
      </button>
      <button class="btn quiet" onClick={() => studio.show("code")}>
        Read the code
      </button>
    </div>
  );
}

/** The goal in one line, where there is no room for the story. */
export function GoalStrip({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const standing = goalStanding(studio.state);
  if (standing === undefined) return null;
  const { goal, isReached, headline } = standing;
  return (
    <div class={isReached ? "strip bad" : "strip"}>
      <small>{isReached ? `${goal.property} is false` : "You are the road between them"}</small>
      <b>{headline}</b>
    </div>
  );
}

/** A word on where one has come, and the ways on, above the buttons of a small screen. */
export function GoalEnd({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const standing = goalStanding(studio.state);
  if (standing?.told === undefined)
    return momentNow(studio.state)?.offers.length === 0 ? (
      <p class="serif">Nothing can happen any more.</p>
    ) : null;
  return (
    <>
      <p class="serif">{standing.told}</p>
      {standing.isReached && <WaysOn studio={studio} />}
    </>
  );
}
