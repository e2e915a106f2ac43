import { number } from "../../text/figures.ts";
import { cutRow, rowWidth, rule, sideBySide, spread } from "../../text/layout.ts";
import { type Row, row, type Span, span } from "../../text/row.ts";
import type { VariantRow } from "../../view/model.ts";
import type { Key, Scene, Screen, Step } from "../screen.ts";
import { callRows } from "./variant-calls.ts";
import { bestChildren, childList, factsOf } from "./variant-facts.ts";
import { kindWord } from "../../view/judged.ts";
import { type Base, baseOf, differenceOf, differenceSize, nextBase, programOf } from "./variant-program.ts";
import { idle, nameOf, saidRows, stateSpan, titledRule, unitOf } from "./variant-words.ts";
import { listMoves, variantAct } from "./list-keys.ts";

/** How a variant is looked at. */
export interface VariantState {
  /** With what its program is compared. */
  readonly base: Base;
  /** Whether what language models were asked stands in the place of the program. */
  readonly isAsked: boolean;
  /** The topmost row of the program, and whose program it is: another variant is read from its beginning. */
  readonly scroll: { readonly id: number; readonly top: number };
}

/** One variant: its program, or how it differs from another one; how it did, and where it came from. */
export const variantScreen: Screen<VariantState> = {
  id: "variant",
  title: "Variant",
  short: "Var",
  keys: [
    { keys: ["j", "down"], does: "the program one row on", hint: "scroll" },
    { keys: ["k", "up"], does: "the program one row back" },
    { keys: ["page-down"], does: "a screen on" },
    { keys: ["page-up"], does: "a screen back" },
    { keys: ["g", "home"], does: "the beginning of the program" },
    { keys: ["G", "end"], does: "the end of the program" },
    { keys: ["h", "left"], does: "go to its parent", hint: "parent" },
    { keys: ["H"], does: "go to its second parent" },
    { keys: ["l", "right"], does: "go to its best child", hint: "best child" },
    { keys: ["D"], does: "compare with the parent, the seed, the marked one, or not at all", hint: "diff" },
    { keys: ["c"], does: "what language models were asked for it and answered, or its program" },
    { keys: ["P"], does: "play what it does", hint: "play" },
    { keys: ["p"], does: "pin it, or take its pin away" },
    { keys: ["m"], does: "mark it: D can compare others with it; again takes the mark away", hint: "mark" },
    { keys: ["a"], does: "show its ancestors and children", hint: "lineage" },
    { keys: ["y"], does: "copy the command that shows it", hint: "copy" },
    { keys: ["Y"], does: "copy the command that evaluates it again and compares" },
  ],
  start: { base: "off", isAsked: false, scroll: { id: -1, top: 0 } },
  render(scene, state) {
    const { columns, rows } = scene.size;
    const variant = variantOf(scene);
    if (variant === undefined) return saidRows(nobody(scene), scene.size);
    const page = pageOf(scene, variant, state);
    const body = page.isWide ? wideBody(scene, variant, page) : tallBody(scene, variant, page);
    const lines = [heading(scene, variant), ...body, ...commands(scene, variant)];
    return lines.map((one) => cutRow(one, columns, scene.symbols)).slice(0, rows);
  },
  press,
};

/** The variant on the screen: the selected one, else the best. */
function variantOf({ model, selected }: Scene): VariantRow | undefined {
  const id = selected ?? model.view.state.best?.id;
  return id === undefined ? undefined : model.view.variants.row(id);
}

function nobody({ model }: Scene): string {
  const why =
    model.view.variants.count === 0 ? "Nobody is born yet." : "No variant is selected, and none is the best yet.";
  return `${why} Enter on the population (2) opens the variant that is selected there.`;
}

/** What is seen of a variant at once. */
interface Page {
  readonly isWide: boolean;
  readonly facts: readonly Row[];
  readonly factColumns: number;
  readonly code: readonly Row[];
  readonly codeColumns: number;
  /** Rows for the program, below its title. */
  readonly room: number;
  readonly top: number;
  readonly title: Row;
}

function pageOf(scene: Scene, variant: VariantRow, { base, isAsked, scroll }: VariantState): Page {
  const { columns, rows } = scene.size;
  const isWide = columns >= 120;
  // What was asked is long: on a small terminal it has all the room.
  const facts = isAsked && !isWide ? [] : factsOf(scene, variant);
  const factColumns = isWide ? Math.max(58, Math.floor(columns * 0.4)) : columns;
  const codeColumns = isWide ? columns - factColumns - 3 : columns - 1;
  // A heading and two rows at the foot; under each other, the facts leave a third of the rest to the program.
  const inside = Math.max(0, rows - 3);
  const room = Math.max(1, (isWide ? inside : inside - Math.min(facts.length, Math.ceil((inside * 2) / 3))) - 1);
  const { code, title } = isAsked
    ? { code: callRows(scene.model, variant, codeColumns), title: row(span("asked and answered", "title")) }
    : codeOf(scene, variant, { base, columns: codeColumns });
  const wished = scroll.id === variant.id ? scroll.top : 0;
  const top = Math.max(0, Math.min(wished, code.length - room));
  return { isWide, facts, factColumns, code, codeColumns, room, top, title };
}

interface CodeRequest {
  readonly base: Base;
  readonly columns: number;
}

