import { kindOn, kindsOf } from "../events/spec.ts";
import { count, number, signed } from "../text/figures.ts";
import { sizeUnit } from "../view/genome-text.ts";
import { type Judged, kindWord, verdicts } from "../view/judged.ts";
import { programBlock } from "./code.ts";
import { withSpan } from "./headline.ts";
import { intervalPlot } from "./interval-plot.ts";
import { markup, type Markup } from "./markup.ts";
import { programOf, type ReportFacts } from "./report-facts.ts";
import { folded, table } from "./table.ts";

/** The kinds that evolved side by side, as a heading. */
export function kindsTitle(bests: readonly Judged[]): string {
  // The same whoever won: programs before networks.
  const words = bests
    .map(({ kind }) => `${kindWord(kind!)}s`)
    .toSorted()
    .toReversed();
  const text = words.join(" and ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The best of each kind against each other, on the test cases; `bests` begins with the champion. */
export function kindsSection(report: ReportFacts, bests: readonly Judged[]): Markup {
  const { view } = report;
  const [objective] = view.facts.scenario.objectives;
  const better = objective.direction === "minimize" ? "Lower" : "Higher";
  const chart = intervalPlot({
    title: `${objective.name} of the best of each kind`,
    about: `${better} is better. Marks are means on the test cases, whiskers their 95 % intervals.`,
    axis: `mean ${objective.name}`,
    rows: bests.flatMap(({ kind, mean, own }, i) =>
      mean === undefined
        ? []
        : [{ name: kindWord(kind!), value: mean, isMain: i === 0, ...(own && { interval: own }) }],
    ),
  });
  return markup`${verdicts(bests, objective).map((sentence) => markup`<p>${sentence}</p>`)}
    <div class="pair">
      ${chart}
      <div>${standingTable(bests, objective.name)}</div>
    </div>
    ${kindTable(report)} ${bests.slice(1).map((best) => genomeOf(report, best))}
    <p class="about">
      Each was the best of its kind on the validation cases, and all of them were rivals to everybody on the test cases.
      Differences are taken case by case; intervals are 95 % bootstraps over these cases. They are about these two agents
      alone: another seed may end otherwise.
    </p>`;
}

function standingTable(bests: readonly Judged[], objective: string): Markup {
  return table(bests, [
    { title: "best of", cell: ({ kind }) => `${kindWord(kind!)}s` },
    { title: "variant", cell: ({ id }) => `#${id}` },
    {
      title: objective,
      cell: ({ mean, own, fault }) => (fault === undefined ? withSpan(number(mean), own) : `failed: ${fault}`),
      isFigure: true,
    },
    {
      title: "champion less it",
      cell: ({ difference }) => (difference === undefined ? "" : withSpan(signed(difference.estimate), difference)),
      isFigure: true,
    },
  ]);
}

/** What each kind had. */
function kindTable({ view }: ReportFacts): Markup {
  const { spec, members } = view.state;
  const rows = kindsOf(spec).map((kind) => {
    const where = (row: { readonly island: number }): boolean => kindOn(spec, row.island) === kind;
    const query = { sort: "id", reverse: false, from: 0, limit: 0 } as const;
    const births = view.variants.find({ ...query, where }).total;
    const failed = view.variants.find({ ...query, where: (row) => where(row) && row.status === "failed" }).total;
    return { kind, births, failed, living: members.filter(where).length };
  });
  return table(rows, [
    { title: "kind", cell: ({ kind }) => `${kindWord(kind)}s` },
    { title: "births", cell: ({ births }) => count(births), isFigure: true },
    { title: "failed", cell: ({ failed }) => count(failed), isFigure: true },
    { title: "living", cell: ({ living }) => count(living), isFigure: true },
  ]);
}

/** The best of a kind that is not the champion's, which the next section shows. */
function genomeOf(report: ReportFacts, { id, kind }: Judged): Markup {
  const source = programOf(report, id);
  const size = report.view.variants.row(id!)?.size ?? 0;
  if (source === undefined) return markup``;
  return folded(`The best ${kindWord(kind!)}, #${id}: ${count(size)} ${sizeUnit(kind!)}`, programBlock(source));
}
