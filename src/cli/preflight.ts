import type { Backend, ScenarioAddress } from "../evaluation/backend.ts";
import { evaluateAll } from "../evaluation/backend.ts";
import type { Fault, Outcome } from "../evaluation/evaluation.ts";
import { genomeOf } from "../genome/genome.ts";
import type { Scenario, ValueType } from "../scenario/scenario.ts";
import { isStepped } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";

/** How long the probes may take together, in milliseconds. */
const limitMs = 20_000;

const answers: Readonly<Record<ValueType, readonly string[]>> = {
  number: ["0", "1"],
  boolean: ["false", "true"],
  "number[]": ["[]", "[0]"],
};

/**
 * Tries a scenario in the sandbox with agents that do nothing much, and with its references. Returns what references
 * failed with, as warnings. Throws `UserError` when no agent at all can be evaluated.
 */
export async function preflight(backend: Backend, address: ScenarioAddress, scenario: Scenario): Promise<string[]> {
  const parameters = scenario.agent.parameters.map(({ name }) => name).join(", ");
  const probes = answers[scenario.agent.returns].map(
    (value) => `export default function probe(${parameters}) { return ${value}; }`,
  );
  const references = scenario.references ?? [];
  const texts = [...probes, ...references.map(({ source }) => source)];
  const genomes = texts.map((text) => genomeOf("program", text));
  const evaluated = evaluateAll(backend, { scenario: address, cases: { split: "train" }, genomes, rivals: [] });
  const outcomes = await inTime(evaluated, address.path);
  const faults = outcomes.flatMap((outcome) => (outcome.status === "failed" ? [outcome.fault] : []));
  if (faults.length === outcomes.length) throw allFailed(faults, scenario, address.path);
  return references.flatMap(({ name }, i) => referenceWarning(name, outcomes[probes.length + i]!));
}

async function inTime(work: Promise<readonly Outcome[]>, file: string): Promise<readonly Outcome[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `\`cases\` or \`judge\` of the scenario never ends: no answer within ${limitMs / 1000} s (${file})`;
    const hint = "Look for a loop without an end there; or draw fewer cases: all of them are judged at once.";
    timer = setTimeout(() => reject(new UserError("scenario-endless", message, hint)), limitMs);
  });
  // When the limit is first, the other one is still to end: unheard.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function allFailed(faults: readonly Fault[], scenario: Scenario, file: string): UserError {
  const world = isStepped(scenario) ? "world" : "play";
  if (faults.every(({ kind }) => kind === "exhausted")) {
    return new UserError(
      "scenario-endless",
      `\`${world}\` never ends: even an agent that returns a constant uses up its fuel, time or memory (${file})`,
      `Give \`${world}\` an end, or raise \`limits.fuel\` and \`limits.wallMs\` (each is for one case).`,
    );
  }
  const { kind, message, case: one } = faults[0]!;
  const where = one === undefined ? "" : ` on the case \`${one}\``;
  return new UserError(
    "scenario-unplayable",
    `No agent can be evaluated; the first one failed${where} with ${kind}: ${message} (${file})`,
    hints[kind],
  );
}

const hints: Readonly<Record<Fault["kind"], string>> = {
  crashed: "`play` or `world` throws: it may use nothing from outside itself, and must bear any answer of an agent.",
  exhausted: "Raise `limits.fuel` and `limits.wallMs` (each is for one case), or do less in a case.",
  "bad-action":
    "`play` must bear any answer of an agent and return a finite number or a list of them within `limits.answer`, and `judge` must accept that.",
  refused: "Check `agent.parameters`: their names must be plain identifiers.",
};

function referenceWarning(name: string, outcome: Outcome): string[] {
  if (outcome.status === "scored") return [];
  const { kind, message } = outcome.fault;
  return [`the reference \`${name}\` failed with ${kind}: ${message}`];
}
