/** The studio: its state, and what a reader does with the histories in it. */
import type { Scene } from "../../diagram/index.ts";
import type { SystemRequest } from "../../host/node/job.ts";
import { fragmentOf, type Experiment } from "../address.ts";
import type { CodePlace, Program } from "../compiling/program.ts";
import type { MomentNews, OfferedEvent, PlayedMoment, SeenMoment, SystemChoices } from "../conversation.ts";
import { beginHistories, movedTo, railOf, withMoment, type Histories } from "../histories.ts";
import { NewsHearer } from "../news.ts";
import { EngineClient, EngineEnded, EngineMistake, mistakeIn } from "./engineClient.ts";
import { FIRST_PAGE, FIRST_SYSTEM } from "./firstPage.ts";
import {
  momentNow,
  NOTHING_OPEN,
  type OpenProgram,
  type Overlay,
  type Panel,
  type StateListener,
  type StudioState,
  USUAL_CHECK,
} from "./studioState.ts";

/** The part of an experiment that is played: a system, and a history of it. */
export type Played = Pick<Experiment, "system" | "events" | "step"> &
  Partial<Pick<Experiment, "inputs" | "eyes">>;

/** The beginning of a history. */
export const FROM_START: Omit<Played, "system"> = { events: [], step: 0 };

/** The address is that of a moment at which the reader stays so long. */
const ADDRESS_MS = 250;

/** The studio. */
export class Studio {
  state: StudioState = NOTHING_OPEN;
  /** The program that is played, compiled. */
  compiled: Program | undefined;
  private readonly listeners = new Set<StateListener>();
  private readonly engine = new EngineClient();
  private undoable: Histories[] = [];
  private redoable: Histories[] = [];
  private work: Promise<void> = Promise.resolve();
  /** Those who hear the news of the engine. */
  private readonly heard = { moment: new NewsHearer<PlayedMoment>(), scene: new NewsHearer<Scene>() };
  private telling: number | undefined;

  /** Calls a listener after every change, until the returned function is called. */
  subscribe(listener: StateListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Changes a part of the state; what is `undefined` is not there any more. */
  set(change: { readonly [K in keyof StudioState]?: StudioState[K] | undefined }): void {
    const before = this.state;
    const known = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined);
    this.state = Object.fromEntries(known) as unknown as StudioState;
    const names = Object.keys(change) as (keyof StudioState)[];
    const changed = names.filter((name) => before[name] !== this.state[name]);
    for (const listener of this.listeners) listener(changed);
  }

  /** Plays a program that has been compiled. */
  async run(program: OpenProgram, made: Program, played: Played): Promise<void> {
    await this.attempt(async () => {
      const facts = await this.engine.ask("open", { program: made });
      this.compiled = made;
      const isOther = program.name !== this.state.program?.name;
      if (isOther) this.set({ histories: undefined, scene: undefined });
      this.set({
        program,
        facts,
        edited: program.files,
        codeMistake: undefined,
        codePlace: undefined,
        mistake: undefined,
        stranger: undefined,
        check: { kind: "none" },
        simulation: { kind: "none" },
        sweep: undefined,
        ...(isOther ? { panel: "story", overlay: undefined, wish: USUAL_CHECK } : {}),
      });
      await this.layOut(played);
    });
  }

  /** The history of the reader, as events. */
  playedNow(): Played {
    const { histories, moments, request, system, inputs, eyes } = this.state;
    if (histories === undefined) return { ...FROM_START, system: request };
    const rail = railOf(histories).flatMap((id) => moments.get(id) ?? []);
    const chosen = system?.inputs[inputs];
    return {
      system: request,
      // At the start nobody has chosen anything: what has happened there follows by itself.
      events: rail.length === 1 ? [] : rail.flatMap(({ events }) => events),
      step: moments.get(histories.now)?.step ?? 0,
      ...(chosen === undefined || inputs === 0 ? {} : { inputs: chosen }),
      ...(eyes === undefined ? {} : { eyes }),
    };
  }

  /** Plays another system from its beginning. */
  async changeSystem(request: SystemRequest): Promise<void> {
    await this.attempt(async () => {
      await this.layOut({ ...FROM_START, system: request });
      this.set({ check: { kind: "none" }, simulation: { kind: "none" }, sweep: undefined });
    });
  }

  private async layOut(played: Played): Promise<void> {
    const { system: request, events, step, inputs, eyes } = played;
    const system = await this.engine.ask("layOut", { system: request });
    const chosen = system.inputs.findIndex((one) => one.join() === inputs?.join());
    const { moments, stuck } = await this.engine.ask("follow", { inputs, events });
    const first = moments[0] as PlayedMoment;
    let histories = beginHistories(first.id);
    for (const { parent = first.id, id } of moments.slice(1)) histories = withMoment(histories, parent, id);
    histories = movedTo(histories, (moments.findLast((moment) => moment.step <= step) ?? first).id);
    [this.undoable, this.redoable] = [[], []];
    this.set({
      request,
      system,
      inputs: Math.max(0, chosen),
      moments: new Map(moments.map((moment) => [moment.id, moment])),
      histories,
      selected: 0,
      opened: undefined,
      graph: undefined,
      focus: undefined,
      eyes: eyes !== undefined && system.processes.some(({ id }) => id === eyes) ? eyes : undefined,
      notice: stuck === undefined ? undefined : `Here this version goes otherwise: "${stuck}" cannot happen.`,
    });
    await this.see();
  }

