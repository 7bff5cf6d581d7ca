/** The system: how many processes, who can send to whom, channels, timing, failures, and the inputs. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { SystemRequest } from "../../host/node/job.ts";
import type { SystemChoice, SystemChoices, SystemFacts } from "../conversation.ts";
import { Dialog } from "./Dialog.tsx";
import { Sentence } from "./Header.tsx";
import type { Studio } from "./studio.ts";
import { TopologyPicture } from "./TopologyPicture.tsx";

interface SystemProps {
  readonly studio: Studio;
  readonly system: SystemFacts;
}

/** The menu. */
export function SystemMenu({ studio, system }: SystemProps): JSX.Element {
  const { report } = system;
  const { mistake } = studio.state;
  return (
    <Dialog title="The system" close={() => studio.overlay(undefined)}>
      <p class="serif sentence-large">
        <Sentence report={report} />
      </p>
      {mistake !== undefined && (
        <p class="bad" role="alert">
          {mistake.what} {mistake.advice}
        </p>
      )}
      <SystemFields studio={studio} system={system} />
      <p class="dim">What does not go together cannot be chosen, and says why. A check tries all inputs.</p>
    </Dialog>
  );
}

function SystemFields({ studio, system }: SystemProps): JSX.Element {
  const { report, inputs } = system;
  const { request, facts } = studio.state;
  const change = (part: Partial<SystemRequest>): void => void studio.changeSystem({ ...request, ...part });
  const [choices, setChoices] = useState<SystemChoices>();
  useEffect(() => void studio.choices().then(setChoices), [system]);
  return (
    <div class="fields">
      {(facts?.systems.length ?? 0) > 0 && (
        <Choice
          label="as the file has it"
          value={request.named ?? ""}
          options={[
            ["", "its default"],
            ...(facts?.systems ?? []).map((name): [string, string] => [name, name]),
          ]}
          choose={(named) => void studio.changeSystem(named === "" ? {} : { named })}
        />
      )}
      {Object.entries(report.processes).map(([role, count]) => (
        <label key={role}>
          {role}
          <input
            type="number"
            min={1}
            max={50}
            value={count}
            onChange={({ currentTarget }) =>
              change({
                processes: { ...request.processes, [role]: Math.max(1, Number(currentTarget.value) || 1) },
              })
            }
          />
        </label>
      ))}
      <Model
        label="topology"
        value={report.topology}
        choices={choices?.topology}
        choose={(topology) => change({ topology })}
      />
      {choices !== undefined && <TopologyPicture system={system} links={choices.links} />}
      <Model
        label="channels"
        value={report.channels}
        choices={choices?.channels}
        choose={(name) => change({ channels: name })}
      />
      <Model
        label="timing"
        value={report.timing}
        choices={choices?.timing}
        choose={(timing) => change({ timing })}
      />
      {inputs.length > 1 && (
        <Choice
          label="inputs to play"
          value={`${studio.state.inputs}`}
          options={inputs.map((vector, i) => [`${i}`, vector.join(", ")])}
          choose={(number) => void studio.chooseInputs(Number(number))}
        />
      )}
      <Failures
        chosen={report.failures}
        choices={choices?.failures}
        choose={(failures) => change({ failures: failures.join(",") || "none" })}
      />
    </div>
  );
}

/** A choice among models, of which those that do not go with the rest say why; any can be written out. */
function Model({
  label,
  value,
  choices = [],
  choose,
}: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly SystemChoice[] | undefined;
  choose(value: string): void;
}): JSX.Element {
  const isListed = choices.some((one) => one.value === value);
  const [isWritten, setWritten] = useState(false);
  const about = choices.find((one) => one.value === value)?.about ?? "";
  return (
    <div class="model">
      <label>
        {label}
        <select
          value={isWritten ? WRITTEN : value}
          onChange={({ currentTarget }) => {
            setWritten(currentTarget.value === WRITTEN);
            if (currentTarget.value !== WRITTEN) choose(currentTarget.value);
          }}
        >
          {!isListed && <option value={value}>{value}</option>}
          {choices.map(({ value: name, refusal }) => (
            <option key={name} value={name} disabled={refusal !== undefined}>
              {refusal === undefined ? name : `${name}: ${refusal}`}
            </option>
          ))}
          <option value={WRITTEN}>another, in words …</option>
        </select>
      </label>
      {isWritten && <Words label={`${label}, in words`} value={value} choose={choose} />}
      {about !== "" && <small>{about}</small>}
    </div>
  );
}

/** The choice of what is in no list: it is written. */
const WRITTEN = "\0written";

/** The failures, each with its budget; those that do not go with the rest say why. */
function Failures({
  chosen,
  choices = [],
  choose,
}: {
  readonly chosen: readonly string[];
  readonly choices: readonly SystemChoice[] | undefined;
  choose(failures: readonly string[]): void;
}): JSX.Element {
  return (
    <fieldset class="failures">
      <legend>failures</legend>
      {choices.map(({ value, about, refusal }) => {
        const [name = value] = value.split(":");
        const text = chosen.find((one) => one === name || one.startsWith(`${name}:`));
        const others = chosen.filter((one) => one !== text);
        const isRefused = refusal !== undefined && text === undefined;
        return (
          <div key={name} class={isRefused ? "failure refused" : "failure"}>
            <label class="check-box">
              <input
                type="checkbox"
                checked={text !== undefined}
                disabled={isRefused}
                onChange={() => choose(text === undefined ? [...others, value] : others)}
              />
              {name}
            </label>
            {text !== undefined && (
              <input
                type="text"
                aria-label={`budget of ${name}`}
                placeholder="any number"
                value={text.slice(name.length + 1)}
                onChange={({ currentTarget }) => {
                  const budget = currentTarget.value.trim();
                  choose([...others, budget === "" ? name : `${name}:${budget}`]);
                }}
              />
            )}
            <small>{isRefused ? refusal : about}</small>
          </div>
        );
      })}
    </fieldset>
  );
}

function Choice({
  label,
  value,
  options,
  choose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  choose(value: string): void;
}): JSX.Element {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {options.map(([name, text]) => (
          <option key={name} value={name} selected={name === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Words({
  label,
  value,
  choose,
}: {
  readonly label: string;
  readonly value: string;
  choose(value: string): void;
}): JSX.Element {
  const [text, setText] = useState(value);
  return (
    <input
      type="text"
      spellcheck={false}
      value={text}
      aria-label={label}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    />
  );
}
