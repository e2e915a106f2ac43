import type { Budget } from "../events/spec.ts";
import type { State } from "../events/state.ts";
import { count, duration, number, percent, signed } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";
import { createCallTeller } from "../view/call-lines.ts";
import { createCallBook } from "../view/calls.ts";
import type { Notice } from "../view/live.ts";
import type { LogLine } from "../view/model.ts";
import { budgetText, createProgress, type Progress } from "../view/progress.ts";
import type { Display, Launch } from "./display.ts";
import { spendingText } from "./spending.ts";
import { summaryText } from "./summary.ts";

/** Where the plain display prints. */
export interface PlainPorts {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Milliseconds since any moment. */
  readonly clock: () => number;
  /** The time of day. */
  readonly now: () => Date;
  /** Only how it begins and ends, for a file that may not grow for days; default: false. */
  readonly isTerse?: boolean;
}

const lineEveryMs = 1000;

/** One line a generation, at most about one a second, and a summary: data to `out`, warnings to `err`. */
export function plainDisplay({ out, err, clock, now, isTerse = false }: PlainPorts): Display {
  let launched: Launch | undefined;
  let progress: ReturnType<typeof createProgress> | undefined;
  let shown: Progress | undefined;
  let latest: Progress | undefined;
  let shownAt = isTerse ? Infinity : -Infinity;
  let warned = false;
  const tellTrouble = createTroubleTeller((level, text) => err(`${stamp()} ${noticeText({ level, text })}\n`));

  const stamp = (): string => now().toTimeString().slice(0, 8);

  function show(current: Progress, { spec, spending }: State): void {
    const spent = spec.llm === undefined ? "" : `  ${spendingText(spending, spec.budget)}`;
    out(`${stamp()} ${generationLine(current, shown, spec.budget)}${spent}\n`);
    shown = current;
    shownAt = isTerse ? Infinity : clock();
  }

  return {
    launch(launch) {
      launched = launch;
      progress = createProgress(launch.scenario.objectives[0]);
      out(`${stamp()} ${launchLine(launch)}\n`);
    },
    event(event, state) {
      tellTrouble(event, state);
      if (event.type !== "generation-finished" || progress === undefined) return;
      latest = progress(state, clock());
      const total = latest.evaluations;
      if (!warned && total >= 200 && latest.failed > total / 2) {
        warned = true;
        err(
          `${stamp()} warning: ${percent(latest.failed, total)} of the evaluations failed; see \`lamarck status ${launched?.select}\`\n`,
        );
      }
      if (clock() - shownAt >= lineEveryMs) show(latest, state);
    },
    notice: (notice) => err(`${stamp()} ${noticeText(notice)}\n`),
    end({ reason, state, test, program }) {
      if (latest !== undefined && latest !== shown) show(latest, state);
      if (launched === undefined) return;
      const { run, select, scenario } = launched;
      const summary = { run, select, scenario, condition: reason, state, test };
      out(`\n${summaryText(program === undefined ? summary : { ...summary, program })}`);
    },
  };
}

/** Says when language models fall silent and when they answer again; a call that fails now and then is no news. */
function createTroubleTeller(say: (level: LogLine["level"], text: string) => void): Display["event"] {
  const calls = createCallBook();
  let isTold = false;
  const teller = createCallTeller(calls, ({ t, level, text }) => {
    const isEnd = level === "info" && isTold;
    const isTrouble = level === "error" || (level === "warn" && t !== "");
    if (!isEnd && !isTrouble) return;
    isTold = isTrouble;
    say(level, text);
  });
  return (event, state) => {
    calls.apply(event, state);
    if (event.type === "model-asked") teller.asked(state);
    else if (event.type === "generation-finished") teller.finished(state, event.observed.t);
  };
}

/** A notice in one line, with who asked for it. */
function noticeText({ level, text, author, reason }: Pick<Notice, "level" | "text" | "author" | "reason">): string {
  const warning = level === "info" ? "" : `${level === "warn" ? "warning" : level}: `;
  const by = author === undefined ? "" : ` (${author}${reason === undefined ? "" : `: ${reason}`})`;
  return oneLine(`${warning}${text}${by}`, 700);
}

function launchLine({ version, run, scenario, seed, jobs, budget, folder, how }: Launch): string {
  const begins = { new: "", resumed: " goes on,", watched: " is watched," }[how];
  const lanes = jobs === undefined ? "" : ` jobs ${jobs}`;
  return oneLine(
    `lamarck ${version} ${scenario.name} #${run}${begins} seed ${seed}${lanes} budget ${budgetText(budget)} dir ${folder}`,
    400,
  );
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
