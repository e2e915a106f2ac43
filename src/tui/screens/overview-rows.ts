import { count, duration, number, percent } from "../../text/figures.ts";
import type { Outcome } from "../../evaluation/evaluation.ts";
import { bar } from "../../text/chart.ts";
import { cutRow, rowWidth } from "../../text/layout.ts";
import { type Row, row, type Span, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import { fit, widthOf } from "../../text/width.ts";
import { type Standing, standings } from "../../view/comparison.ts";
import { shortName } from "../../view/judged.ts";
import type { Live } from "../../view/live.ts";
import { endings } from "../../view/log-lines.ts";
import type { Model } from "../../view/model.ts";
import type { BudgetShare } from "../../view/progress.ts";
import { budgetShares, timeLeftText } from "../../view/progress.ts";
import { scoreOf } from "../../view/score.ts";
import type { Scene } from "../screen.ts";
import {
  evaluationTimes,
  type Figures,
  type Improvement,
  latestImprovement,
  openGeneration,
} from "./overview-figures.ts";

/** How wide the labels are. */
export const labelColumns = 9;

/** A label and what follows, in the manner of all rows here. */
export function labelled(label: string, ...parts: readonly (Span | string)[]): Row {
  return row(span(fit(label, labelColumns), "dim"), ...parts);
}

/** One row a limit of the budget with its bar; the rate and the time left are at their ends, or below where it is narrow. */
export function budgetRows(figures: Figures, { symbols }: Scene, columns: number): readonly Row[] {
  const shares = budgetShares(figures.position, figures.budget);
  const tails = [rateText(figures), figures.left === undefined ? "" : `left ${timeLeftText(figures.left)}`];
  const target = targetRows(figures);
  if (shares.length === 0) {
    const done = count(figures.position.evaluations);
    return [
      labelled("evals", span(done, "strong"), `   ${tails[0]}   no budget: it runs until it is stopped`),
      ...target,
    ];
  }
  const texts = shares.map(amount);
  const wide = Math.max(...texts.map(widthOf));
  const beside = shares.length === 1 ? [tails.filter(Boolean).join("   ")] : tails;
  const room = columns - labelColumns - wide - 2 - 7;
  const tail = 2 + Math.max(...beside.map(widthOf));
  const isBelow = room - tail < 8;
  const bars = Math.min(30, isBelow ? room : room - tail);
  const rows = shares.map(({ limit, share }, i) =>
    labelled(
      limit,
      span(fit(texts[i]!, wide, { align: "right" }), "strong"),
      "  ",
      ...(bars < 4 ? [] : [span(bar(share, bars, symbols), "accent"), " "]),
      fit(`${(100 * share).toFixed(1)}%`, 6, { align: "right" }),
      isBelow ? "" : `  ${beside[i] ?? ""}`,
    ),
  );
  return [...rows, ...(isBelow ? [labelled("rate", tails.filter(Boolean).join("   "))] : []), ...target];
}

function amount({ limit, used, whole }: BudgetShare): string {
  if (limit === "time") return `${duration(used)} of ${duration(whole)}`;
  return `${count(used)} of ${count(whole)}`;
}

function targetRows({ budget: { target } }: Figures): readonly Row[] {
  if (target === undefined) return [];
  return [labelled("target", `${target.over} score ${target.compare} ${number(target.value)}`)];
}

const trends = { rising: " ↗", falling: " ↘", steady: " →" } as const;

function rateText({ rate, trend }: Figures): string {
  if (rate === undefined) return "";
  const text = rate < 10 ? rate.toFixed(1) : count(Math.round(rate));
  return `${text}/s${trend === undefined ? "" : trends[trend]}`;
}

/** How the outcomes fall out: scored, taken from equal programs, failed by cause; in two rows where one is too short. */
export function outcomeRows(figures: Figures, { view }: Model, columns: number): readonly Row[] {
  const { position, failed, reused } = figures;
  const { evaluations } = position;
  if (evaluations === 0) return [];
  const causes = Object.entries(view.state.faults)
    .filter(([, many]) => many > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, many]) => `${kind} ${count(many)}`)
    .join(" ");
  const style = failed > evaluations / 2 ? "warn" : "plain";
  // A budget of evaluations shows in its own row how many there were.
  const many = figures.budget.evaluations === undefined ? `${count(evaluations)} evals  ` : "";
  const shares = labelled(
    "outcomes",
    many,
    span(percent(evaluations - failed, evaluations), "strong"),
    ` ok  ${percent(reused, evaluations)} reused  `,
    span(`${percent(failed, evaluations)} failed`, style),
  );
  if (causes === "") return [shares];
  const whole: Row = [...shares, span(`: ${causes}`, "dim")];
  return rowWidth(whole) <= columns ? [whole] : [shares, labelled("failed", span(causes, "dim"))];
}

/** What goes on at this moment, in words: a phase, the open generation, or why nothing does. */
export function stageRow(model: Model, figures: Figures): Row {
  const { view, live, link } = model;
  const { finished } = view.state;
  const resume = span(`lamarck resume ${view.facts.select}`, "accent");
  if (link.state === "reading") return labelled("reading", `the log: ${percent(link.share, 1)} is read`);
  if (link.state === "lost") return labelled("lost", span("the runner is gone; it goes on with  ", "bad"), resume);
  if (finished !== undefined && live === undefined) {
    return labelled("ended", span(endings[finished.reason], "good"));
  }
  if (live === undefined) return labelled("stopped", "nobody runs it; it goes on with  ", resume);
  const { generation, evaluated, whole } = openGeneration(model, figures);
  const progress = `${count(evaluated)} of ${count(whole)} evaluated${writingText(live)}`;
  switch (live.phase) {
    case "starting":
      return labelled("starting", `the scenario is checked and ${live.jobs} evaluation lanes are started`);
    case "running":
      if (generation > 0) return labelled(`gen ${generation}`, progress);
      return labelled("gen 0", `the first: ${progress}; scores appear when it is done`);
    case "pausing":
      return labelled("pausing", span(`${count(live.flying)} agents are being finished first`, "warn"));
    case "paused":
      return labelled("paused", span("nothing is being evaluated, and no time of the budget is used", "warn"));
    case "judging":
      return labelled("judging", "the best on validation cases, then the champion and the references on test cases");
    case "stopping":
      return labelled("stopping", span(`${count(live.flying)} agents are being finished first`, "warn"));
    case "ended":
      return labelled("ended", "the runner closes the run");
    default:
      return live.phase satisfies never;
  }
}

