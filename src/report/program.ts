import { kindOn } from "../events/spec.ts";
import { sizeUnit } from "../view/genome-text.ts";
import { markup, type Markup } from "./markup.ts";
import { programBlock } from "./code.ts";
import { programOf, type ReportFacts, shownId } from "./report-facts.ts";
import { facts } from "./table.ts";

/** The champion's program as it was evolved. */
export function programSection(report: ReportFacts): Markup {
  const { view } = report;
  const { select } = view.facts;
  const id = shownId(report);
  const row = id === undefined ? undefined : view.variants.row(id);
  const source = programOf(report, id);
  if (row === undefined || source === undefined) return markup`<p class="empty">There is no program to show.</p>`;
  const word = view.state.finished?.champion === undefined ? "best" : "champion";
  const parents = row.parents.map((parent) => `#${parent}`).join(" and ");
  return markup` ${programBlock(source)}
    ${facts([
      ["Variant", `#${row.id}, born in generation ${row.generation}`],
      ["Made by", `${row.operator}${parents === "" ? "" : ` from ${parents}`}`],
      ["Size", `${row.size} ${sizeUnit(kindOn(view.state.spec, row.island))}`],
      ["Genome", markup`<code class="hash">${row.genome}</code>`],
    ])}
    <p class="about">
      <code>lamarck show ${select} ${word}</code> prints
      it${row.kind === "program" ? " in the simplest form that scores the same" : ""}.
    </p>`;
}
