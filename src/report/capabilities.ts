import type { Capability } from "../capabilities/capability.ts";
import { capabilityPage, type Section } from "../view/capability-page.ts";
import { effectText, share } from "../view/capability-words.ts";
import { behavioursBlock } from "./behaviour-map.ts";
import { preBlock } from "./code.ts";
import { markup, type Markup } from "./markup.ts";
import type { ReportFacts } from "./report-facts.ts";
import { facts, folded, table } from "./table.ts";

/** The capabilities that were first seen in this run. */
export function capabilitiesOf({ view, capabilities }: ReportFacts): readonly Capability[] {
  return capabilities.filter(({ firstSeen }) => firstSeen.run === view.facts.id);
}

/** What its agents have learnt, each with the responsible code and the evidence, and a map of what was done. */
export function capabilitiesSection(report: ReportFacts): Markup {
  const { behaviours } = report;
  const found = capabilitiesOf(report);
  return markup`${found.length === 0 ? undefined : foundBlock(found, report)}
  ${behaviours === undefined ? undefined : behavioursBlock(behaviours, report)}`;
}

function foundBlock(found: readonly Capability[], { capabilities }: ReportFacts): Markup {
  const pages = found.map((one) =>
    folded(
      markup`<b>${one.name}</b> <span class="dim">${one.class}, ${one.status}</span>`,
      // The summary says already what the first section does.
      markup`${capabilityPage(one, capabilities).slice(1).map(sectionBlock)}`,
    ),
  );
  return markup`<p>
      Behaviours that became more frequent than chance and inheritance explain. Those that are validated were shown on cases
      that the search had not seen, are owed to the code that is marked, and get worse without it.
    </p>
    ${table(found, [
      { title: "capability", cell: ({ name }) => name },
      { title: "class", cell: (one) => one.class },
      { title: "status", cell: ({ status }) => status },
      { title: "lineages", cell: ({ support }) => support.lineages, isFigure: true, isMinor: true },
      { title: "novelty", cell: ({ behaviour }) => share(behaviour?.novelty), isFigure: true, isMinor: true },
      { title: "score, without it", cell: ({ ablation }) => effectText(ablation), isFigure: true },
    ])}
    <div class="steps">${pages}</div>`;
}

function sectionBlock(section: Section): Markup {
  return markup`<h3>${section.title}</h3>
    ${"program" in section ? programOf(section.program) : undefined}
    ${section.facts.length === 0 ? undefined : facts(section.facts)}`;
}

function programOf(pieces: Extract<Section, { readonly program: unknown }>["program"]): Markup {
  return preBlock(pieces.map(({ text, isMarked }) => (isMarked ? markup`<mark>${text}</mark>` : markup`${text}`)));
}
