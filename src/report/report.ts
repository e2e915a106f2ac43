import { count, dollars, duration, number, percent } from "../text/figures.ts";
import { asksModels } from "../view/money.ts";
import { failures } from "../view/progress.ts";
import { archiveSection } from "./archive.ts";
import { kindOn } from "../events/spec.ts";
import { bestOfKinds, kindWord, type Judged, judgedAgents } from "../view/judged.ts";
import { capabilitiesOf, capabilitiesSection } from "./capabilities.ts";
import { headlineSection } from "./headline.ts";
import { kindsSection, kindsTitle } from "./kinds.ts";
import { markup, type Markup } from "./markup.ts";
import { lineageSection } from "./lineage.ts";
import { modelsSection } from "./models.ts";
import { operatorsSection } from "./operators.ts";
import { htmlPage } from "./page.ts";
import { programSection } from "./program.ts";
import { progressSection } from "./progress.ts";
import { endText, ranSection, time } from "./ran.ts";
import { programOf, type ReportFacts, shownId } from "./report-facts.ts";
import { reproduceSection } from "./reproduce.ts";
import { resourcesSection } from "./resources.ts";
import { wasteSection } from "./waste.ts";

/** A run as one HTML page that needs nothing but itself. */
export function reportPage(report: ReportFacts): string {
  const { facts } = report.view;
  const judged = judgedAgents(report.view);
  const bests = bestOfKinds(judged, report.view);
  const title = `${facts.scenario.name} ${facts.id} – Lamarck`;
  return htmlPage({ title, head: head(report, judged[0]), foot: foot(report) }, [
    { id: "result", title: "Result", body: headlineSection(report, judged) },
    ...(bests.length < 2 ? [] : [{ id: "kinds", title: kindsTitle(bests), body: kindsSection(report, bests) }]),
    { id: "program", title: shownTitle(report), body: programSection(report) },
    { id: "ran", title: "What ran", body: ranSection(report) },
    { id: "progress", title: "Progress", body: progressSection(report) },
    { id: "lineage", title: "How it came about", body: lineageSection(report) },
    ...(capabilitiesOf(report).length === 0 && report.behaviours === undefined
      ? []
      : [{ id: "capabilities", title: "What they learnt", body: capabilitiesSection(report) }]),
    { id: "operators", title: "Operators", body: operatorsSection(report) },
    ...(asksModels(report.view.state) ? [{ id: "models", title: "Language models", body: modelsSection(report) }] : []),
    { id: "archive", title: "Who lives", body: archiveSection(report) },
    { id: "waste", title: "Waste", body: wasteSection(report) },
    { id: "resources", title: "Resources", body: resourcesSection(report) },
    { id: "reproduce", title: "The same again", body: reproduceSection(report) },
  ]);
}

function shownTitle({ view }: ReportFacts): string {
  if (view.state.finished?.champion !== undefined) return "The champion";
  const { spec, best } = view.state;
  return `The best ${kindWord(kindOn(spec, best?.island ?? 0))}`;
}

function head(report: ReportFacts, champion: Judged | undefined): Markup {
  const { view } = report;
  const { scenario, id } = view.facts;
  const { state } = view;
  const [objective] = scenario.objectives;
  const total = state.evaluations + state.reused;
  const best = shownId(report);
  const score =
    champion?.mean === undefined
      ? {
          label: `best ${objective.name}, training cases`,
          value: number(best === undefined ? undefined : view.variants.row(best)?.score),
          note: "not judged on test cases",
        }
      : {
          label: `${objective.name}, test cases`,
          value: number(champion.mean),
          note:
            champion.own === undefined
              ? ""
              : `95 % interval ${number(champion.own.low)} to ${number(champion.own.high)}`,
        };
  const figures = [
    score,
    { label: "evaluations", value: count(total), note: `${count(state.generation + 1)} generations` },
    { label: "running time", value: duration(state.elapsedMs / 1000), note: `seed ${state.spec.seed}` },
    ...spentCard(view),
    { label: "failed", value: percent(failures(state), total), note: `${percent(state.reused, total)} reused` },
  ];
  const cards = figures.map(
    ({ label, value, note }) =>
      markup`<div class="card">
        <dt>${label}</dt>
        <dd>${value}<small>${note}</small></dd>
      </div>`,
  );
  return markup`<p class="kind">Lamarck campaign report</p>
    <h1>${scenario.name} <span class="dim">${id}</span></h1>
    <p class="lead">${endText(report)}.</p>
    <dl class="cards">${cards}</dl>`;
}

/** What language models cost, where they were asked. */
function spentCard({ state }: ReportFacts["view"]): readonly { label: string; value: string; note: string }[] {
  if (!asksModels(state)) return [];
  const { spending, spec } = state;
  const most = spec.budget.usd === undefined ? "" : `of ${dollars(spec.budget.usd)}, `;
  return [{ label: "language models", value: dollars(spending.usd), note: `${most}${count(spending.calls)} calls` }];
}

function foot(report: ReportFacts): Markup {
  const { view, made, asked } = report;
  const held =
    programOf(report, shownId(report)) === undefined
      ? "no program"
      : "the champion, the agents of its line and a few that failed";
  return markup`<p>
      Made ${time(made.t)} by Lamarck ${made.lamarck} from the log of ${view.facts.id}; nothing was evaluated for it.
    </p>
    <p>
      This page holds the whole spec with the paths that it names, scores on cases but not the cases themselves,
      ${held}, messages of failures${asked.length === 0 ? "" : ", and who steered the run from which machine"}. Programs
      and messages are evolved: they stand here as text, with characters that cannot be seen shown by their code points,
      as ⟨U+202E⟩. The page holds no script and loads nothing.
    </p>`;
}
