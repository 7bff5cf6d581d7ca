/** A system as runs need it: numbers for ids, and tables for what the model looks up by name. */
import { at } from "../base/assert.ts";
import type { Handler, AnyRole } from "../model/system/role.ts";
import type { Process } from "../model/state/process.ts";
import type { System } from "../model/system/system.ts";
import { Drafts, Seals } from "./owned.ts";

/** The code of a role, by the names of events. */
export interface RoleCode {
  readonly initially: Handler;
  readonly upon: ReadonlyMap<string, Handler>;
  readonly uponTimeout: ReadonlyMap<string, Handler>;
  readonly drafts: Drafts;
}

/** The maximum number of neighbours that are looked up without a table. */
const FEW = 8;

/** The part that all runs of a system share. Nothing in it depends on a run, except caches. */
export class RunLayout {
  readonly system: System;
  readonly processes: readonly Process[];
  readonly seals = new Seals();
  /** The code of each process. */
  readonly codes: readonly RoleCode[];
  /** The number of each process's first link; the others follow, in the order of its neighbours. */
  readonly firstLink: Int32Array;
  /** The process at the other end of each link. */
  readonly target: Int32Array;
  private readonly positions: (ReadonlyMap<string, number> | undefined)[] = [];

  constructor(system: System) {
    this.system = system;
    this.processes = system.processes;
    const codes = new Map(
      Object.entries(system.protocol.roles).map(([name, role]) => [name, codeOf(role as AnyRole)]),
    );
    this.codes = system.processes.map(({ roleName }) => codes.get(roleName) as RoleCode);
    const degrees = system.processes.map(({ neighbors }) => neighbors.length);
    this.firstLink = new Int32Array(degrees.length);
    this.target = new Int32Array(degrees.reduce((sum, degree) => sum + degree, 0));
    let link = 0;
    for (const { number, neighbors } of system.processes) {
      this.firstLink[number] = link;
      for (const id of neighbors) this.target[link++] = system.numbers.get(id) as number;
    }
  }

  /** The link from a process to one of its neighbours; undefined if it is none. */
  linkTo(process: number, to: string): number | undefined {
    const { neighbors } = at(this.processes, process);
    if (neighbors.length > FEW) {
      const position = this.positionsOf(process).get(to);
      return position === undefined ? undefined : (this.firstLink[process] as number) + position;
    }
    for (let i = 0; i < neighbors.length; i++) {
      if (neighbors[i] === to) return (this.firstLink[process] as number) + i;
    }
    return undefined;
  }

  private positionsOf(process: number): ReadonlyMap<string, number> {
    return (this.positions[process] ??= new Map(
      at(this.processes, process).neighbors.map((id, position) => [id, position]),
    ));
  }
}

function codeOf({ initially, upon = {}, uponTimeout = {} }: AnyRole): RoleCode {
  return {
    initially: initially as Handler,
    upon: new Map(Object.entries(upon) as [string, Handler][]),
    uponTimeout: new Map(Object.entries(uponTimeout) as [string, Handler][]),
    drafts: new Drafts(),
  };
}