  /** Takes one of the events that are offered when all that was asked before is done; or the selected one. */
  async take(
    choose: (offers: readonly OfferedEvent[], selected: number) => number = (_, selected) => selected,
  ): Promise<void> {
    await this.attempt(async () => {
      const { moments, isCareful, selected } = this.state;
      const moment = momentNow(this.state);
      const offer = moment?.offers[choose(moment.offers, selected)];
      if (moment === undefined || offer === undefined) return;
      const known = [...moments.values()].find(
        ({ parent, events }) => parent === moment.id && events[0] === offer.text,
      );
      const ask = { moment: moment.id, event: offer.text, isCareful };
      await this.arrive(
        moment,
        known === undefined ? this.hear(await this.engine.ask("take", ask)) : await this.seen(known),
      );
    });
  }

  /** Lets the step that is under way go on to its end. */
  async finish(): Promise<void> {
    await this.attempt(async () => {
      const moment = momentNow(this.state);
      if (moment === undefined || moment.isSettled) return;
      await this.arrive(moment, this.hear(await this.engine.ask("finish", { moment: moment.id })));
    });
  }

  /** Does something when all that was asked before is done, and drawn. */
  afterwards(body: () => void): void {
    this.work = this.work.then(body);
  }

  private async arrive(from: PlayedMoment, taken: SeenMoment): Promise<void> {
    const drawn = this.drawn(taken);
    const { histories } = this.state;
    if (histories === undefined || histories.now !== from.id) return;
    this.undoable.push(histories);
    this.redoable = [];
    const next = { histories: withMoment(histories, from.id, taken.moment.id), selected: 0 };
    this.set({ ...drawn, ...next, focus: undefined, notice: undefined });
    this.turnTo();
  }

  /** Goes to a moment of some history. */
  async go(id: number): Promise<void> {
    const { histories } = this.state;
    if (histories === undefined || histories.now === id) return;
    this.set({ histories: movedTo(histories, id), selected: 0, focus: undefined });
    await this.attempt(() => this.see());
  }

  /** Goes so many moments back, or on, in the history of the reader. */
  async goBy(count: number): Promise<void> {
    const { histories } = this.state;
    if (histories === undefined) return;
    const rail = railOf(histories);
    const place = Math.max(0, Math.min(rail.length - 1, rail.indexOf(histories.now) + count));
    await this.go(rail[place] ?? histories.now);
  }

  /** Takes back the last event that was taken, or that back. */
  async undo(isRedo = false): Promise<void> {
    const [from, to] = isRedo ? [this.redoable, this.undoable] : [this.undoable, this.redoable];
    const before = from.pop();
    const { histories } = this.state;
    if (before === undefined || histories === undefined) return;
    to.push(histories);
    this.set({ histories: before, selected: 0, focus: undefined });
    await this.attempt(() => this.see());
  }

  /** Whether there is something to undo, and to redo. */
  get canUndo(): readonly [undo: boolean, redo: boolean] {
    return [this.undoable.length > 0, this.redoable.length > 0];
  }

  /** Gets the picture of the moment, unless the reader has gone on meanwhile. */
  private async see(): Promise<void> {
    const moment = momentNow(this.state);
    if (moment === undefined) return;
    const drawn = this.drawn(await this.seen(moment));
    if (this.state.histories?.now !== moment.id) return;
    this.set(drawn);
    this.turnTo();
  }

  /** A known moment, with its picture. */
  private async seen(known: PlayedMoment): Promise<SeenMoment> {
    const ask = { moment: known.id };
    if (known.isBrief === true) return this.hear(await this.engine.ask("moment", ask));
    return { moment: known, scene: this.heard.scene.hear(await this.engine.ask("scene", ask)) };
  }

  private hear({ moment, scene }: MomentNews): SeenMoment {
    return { moment: this.heard.moment.hear(moment), scene: this.heard.scene.hear(scene) };
  }

  private drawn(scene: SeenMoment): Pick<StudioState, "moments" | "scene"> {
    return { moments: new Map(this.state.moments).set(scene.moment.id, scene.moment), scene };
  }

  /** Looks ahead from a moment that is drawn; and says in the address where the reader is, who may go on. */
  private turnTo(): void {
    void this.lookAhead();
    window.clearTimeout(this.telling);
    if (this.state.program?.origin === "followed") return;
    this.telling = window.setTimeout(
      async () => window.history.replaceState(null, "", await this.link()),
      ADDRESS_MS,
    );
  }

  /** Selects one of the events that are offered, and looks at what would come of it. */
  select(number: number): void {
    const count = momentNow(this.state)?.offers.length ?? 0;
    if (count === 0) return;
    const selected = ((number % count) + count) % count;
    if (selected === this.state.selected) return;
    this.set({ selected });
    void this.lookAhead();
  }

