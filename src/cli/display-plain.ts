import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import type { Objective } from "../scenario/scenario.ts";
import { signed, standings, standingsText } from "./comparison.ts";
import type { Display, Launch, SittingEnd } from "./display.ts";
import { count, duration, number, percent } from "../text/figures.ts";
import { createProgress, type Progress, scoreOf } from "./progress.ts";
import { oneLine } from "../text/sanitize.ts";

/** Where the plain display prints. */
export interface PlainPorts {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Milliseconds since any moment. */
  readonly clock: () => number;
  /** The time of day. */
  readonly now: () => Date;
}

const lineEveryMs = 1000;
const programLinesMax = 24;

/** One line a generation, at most about one a second, and a summary: data to `out`, warnings to `err`. */
export function plainDisplay({ out, err, clock, now }: PlainPorts): Display {
  let launched: Launch | undefined;
  let progress: ReturnType<typeof createProgress> | undefined;
  let shown: Progress | undefined;
  let latest: Progress | undefined;
  let shownAt = -Infinity;
  let warned = false;

  const stamp = (): string => now().toTimeString().slice(0, 8);

  function show(current: Progress, budget: Budget): void {
    out(`${stamp()} ${generationLine(current, shown, budget)}\n`);
    shown = current;
    shownAt = clock();
  }

  return {
    launch(launch) {
      launched = launch;
      progress = createProgress(launch.scenario.objectives[0]);
      out(`${stamp()} ${launchLine(launch)}\n`);
    },
    event(event, state) {
      if (event.type !== "generation-finished" || progress === undefined) return;
      latest = progress(state, clock());
      const total = latest.evaluations;
      if (!warned && total >= 200 && latest.failed > total / 2) {
        warned = true;
        err(
          `${stamp()} warning: ${percent(latest.failed, total)} of the evaluations failed; see \`lamarck status ${launched?.run}\`\n`,
        );
      }
      if (clock() - shownAt >= lineEveryMs) show(latest, state.spec.budget);
    },
    warn: (message) => err(`${stamp()} warning: ${oneLine(message, 500)}\n`),
    end(end) {
      if (latest !== undefined && latest !== shown) show(latest, end.state.spec.budget);
      if (launched !== undefined) out(`\n${summaryText(launched, end)}`);
    },
  };
}

function launchLine({ version, run, scenario, seed, jobs, budget, folder, resumed }: Launch): string {
  const how = resumed ? " goes on," : "";
  return oneLine(
    `lamarck ${version} ${scenario.name} #${run}${how} seed ${seed} jobs ${jobs} budget ${budgetText(budget)} dir ${folder}`,
    400,
  );
}

/** A budget in words. */
export function budgetText({ evaluations, generations, seconds, target }: Budget): string {
  const limits = [
    evaluations === undefined ? [] : `${count(evaluations)} evals`,
    generations === undefined ? [] : `${count(generations)} gens`,
    seconds === undefined ? [] : duration(seconds),
    target === undefined ? [] : `${target.over}${target.compare}${target.value}`,
  ].flat();
  return limits.length === 0 ? "none" : limits.join("/");
}

function generationLine(current: Progress, before: Progress | undefined, { generations, evaluations }: Budget): string {
  const { generation, best, median, failed, reused, rate, left } = current;
  const gain = best === undefined || before?.best === undefined ? 0 : best.score - before.best.score;
  const improvement = gain === 0 ? "" : ` (${signed(gain)})`;
  return [
    `gen ${generation}${generations === undefined ? "" : `/${generations - 1}`}`,
    best === undefined ? "best -" : `best ${number(best.score)}${improvement} #${best.id} size ${best.size}`,
    `median ${number(median)}`,
    `evals ${count(current.evaluations)}${evaluations === undefined ? "" : `/${count(evaluations)}`}`,
    `reused ${percent(reused, current.evaluations)}`,
    `failed ${percent(failed, current.evaluations)}`,
    `${count(Math.round(rate))}/s`,
    `eta ${left === undefined ? "-" : `${duration(left.seconds)} (${left.limit})`}`,
  ].join("  ");
}

const reasons: Readonly<Record<SittingEnd["reason"], string>> = {
  target: "the target is reached",
  evaluations: "the evaluations of its budget are used",
  generations: "the generations of its budget are done",
  time: "the time of its budget is used",
  "no-survivor": "nobody survived",
  SIGINT: "it was interrupted",
  SIGTERM: "it was told to stop",
};

function summaryText({ run, scenario }: Launch, { reason, state, judgements }: SittingEnd): string {
  const objective = scenario.objectives[0];
  const stopped = reason === "SIGINT" || reason === "SIGTERM";
  const head = `Campaign ${scenario.name} #${run} ${stopped ? "stopped" : "ended"}: ${reasons[reason]} (generation ${state.generation}, ${count(state.evaluations + state.reused)} evals, ${duration(state.elapsedMs / 1000)})`;
  const champion = state.finished?.champion;
  const look = [
    `  look     lamarck show ${run} ${champion === undefined ? "best" : "champion"}    lamarck top ${run}`,
    ...(champion === undefined ? [] : [`  check    lamarck replay ${run} champion`]),
    ...goOn(run, reason, state),
  ];
  return `${[head, ...bestLines(objective, { reason, state, judgements }), ...look].join("\n")}\n`;
}

/** How to let it run on: with twice of what it was that ended it. */
function goOn(run: string, reason: SittingEnd["reason"], { spec: { budget }, ...state }: State): string[] {
  const resume = (flag: string): string[] => [`  go on    lamarck resume ${run}${flag}`];
  switch (reason) {
    case "SIGINT":
    case "SIGTERM":
      return resume("");
    case "evaluations":
      return resume(` --budget-evals ${2 * Math.max(budget.evaluations!, state.evaluations + state.reused)}`);
    case "generations":
      return resume(` --budget-generations ${2 * Math.max(budget.generations!, state.generation + 1)}`);
    case "time":
      return resume(` --budget-time ${2 * Math.ceil(Math.max(budget.seconds!, state.elapsedMs / 1000))}s`);
    case "target":
    case "no-survivor":
      return [];
    default:
      return reason satisfies never;
  }
}

function bestLines(
  objective: Objective,
  { state, judgements }: Pick<SittingEnd, "reason" | "state" | "judgements">,
): string[] {
  const { best, finished } = state;
  const champion = state.members.find(({ id }) => id === finished?.champion);
  const member = champion ?? best;
  if (member === undefined) return [];
  const what = champion === undefined ? "best" : "champion";
  const training = `${objective.name} ${number(scoreOf(objective, member.cases))} on training cases`;
  const named = [...judgements.test].map(
    ([agent, outcome]) => [agent === finished?.champion ? "champion" : String(agent), outcome] as const,
  );
  const standing =
    champion === undefined || named.length === 0
      ? []
      : [standingsText(objective, "test cases", standings(named)).replace(/^/gm, "  ")];
  return [
    `  ${what} #${member.id}, size ${member.size}, born in generation ${member.generation}: ${training}`,
    ...standing,
    shortProgram(member.genome.bytes),
  ];
}

/** A program, cut where it is long. */
function shortProgram(text: string): string {
  const lines = text.trimEnd().split("\n");
  const rest = lines.length - programLinesMax;
  const kept = rest > 0 ? [...lines.slice(0, programLinesMax), `... ${rest} more lines`] : lines;
  return kept.map((line) => `    ${line.length > 400 ? `${line.slice(0, 400)}...` : line}`).join("\n");
}
