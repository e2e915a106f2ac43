import { isStepped } from "../../scenario/scenario.ts";
import { cutRow, wrapped } from "../../text/layout.ts";
import { type Row, row, type Size, span } from "../../text/row.ts";
import type { Model } from "../../view/model.ts";
import type { Scene } from "../screen.ts";
import { counted } from "./variant-words.ts";

/** What is said while there are no capabilities, most important first. */
export function emptyRows({ model, symbols }: Scene, { columns, rows }: Size): readonly Row[] {
  const bullet = `${symbols.bullet} `;
  const listed = (text: string): Row[] =>
    wrapped(text, Math.max(1, columns - 4)).map((line, i) => row(` ${i === 0 ? bullet : "  "}${line}`));
  const said = (text: string): Row[] => wrapped(text, Math.max(1, columns - 2)).map((line) => row(` ${line}`));
  const body = [
    row(span(" No capabilities yet", "title")),
    ...said(whatToDo(model)),
    row(),
    row(span(" What will appear here", "title")),
    ...listed("a behaviour that lineages gained during evolution, with an example and the code that is responsible"),
    ...listed("the evidence: with the code, without it, put into strangers, and on cases that the search did not see"),
    ...listed("the command that shows it again"),
    row(),
    row(span(" What there is already", "title")),
    ...existing(model).flatMap(listed),
  ];
  return body.map((one) => cutRow(one, columns, symbols)).slice(0, Math.max(0, rows));
}

function whatToDo({ view }: Model): string {
  const { scenario, select } = view.facts;
  if (scenario.trace === undefined) {
    return "This scenario does not tell what its agents do step by step (`trace`), so there is nothing to look for.";
  }
  return `Look for them with \`lamarck mine ${select}\`, now or when the campaign is over: they are in its log.`;
}

function existing({ view }: Model): string[] {
  const { scenario } = view.facts;
  const { state } = view;
  const measures = scenario.measures?.length ?? 0;
  const tested = view.test.size;
  return [
    `${counted(view.variants.count, "variant")} with program, parents and operator (2 Population)`,
    ...(state.best === undefined ? [] : [`the lineage of the best, #${state.best.id} (3 Tree)`]),
    ...(measures === 0 ? [] : [`${counted(measures, "measure")} of behaviour (4 Archive)`]),
    ...(isStepped(scenario) || scenario.playback !== undefined
      ? ["playback of what a variant does (P on a variant)"]
      : []),
    ...(tested === 0 ? [] : [`${counted(tested, "agent")} judged on cases that the search did not see`]),
  ];
}
