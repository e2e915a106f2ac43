import { byMerit } from "../../archives/merit.ts";
import { kindsOf } from "../../events/spec.ts";
import type { State } from "../../events/state.ts";
import type { Objective } from "../../scenario/scenario.ts";
import { findRun } from "../../store/run-directory.ts";
import type { CliCommand, FlagValues, Words } from "../command.ts";
import { budgetText, failures } from "../../view/progress.ts";
import { scoreOf } from "../../view/score.ts";
import { scenarioOf, stateOf, viewOf } from "../history.ts";
import { modelLines, modelSummary } from "../model-summary.ts";
import { type Column, printEnvelope, table } from "../output.ts";
import { count, dollars, duration, generationText, number, percent } from "../../text/figures.ts";
import { type Credit, creditsOf, improvedText } from "../../view/credit.ts";
import { asksModels } from "../../view/money.ts";
import type { RunView } from "../../view/model.ts";
import { speciesRows } from "../../view/species.ts";
import { hasStandings, searchText } from "../../view/standing.ts";
import { runState } from "../run-state.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck status`: how far a run is, on one screen. */
export const statusCommand: CliCommand = {
  define(command) {
    command
      .argument("[run]", "an id, the beginning of one, a folder, or latest", "latest")
      .option("--json", "print an envelope of JSON");
  },
  act: status,
};

async function status(terminal: Terminal, options: FlagValues, [word]: Words): Promise<number> {
  const run = findRun(word, terminal.cwd);
  const { id, spec, created } = run.manifest;
  const scenario = await scenarioOf(run);
  const objective = scenario.objectives[0];
  const isPaid = asksModels(run.manifest);
  const view = isPaid || hasStandings(spec) ? await viewOf(run, terminal.cwd) : undefined;
  const state = view?.state ?? stateOf(run, objective);
  const { best, finished, faults, generation, evaluations, reused, births } = state;
  const operators = creditsOf(state);
  const summary = {
    id,
    scenario: scenario.name,
    state: await runState(run),
    ...(finished === undefined ? {} : { reason: finished.reason, champion: finished.champion }),
    seed: spec.seed,
    created,
    budget: state.spec.budget,
    seconds: Math.round(state.elapsedMs / 1000),
    generation,
    births,
    evaluations,
    reused,
    failed: failures(state),
    faults,
    members: state.members.length,
    ...(best === undefined ? {} : { best: { id: best.id, score: scoreOf(objective, best.cases), size: best.size } }),
    ...kindSummaries(state, objective),
    ...(view === undefined ? {} : groupSummaries(view)),
    ...(view === undefined || !isPaid ? {} : { models: modelSummary(view) }),
    operators,
    path: run.path,
  };
  if (options["json"] === true) printEnvelope(terminal, "status", summary);
  else
    terminal.out(
      `${[statusText(summary), ...searchLines(view), ...modelLines(isPaid ? view : undefined)].join("\n")}\n\n${operatorTable(operators, isPaid)}\n${speciesTable(view)}`,
    );
  return 0;
}

/** The kinds that evolve side by side, each with who lives and its best; nothing where there is one. */
function kindSummaries({ spec, members }: State, objective: Objective): { readonly kinds?: readonly KindSummary[] } {
  const kinds = kindsOf(spec);
  if (kinds.length < 2) return {};
  return {
    kinds: kinds.map((kind): KindSummary => {
      const living = members.filter(({ genome }) => genome.kind === kind);
      const best = living.toSorted(byMerit)[0];
      if (best === undefined) return { kind, members: 0 };
      return {
        kind,
        members: living.length,
        best: { id: best.id, score: scoreOf(objective, best.cases), size: best.size },
      };
    }),
  };
}

/** The species that live, and how the strategies stand; nothing where there are none. */
function groupSummaries(view: RunView): Readonly<Record<string, unknown>> {
  const species = speciesRows(view).map(({ species: id, members, best, median, age, stagnation }) => {
    return { id, members: members.length, best: { id: best.id, score: best.score }, median, age, stagnation };
  });
  const searches = view.generations.at(-1)?.searches ?? [];
  return { ...(species.length === 0 ? {} : { species }), ...(searches.length === 0 ? {} : { searches }) };
}

