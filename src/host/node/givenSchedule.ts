/** A schedule that is given for a protocol file: whether it is of this protocol, and of this version. */
import { UsageError } from "../../model/error.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { checkProtocol, parseSchedule, type ScheduleText } from "../../schedule/schedule.ts";
import type { Warning } from "./warning.ts";

/** A schedule, and what is to be said of it. */
export interface GivenSchedule {
  readonly script: ScheduleText;
  readonly warnings: readonly Warning[];
  /** Does something that the schedule has to fit; if it does not, says whether the file is another by now. */
  fitted<T>(body: () => T): T;
}

/** Reads a schedule for a protocol. @throws UsageError */
export function givenSchedule(
  text: string,
  { name, protocol, version }: { name: string; protocol: Protocol; version: string },
): GivenSchedule {
  const script = parseSchedule(text, name);
  checkProtocol(script, protocol);
  const changed =
    script.version === undefined || script.version === version
      ? undefined
      : { was: script.version, is: version };
  return {
    script,
    warnings: changed === undefined ? [] : [{ kind: "file changed", schedule: name, ...changed }],
    fitted(body) {
      try {
        return body();
      } catch (error) {
        if (changed === undefined || !(error instanceof UsageError)) throw error;
        const { what, advice, choice } = error;
        const since = `The file has changed since: it was version ${changed.was}, and is ${changed.is}.`;
        throw new UsageError(what, `${since} ${advice}`, choice);
      }
    },
  };
}
