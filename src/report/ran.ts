import { defaultSpec } from "../campaign/default-spec.ts";
import type { CampaignSpec } from "../events/spec.ts";
import { limitsOf } from "../scenario/scenario.ts";
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
    ({ path }) => path !== "seed" && path !== "start" && !path.startsWith("budget."),
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
