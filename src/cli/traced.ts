import { alphabetOf, type Trace, tracesOf } from "../capabilities/trace.ts";
import type { RunReader } from "../store/run-directory.ts";
import { count } from "../text/figures.ts";
import { wrapped } from "../text/layout.ts";
import { oneLine } from "../text/sanitize.ts";
import { scenarioOf } from "./history.ts";
import { addressOf, agentFailed, recordCases, seatedGenomes } from "./playback.ts";
import { agentsOf, withAgents } from "./trial.ts";

/** What a variant did, one trace a case, in the names of its scenario's tokens. */
export interface Traced {
  readonly id: number;
  readonly scenario: string;
  readonly alphabet: readonly string[];
  readonly cases: readonly NamedTrace[];
}

/** What was done on one case. */
export interface NamedTrace {
  readonly case: string;
  /** The name of each token, in the order of what happened. */
  readonly tokens: readonly string[];
  /** How often each occurs, by its name. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Has a variant play its training cases again, or one case of any split, and tells what it did. Throws `UserError` where
 * the scenario has no traces, there is no such variant or case, or the agent failed.
 */
export async function tracedVariant(run: RunReader, id: number, caseId: string | undefined): Promise<Traced> {
  const scenario = await scenarioOf(run);
  const alphabet = alphabetOf(scenario);
  const address = addressOf(run);
  const request = { scenario, address, ...(await seatedGenomes(run, scenario, id)), case: caseId };
  const recording = await withAgents(agentsOf(run, scenario), async (agents) => recordCases(request, agents));
  if (recording.outcome.status === "failed") throw agentFailed(recording.outcome.fault);
  const traces = tracesOf(scenario, recording, address.path);
  const cases = traces.filter((one) => caseId === undefined || one.case === caseId).map((one) => named(one, alphabet));
  return { id, scenario: scenario.name, alphabet, cases };
}

function named({ case: id, tokens }: Trace, alphabet: readonly string[]): NamedTrace {
  const counts: Record<string, number> = {};
  const names = Array.from(tokens, (token) => alphabet[token]!);
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return { case: id, tokens: names, counts };
}

const columns = 100;
/** A trace takes at most so many lines, unless its case was asked for. */
const linesMax = 6;

/** Traces for people, as lines: how often each token occurs, then all of them in order, repetitions as `left×3`. */
export function tracedLines({ id, scenario, alphabet, cases }: Traced, isWhole: boolean): string[] {
  const tokens = alphabet.map((name) => oneLine(name, 40)).join(", ");
  const heading = wrapped(`What #${id} did in ${oneLine(scenario, 60)}, in the tokens ${tokens}`, columns);
  return [...heading, ...cases.flatMap((one) => ["", ...caseLines(one, alphabet, isWhole)])];
}

function caseLines({ case: id, tokens, counts }: NamedTrace, alphabet: readonly string[], isWhole: boolean): string[] {
  const often = alphabet.filter((name) => name in counts).map((name) => `${oneLine(name, 40)} ${count(counts[name]!)}`);
  const caseName = oneLine(id, 60);
  const lines = wrapped(runLengths(tokens), columns - 2);
  const shown = isWhole ? lines : lines.slice(0, linesMax);
  return [
    `${caseName}   ${often.join(", ") || "nothing"}`,
    ...shown.map((line) => `  ${line}`),
    ...(shown.length < lines.length ? [`  ... all of it with --case ${caseName}`] : []),
  ];
}

/** The tokens in order, each repetition as the token and how often. */
function runLengths(tokens: readonly string[]): string {
  const runs: { readonly name: string; times: number }[] = [];
  for (const name of tokens) {
    const last = runs.at(-1);
    if (last?.name === name) last.times++;
    else runs.push({ name, times: 1 });
  }
  return runs.map(({ name, times }) => oneLine(name, 40) + (times === 1 ? "" : `×${times}`)).join(" ");
}
