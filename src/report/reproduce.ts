import { kindsOf } from "../events/spec.ts";
import { defaultSpec } from "../campaign/default-spec.ts";
import type { Budget, CampaignSpec } from "../events/spec.ts";
import { count } from "../text/figures.ts";
import { preBlock } from "./code.ts";
import { markup, type Markup } from "./markup.ts";
import type { ReportFacts } from "./report-facts.ts";
import { specDifferences } from "./spec-differences.ts";
import { facts, folded } from "./table.ts";

/** How to get the same again: commands, hashes, and the whole spec. */
export function reproduceSection(report: ReportFacts): Markup {
  const { view, chronicle, logHash } = report;
  const { select } = view.facts;
  const started = chronicle.started();
  if (started === undefined) return markup`<p class="empty">The log is empty.</p>`;
  const { spec, scenarioHash, observed } = started;
  const isTimed = [spec.budget, ...chronicle.budgets].some(({ seconds }) => seconds !== undefined);
  const again = "./again";
  const resumes = chronicle.budgets.map((budget) => `lamarck resume ${again}${budgetFlags(budget)}`);
  const whole = [...resumes, `lamarck log hash ${again}`].join("\n");
  const short = shortCommand(spec, view.facts.scenario, again);
  const champion = view.state.finished?.champion === undefined ? "best" : "champion";
  return markup`
    <p>The same spec, scenario and version of Lamarck give the same log, times aside, for any number of jobs. ${
      isTimed ? timed : undefined
    }</p>
    <h3>Is this the run that the page is about?</h3>
    ${preBlock(`lamarck log hash ${select}`)}
    ${facts([
      [
        "Hash of the log",
        markup`<code class="hash">${logHash}</code> <span class="dim">${count(view.events)} events</span>`,
      ],
      ["Hash of the scenario", markup`<code class="hash">${scenarioHash}</code>`],
      ["Made with", `Lamarck ${observed.lamarck}, Node ${observed.node}`],
    ])}
    <h3>Does the champion do the same again?</h3>
    ${preBlock(`lamarck replay ${select} ${champion}`)}
    <h3>The whole campaign again</h3>
    ${spec.llm === undefined ? undefined : recorded(select)}
    ${short === undefined ? undefined : preBlock(`${short}\n${whole}`)}
    <p>${short === undefined ? "Save" : "Or save"} the spec below as <code>spec.json</code>:</p>
    ${preBlock(`lamarck run spec.json --run-dir ${again}\n${whole}`)}
    ${folded("The whole spec", preBlock(JSON.stringify(portable(spec), undefined, 2)))}`;
}

/** A new run asks models anew, and they answer otherwise. */
function recorded(select: string): Markup {
  return markup`<p>
      Every reply of a language model is kept with the run, in <code>calls.jsonl</code>: so the log can be made again
      without a network or a key.
    </p>
    ${preBlock(`lamarck replay ${select}`)}
    <p>A new run asks them anew, at a cost, and they may answer otherwise.</p>`;
}

const timed = "The budget is in seconds: how far a machine gets in them is its own, but up to there the logs agree.";

/** The spec as `lamarck run` takes it: files are named, not held. */
function portable({ scenario, ...rest }: CampaignSpec): unknown {
  const options = Object.entries(scenario.options).map(([name, value]) => [
    name,
    typeof value === "object" ? value.path : value,
  ]);
  return { scenario: { path: scenario.path, options: Object.fromEntries(options) }, ...rest };
}

/** The campaign as one command; undefined where its settings fit none. */
function shortCommand(
  spec: CampaignSpec,
  scenario: ReportFacts["view"]["facts"]["scenario"],
  folder: string,
): string | undefined {
  // Models come with prices, which no flag holds.
  if (spec.start.length > 0 || spec.llm !== undefined) return undefined;
  const { path } = spec.scenario;
  const usual = defaultSpec(scenario, path, {}, spec);
  const sets = specDifferences([usual, { ...spec, seed: usual.seed, budget: usual.budget }]).map(
    ({ path: name, values }) => (values[1] === undefined ? undefined : `--set ${quoted(`${name}=${values[1]}`)}`),
  );
  if (sets.includes(undefined)) return undefined;
  const kinds = kindsOf(spec).join(",");
  const words = [
    `lamarck run ${quoted(path)}`,
    ...(kinds === "program" ? [] : [`--kind ${kinds}`]),
    ...(spec.emitter === undefined ? [] : [`--emitter ${spec.emitter.name}`]),
    `--seed ${spec.seed}`,
    ...sets,
  ];
  return `${words.join(" ")}${budgetFlags(spec.budget)} --run-dir ${folder}`;
}

function budgetFlags({ evaluations, generations, seconds, target, usd, tokens }: Budget): string {
  return [
    evaluations === undefined ? [] : ` --budget-evals ${evaluations}`,
    generations === undefined ? [] : ` --budget-generations ${generations}`,
    seconds === undefined ? [] : ` --budget-time ${seconds}s`,
    target === undefined ? [] : ` --target ${quoted(`${target.over}${target.compare}${target.value}`)}`,
    usd === undefined ? [] : ` --budget-usd ${usd}`,
    tokens === undefined ? [] : ` --budget-tokens ${tokens}`,
  ]
    .flat()
    .join("");
}

/** A word as every shell reads it. */
function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
