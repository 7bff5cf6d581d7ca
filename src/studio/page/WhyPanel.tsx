/** The panel *why*: what makes a property false, and the check. */
import type { JSX } from "preact";
import type { Mark } from "../../diagram/index.ts";
import type { PlayedMoment, SystemFacts } from "../conversation.ts";
import { pathTo } from "../histories.ts";
import { knownTo } from "../sight.ts";
import { CheckView } from "./CheckView.tsx";
import { violatedIn } from "./PropertyLanes.tsx";
import type { Studio } from "./studio.ts";

/** The panel. */
export function WhyPanel({
  studio,
  moment,
  system,
}: {
  readonly studio: Studio;
  readonly moment: PlayedMoment | undefined;
  readonly system: SystemFacts | undefined;
}): JSX.Element {
  const { check, histories, moments } = studio.state;
  const path =
    histories === undefined ? [] : pathTo(histories, histories.now).flatMap((id) => moments.get(id) ?? []);
  const violated = violatedIn(path);
  return (
    <div class="why">
      {violated.length > 0 && moment !== undefined && (
        <WhyFalse studio={studio} path={path} property={violated[0] ?? ""} />
      )}
      {(check.kind !== "none" || violated.length === 0) && <CheckView studio={studio} system={system} />}
    </div>
  );
}

/** The reason why a property is false here: who knew what. */
function WhyFalse({
  studio,
  path,
  property,
}: {
  readonly studio: Studio;
  readonly path: readonly PlayedMoment[];
  readonly property: string;
}): JSX.Element {
  const { scene, system, opened, histories } = studio.state;
  const broken = path.find(({ truth }) => truth.some((one) => one.name === property && one.isRefuted));
  const unit = system?.report.rounds === true ? "round" : "step";
  const last = scene?.scene.marks.findLast(({ step }) => step === broken?.step);
  const known = last === undefined || scene === undefined ? undefined : knownTo(scene.scene, last.process);
  const unseen = [
    ...new Set(
      (scene?.scene.marks ?? [])
        .filter((mark) => mark.step > 0 && known?.has(mark) === false)
        .map(({ step }) => step),
    ),
  ];
  const isByObjects = path.some(({ objects }) => objects.length > 0);
  const isAway = opened !== undefined && histories !== undefined && histories.now !== opened.end;
  return (
    <>
      <div class="goal bad">
        <p class="k">{property} is false</p>
        <p class="g">
          {broken === undefined || broken.step === 0
            ? "From the start."
            : `Since ${unit} ${broken.step}: ${broken.events[0] ?? ""}.`}
        </p>
      </div>
      {last !== undefined && !isByObjects && (
        <p class="serif">
          When {last.process} takes its last step, all that it has seen is its causal past.{" "}
          {unseen.length > 0 &&
            `Of ${steps(unseen, unit)} it knows nothing: without them, it would have done the same.`}
        </p>
      )}
      {last !== undefined && (
        <div class="acts">
          {!isByObjects && (
            <button
              class="btn"
              onClick={() => studio.seeAs(studio.state.eyes === last.process ? undefined : last.process)}
            >
              {studio.state.eyes === last.process ? "See everything" : `As ${last.process} sees it`}
            </button>
          )}
          <button class="btn" onClick={() => void studio.goBy(-1)}>
            Back, and otherwise <kbd>←</kbd>
          </button>
          {isAway && (
            <button class="btn" onClick={() => void studio.go(opened.end)}>
              To the violation
            </button>
          )}
        </div>
      )}
      <Decisions marks={scene?.scene.marks ?? []} />
    </>
  );
}

/** The decisions so far. */
function Decisions({ marks }: { readonly marks: readonly Mark[] }): JSX.Element | null {
  const decisions = marks.filter(({ decision }) => decision !== undefined);
  if (decisions.length === 0) return null;
  return (
    <div class="because">
      <h3 class="meta">Decisions</h3>
      {decisions.map(({ process, decision, step }) => (
        <p key={process}>
          <code>
            {process} = {decision}
          </code>{" "}
          <small>since {step}</small>
        </p>
      ))}
    </div>
  );
}

function steps(numbers: readonly number[], unit: string): string {
  const [first] = numbers;
  const last = numbers.at(-1);
  const isRun = numbers.every((one, i) => i === 0 || one === (numbers[i - 1] ?? 0) + 1);
  if (numbers.length === 1) return `${unit} ${first}`;
  return isRun ? `${unit}s ${first} to ${last}` : `${unit}s ${numbers.join(", ")}`;
}
