import { count, number, timeOfDay } from "../../text/figures.ts";
import { cutRow, tableRows } from "../../text/layout.ts";
import { type Row, row, span, type Span } from "../../text/row.ts";
import type { Live, LiveLane } from "../../view/live.ts";
import type { Model } from "../../view/model.ts";
import type { Scene, Screen, Step } from "../screen.ts";
import { listMoves } from "./list-keys.ts";
import { elapsed, laneRate, laneState } from "./workers-lanes.ts";
import { authorRows, spendingRows } from "./workers-models.ts";

/** How far the list of lanes is scrolled. */
export interface WorkersState {
  readonly top: number;
}

/** Who does the work: a row a lane, the runner's own health, and who watches. */
export const workersScreen: Screen<WorkersState> = {
  id: "workers",
  title: "Workers",
  short: "Work",
  keys: [
    { keys: ["+", "="], does: "one evaluation lane more, from the next batch on", hint: "one lane more", steers: true },
    { keys: ["-"], does: "one evaluation lane fewer, from the next batch on", hint: "one fewer", steers: true },
    { keys: ["j", "down"], does: "scroll down, where there are more lanes than rows" },
    { keys: ["k", "up"], does: "scroll up" },
    { keys: ["page-down"], does: "a screen further" },
    { keys: ["page-up"], does: "a screen back" },
    { keys: ["g", "home"], does: "the first lane" },
    { keys: ["G", "end"], does: "the last lane" },
  ],
  start: { top: 0 },
  render,
  press,
};

const headRows = 4;

function render(scene: Scene, state: WorkersState): readonly Row[] {
  const { model, size, symbols } = scene;
  const { live } = model;
  const spending = spendingRows(scene);
  if (live === undefined)
    return [...absent(scene), ...below(spending)]
      .map((line) => cutRow(line, size.columns, symbols))
      .slice(0, size.rows);
  const room = roomOf(scene);
  const top = topOf(state.top, live.lanes.length, room);
  const shown = live.lanes.slice(top, top + room);
  const hidden = live.lanes.length - shown.length;
  return [
    ...summary(live),
    ...authorRows(model),
    row(),
    ...(live.lanes.length === 0 ? [noLanes(live)] : laneRows(model, shown, size.columns, symbols)),
    ...(hidden > 0
      ? [row(span(` ${top + 1} to ${top + shown.length} of ${live.lanes.length} lanes; j and k scroll`, "dim"))]
      : []),
    ...below(spending),
  ]
    .map((line) => cutRow(line, size.columns, symbols))
    .slice(0, size.rows);
}

/** Rows for lanes beside the summary, the header and the line that says what is hidden; what models cost gives way. */
function roomOf({ model, size }: Scene): number {
  return Math.max(1, size.rows - headRows - authorRows(model).length - 2);
}

/** Rows with a blank one above, if there are any. */
function below(rows: readonly Row[]): readonly Row[] {
  return rows.length === 0 ? [] : [row(), ...rows];
}

function topOf(wished: number, lanes: number, room: number): number {
  return Math.max(0, Math.min(wished, lanes - room));
}

function absent({ model: { link, view }, zoneMinutes }: Scene): readonly Row[] {
  const id = view.facts.select;
  switch (link.state) {
    case "lost":
      return [
        row(span(` The runner is gone since ${timeOfDay(link.since, zoneMinutes)}: ${link.reason}.`, "bad")),
        row(span(` Nothing works on this run. It goes on with  lamarck resume ${id}`, "dim")),
      ];
    case "reading":
      return [row(span(" The log is being read; lanes appear here when the runner has answered.", "dim"))];
    case "live":
      return [
        row(span(" The runner is there and has not said yet what its lanes do: it does so twice a second.", "dim")),
      ];
    case "idle":
      return [
        row(span(` Nobody runs this campaign${view.state.finished === undefined ? "" : ": it is finished"}.`, "plain")),
        row(
          span(
            ` While one does, a row a lane is here: its state, process, memory, restarts and rate.${view.state.finished === undefined ? `  lamarck resume ${id}` : ""}`,
            "dim",
          ),
        ),
      ];
    default:
      return link satisfies never;
  }
}

function summary(live: Live): readonly Row[] {
  const busy = live.lanes.filter(({ task }) => task !== undefined).length;
  const lanesMb = live.lanes.reduce((sum, { rssMb }) => sum + rssMb, 0);
  const restarts = live.lanes.reduce((sum, lane) => sum + lane.restarts, 0);
  const label = (text: string): Span => span(` ${text.padEnd(8)}`, "dim");
  return [
    row(
      label("lanes"),
      span(live.lanes.length === 0 ? "none yet" : `${busy} of ${live.lanes.length} busy`, "strong"),
      ...askedFor(live),
      `   ${count(live.flying)} agents handed out`,
      `   ${count(restarts)} ${restarts === 1 ? "restart" : "restarts"}`,
      ...(lanesMb === 0 ? [] : [`   ${megabytes(lanesMb)} in all`]),
    ),
    row(
      label("runner"),
      `memory ${megabytes(live.memoryMb)}   loop delay `,
      span(`${number(live.loopDelayMs)}ms`, live.loopDelayMs > 100 ? "warn" : "plain"),
      span(" (99 of 100 are shorter)", "dim"),
    ),
    row(label("viewers"), live.viewers === 1 ? "you alone" : String(live.viewers)),
  ];
}

