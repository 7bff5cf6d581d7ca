/** Replaying a schedule, in the worker. */
import { at } from "../../base/assert.ts";
import { isStuck, replay } from "../../model/transition/execution.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { parseSchedule, scheduleFor } from "../../schedule/schedule.ts";
import { system } from "../../model/system/system.ts";
import { enabled } from "../../model/transition/transition.ts";
import { nameOf, propertiesOf } from "../../properties/property.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import type { ReplayJob, ReplayReport, StuckReport } from "./job.ts";
import { reportOfSystem } from "./systemRequest.ts";

/** Replays the text of a schedule, as far as it goes. @throws UsageError, ProtocolError */
export function runReplay({ schedule, name }: ReplayJob, protocol: Protocol): ReplayReport {
  const text = parseSchedule(schedule, name);
  const replayed = system(protocol, text.options);
  const result = replay(replayed, scheduleFor(replayed, text));
  const execution = isStuck(result) ? result.execution : result;
  const last = at(execution.configurations, execution.configurations.length - 1);
  const view = viewOfConfiguration(replayed, last);
  return {
    kind: "replay",
    protocol: protocol.name,
    system: reportOfSystem(replayed),
    execution,
    ...(isStuck(result) ? { stuck: stuckReport() } : {}),
    properties: propertiesOf(replayed.protocol).map((property) => ({
      ...nameOf(property),
      isTrue: property.predicate(view),
    })),
    enabled: enabled(replayed, last),
  };

  function stuckReport(): StuckReport {
    const position = execution.events.length;
    return {
      at: position,
      event: at(text.events, position),
      line: at(text.lines, position),
      unfinished: last.pending.length > 0,
    };
  }
}
