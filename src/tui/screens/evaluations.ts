import { kindsOf } from "../../events/spec.ts";
import { isNetwork } from "../../genome/kinds.ts";
import { limitsOf } from "../../scenario/scenario.ts";
import { count, percent } from "../../text/figures.ts";
import { cutRow, tableRows, wrapped } from "../../text/layout.ts";
import { type Row, row, type Span, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import { widthOf } from "../../text/width.ts";
import type { Live, LiveLane } from "../../view/live.ts";
import type { FaultRow, Model } from "../../view/model.ts";
import { failures } from "../../view/progress.ts";
import type { Scene, Screen, Step } from "../screen.ts";
import { listMoves } from "./list-keys.ts";
import { fixed, gap, type Part, stacked } from "./overview-stack.ts";
import { operatorRows } from "./operator-rows.ts";
import { elapsed, laneState, quietMsMax } from "./workers-lanes.ts";

/** Which kind of failure is selected, by what it is and says; the first one where none is. */
export interface EvaluationsState {
  readonly fault?: string;
}

/** What is being evaluated, what fails and why, and what is evaluated in vain. */
export const evaluationsScreen: Screen<EvaluationsState> = {
  id: "evaluations",
  title: "Evaluations",
  short: "Evals",
  keys: [
    { keys: ["j", "down"], does: "the next kind of failure" },
    { keys: ["k", "up"], does: "the kind of failure before" },
    { keys: ["page-down"], does: "ten kinds further" },
    { keys: ["page-up"], does: "ten kinds back" },
    { keys: ["g", "home"], does: "the most frequent failure" },
    { keys: ["G", "end"], does: "the rarest failure" },
    { keys: ["enter"], does: "open the latest variant that failed so", hint: "open latest" },
    { keys: ["F"], does: "filter by `state=failed`: screen 2 then lists all that failed", hint: "filter failed" },
  ],
  start: {},
  render,
  press,
};

/** So many lanes are listed here at most; the others are on the screen of the workers. */
const lanesMax = 8;
/** Kinds of failures that a page key goes past. */
const page = 10;

function render(scene: Scene, state: EvaluationsState): readonly Row[] {
  const { size, symbols, model } = scene;
  const running = runningRows(scene);
  const lines = Math.max(1, model.view.faults.length);
  const operators = operatorRows(scene);
  const parts: readonly Part[] = [
    { keep: 5, least: Math.min(running.length, size.rows < 14 ? 3 : 6), most: running.length, draw: () => running },
    gap(),
    { keep: 6, least: Math.min(lines + 2, 5), most: lines + 2, draw: (rows) => failureRows(scene, state, rows) },
    fixed(2, messageRows(scene, state)),
    gap(),
    fixed(4, limitRows(model)),
    fixed(3, wasteRows(model)),
    gap(),
    { keep: 1, least: Math.min(6, operators.length), most: operators.length, draw: () => operators },
  ];
  return stacked(parts, size.rows).map((line) => cutRow(line, size.columns, symbols));
}

function heading(title: string, ...rest: readonly (Span | string)[]): Row {
  return row(span(` ${title}`, "title"), "  ", ...rest);
}

function runningRows({ model, size, symbols }: Scene): readonly Row[] {
  const { live, view, link } = model;
  if (live === undefined) {
    const why = link.state === "reading" ? "the log is being read" : "nobody runs this campaign";
    return [heading("RUNNING", span(`nothing: ${why}`, "dim"))];
  }
  // What needs to be seen comes first: quiet lanes, then those that have worked longest, then the idle.
  const lanes = live.lanes.toSorted((a, b) => urgency(b) - urgency(a) || a.lane - b.lane);
  const busy = lanes.filter(({ task }) => task !== undefined);
  if (lanes.length === 0) return [heading("RUNNING", span(`nothing yet: ${idle(live)}`, "dim"))];
  const head = heading(
    "RUNNING",
    span(`${busy.length} of ${lanes.length} lanes`, "strong"),
    `  ${count(live.flying)} agents handed out`,
    ...(live.phase === "paused" || live.phase === "pausing" ? [span(`  ${live.phase}`, "warn")] : []),
  );
  if (busy.length === 0) return [head, row(span(`   ${idle(live)}`, "dim"))];
  const shown = busy.slice(0, lanesMax);
  const table = tableRows<LiveLane>(
    [
      { title: "LANE", width: 4, align: "right", drop: 0, cell: ({ lane }) => String(lane) },
      { title: "STATE", width: 8, drop: 0, cell: (lane) => laneState(lane, view.facts.scenario) },
      { title: "DONE", width: 9, align: "right", drop: 0, cell: ({ task }) => `${task!.done} of ${task!.agents}` },
      { title: "SINCE", width: 7, align: "right", drop: 2, cell: ({ task }) => elapsed(task!.sinceMs) },
      { title: "QUIET", width: 7, align: "right", drop: 1, cell: ({ task }) => elapsed(task!.quietMs) },
      { title: "", width: 1, widthMax: 60, drop: 3, cell: (lane) => span(quietText(lane, model), "dim") },
    ],
    shown,
    { columns: Math.max(1, size.columns - 1), symbols },
  );
  const more = busy.length - shown.length;
  return [
    head,
    ...table.map((line) => [span(" "), ...line]),
    ...(more > 0 ? [row(span(`   ${more} more lanes: screen 7`, "dim"))] : []),
  ];
}

function urgency({ task }: LiveLane): number {
  return task === undefined ? -1 : task.quietMs * 1e6 + task.sinceMs;
}

function quietText({ task }: LiveLane, { view }: Model): string {
  const most = quietMsMax(view.facts.scenario);
  return task !== undefined && task.quietMs > most ? `no sign of life for longer than a case may take` : "";
}

function idle({ phase, author }: Live): string {
  if (phase === "paused") return "paused: what was being evaluated is finished, nothing is sent";
  if (phase === "starting") return "the lanes are being started";
  if ((author?.inFlight ?? 0) > 0) return "the lanes wait for agents, which language models write: screen 7";
  return "the lanes wait for agents: these are being bred, or outcomes are being written";
}

function failureRows({ model, size, symbols }: Scene, state: EvaluationsState, room: number): readonly Row[] {
  const { view } = model;
  const { faults, evaluations, reused } = view.state;
  const total = evaluations + reused;
  const failed = failures(view.state);
  const kinds = Object.entries(faults)
    .filter(([, many]) => many > 0)
    .toSorted(([, a], [, b]) => b - a)
    .flatMap(([kind, many]): Span[] => [span(`  ${kind} `, "dim"), span(count(many))]);
  const share = span(
    `${count(failed)} of ${count(total)}  ${percent(failed, total)}`,
    failed > total / 2 ? "warn" : "strong",
  );
  const head = heading("FAILED", share, ...kinds);
  if (total === 0) return [heading("FAILED", span("nothing has been evaluated yet; causes appear here", "dim"))];
  if (failed === 0) return [heading("FAILED", span(`none of ${count(total)}; causes appear here`, "dim"))];
  const rows = view.faults;
  const at = selectedIndex(rows, state);
  const lines = Math.max(1, room - 2);
  const top = Math.max(0, Math.min(at - Math.floor(lines / 2), rows.length - lines));
  const table = tableRows<FaultRow>(
    [
      { title: "COUNT", width: 7, align: "right", drop: 0, cell: (fault) => count(fault.count) },
      { title: "SHARE", width: 6, align: "right", drop: 2, cell: (fault) => percent(fault.count, failed) },
      { title: "CAUSE", width: 10, drop: 0, cell: ({ kind }) => kind },
      { title: "LATEST", width: 8, align: "right", drop: 1, cell: ({ id }) => `#${id}` },
      { title: "GEN", width: 5, align: "right", drop: 3, cell: ({ generation }) => String(generation) },
      { title: "MESSAGE", width: 8, widthMax: 200, drop: 0, cell: ({ message }) => oneLine(message) },
    ],
    rows.slice(top, top + lines),
    { columns: Math.max(1, size.columns - 1), symbols, selected: at - top },
  );
  return [head, ...table.map((line) => [span(" "), ...line])];
}

/** Sorted as the view has them; a kind that is no longer listed leaves the first one selected. */
function selectedIndex(faults: readonly FaultRow[], { fault }: EvaluationsState): number {
  return Math.max(0, fault === undefined ? 0 : faults.findIndex((one) => keyOf(one) === fault));
}

function keyOf({ kind, message }: FaultRow): string {
  return `${kind}: ${message}`;
}

/** The whole message of the selected failure, where the table cuts it. */
function messageRows({ model, size }: Scene, state: EvaluationsState): readonly Row[] {
  const fault = model.view.faults[selectedIndex(model.view.faults, state)];
  if (fault === undefined || widthOf(fault.message) <= size.columns - 48) return [];
  const lines = wrapped(oneLine(fault.message), Math.max(1, size.columns - 3)).slice(0, 3);
  return lines.map((line) => row(span(`   ${line}`, "dim")));
}

function limitRows({ view }: Model): readonly Row[] {
  const { fuel, calls, wallMs, answer } = limitsOf(view.facts.scenario);
  // Networks compute a bounded number of times: they use no fuel.
  const hasPrograms = kindsOf(view.state.spec).some((kind) => !isNetwork({ kind }));
  const sandboxed = `fuel ${count(fuel)}  calls ${count(calls)}  time ${elapsed(wallMs)}  answer ${count(answer)}`;
  const perCase = hasPrograms ? sandboxed : `calls ${count(calls)}`;
  return [heading("LIMITS", `a case: ${perCase}   size ${count(view.state.spec.sizeMax)}`)];
}

function wasteRows({ view }: Model): readonly Row[] {
  const { reused, evaluations } = view.state;
  const total = evaluations + reused;
  if (total === 0) return [];
  const last = view.generations.at(-1);
  const saved = span(`  ${count(reused)} of ${count(total)} equal an earlier agent, whose outcome was taken`, "dim");
  const again = heading("REUSED", span(percent(reused, total), "strong"), saved);
  if (last === undefined || last.living === 0) return [again];
  const doubles = Math.round((1 - last.diversity) * last.living);
  const text = span(`  ${count(doubles)} of the ${count(last.living)} living are copies of others`, "dim");
  return [again, heading("COPIES", span(percent(doubles, last.living), "strong"), text)];
}

function press(key: string, { model }: Scene, state: EvaluationsState): Step<EvaluationsState> | undefined {
  const { faults } = model.view;
  const at = selectedIndex(faults, state);
  const by = listMoves(page).get(key);
  if (by !== undefined) {
    const fault = faults[Math.max(0, Math.min(faults.length - 1, at + by))];
    return { state: fault === undefined ? {} : { fault: keyOf(fault) } };
  }
  switch (key) {
    case "enter":
      return openLatest(faults[at]);
    case "F":
      return { act: { do: "filter", text: "state=failed" } };
    default:
      return undefined;
  }
}

function openLatest(fault: FaultRow | undefined): Step<EvaluationsState> {
  if (fault === undefined) return { act: { do: "say", text: "Nothing has failed yet: there is no variant to open." } };
  return { act: { do: "open", screen: "variant", id: fault.id } };
}
