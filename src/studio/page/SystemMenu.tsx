/** The system: how many processes, who can send to whom, channels, timing, failures, and the inputs. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { SystemRequest } from "../../host/node/job.ts";
import { channels, failureKinds, timings } from "../../model/index.ts";
import type { SystemFacts } from "../conversation.ts";
import { Dialog } from "./Dialog.tsx";
import { Sentence } from "./Header.tsx";
import type { Studio } from "./studio.ts";

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
      <p class="dim">What does not go together is refused, with the reason. A check tries all inputs.</p>
    </Dialog>
  );
}

function SystemFields({ studio, system }: SystemProps): JSX.Element {
  const { report, inputs } = system;
  const { request, facts } = studio.state;
  const change = (part: Partial<SystemRequest>): void => void studio.changeSystem({ ...request, ...part });
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
      <Words
        label="topology"
        value={report.topology}
        hint="complete, ring, line, star, tree, grid:2x3"
        choose={(topology) => change({ topology })}
      />
      <Choice
        label="channels"
        value={report.channels}
        options={channels.map(({ name, about }) => [name, `${name}: ${about}`])}
        choose={(name) => change({ channels: name })}
      />
      <Words
        label="timing"
        value={report.timing}
        hint={[...new Set(timings.map(({ name }) => name))].join(", ")}
        choose={(timing) => change({ timing })}
      />
      <Words
        label="failures"
        value={report.failures.join(",") || "none"}
        hint={`${failureKinds.map(({ name }) => name).join(", ")}; with a budget, such as crash:1`}
        choose={(failures) => change({ failures: failures.trim() === "" ? "none" : failures })}
      />
      {inputs.length > 1 && (
        <Choice
          label="inputs to play"
          value={`${studio.state.inputs}`}
          options={inputs.map((vector, i) => [`${i}`, vector.join(", ")])}
          choose={(number) => void studio.chooseInputs(Number(number))}
        />
      )}
    </div>
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
  hint,
  choose,
}: {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  choose(value: string): void;
}): JSX.Element {
  const [text, setText] = useState(value);
  return (
    <label>
      {label}
      <input
        type="text"
        spellcheck={false}
        value={text}
        aria-description={hint}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <small>{hint}</small>
    </label>
  );
}
