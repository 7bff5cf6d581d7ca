/**
 * The rest of an atomic step: what follows its first event is performed at once, or the step does not happen.
 */
import { at } from "../../base/assert.ts";
import type { Plain } from "../../base/value.ts";
import type { Atomic, Operated } from "../event/event.ts";
import type { ProtocolError } from "../error.ts";
import { performances, problemOf } from "../memory/access.ts";
import { NotNow, withWrites, type ObjectValues, type Writes } from "../memory/objectValues.ts";
import { textOfRequest } from "../sequential/machine.ts";
import type { OperationRequest, Request } from "../sequential/request.ts";
import type { Process } from "../state/process.ts";
import type { System } from "../system/system.ts";
import type { Mistake } from "./mistake.ts";
import type { Pick } from "./stepChoices.ts";

/** The maximum number of operations in an atomic step. With more, it hardly comes to an end. */
const OPERATIONS_MAX = 10_000;

/** The step that is atomic. */
interface WholeStep {
  readonly system: System;
  readonly process: Process;
  error(mistake: Mistake): ProtocolError;
}

/** The rest of an atomic step. */
export class AtomicRest {
  private readonly step: WholeStep;
  private readonly name: string;
  private readonly operations: Operated[] = [];
  private readonly written = new Map<number, Plain>();
  private sight: ObjectValues;

  /** @param sight the objects after the first event */
  constructor(step: WholeStep, name: string, sight: ObjectValues) {
    this.step = step;
    this.name = name;
    this.sight = sight;
  }

  /** The operations so far, with the name of the step. */
  get made(): { readonly atomic: Atomic } {
    return { atomic: { name: this.name, operations: [...this.operations] } };
  }

  /** The objects that have changed since the first event. */
  get writes(): Writes {
    return this.written;
  }

  /**
   * The answer to what the step asks for next.
   * @throws NotNow if that is not possible, so that the step is not; ProtocolError; Unseen
   */
  answer(request: Request, pick: Pick): Plain | undefined {
    if (request.kind === "operation") return this.performed(request, pick);
    if (request.kind === "provided" && !request.holds) throw new NotNow();
    if (request.kind === "provided") return undefined;
    throw this.step.error({
      fault: "process-code",
      what: `waits in the middle of the atomic step ${this.name}: ${textOfRequest(request)}`,
      advice:
        "Only the first step of an atomic one may be a receipt, a pause or a choice of several; " +
        "operations and conditions (provided) follow it.",
    });
  }

  private performed(request: OperationRequest, pick: Pick): Plain | undefined {
    const { step } = this;
    const { system, process } = step;
    const problem = problemOf(system, process, request);
    if (problem !== undefined) throw step.error({ fault: "bad-operation", ...problem });
    if (this.operations.length >= OPERATIONS_MAX)
      throw step.error({
        fault: "process-code",
        what: `performs more than ${OPERATIONS_MAX} operations in the atomic step ${this.name}`,
        advice: "Nothing else happens meanwhile, so that waiting in a loop has no end: use `provided`.",
      });
    const ways = performances(system, { process, request, seen: this.sight });
    if (ways.length === 0) throw new NotNow();
    const choice = ways.length === 1 ? 0 : pick(ways.map(({ response }) => response ?? null));
    const { writes, ...answer } = at(ways, choice);
    const { kind: _, ...operation } = request;
    this.operations.push({ ...operation, ...answer });
    this.sight = withWrites(this.sight, writes);
    for (const [object, value] of writes) this.written.set(object, value);
    return answer.response;
  }
}
