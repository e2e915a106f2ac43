import type { Member } from "../../archives/member.ts";
import { oriented } from "../../scenario/scenario.ts";
import { number } from "../../text/figures.ts";
import { sparkline } from "../../text/chart.ts";
import { fact } from "../../text/layout.ts";
import { type Row, row, type Span, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import type { VariantRow } from "../../view/model.ts";
import { meanScore } from "../../view/score.ts";
import { standingOf } from "../../view/standing.ts";
import type { Scene } from "../screen.ts";
import { authorFacts } from "./variant-calls.ts";
import { betterIs, counted, gainSpan, nameOf, stateSpan } from "./variant-words.ts";

const labelColumns = 9;

/** What is known of a variant, most important first, a fact a row. */
export function factsOf(scene: Scene, variant: VariantRow): readonly Row[] {
  const { model } = scene;
  const { parents, genome, message } = variant;
  const member = model.view.state.members.find(({ id }) => id === variant.id);
  return [
    ...scoreRows(scene, variant),
    ...(message === undefined ? [] : [fact("fault", row(span(oneLine(message), "bad")), labelColumns)]),
    ...(member === undefined ? [] : memberRows(scene, member)),
    ...testRows(scene, variant),
    fact("operator", originOf(variant), labelColumns),
    ...standingOf(model.view, variant.id).map(({ label, text }) => fact(label, text, labelColumns)),
    ...authorFacts(model, variant, labelColumns),
    ...parents.slice(0, 4).map((id, i) => fact(i === 0 ? "parents" : "", relative(scene, id), labelColumns)),
    ...childRows(scene, variant),
    fact("genome", row(span(genome.slice(0, 16), "dim"), ...sameAs(variant)), labelColumns),
  ];
}

function scoreRows(scene: Scene, { score, interval, gain, parents }: VariantRow): Row[] {
  const { model, symbols } = scene;
  const name = oneLine(model.view.facts.scenario.objectives[0].name, 24);
  const label = "score";
  if (score === undefined) return [fact(label, row(span("none", "dim")), labelColumns)];
  const spread: Span[] = interval === undefined ? [] : [span(` ${symbols.plusMinus}${number(interval)}`, "dim")];
  const value = row(span(number(score), "strong"), ...spread, span(`  ${name}, ${betterIs(model, symbols)}`, "dim"));
  if (gain === undefined || parents.length === 0) return [fact(label, value, labelColumns)];
  const over = parents.length === 1 ? "over its parent" : "over its better parent";
  const gained = row(gainSpan(number, gain), span(` ${over}, more is better`, "dim"));
  return [fact(label, value, labelColumns), fact("gain", gained, labelColumns)];
}

/** What only the living carry: the score on each case, and where they are among the behaviours. */
function memberRows({ model, symbols }: Scene, member: Member): Row[] {
  const { scenario } = model.view.facts;
  const [objective] = scenario.objectives;
  const { cases } = member;
  let worst = 0;
  for (const [i, fitness] of cases.entries()) if (fitness < cases[worst]!) worst = i;
  const each = row(
    span(sparkline(cases.slice(0, 400), 24, symbols)),
    span(`  ${cases.length} cases, higher is better`, "dim"),
  );
  const lowest = row(
    number(oriented(objective, cases[worst] ?? Number.NaN)),
    span(`  on case ${worst + 1} of ${cases.length}`, "dim"),
  );
  const measures = (scenario.measures ?? []).slice(0, 8).map(({ name, range }, i) => {
    const value = row(
      number(member.measures[i]),
      span(`  of ${number(range[0])} to ${number(range[1])}  ${oneLine(name, 40)}`, "dim"),
    );
    return fact(i === 0 ? "measures" : "", value, labelColumns);
  });
  const many = cases.length < 2 ? [] : [fact("worst", lowest, labelColumns), fact("cases", each, labelColumns)];
  return [...many, ...measures];
}

/** How it did on the cases that the search never saw, where it was judged on them. */
function testRows({ model }: Scene, { id }: VariantRow): Row[] {
  const outcome = model.view.test.get(id);
  if (outcome === undefined) return [];
  const text =
    outcome.status === "scored"
      ? row(span(number(meanScore(outcome)), "strong"), span(`  on ${outcome.scores.length} unseen cases`, "dim"))
      : row(span(`failed: ${oneLine(outcome.fault.message)}`, "bad"));
  return [fact("test", text, labelColumns)];
}

function originOf({ operator, generation, island }: VariantRow): Row {
  return row(operator, span(`  in generation ${generation} on island ${island}`, "dim"));
}

/** Another variant in short: its number, score and state. */
function relative({ model }: Scene, id: number): Row {
  const other = model.view.variants.row(id);
  if (other === undefined) return row(nameOf(id));
  const { score, operator } = other;
  return row(nameOf(id), `  ${number(score)}  `, stateSpan(model, other), span(`  ${operator}`, "dim"));
}

function childRows(scene: Scene, { id, children }: VariantRow): Row[] {
  if (children === 0) return [fact("children", row(span("none", "dim")), labelColumns)];
  const [best] = bestChildren(scene, id, 1);
  const value = best === undefined ? row("") : relative(scene, best);
  return [fact("children", row(String(children), span("  best ", "dim"), ...value), labelColumns)];
}

/** How many children are looked at. */
const childrenMax = 2000;

/** The children with the best scores, best first; those without one come last. */
export function bestChildren({ model }: Scene, id: number, max: number): readonly number[] {
  const { variants, facts } = model.view;
  const [objective] = facts.scenario.objectives;
  const merit = (child: number): number => {
    const score = variants.row(child)?.score;
    return score === undefined ? -Infinity : oriented(objective, score);
  };
  const children = variants.children(id, childrenMax).map((child) => ({ child, merit: merit(child) }));
  return children
    .toSorted((a, b) => (a.merit === b.merit ? a.child - b.child : b.merit - a.merit))
    .slice(0, max)
    .map(({ child }) => child);
}

/** The best children in rows, where there is room for a list of them. */
export function childList(scene: Scene, { id, children }: VariantRow, rows: number): readonly Row[] {
  if (rows < 3 || children === 0) return [];
  const ids = bestChildren(scene, id, rows - 1);
  const title =
    ids.length < children
      ? `the best ${ids.length} of ${counted(children, "child", "children")}`
      : "children, best first";
  return [row(span(title, "title")), ...ids.map((child) => row("  ", ...relative(scene, child)))];
}

function sameAs({ from }: VariantRow): Span[] {
  return from === undefined ? [] : [span(`  equal to ${nameOf(from)}, whose outcome was taken`, "dim")];
}
