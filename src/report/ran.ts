import { defaultSpec } from "../campaign/default-spec.ts";
import { type CampaignSpec, kindsOf } from "../events/spec.ts";
import { isNetwork } from "../genome/kinds.ts";
import { seatsOf } from "../scenario/seating.ts";
import { limitsOf, type Scenario } from "../scenario/scenario.ts";
import { count, duration } from "../text/figures.ts";
import { endings } from "../view/log-lines.ts";
import { budgetText } from "../view/progress.ts";
import { markup, type Markup } from "./markup.ts";
import type { ReportFacts } from "./report-facts.ts";
import { specDifferences } from "./spec-differences.ts";
import { facts, folded, table } from "./table.ts";

/** What ran: the problem, the settings that are not the usual ones, where it came from and how it ended. */
export function ranSection(report: ReportFacts): Markup {
  const { view, chronicle, state } = report;
  const { scenario, version } = view.facts;
  const { spec, elapsedMs, generation } = view.state;
  const started = chronicle.started();
  const [agent, ...others] = [scenario.agent, ...scenario.objectives];
  const objectives = others.map(
    ({ name, direction, about }) => markup`<li><b>${name}</b>, to be ${direction}d. ${about}</li>`,
  );
  const { fuel, calls } = limitsOf(scenario);
  return markup` <p class="brief">${scenario.brief}</p>
    ${facts([
      ["Agent", markup`<code>${signatureText(agent)}</code> <span class="dim">${agent.about}</span>`],
      [
        objectives.length === 1 ? "Objective" : "Objectives",
        markup`<ul class="plain">
          ${objectives}
        </ul>`,
      ],
      ["Limits of a case", `${count(fuel)} ticks of fuel, ${count(calls)} ${calls === 1 ? "call" : "calls"}`],
      ["Evolved", evolvedText(spec, scenario)],
      ["Seed", spec.seed],
      ["Budget", [spec.budget, ...chronicle.budgets].map(budgetText).filter(unlessRepeated).join(", then ")],
      ["How it ended", endText(report)],
      ["Running time", `${duration(elapsedMs / 1000)}, ${count(generation + 1)} generations`],
      ["Started", started === undefined ? undefined : time(started.observed.t)],
      ["Ended", chronicle.finishedAt() === undefined ? undefined : time(chronicle.finishedAt()!)],
      ["Made with", `Lamarck ${started?.observed.lamarck ?? version} on Node ${started?.observed.node ?? "?"}`],
    ])}
    ${settings(spec, report)} ${asked(report)}
    ${state === "finished" ? undefined : markup`<p class="note">The campaign is not over (${state}): what follows is how it stood when this page was made.</p>`}`;
}

/** What evolved, what proposed it, and what computed it. */
function evolvedText({ emitter, engine, network, ...spec }: CampaignSpec, scenario: Scenario): string {
  const kinds = kindsOf(spec);
  const words = kinds.map((kind) => {
    if (network === undefined || !isNetwork({ kind })) return `${kind}s`;
    const { inputs, outputs } = seatsOf(scenario);
    const { activation, outputActivation, recurrent } = network;
    const memory = recurrent ? ", recurrent" : "";
    if (kind === "neat")
      return `networks that grow from ${inputs}-${outputs} (${activation}, outputs ${outputActivation}${memory})`;
    const layers = [inputs, ...network.hidden, outputs].join("-");
    return `networks ${layers} (${activation}, outputs ${outputActivation}${memory})`;
  });
  const by = emitter === undefined || emitter.name === "genetic" ? "" : `, proposed by ${emitter.name}`;
  return `${words.join(" and ")}${by}${kinds.some((kind) => isNetwork({ kind })) ? `, computed by ${engine}` : ""}`;
}

function unlessRepeated(text: string, i: number, all: readonly string[]): boolean {
  return i === 0 || text !== all[i - 1];
}

function signatureText({ name, parameters, returns }: ReportFacts["view"]["facts"]["scenario"]["agent"]): string {
  return `${name}(${parameters.map((one) => `${one.name}: ${one.type}`).join(", ")}) → ${returns}`;
}

/** How a campaign ended, or that it has not. */
export function endText({ view, state }: ReportFacts): string {
  const { finished } = view.state;
  return finished === undefined ? `It did not end: it is ${state}` : capital(endings[finished.reason]);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A moment to the second, in universal time. */
export function time(t: string): string {
  return `${t.slice(0, 19).replace("T", " ")} UTC`;
}

function settings(spec: CampaignSpec, { view, chronicle }: ReportFacts): Markup {
  const { emitter: _, ...bred } = spec;
  const usual = defaultSpec(view.facts.scenario, spec.scenario.path, spec.scenario.options, bred);
  const first = chronicle.started()?.spec ?? spec;
  const changed = specDifferences([usual, first]).filter(
    ({ path, values }) =>
      path !== "seed" &&
      path !== "start" &&
      !path.startsWith("budget.") &&
      // Which engine `auto` took is told above.
      !(path === "engine" && values[0] === "auto"),
  );
  const options = specDifferences([{ ...first, scenario: { ...first.scenario, options: {} } }, first]);
  const start =
    first.start.length === 0 ? undefined : markup`<p>It started from ${first.start.length} given agents.</p>`;
  const given =
    options.length === 0
      ? undefined
      : markup`<h3>Settings of the scenario</h3>
          ${facts(options.map(({ path, values }) => [path.replace("scenario.", ""), values[1]]))}`;
  const body =
    changed.length === 0
      ? markup`<p>All settings are the scenario's usual ones.</p>`
      : markup`<h3>Settings that are not the usual ones</h3>
          ${table(changed, [
            { title: "setting", cell: ({ path }) => markup`<code>${path}</code>`, isLong: true },
            { title: "usual", cell: ({ values }) => values[0] ?? "–", isLong: true },
            { title: "here", cell: ({ values }) => values[1] ?? "–", isLong: true },
          ])}`;
  return markup`${given}${body}${start}`;
}

function asked({ asked: requests }: ReportFacts): Markup | undefined {
  if (requests.length === 0) return undefined;
  const items = requests.map(
    ({ t, author, text, reason }) =>
      markup`<li>
        <span class="dim">${time(t)}, ${author}:</span> ${text}${reason === undefined ? "" : ` (${reason})`}
      </li>`,
  );
  return folded(
    `What people asked of it while it ran: ${requests.length}`,
    markup`<ul>
      ${items}
    </ul>`,
  );
}
