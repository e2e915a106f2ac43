import { count, duration } from "../text/figures.ts";
import { cutRow, rowWidth, spread } from "../text/layout.ts";
import { type Row, row, type Span, span, type Style } from "../text/row.ts";
import { oneLine } from "../text/sanitize.ts";
import type { Live, Phase } from "../view/live.ts";
import type { Model } from "../view/model.ts";
import { asksModels, spentText, troubleOf } from "../view/money.ts";
import { positionOf, timeLeftText } from "../view/progress.ts";
import { sizeClass } from "./frame-size.ts";
import { numbered, type Screen } from "./screen.ts";
import { type AppState, type Situation, unread } from "./state.ts";

/** The first line: which run, what it is doing, how far it is and how long it will take. */
export function headerRow({ model, size, now, symbols }: Situation): Row {
  const { facts } = model.view;
  const scenario = oneLine(facts.scenario.name, 40);
  const id = oneLine(facts.id, 60);
  // Runs are called after their scenario unless somebody chose another name.
  const isNamedAfter = id.startsWith(scenario);
  const name = row(span(" lamarck  ", "dim"), span(isNamedAfter ? id : scenario, "strong"));
  const run = isNamedAfter ? row() : row(" ", span(`#${id}`, "dim"));
  const isLarge = sizeClass(size) === "large";
  const figures = [
    row(phaseSpan(model)),
    row(generationText(model)),
    row(clockText(elapsedMs(model, now))),
    ...timeLeft(model, now),
    ...spent(model),
    ...(isLarge ? extra(model) : []),
  ];
  // What does not fit is left out from the end; the run's id goes before the figures do.
  for (let kept = figures.length; kept > 0; kept--) {
    const right: Row = figures.slice(0, kept).flatMap((part, i) => (i === 0 ? part : [span("   "), ...part]));
    for (const left of [[...name, ...run], name]) {
      if (rowWidth(left) + rowWidth(right) + 3 <= size.columns)
        return spread(left, [...right, span(" ")], size.columns);
    }
  }
  return cutRow([...name, span("  "), phaseSpan(model)], size.columns, symbols);
}

const phaseNames: Readonly<Record<Phase, readonly [string, Style]>> = {
  starting: ["STARTING", "accent"],
  running: ["RUN", "good"],
  pausing: ["PAUSING", "warn"],
  paused: ["PAUSED", "warn"],
  judging: ["JUDGING", "accent"],
  stopping: ["STOPPING", "warn"],
  ended: ["ENDED", "strong"],
};

/** What the campaign is doing, in a word. */
function phaseSpan({ link, live, view }: Model): Span {
  switch (link.state) {
    case "reading":
      return span(`READING ${Math.floor(100 * Math.min(1, Math.max(0, link.share)))}%`, "accent");
    case "lost":
      return span("RUNNER GONE", "bad");
    case "idle":
      return view.state.finished === undefined ? span("STOPPED", "warn") : span("FINISHED", "strong");
    case "live": {
      const [name, style] = phaseNames[live?.phase ?? "starting"];
      return span(name, style);
    }
    default:
      return link satisfies never;
  }
}

/** The last finished generation, and the last one of the budget; they count from 0, as everywhere. */
function generationText({ view, live }: Model): string {
  const generation = Math.max(view.state.generation, live?.generation ?? -1);
  const most = (live?.budget ?? view.state.spec.budget).generations;
  return `gen ${generation < 0 ? "-" : count(generation)}${most === undefined ? "" : `/${count(most - 1)}`}`;
}

/** Running time up to now, over all sittings. */
export function elapsedMs({ view, live, link }: Model, now: number): number {
  if (live === undefined) return view.state.elapsedMs;
  const known = Math.max(live.elapsedMs, view.state.elapsedMs);
  // The runner says it twice a second; the clock goes on in between, unless there is nobody.
  const since = now - Date.parse(live.t);
  return link.state === "live" && isCounting(live) ? known + Math.min(2000, Math.max(0, since || 0)) : known;
}

function isCounting({ phase }: Live): boolean {
  return phase !== "paused" && phase !== "ended";
}

