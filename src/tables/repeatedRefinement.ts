/**
 * The determinism check of refinements: what a map has shown of a configuration, and how a specification has
 * gone on from one, are asked again, of copies of the file, which are given equal values in another order.
 */
import type { Arrangement } from "../base/rearranged.ts";
import { canonical } from "../base/value.ts";
import { ProtocolError } from "../model/error.ts";
import { formatConfiguration, type Configuration } from "../model/state/configuration.ts";
import { formatLetter } from "../model/state/letter.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { System } from "../model/system/system.ts";
import { specifiedSteps, type NoteOfSteps } from "../properties/specificationGraph.ts";
import type { NamedProperty, RefinementAsked } from "../properties/property.ts";
import { viewOfConfiguration } from "../properties/view.ts";
import { fickle, namesake } from "./askedAgain.ts";
import { WORDS } from "./repeat.ts";
import { differenceOf, type Repetition } from "./repetition.ts";

/** A question to a refinement: who is asked, and what it answers. */
interface QuestionAskedAgain {
  /** The subject of sentences about who is asked. */
  readonly subject: string;
  /** The difference between two answers, where it is by chance. */
  readonly twice: string;
  /** The lines of an answer, in an order that says nothing. */
  readonly ask: (refined: RefinementAsked, copy: System, order: Arrangement) => readonly string[];
}

/** Takes notes of what is asked of a refinement, and asks it again. */
export class RepeatedRefinement {
  private readonly find: (copy: System) => NamedProperty;
  private readonly property: NamedProperty;
  private readonly repetition: Repetition;

  constructor(property: NamedProperty, repetition: Repetition) {
    this.find = namesake(property);
    this.property = property;
    this.repetition = repetition;
  }

  /** Notes what the map shows of a configuration. @throws ProtocolError as `flush` */
  shown(configuration: Configuration, look: string): void {
    const ask: QuestionAskedAgain["ask"] = ({ looks }, copy, order) => [
      looks(viewOfConfiguration(copy, inOrder(configuration, order))),
    ];
    const twice = "asked twice about one configuration, it shows two";
    this.note([look], { subject: this.named("map"), twice, ask });
  }

  /** Notes how the specification goes on from a configuration, or begins. @throws ProtocolError as `flush` */
  readonly goesOn: NoteOfSteps = ({ protocol }, from, settled) => {
    const ask: QuestionAskedAgain["ask"] = ({ specification }, _copy, order) =>
      [...specifiedSteps(specification, from === undefined ? from : inOrder(from, order))].map(
        ({ settled }) => textOf(settled),
      );
    const twice = "the same step gave two results";
    this.note(settled.map(textOf), { subject: this.named(`specification ${protocol.name}`), twice, ask });
  };

  /** The error of a map that answers otherwise when it is asked again. */
  fickle(): ProtocolError {
    return fickle({ subject: this.property.subject, about: "configuration" });
  }

  /** Asks what waits. @throws ProtocolError if an answer is not the same */
  flush(): void {
    this.repetition.flush();
  }

  private named(part: string): string {
    return `The ${part} of property ${this.property.name}`;
  }

  private note(answer: readonly string[], { subject, twice, ask }: QuestionAskedAgain): void {
    this.repetition.note((copies) => {
      const difference = differenceOf(copies, sorted(answer), {
        ask: (copy, order) => sorted(lines(() => ask(this.refinedBy(copy), copy, order))),
        areEqual: (one, other) => one.join("\n") === other.join("\n"),
      });
      if (difference === undefined) return;
      const { fault, what, results, advice } = WORDS[difference.by];
      const told = difference.by === "chance" ? `is not deterministic: ${twice}` : what;
      const [first, second] = difference.answers;
      const evidence = [
        `${results[0]}${firstOnly(first, second)}`,
        `${results[1]}${firstOnly(second, first)}`,
      ];
      throw new ProtocolError(fault, `${subject} ${told}.`, evidence, advice);
    });
  }

  private refinedBy(copy: System): RefinementAsked {
    return this.find(copy).refined as RefinementAsked;
  }
}

function sorted(some: readonly string[]): readonly string[] {
  return some.toSorted();
}

/** The lines of an answer, or the error of its author. */
function lines(ask: () => readonly string[]): readonly string[] {
  try {
    return ask();
  } catch (error) {
    if (error instanceof ProtocolError) return [error.message];
    throw error;
  }
}

/** The first line that others do not have. */
function firstOnly(some: readonly string[], others: readonly string[]): string {
  return some.find((line) => !others.includes(line)) ?? "nothing more";
}

/** The text of a configuration that a specification has come to from one in another order. */
function textOf(configuration: Configuration): string {
  const { mailboxes, ...rest } = inOrder(configuration, (value) => canonical(value) as typeof value);
  const letters = mailboxes.map((mailbox) =>
    mailbox.toSorted((a, b) => (formatLetter(a) < formatLetter(b) ? -1 : 1)),
  );
  return formatConfiguration({ ...rest, mailboxes: letters }).replaceAll("\n", " | ");
}

/** An equal configuration, in which the values of authors list their parts in some order. */
function inOrder(configuration: Configuration, order: Arrangement): Configuration {
  const { locals, mailboxes, objects } = configuration;
  return {
    ...configuration,
    locals: locals.map((local) => localInOrder(local, order)),
    mailboxes: mailboxes.map((mailbox) =>
      mailbox.map((letter) => ({ ...letter, message: order(letter.message) })),
    ),
    ...(objects === undefined ? {} : { objects: objects.map((value) => order(value)) }),
  };
}

function localInOrder(local: LocalState, order: Arrangement): LocalState {
  const { input, state, decision, control } = local;
  const calls = control?.calls.map((call) => ({ ...call, variables: order(call.variables) })) ?? [];
  return {
    ...local,
    ...order({ input, state, ...(decision === undefined ? {} : { decision }) }),
    ...(control === undefined ? {} : { control: { ...control, calls, awaits: order(control.awaits) } }),
  };
}
