import type { CampaignFinished, Event, GenerationFinished } from "../events/event.ts";
import type { State } from "../events/state.ts";
import type { Member } from "../archives/member.ts";
import type { Objective } from "../scenario/scenario.ts";
import { count, number, percent } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";
import { createCallTeller } from "./call-lines.ts";
import type { CallLog } from "./calls.ts";
import type { LogLine, RunFacts, VariantTable } from "./model.ts";
import { movesOf } from "./moves.ts";
import type { Position } from "./pace.ts";
import { budgetText, failures, positionOf } from "./progress.ts";
import { scoreOf } from "./score.ts";
import type { VariantLedger } from "./variant-table.ts";

/** A log for people: what was worth a line. */
export interface LogBook {
  readonly lines: readonly LogLine[];
  /** Told of each event with the state after it, and who lived before it. */
  apply(event: Event, state: State, before: readonly Member[]): void;
}

const linesMax = 2000;
/** Generations in less running time than this share a line. */
const lineEveryMs = 500;
/** So many evaluations must be known before failures are worth a warning. */
const warnFrom = 200;

/** An empty log book. */
export function createLogBook({ scenario }: RunFacts, { table, columns }: VariantLedger, calls: CallLog): LogBook {
  const objective = scenario.objectives[0];
  const lines: LogLine[] = [];
  let told: Told = { generation: -1, evaluations: 0, elapsedMs: -Infinity, entered: 0 };
  let best: { readonly id: number; readonly score: number } | undefined;
  let warned = false;
  const teller = createCallTeller(calls, add);

  function add(line: LogLine): void {
    if (lines.push(line) > linesMax) lines.shift();
  }

  function tellGenerations(state: State, t: string): void {
    if (told.generation === state.generation) return;
    add({ t, level: "info", text: generationText(told, state, objective) });
    told = { ...positionOf(state), entered: 0 };
  }

  function finishGeneration(event: GenerationFinished, state: State, before: readonly Member[]): void {
    const { t } = event.observed;
    told = { ...told, entered: told.entered + event.entered.length };
    const { spec } = state;
    const placing = { spec, before, after: state.members, born: columns };
    for (const text of movesOf(event, placing)) add({ t, level: "info", text });
    const news = (scenario.rivals ?? 0) > 0 ? undefined : newBest(state, best, objective);
    if (news !== undefined) {
      add({ t, level: "info", text: bestText(news, best, table), id: news.id });
      best = news;
    }
    if (state.elapsedMs - told.elapsedMs >= lineEveryMs) tellGenerations(state, t);
    const total = state.evaluations + state.reused;
    if (warned || total < warnFrom || failures(state) <= total / 2) return;
    warned = true;
    add({ t, level: "warn", text: `${percent(failures(state), total)} of the evaluations failed so far` });
  }

  return {
    lines,
    apply(event, state, before) {
      switch (event.type) {
        case "campaign-started":
          return add({ t: event.observed.t, level: "info", text: startText(event.spec.seed, state, scenario.name) });
        case "budget-changed":
          return add({ t: "", level: "info", text: `the budget is now ${budgetText(event.budget)}` });
        case "model-asked":
          return teller.asked(state);
        case "lessons-learnt":
          return teller.learnt();
        case "generation-finished":
          finishGeneration(event, state, before);
          return teller.finished(state, event.observed.t);
        case "campaign-finished":
          tellGenerations(state, event.observed.t);
          return add(endLine(event));
        default:
          return undefined;
      }
    },
  };
}

/** How a campaign ended, in words. */
export const endings = {
  target: "the target is reached",
  evaluations: "the evaluations of its budget are used",
  generations: "the generations of its budget are done",
  time: "the time of its budget is used",
  "no-survivor": "nobody survived",
} as const;

function endLine({ reason, champion, observed: { t } }: CampaignFinished): LogLine {
  const text = endings[reason];
  if (champion === undefined) return { t, level: "info", text };
  return { t, level: "info", text: `${text}; the champion is #${champion}`, id: champion };
}

function startText(seed: number, { spec }: State, scenario: string): string {
  return `${oneLine(scenario, 60)} started with seed ${seed}, budget ${budgetText(spec.budget)}`;
}

/** From here on generations were not told of yet. */
interface Told extends Position {
  /** Who entered an archive since. */
  readonly entered: number;
}

function generationText(told: Told, state: State, objective: Objective): string {
  const { generation, best, members } = state;
  const first = told.generation + 1;
  const which = first === generation ? `gen ${first}` : `gens ${first}-${generation}`;
  const evaluations = count(positionOf(state).evaluations - told.evaluations);
  const score = best === undefined ? "" : `, best ${number(scoreOf(objective, best.cases))} #${best.id}`;
  return `${which}: ${evaluations} evals, ${count(told.entered)} entered, ${count(members.length)} live${score}`;
}

function newBest(
  { best }: State,
  before: { readonly score: number } | undefined,
  objective: Objective,
): { readonly id: number; readonly score: number } | undefined {
  if (best === undefined) return undefined;
  const score = scoreOf(objective, best.cases);
  const isBetter =
    before === undefined || (objective.direction === "maximize" ? score > before.score : score < before.score);
  return isBetter ? { id: best.id, score } : undefined;
}

function bestText(
  { id, score }: { readonly id: number; readonly score: number },
  before: { readonly score: number } | undefined,
  variants: VariantTable,
): string {
  const { operator, parents, size } = variants.row(id)!;
  const from = parents.length === 0 ? "" : ` from ${parents.map((parent) => `#${parent}`).join(" and ")}`;
  const was = before === undefined ? "" : ` (was ${number(before.score)})`;
  return `best ${number(score)}${was}: #${id} by ${operator}${from}, size ${size}`;
}

/** Gives lines without a time that of the line before. */
export function timed(lines: readonly LogLine[]): readonly LogLine[] {
  let latest = "";
  return lines.map((line) => {
    if (line.t !== "") latest = line.t;
    return line.t === latest ? line : { ...line, t: latest };
  });
}