/** Hours, minutes and seconds. */
function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function timeLeft(model: Model, now: number): readonly Row[] {
  const { view, live, link } = model;
  const isGoing = live === undefined || live.phase === "running" || live.phase === "starting";
  if (view.state.finished !== undefined || link.state !== "live" || !isGoing) return [];
  const position = { ...positionOf(live ?? view.state), elapsedMs: elapsedMs(model, now) };
  const left = view.pace.timeLeft(position, live?.budget ?? view.state.spec.budget);
  return [row(span("ETA ", "dim"), left === undefined ? "-" : timeLeftText(left))];
}

/** What language models have cost; in red while they fail. */
function spent({ view, live }: Model): readonly Row[] {
  if (!asksModels(view.state)) return [];
  const budget = live?.budget ?? view.state.spec.budget;
  const trouble = troubleOf(view, budget);
  const style = trouble === undefined ? "plain" : trouble.name === "budget" ? "warn" : "bad";
  return [row(span(spentText(view.state.spending, budget), style))];
}

function extra({ live, link }: Model): readonly Row[] {
  if (live === undefined || link.state !== "live") return [];
  const viewers = `${count(live.viewers)} ${live.viewers === 1 ? "viewer" : "viewers"}`;
  return [
    row(span("lanes ", "dim"), count(live.jobs)),
    row(span(viewers, "dim")),
    row(span("runner ", "dim"), `${count(Math.round(live.memoryMb))} MB`),
  ];
}

/** The tabs: which screens there are, which one is shown, and where something waits to be read. */
export function tabRow(state: AppState, situation: Situation): Row {
  const { screens, model, size, symbols } = situation;
  const warnings = unread(state, model);
  const tabs = (nameOf: (screen: Screen<unknown>) => string): Row => [
    ...numbered.flatMap((id, i) => {
      const screen = screens.find((one) => one.id === id);
      if (screen === undefined) return [];
      const badge = id === "log" && warnings > 0 ? `!${warnings > 99 ? "99+" : warnings}` : "";
      return tab(`${i + 1} ${nameOf(screen)}`.trimEnd(), badge, id === state.screen);
    }),
    // Screens without a number are shown while they are open.
    ...screens
      .filter(({ id }) => id === state.screen && !numbered.includes(id))
      .flatMap((screen) => tab(nameOf(screen) || screen.short, "", true)),
  ];
  const long = tabs(({ title }) => title);
  const short = tabs(({ short: name }) => name);
  const least = tabs(({ id, short: name }) => (id === state.screen ? name : ""));
  const fitting = [long, short, least].find((line) => rowWidth(line) <= size.columns) ?? least;
  // A filter stays in force from screen to screen, also where nothing is listed.
  const filter = row(span(`filter ${state.filter} `, "accent"));
  const hasRoom = state.filter !== "" && rowWidth(fitting) + rowWidth(filter) < size.columns;
  return hasRoom ? spread(fitting, filter, size.columns, symbols) : cutRow(fitting, size.columns, symbols);
}

function tab(name: string, badge: string, isHere: boolean): Row {
  const style = isHere ? "title" : "plain";
  const [open, close] = isHere ? ["[", "]"] : [" ", " "];
  return [span(`${open}${name}`, style), ...(badge === "" ? [] : [span(badge, "warn")]), span(close, style)];
}

/** The key facts alone, for a terminal that is too small for screens. */
export function tinyRows({ message: said }: AppState, situation: Situation): Row[] {
  const { model, size, now, symbols, clock } = situation;
  const { view, live } = model;
  const best = view.generations.at(-1)?.best;
  const evaluations = live === undefined ? view.state.evaluations : live.evaluations;
  const facts: readonly (readonly [string, Span])[] = [
    ["run", span(oneLine(view.facts.id, 60), "strong")],
    ["is", phaseSpan(model)],
    ["at", span(generationText(model))],
    ["best", span(best === undefined ? "-" : String(Number(best.toPrecision(5))))],
    ["evals", span(count(evaluations))],
    ["time", span(duration(elapsedMs(model, now) / 1000))],
  ];
  const message = said === undefined || clock >= said.until ? [] : [row(span(said.text, "warn"))];
  const rows = [...message, ...facts.map(([label, value]) => row(span(label.padEnd(6), "dim"), value))];
  return [...rows, row(span("enlarge to 60x15", "dim"))]
    .slice(0, size.rows)
    .map((line) => cutRow(line, size.columns, symbols));
}
