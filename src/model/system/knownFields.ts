/** The options of a system: a misspelt one would be passed over without a word. */
import { UsageError } from "../error.ts";

/**
 * The options of a system, if they are such. What is given by name is there under its own names alone: a
 * process may be called as the language's own fields are. @throws UsageError
 */
export function asked<T extends object>(options: T, possible: readonly string[]): T {
  const unknown = Object.keys(options).find((name) => !possible.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`A system has no \`${unknown}\`.`, `It may have ${possible.join(", ")}.`, {
      given: unknown,
      possible,
    });
  const { processes, inputs } = options as Readonly<Record<string, unknown>>;
  return {
    ...options,
    ...(processes === undefined ? {} : { processes: byName({ processes }, "{ process: 3 }") }),
    ...(inputs === undefined ? {} : { inputs: byName({ inputs }, "{ process: [0, 1] }") }),
  };
}

/** A record in which nothing is found but under its own names, so not under `toString`. */
export function ownNames<T extends object>(record: T): T {
  return Object.assign(Object.create(null) as T, record);
}

function byName(given: Readonly<Record<string, unknown>>, example: string): object {
  const [[field, value] = []] = Object.entries(given);
  if (typeof value === "object") return ownNames({ ...value });
  throw new UsageError(`The \`${field}\` of a system are not given by name.`, `Write ${field}: ${example}.`);
}