function searchLines(view: RunView | undefined): readonly string[] {
  return (view?.generations.at(-1)?.searches ?? []).map((search) => `  search ${searchText(search)}`);
}

function speciesTable(view: RunView | undefined): string {
  const rows = view === undefined ? [] : speciesRows(view);
  if (rows.length === 0) return "";
  const text = table(rows, [
    { title: "species", right: true, cell: ({ species }) => `#${species}` },
    { title: "members", right: true, cell: ({ members }) => count(members.length) },
    { title: "best", right: true, cell: ({ best }) => number(best.score) },
    { title: "median", right: true, cell: ({ median }) => number(median) },
    { title: "genes", right: true, cell: ({ size }) => number(size) },
    { title: "age", right: true, cell: ({ age }) => count(age) },
    { title: "stagnant", right: true, cell: ({ stagnation }) => count(stagnation) },
    { title: "best is", cell: ({ best }) => `#${best.id}` },
  ]);
  return `\n${text}\n`;
}

interface KindSummary {
  readonly kind: string;
  readonly members: number;
  readonly best?: { readonly id: number; readonly score: number; readonly size: number };
}

function statusText(
  summary: {
    readonly [K in "id" | "scenario" | "state" | "path"]: string;
  } & {
    readonly [K in "seed" | "generation" | "evaluations" | "reused" | "failed" | "members" | "seconds"]: number;
  } & {
    readonly budget: Parameters<typeof budgetText>[0];
    readonly faults: Readonly<Record<string, number>>;
    readonly reason?: string;
    readonly champion?: number | undefined;
    readonly best?: { readonly id: number; readonly score: number; readonly size: number };
    readonly kinds?: readonly KindSummary[];
  },
): string {
  const bests = (summary.kinds ?? []).map(
    ({ kind, members, best }) =>
      `  ${kind}s ${count(members)}, best ${best === undefined ? "-" : `${number(best.score)} #${best.id} size ${best.size}`}`,
  );
  const { evaluations, reused, failed, best, champion } = summary;
  const total = evaluations + reused;
  const kinds = Object.entries(summary.faults).filter(([, times]) => times > 0);
  const split = kinds.map(([kind, times]) => `${kind} ${count(times)}`).join(", ");
  return [
    `${summary.scenario} #${summary.id}  ${summary.state}${summary.reason === undefined ? "" : ` (${summary.reason})`}`,
    `  seed ${summary.seed}  budget ${budgetText(summary.budget)}  ran ${duration(summary.seconds)}  ${summary.path}`,
    `  generation ${generationText(summary.generation)}  members ${count(summary.members)}`,
    `  evals ${count(total)}  reused ${percent(reused, total)}  failed ${percent(failed, total)}${split === "" ? "" : ` (${split})`}`,
    `  best ${best === undefined ? "-" : `${number(best.score)} #${best.id} size ${best.size}`}${champion === undefined ? "" : `  champion #${champion}`}`,
    ...bests,
  ].join("\n");
}

function operatorTable(operators: readonly Credit[], isPaid: boolean): string {
  const paid: readonly Column<Credit>[] = [
    { title: "drafts", right: true, cell: ({ drafts }) => (drafts === 0 ? "-" : count(drafts)) },
    {
      title: "written",
      right: true,
      cell: ({ childrenPerDraft }) => (childrenPerDraft === undefined ? "-" : percent(childrenPerDraft, 1)),
    },
    { title: "cost", right: true, cell: ({ usd }) => (usd === 0 ? "-" : dollars(usd)) },
    {
      title: "per improved",
      right: true,
      cell: ({ usdPerImprovement }) => (usdPerImprovement === undefined ? "-" : dollars(usdPerImprovement)),
    },
  ];
  return table(operators, [
    { title: "operator", cell: ({ name }) => name },
    { title: "births", right: true, cell: ({ births }) => count(births) },
    { title: "improved", right: true, cell: improvedText },
    { title: "failed", right: true, cell: ({ failed, births }) => percent(failed, births) },
    ...(isPaid ? paid : []),
  ]);
}