/** The program, or its difference from the one to compare with; a title says which. */
function codeOf(
  scene: Scene,
  variant: VariantRow,
  { base, columns }: CodeRequest,
): { readonly code: readonly Row[]; readonly title: Row } {
  const { model } = scene;
  const program = (title: Row): { readonly code: readonly Row[]; readonly title: Row } => ({
    code: programOf(model, variant, columns),
    title,
  });
  const own = span(kindWord(variant.kind), "title");
  if (base === "off") return program(row(own));
  const found = baseOf(scene, variant, base);
  if (typeof found === "string") return program(row(own, span(`  ${found}`, "dim")));
  const before = model.view.variants.row(found);
  if (before === undefined) return program(row(own, span(`  ${nameOf(found)} is not in the log`, "dim")));
  const pair = { before, after: variant };
  const name = base === "marked" ? "the marked" : `its ${base}`;
  const title = row(span(`from ${name} ${nameOf(found)}`, "title"), span(`  ${differenceSize(model, pair)}`, "dim"));
  return { code: differenceOf(model, pair, columns), title };
}

function heading(scene: Scene, variant: VariantRow): Row {
  const { model, pinned, marked, size, symbols } = scene;
  const { id, alive } = variant;
  const where = alive
    ? ` on island ${model.view.state.members.find((one) => one.id === id)?.island ?? variant.island}`
    : "";
  const kept: Span[] = [
    ...(pinned.has(id) ? [span("  pinned", "accent")] : []),
    ...(marked === id ? [span("  marked", "accent")] : []),
  ];
  const left = row(span(` ${nameOf(id)}`, "strong"), "  ", stateSpan(model, variant), span(where, "dim"), ...kept);
  const ms = variant.ms === undefined ? "" : `  evaluated in ${number(variant.ms)} ms`;
  return spread(left, row(span(`  ${variant.size} ${unitOf(model, variant)}${ms} `, "dim")), size.columns, symbols);
}

function tallBody(scene: Scene, variant: VariantRow, page: Page): Row[] {
  const inside = Math.max(0, scene.size.rows - 3 - 1 - page.room);
  return [...page.facts.slice(0, inside).map((one) => [span(" "), ...one]), ...codeRows(scene, page)];
}

function wideBody(scene: Scene, variant: VariantRow, page: Page): Row[] {
  const children = childList(scene, variant, page.room - page.facts.length);
  const facts = [...page.facts, ...(children.length === 0 ? [] : [row()]), ...children].map((one) => [
    span(" "),
    ...one,
  ]);
  return sideBySide(
    [
      { rows: facts.slice(0, page.room + 1), columns: page.factColumns },
      { rows: codeRows(scene, page), columns: page.codeColumns + 1 },
    ],
    2,
    scene.symbols,
  );
}

/** The title of the program and as much of it as there is room for. */
function codeRows({ symbols }: Scene, { code, room, top, title, codeColumns }: Page): Row[] {
  const seen = code.slice(top, top + room);
  const where = code.length <= room ? "" : `  rows ${top + 1}-${top + seen.length} of ${code.length}`;
  const shown = seen.map((one) => [span(" "), ...one]);
  const blank = Array.from({ length: room - seen.length }, () => row());
  return [titledRule([...title, span(where, "dim")], codeColumns + 1, symbols), ...shown, ...blank];
}

function commands({ model, size, symbols }: Scene, { id, calls = 0 }: VariantRow): Row[] {
  const run = model.view.facts.select;
  const shown = row(` lamarck show ${run} ${id}${calls === 0 ? "" : " --prompt"}`);
  const both = [...shown, span("   again: ", "dim"), span(`lamarck replay ${run} ${id}`)];
  // A command that is cut is of no use to whoever would type it.
  return [rule(size.columns, symbols), rowWidth(both) <= size.columns ? both : shown];
}

function press(key: Key, scene: Scene, state: VariantState): Step<VariantState> | undefined {
  const variant = variantOf(scene);
  if (variant === undefined) return idle(variantScreen, key, "There is no variant to act on.");
  const page = pageOf(scene, variant, state);
  const by = listMoves(page.room).get(key);
  if (by !== undefined) {
    const last = Math.max(0, page.code.length - page.room);
    const top = Math.max(0, Math.min(last, page.top + by));
    return { state: { ...state, scroll: { id: variant.id, top } } };
  }
  const scroll = { id: -1, top: 0 };
  if (key === "D") return { state: { base: nextBase(state.base), isAsked: false, scroll } };
  return key === "c" ? { state: { ...state, isAsked: !state.isAsked, scroll } } : actOn(key, scene, variant);
}

function actOn(key: Key, scene: Scene, { id, parents }: VariantRow): Step<VariantState> | undefined {
  switch (key) {
    case "h":
    case "left":
      return goTo(parents[0], `${nameOf(id)} has no parent: its line begins here.`);
    case "H":
      return goTo(parents[1], `${nameOf(id)} has no second parent.`);
    case "l":
    case "right":
      return goTo(bestChildren(scene, id, 1)[0], `${nameOf(id)} has no child yet.`);
    case "Y":
      return { act: { do: "copy", text: `lamarck replay ${scene.model.view.facts.select} ${id}` } };
    // It is open already.
    case "enter":
      return undefined;
    default: {
      const act = variantAct(key, scene, id);
      return act === undefined ? undefined : { act };
    }
  }
}

function goTo(id: number | undefined, otherwise: string): Step<VariantState> {
  return { act: id === undefined ? { do: "say", text: otherwise } : { do: "select", id } };
}