/** A generation lasts until its last child is written. */
function writingText({ author }: Live): string {
  const calls = author === undefined ? 0 : author.inFlight + author.queued;
  return calls === 0 ? "" : `, ${count(calls)} model ${calls === 1 ? "call" : "calls"} under way`;
}

/** The best living variant, or the champion once there is one: its score, which way is better, and its latest gain. */
export function bestRows({ view }: Model, { position }: Figures, columns: number): readonly Row[] {
  const { state, facts } = view;
  const objective = facts.scenario.objectives[0];
  const name = `${oneLine(objective.name, 24)}${objective.direction === "minimize" ? "↓" : "↑"}`;
  const { best } = state;
  if (best === undefined) return [labelled("best", span(`no scores of ${name} yet`, "dim"))];
  const champion = state.members.find(({ id }) => id === state.finished?.champion);
  const { id, size, cases } = champion ?? best;
  const isSteady = champion === undefined && (facts.scenario.rivals ?? 0) === 0;
  const gain = isSteady ? latestImprovement(view, position.elapsedMs) : undefined;
  const head = labelled(
    champion === undefined ? "best" : "champion",
    span(`${name} ${number(scoreOf(objective, cases))}`, "strong"),
    span(`  #${id}`, "accent"),
  );
  const sizeText = `  size ${size}`;
  const [atLength, inShort] = gain === undefined ? ["", ""] : gainTexts(gain);
  const choices = [sizeText + atLength, sizeText + inShort, inShort];
  const rest = choices.find((text) => rowWidth(head) + widthOf(text) <= columns) ?? "";
  return [[...head, span(rest)], ...testRows({ view, champion: state.finished?.champion })];
}

/** A gain with when it was, at length and in short. */
function gainTexts({ gain, generationsAgo, secondsAgo }: Improvement): readonly [string, string] {
  const text = `  ${gain > 0 ? "+" : ""}${short(gain)}`;
  if (generationsAgo === 0) return [`${text} in the last gen`, `${text} now`];
  const ago = `${text} ${generationsAgo} ${generationsAgo === 1 ? "gen" : "gens"} ago`;
  return [`${ago}, ${duration(secondsAgo)}`, ago];
}

/** What agents did on the test cases, once somebody was judged on them. */
function testRows({ view, champion }: { readonly view: Model["view"]; readonly champion: number | undefined }): Row[] {
  const last = [...view.test.values()].at(-1);
  if (last === undefined) return [];
  const parts = standingsOf(view, last).flatMap(({ name, mean, interval, fault }, i): Span[] => {
    const label = span(
      `${i > 0 ? "  " : ""}${oneLine(name, 24)} `,
      i === 0 && champion !== undefined ? "accent" : "dim",
    );
    if (fault !== undefined) return [label, span(`failed: ${fault}`, "bad")];
    const score = span(number(mean), i === 0 ? "strong" : "plain");
    if (interval === undefined) return [label, score];
    return [label, score, span(` [${short(interval.low)}, ${short(interval.high)}]`, "dim")];
  });
  return [labelled("on test", ...parts)];
}

/** An interval takes thousands of resamples, and a screen asks several times a second. */
const known = new WeakMap<Outcome, readonly Standing[]>();

function standingsOf({ state, test }: Model["view"], last: Outcome): readonly Standing[] {
  const agents = [...test].map(([agent, outcome]) => [shortName(state, agent), outcome] as const);
  const found = known.get(last) ?? standings(agents);
  known.set(last, found);
  return found;
}

function short(value: number): string {
  return number(Number(value.toPrecision(3)));
}

/** Who works, how much is handed out, and how long an evaluation takes; in two rows where one is too short. */
export function lanesRows(model: Model, columns: number): readonly Row[] {
  const { live } = model;
  const times = evaluationTimes(model.view);
  const lanes = labelled("lanes", live === undefined ? span("nobody runs it", "dim") : lanesText(live));
  if (times === undefined) return [lanes];
  const text = `p50 ${milliseconds(times.p50)} p95 ${milliseconds(times.p95)}`;
  const whole: Row = [...lanes, span(`   an evaluation ${text}`)];
  return rowWidth(whole) <= columns ? [whole] : [lanes, labelled("one eval", text)];
}

function lanesText({ lanes, flying }: Live): string {
  if (lanes.length === 0) return "none yet";
  const busy = lanes.filter(({ task }) => task !== undefined).length;
  return `${busy} of ${lanes.length} busy  ${count(flying)} handed out`;
}

function milliseconds(ms: number): string {
  return ms < 1000 ? `${number(Number(ms.toPrecision(2)))}ms` : duration(ms / 1000);
}

/** Rows one column in from the left, none wider than the room. */
export function indented(rows: readonly Row[], { symbols }: Scene, columns: number): readonly Row[] {
  return rows.map((line) => cutRow([span(" "), ...line], columns, symbols));
}
