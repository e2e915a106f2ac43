import { kindOn } from "../../events/spec.ts";
import { sizeUnit } from "../../view/genome-text.ts";
import { median } from "../../std/statistics.ts";
import { count } from "../../text/figures.ts";
import { cutRow, rowWidth, rule, wrapped } from "../../text/layout.ts";
import { type Row, row, type Size, type Span, span } from "../../text/row.ts";
import type { Symbols } from "../../text/symbols.ts";
import type { Model, VariantRow } from "../../view/model.ts";
import type { Key, Scene, Screen, Step } from "../screen.ts";

/** Writes numbers so that they stand under each other: as many decimals for all of them. */
export type Figures = (value: number | undefined) => string;

/** The figures for a column that holds these values: so many digits, at most six decimals, for the usual ones of them. */
export function figuresFor(values: readonly (number | undefined)[], precision = 5): Figures {
  const known = values.filter((value) => value !== undefined && Number.isFinite(value) && value !== 0);
  // A few outliers must not cost the others their decimals.
  const usual = known.length === 0 ? 1 : median(known.map((value) => Math.abs(value!)));
  const decimals = Math.max(0, Math.min(6, precision - 1 - Math.floor(Math.log10(usual))));
  const isWhole = known.every((value) => Number.isInteger(value));
  return (value) => {
    if (value === undefined || !Number.isFinite(value)) return "-";
    // Very large ones, and columns of very small ones, would take too many columns.
    if (Math.abs(value) >= 1e7 || usual < 1e-5) return value === 0 ? "0" : value.toExponential(2);
    return value.toFixed(isWhole && Number.isInteger(value) ? 0 : decimals);
  };
}

/** The same with a sign: for gains. */
export function signed(figures: Figures, value: number | undefined): string {
  if (value === undefined) return "-";
  const sign = value === 0 ? "" : value < 0 ? "-" : "+";
  return `${sign}${figures(Math.abs(value))}`;
}

/** A variant's number as people write it. */
export function nameOf(id: number): string {
  return `#${id}`;
}

/** A gain over the best parent: the sign tells what the colour tells. */
export function gainSpan(figures: Figures, gain: number | undefined): Span {
  return span(signed(figures, gain), gain === undefined || gain <= 0 ? "dim" : "good");
}

/**
 * What has become of a variant, in a word: how it failed, or whether it lives. Who lives is decided at the end of a
 * generation; until then the scored ones are new.
 */
export function stateSpan({ view }: Model, { id, status, fault, alive, generation }: VariantRow): Span {
  if (status === "running") return span("running", "accent");
  if (status === "failed" || fault !== undefined) return span(fault ?? "failed", "bad");
  if (!alive && generation > view.state.generation) return span("new", "accent");
  if (!alive) return span("dead", "dim");
  return view.state.best?.id === id ? span("best", "strong") : span("alive");
}

/** An arrow to where the better scores are, with the word for it. */
export function betterIs({ view }: Model, symbols: Symbols): string {
  const { direction } = view.facts.scenario.objectives[0];
  return direction === "minimize" ? `${symbols.arrow.down} lower is better` : `${symbols.arrow.up} higher is better`;
}

/** Two signs before a variant: whether it is the selected one, and whether it is marked or pinned. */
export function signsOf({ selected, pinned, marked, symbols }: Scene, id: number): Span {
  const kept = id === marked ? "m" : pinned.has(id) ? "*" : " ";
  return span(`${id === selected ? symbols.cursor : " "}${kept}`, kept === " " ? "plain" : "accent");
}

/** A count with its noun. */
export function counted(many: number, one: string, others = `${one}s`): string {
  return `${count(many)} ${many === 1 ? one : others}`;
}

/** The unit of a variant's size. */
export function unitOf({ view }: Model, { island }: Pick<VariantRow, "island">): string {
  return sizeUnit(kindOn(view.state.spec, island));
}

/** What is said where there is nothing to show yet. */
export function saidRows(text: string, { columns, rows }: Size): Row[] {
  const lines = wrapped(text, Math.max(1, columns - 2)).map((line) => row(span(` ${line}`, "dim")));
  return lines.map((line) => cutRow(line, columns)).slice(0, Math.max(0, rows));
}

/** What a key of a screen does while there is nothing that it could act on. */
export function idle<State>({ keys }: Screen<State>, key: Key, text: string): Step<State> | undefined {
  return keys.some((binding) => binding.keys.includes(key)) ? { act: { do: "say", text } } : undefined;
}

/** A line across with a title near its beginning. */
export function titledRule(title: Row, columns: number, symbols: Symbols): Row {
  const shown = cutRow([span(`${symbols.box[0].repeat(2)} `, "dim"), ...title, span(" ")], columns, symbols);
  return [...shown, ...rule(columns - rowWidth(shown), symbols)];
}
