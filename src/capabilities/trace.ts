import { asAnswer, type RecordedCase, type Recording } from "../evaluation/recording.ts";
import { createWalk, seatsOf } from "../evaluation/walk.ts";
import { isStepped, type Scenario } from "../scenario/scenario.ts";
import { messageOf, UserError } from "../std/errors.ts";

/** What an agent did on one case, as a row of tokens of its scenario's alphabet. */
export interface Trace {
  /** The case's id. */
  readonly case: string;
  /** Indexes into the scenario's `trace`, in the order of what happened; the last ones, where there were more than may be kept. */
  readonly tokens: Uint16Array;
  /** How many steps the case took, where the scenario goes step by step. */
  readonly steps?: number;
}

/** The most tokens of one trace. */
export const tokensMax = 4096;

/** The tokens that a scenario's traces are made of. Throws `UserError` where it has no traces, so that nothing can be mined. */
export function alphabetOf(scenario: Scenario): readonly string[] {
  const { name, trace } = scenario;
  const tells = isStepped(scenario) ? scenario.stepTokens : scenario.answerTokens;
  if (trace !== undefined && tells !== undefined) return trace;
  throw new UserError(
    "scenario-no-trace",
    `The scenario ${name} has no traces: it does not say what its agents do, so there is nothing to be shown or mined`,
    "Choose a scenario with traces; one of your own gets `trace`, and `stepTokens` or `answerTokens` beside it.",
  );
}

/** Which of these tokens are the agent's own acts, by their indexes; none where the scenario does not say. */
export function actsOf({ trace = [], acts = [] }: Scenario): readonly number[] {
  return acts.map((act) => trace.indexOf(act));
}

/**
 * What an agent did, one trace a case, none where it failed: read off what was recorded, at home and by the scenario, so
 * that the agent cannot forge it. Throws `UserError` where the scenario has no traces or breaks their contract; `file`
 * names it there.
 */
export function tracesOf(
  scenario: Scenario,
  { outcome, cases }: Recording,
  file: string = scenario.name,
): readonly Trace[] {
  const alphabet = alphabetOf(scenario);
  if (outcome.status === "failed") return [];
  const indexes = new Map<unknown, number>(alphabet.map((name, index) => [name, index]));
  const indexOf = (name: unknown): number => {
    const index = indexes.get(name);
    if (index !== undefined) return index;
    throw broken(scenario, file, `gave the token \`${String(name)}\`, expected one of ${alphabet.join(", ")}`);
  };
  return cases.map((recorded) => {
    const row: number[] = [];
    let steps = 0;
    try {
      for (const names of told(scenario, recorded)) {
        steps++;
        for (const name of names) row.push(indexOf(name));
      }
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw broken(scenario, file, `failed on case ${recorded.case.id}: ${messageOf(error)}`);
    }
    const tokens = Uint16Array.from(row.slice(-tokensMax));
    return { case: recorded.case.id, tokens, ...(isStepped(scenario) ? { steps } : {}) };
  });
}

/** What the scenario tells of a case, at once or step by step. */
function* told(
  scenario: Scenario,
  { case: one, key, answer = [] }: RecordedCase,
): Generator<readonly unknown[], void, void> {
  if (!isStepped(scenario)) {
    yield scenario.answerTokens!(asAnswer(answer), one);
    return;
  }
  const walk = createWalk(scenario, { case: one, key }, answer);
  const { seats, self } = seatsOf(one);
  for (let step = 0; step < walk.steps; step++) {
    walk.advance(step + 1);
    yield scenario.stepTokens!(walk.state, self, answer[step * seats + self]!);
  }
}

function broken(scenario: Scenario, file: string, what: string): UserError {
  const tells = isStepped(scenario) ? "stepTokens" : "answerTokens";
  return new UserError(
    "scenario-trace",
    `${file}: \`${tells}\` ${what}`,
    "It gives a list of names out of `trace`, and throws for no answer that was scored.",
  );
}
