/** The findings of a check in the tab, as plain data. */
import type { PropertyName } from "../properties/property.ts";
import type { Branch } from "./compiling/program.ts";
import type { SystemReport } from "../host/node/job.ts";

/** A schedule that was found, as texts. */
export interface FoundSchedule {
  /** The number of its steps, or of its rounds. */
  readonly steps: number;
  /** The end of it that can go on for ever; absent where it ends. */
  readonly cycle?: FoundCycle;
  /** Whether none has fewer steps. */
  readonly isShortest: boolean;
  readonly inputs: readonly string[];
  readonly events: readonly string[];
}

/** The last steps of a schedule, which can go on for ever. */
export interface FoundCycle {
  readonly steps: number;
  /** The payments of all that is owed on it; absent where nobody asks. */
  readonly payments?: readonly Payment[];
}

/** A debt on a cycle: the step that pays it, or from which on it is not owed, and that in words. */
export interface Payment {
  readonly step: number;
  readonly isOwed: boolean;
  readonly text: string;
}

/** A property, and what was found of it. */
export type PropertyFinding = PropertyName &
  (
    | {
        readonly verdict: "holds";
        /** The words on what that rests on besides admissibility. */
        readonly assumed?: string;
        /** Whether nothing puts it to the test. */
        readonly isVacuous?: true;
        /** The way to a configuration that is wanted. */
        readonly witness?: FoundSchedule;
      }
    /** A configuration is wanted that no execution comes to. */
    | { readonly verdict: "unreachable" }
    | { readonly verdict: "unknown"; readonly reason: string }
    | ({ readonly verdict: "violated" } & FoundSchedule)
  );

/** The findings of a check. */
export interface CheckFindings {
  readonly system: SystemReport;
  readonly properties: readonly PropertyFinding[];
  readonly configurations: number;
  readonly transitions: number;
  readonly depth: number;
  /** The reason why it ended early; absent if it did not. */
  readonly cutoff?: string;
  /** The number of configurations beyond the bounds of the search; 0 where it has none. */
  readonly beyond: number;
  /** Whether what cannot matter was left out. */
  readonly isReduced: boolean;
  /** The processes that are interchangeable, and how many configurations stand for all; absent: none are. */
  readonly symmetry?: { readonly groups: readonly (readonly string[])[]; readonly orbits: number };
  readonly seconds: number;
  readonly bytes: number;
  /** Handlers that no schedule reaches. */
  readonly unreached: readonly string[];
  /** The branches of the code, and which of them some schedule reaches; none if it ended early. */
  readonly coverage: readonly CoveredBranch[];
}

/** A branch of the code of processes, by its lines, and whether some schedule reaches it. */
export interface CoveredBranch extends Branch {
  readonly path: string;
  readonly isReached: boolean;
}