  private async lookAhead(): Promise<void> {
    const moment = momentNow(this.state);
    const offer = moment?.offers[this.state.selected];
    if (moment === undefined || offer === undefined) return;
    const key = `${moment.id} ${offer.text}`;
    if (this.state.preview?.key === key) return;
    try {
      const preview = await this.engine.ask("preview", { moment: moment.id, event: offer.text });
      const now = momentNow(this.state);
      if (`${now?.id} ${now?.offers[this.state.selected]?.text}` === key)
        this.set({ preview: { key, preview } });
    } catch (error) {
      // A mistake is told when the event is taken; an engine that was ended has to be begun again.
      if (error instanceof EngineMistake && error.isEnd) await this.attempt(() => Promise.reject(error));
    }
  }

  /** Opens a schedule as a history: a violation, or a run. */
  async openSchedule(
    inputs: readonly string[] | undefined,
    events: readonly string[],
    property?: string,
  ): Promise<void> {
    // Now, and not when it is there: the reader may have turned to another panel by then.
    this.set({ sheet: "play", ...(property === undefined ? {} : { panel: "why" }) });
    await this.attempt(async () => {
      const { request } = this.state;
      await this.layOut({
        system: request,
        events,
        step: Infinity,
        ...(inputs === undefined ? {} : { inputs }),
      });
      const { histories } = this.state;
      if (histories !== undefined && property !== undefined)
        this.set({ opened: { property, end: histories.now } });
    });
  }

  /** Plays with other inputs, from the beginning. */
  async chooseInputs(number: number): Promise<void> {
    const inputs = this.state.system?.inputs[number];
    if (inputs === undefined) return;
    await this.attempt(() => this.layOut({ ...FROM_START, system: this.state.request, inputs }));
  }

  /** Draws the configuration graph, with the way that the reader has gone. */
  private async drawGraph(): Promise<void> {
    const { histories } = this.state;
    if (histories === undefined) return;
    await this.attempt(async () =>
      this.set({ graph: await this.engine.ask("graph", { moment: histories.now }) }),
    );
  }

  /** The address of the experiment as it is now. */
  async link(): Promise<string> {
    const { program } = this.state;
    const base = location.href.replace(/#.*$/, "");
    if (program === undefined) return base;
    const { origin, name, files } = program;
    const played = this.playedNow();
    const isFirst = origin === "zoo" && name === FIRST_PAGE && played.events.length === 0;
    if (isFirst && JSON.stringify(played.system) === JSON.stringify(FIRST_SYSTEM)) return base;
    return `${base}#${await fragmentOf({ ...(origin === "zoo" ? { zoo: name } : { files }), ...played })}`;
  }

  /** The choices that there are besides the system that is played. */
  choices(): Promise<SystemChoices> {
    return this.engine.ask("choices", {});
  }

  /** The processes that cannot tell the histories up to two moments apart. */
  alike(moments: readonly [number, number]): Promise<readonly string[]> {
    return this.engine.ask("alike", { moments });
  }

  /** The text of the schedule up to now. */
  async schedule(): Promise<string> {
    const { histories } = this.state;
    return histories === undefined ? "" : (await this.engine.ask("schedule", { moment: histories.now })).text;
  }

  /** Shows a panel; on a small screen, in place of the diagram. */
  show(panel: Panel): void {
    this.set({ panel, sheet: "panel" });
    if (panel === "graph") void this.drawGraph();
  }

  /** Shows a line of the code. */
  showPlace(codePlace: CodePlace): void {
    this.set({ codePlace });
    this.show("code");
  }

  /** Shows something over the page, or takes it away. */
  overlay(overlay: Overlay): void {
    this.set({ overlay: this.state.overlay === overlay ? undefined : overlay });
  }

  /** Sees the execution with the eyes of a process, or with those of nobody. */
  seeAs(eyes: string | undefined): void {
    this.set({ eyes });
  }

  /** Shows the causes and effects of a mark, or of none. */
  lookAt(focus: number | undefined): void {
    this.set({ focus });
  }

  /** Does some work after all that was asked before, and tells what goes wrong. */
  private attempt(body: () => Promise<void>): Promise<void> {
    this.work = this.work.then(async () => {
      try {
        await body();
        const { mistake, isBusy, histories } = this.state;
        // While nothing can be played, the reason why stays where it is.
        if (isBusy || (mistake !== undefined && histories !== undefined))
          this.set({ mistake: undefined, isBusy: false });
      } catch (error) {
        if (error instanceof EngineMistake && error.isEnd) await this.beginAgain();
        if (!(error instanceof EngineEnded)) this.set({ mistake: mistakeIn(error), isBusy: false });
      }
    });
    return this.work;
  }

  /** An engine that was ended knows nothing: it is told again what was played. */
  private async beginAgain(): Promise<void> {
    if (this.compiled === undefined || this.state.histories === undefined) return;
    try {
      await this.engine.ask("open", { program: this.compiled });
      await this.layOut(this.playedNow());
    } catch {
      // The program itself does not end: what was told of it is all there is to tell.
    }
  }
}
