/** The choices of how a check is made, in the words of the command. */
import type { JSX } from "preact";
import type { CheckWish, SystemFacts } from "../conversation.ts";
import type { Studio } from "./studio.ts";

/** The choices, which are closed until somebody wants others than the usual. */
export function HowToCheck({
  studio,
  system,
}: {
  readonly studio: Studio;
  readonly system: SystemFacts;
}): JSX.Element {
  const { wish } = studio.state;
  const change = (part: Partial<CheckWish>): void => studio.set({ wish: { ...wish, ...part } });
  const own = system.report.within;
  return (
    <details class="how">
      <summary>
        How it is checked <i>{wishText(wish, system)}</i>
      </summary>
      {system.properties.length > 1 && <Properties {...{ system, wish, change }} />}
      <label class="check-box">
        <input type="checkbox" checked={wish.isFull} onChange={() => change({ isFull: !wish.isFull })} />
        <span>
          Full <small>Explore what cannot matter, too: letters, timers, each order of equals.</small>
        </span>
      </label>
      <label class="check-box">
        <input
          type="checkbox"
          checked={wish.keepsGoing}
          onChange={() => change({ keepsGoing: !wish.keepsGoing })}
        />
        <span>
          Keep going <small>Visit everything, even after a violation.</small>
        </span>
      </label>
      <label class="aligned">
        <span>Within</span>
        <input
          type="text"
          spellcheck={false}
          value={wish.within ?? ""}
          placeholder={own ?? "none"}
          aria-description="The bounds of the search: mailbox=3, depth=20, or both"
          onChange={({ currentTarget: { value } }) => {
            const { within: _, ...others } = wish;
            studio.set({ wish: value.trim() === "" ? others : { ...others, within: value.trim() } });
          }}
        />
        <small>mailbox=3, depth=20, or both; none</small>
      </label>
      <div class="aligned amounts">
        <span>Limits</span>
        <Amount name="seconds" least={1} value={wish.seconds} choose={(seconds) => change({ seconds })} />
        <Amount name="MB" least={64} value={wish.megabytes} choose={(megabytes) => change({ megabytes })} />
      </div>
    </details>
  );
}

/** The properties that are to be judged: one of them at least. */
function Properties({
  system,
  wish,
  change,
}: {
  readonly system: SystemFacts;
  readonly wish: CheckWish;
  change(part: Partial<CheckWish>): void;
}): JSX.Element {
  const all = system.properties.map(({ name }) => name);
  const chosen = wish.properties ?? all;
  return (
    <fieldset>
      <legend>Properties</legend>
      {all.map((name) => {
        const isOn = chosen.includes(name);
        const others = all.filter((one) => (one === name ? !isOn : chosen.includes(one)));
        return (
          <label key={name} class="check-box">
            <input
              type="checkbox"
              checked={isOn}
              disabled={isOn && chosen.length === 1}
              onChange={() => change({ properties: others })}
            />
            <code>{name}</code>
          </label>
        );
      })}
    </fieldset>
  );
}

function Amount({
  name,
  least,
  value,
  choose,
}: {
  readonly name: string;
  readonly least: number;
  readonly value: number;
  choose(value: number): void;
}): JSX.Element {
  return (
    <label>
      <input
        type="number"
        min={least}
        value={value}
        onChange={({ currentTarget }) => choose(Math.max(least, Number(currentTarget.value) || least))}
      />{" "}
      {name}
    </label>
  );
}

/** The choices in a few words. */
function wishText({ properties, isFull, keepsGoing, within }: CheckWish, { report }: SystemFacts): string {
  const bounds = within ?? report.within ?? "none";
  return [
    properties === undefined ? "all properties" : properties.join(", "),
    ...(isFull ? ["full"] : []),
    ...(keepsGoing ? ["keep going"] : []),
    ...(bounds === "none" ? [] : [`within ${bounds}`]),
  ].join(", ");
}