/** How many lanes were asked for, where that is not how many there are: each sort of agents has as many. */
function askedFor({ jobs, lanes }: Live): readonly Span[] {
  const sorts = Object.values(Object.groupBy(lanes, ({ engine }) => (engine === undefined ? "programs" : "networks")));
  if (sorts.every(({ length }) => length === jobs) && lanes.length > 0) return [];
  return [span(`  ${jobs}${sorts.length > 1 ? " of each sort" : ""} asked for`, "accent")];
}

function noLanes({ phase, jobs }: Live): Row {
  if (phase === "starting") return row(span(` ${jobs} lanes are being started; each gets a row here.`, "dim"));
  return row(span(" There are no lanes at this moment.", "dim"));
}

function laneRows(
  { live, ticks, view }: Model,
  lanes: readonly LiveLane[],
  columns: number,
  symbols: Scene["symbols"],
): readonly Row[] {
  const rows = tableRows<LiveLane>(
    [
      { title: "LANE", width: 4, align: "right", drop: 0, cell: ({ lane }) => String(lane) },
      ...(live!.lanes.some(({ engine }) => engine !== undefined)
        ? [{ title: "RUNS", width: 16, drop: 2, cell: runs }]
        : []),
      { title: "STATE", width: 8, drop: 0, cell: (lane) => laneState(lane, view.facts.scenario) },
      {
        title: "DONE",
        width: 7,
        align: "right",
        drop: 5,
        cell: ({ task }) => (task ? `${task.done}/${task.agents}` : "-"),
      },
      { title: "SINCE", width: 6, align: "right", drop: 6, cell: ({ task }) => (task ? elapsed(task.sinceMs) : "-") },
      { title: "QUIET", width: 6, align: "right", drop: 4, cell: ({ task }) => (task ? elapsed(task.quietMs) : "-") },
      { title: "EVALS", width: 9, align: "right", drop: 1, cell: ({ evaluations }) => count(evaluations) },
      { title: "RATE", width: 7, align: "right", drop: 2, cell: ({ lane }) => rateText(laneRate(ticks, lane)) },
      { title: "RSS", width: 6, align: "right", drop: 3, cell: ({ rssMb }) => megabytes(rssMb) },
      { title: "RESTARTS", width: 8, align: "right", drop: 3, cell: ({ restarts }) => restartCell(restarts) },
      { title: "PID", width: 7, align: "right", drop: 7, cell: ({ pid }) => (pid === 0 ? "-" : String(pid)) },
    ],
    lanes,
    { columns: Math.max(1, columns - 1), symbols },
  );
  return rows.map((line) => [span(" "), ...line]);
}

function runs({ engine }: LiveLane): string {
  return engine === undefined ? "programs" : `networks, ${engine}`;
}

function restartCell(restarts: number): Span {
  return span(String(restarts), restarts > 0 ? "warn" : "plain");
}

function rateText(rate: number | undefined): string {
  return rate === undefined ? "-" : `${rate < 10 ? rate.toFixed(1) : count(Math.round(rate))}/s`;
}

/** The memory of a process; 0 is what a system gives that does not tell. */
function megabytes(value: number): string {
  if (value === 0) return "-";
  return value >= 10_000 ? `${(value / 1024).toFixed(1)}GB` : `${Math.round(value)}MB`;
}

function press(key: string, scene: Scene, state: WorkersState): Step<WorkersState> | undefined {
  const { model } = scene;
  const lanes = model.live?.lanes.length ?? 0;
  const room = roomOf(scene);
  const by = listMoves(room).get(key);
  if (by !== undefined) return { state: { top: topOf(topOf(state.top, lanes, room) + by, lanes, room) } };
  switch (key) {
    case "+":
    case "=":
    case "-":
      return jobsStep(model, key === "-" ? -1 : 1);
    default:
      return undefined;
  }
}

/** Asks the runner for more or fewer lanes; at least one stays. */
export function jobsStep({ live }: Model, by: 1 | -1): Step<never> {
  if (live === undefined)
    return { act: { do: "say", text: "Nobody runs this campaign: there are no lanes to change." } };
  const jobs = live.jobs + by;
  if (jobs < 1) return { act: { do: "say", text: "One lane is the least; space pauses the campaign." } };
  return { act: { do: "command", words: ["set", "jobs", String(jobs)] } };
}
