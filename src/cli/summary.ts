import { basename, dirname, isAbsolute, relative } from "node:path";
import type { State } from "../events/state.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { count, duration, generationText, number } from "../text/figures.ts";
import { bestOfKinds, type Judged, judgedAgents, verdicts } from "../view/judged.ts";
import { endings } from "../view/log-lines.ts";
import { scoreOf } from "../view/score.ts";
import { standingsText } from "./comparison.ts";
import { runsFolder } from "../store/run-directory.ts";
import type { Condition, SittingEnd } from "./display.ts";
import { spendingLines } from "./spending.ts";

/** What a summary is about. */
export interface Summary extends Omit<SittingEnd, "reason" | "exit"> {
  readonly run: string;
  /** How commands name it from here. */
  readonly select: string;
  readonly scenario: Scenario;
  readonly condition: Condition;
}

const programLinesMax = 24;

const words: Readonly<Record<Condition, string>> = {
  target: `ended: ${endings.target}`,
  evaluations: `ended: ${endings.evaluations}`,
  generations: `ended: ${endings.generations}`,
  time: `ended: ${endings.time}`,
  "no-survivor": `ended: ${endings["no-survivor"]}`,
  SIGINT: "stopped: it was interrupted",
  SIGTERM: "stopped: it was told to stop",
  stopped: "is stopped",
  interrupted: "is interrupted: its process is gone, and nothing is lost",
  paused: "is paused",
  running: "runs on",
};

/** How a run stands, in a few lines, and the commands that come next. */
export function summaryText(summary: Summary): string {
  const { run, scenario, condition, state } = summary;
  const head = `Campaign ${scenario.name} #${run} ${words[condition]} (${doneText(state)}, ${count(state.evaluations + state.reused)} evals, ${duration(state.elapsedMs / 1000)})`;
  return `${[head, ...spendingLines(state), ...bestLines(summary), ...nextLines(summary)].join("\n")}\n`;
}

function doneText({ generation }: State): string {
  return generation < 0 ? "no generation is done" : `generation ${generationText(generation)}`;
}

/** How a run's folder is named in commands that are given in `cwd`: by its id where that is enough. */
export function selectorOf(folder: string, cwd: string): string {
  const here = relative(cwd, folder);
  if (dirname(folder) === runsFolder(cwd)) return basename(folder);
  return here.startsWith("..") || isAbsolute(here) ? folder : `./${here}`;
}

/** The member that the summary shows: the champion, or else the best. */
export function shownMember({ members, best, finished }: State): State["best"] {
  return members.find(({ id }) => id === finished?.champion) ?? best;
}

function bestLines({ scenario, state, test, program }: Summary): string[] {
  const objective = scenario.objectives[0];
  const member = shownMember(state);
  if (member === undefined) return [];
  const isChampion = member.id === state.finished?.champion;
  const training = `${objective.name} ${number(scoreOf(objective, member.cases))} on training cases`;
  const judged = judgedAgents({ state, test });
  const standing =
    !isChampion || judged.length === 0
      ? []
      : [
          standingsText(objective, "test cases", judged.map(evolvedWithInterval)).replace(/^/gm, "  "),
          ...verdicts(bestOfKinds(judged, { state }), objective).map((sentence) => `  ${sentence}`),
        ];
  return [
    `  ${isChampion ? "champion" : "best"} #${member.id}, size ${member.size}, born in generation ${generationText(member.generation)}: ${training}`,
    ...standing,
    ...(program === undefined ? [] : [shortProgram(program)]),
  ];
}

/** Those who evolved stand with the interval of their own mean. */
function evolvedWithInterval(row: Judged): Judged {
  return row.id === undefined || row.own === undefined ? row : { ...row, interval: row.own };
}

function nextLines({ select: run, condition, state }: Summary): string[] {
  const { champion } = state.finished ?? {};
  const look = `  look     lamarck show ${run} ${champion === undefined ? "best" : "champion"}    lamarck top ${run}`;
  if (condition === "paused") {
    return [`  go on    lamarck ctl resume --run ${run}`, `  watch    lamarck attach ${run}`, look];
  }
  if (condition === "running") {
    return [`  watch    lamarck attach ${run}`, `  stop     lamarck ctl stop --run ${run}`, look];
  }
  const check = champion === undefined ? [] : [`  check    lamarck replay ${run} champion`];
  return [look, ...check, ...goOn(run, condition, state)];
}

/** How to let it run on: with twice of what it was that ended it. */
function goOn(run: string, condition: Exclude<Condition, "running" | "paused">, state: State): string[] {
  const { budget } = state.spec;
  const resume = (flag: string): string[] => [`  go on    lamarck resume ${run}${flag}`];
  switch (condition) {
    case "SIGINT":
    case "SIGTERM":
    case "stopped":
    case "interrupted":
      return resume("");
    case "evaluations":
      return resume(` --budget-evals ${2 * Math.max(budget.evaluations ?? 0, state.evaluations + state.reused)}`);
    case "generations":
      return resume(` --budget-generations ${2 * Math.max(budget.generations ?? 0, state.generation + 1)}`);
    case "time":
      return resume(` --budget-time ${2 * Math.ceil(Math.max(budget.seconds ?? 0, state.elapsedMs / 1000))}s`);
    case "target":
    case "no-survivor":
      return [];
    default:
      return condition satisfies never;
  }
}

/** A program, cut where it is long. */
function shortProgram(text: string): string {
  const lines = text.trimEnd().split("\n");
  const rest = lines.length - programLinesMax;
  const kept = rest > 0 ? [...lines.slice(0, programLinesMax), `... ${rest} more lines`] : lines;
  return kept.map((line) => `    ${line.length > 400 ? `${line.slice(0, 400)}...` : line}`).join("\n");
}
