import type { CaseSet, ScenarioAddress } from "../evaluation/backend.ts";
import { casesOf, checkCases } from "../scenario/cases.ts";
import { loadScenario } from "../scenario/load.ts";
import type { Case, Judgement, Limits, Scenario } from "../scenario/scenario.ts";
import { isStepped, limitsOf } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import { randomFromSeed } from "../std/random.ts";

/** A case with the key of its randomness. */
export interface KeyedCase {
  readonly case: Case;
  readonly key: readonly [number, number];
}

/** A scenario made ready: loaded, its cases drawn. */
export interface Stage {
  readonly scenario: Scenario;
  /** Names the scenario's file in errors. */
  readonly file: string;
  readonly limits: Limits;
  readonly cases: readonly KeyedCase[];
}

/** Loads a scenario and draws its cases. Throws `UserError` where the scenario breaks its contract. */
export async function createStage(address: ScenarioAddress, set: CaseSet): Promise<Stage> {
  const scenario = await loadScenario(address.path, address.options);
  const random = randomFromSeed(address.seed).fork("cases");
  const cases =
    "list" in set
      ? checkCases(set.list, scenario, address.path)
      : casesOf(scenario, set.split, random.fork(set.split), address.path).slice(0, set.first);
  const keyed = cases.map((one): KeyedCase => {
    const source = random.fork("list" in set ? "list" : set.split, one.id);
    return { case: one, key: [source.int(2 ** 32) | 0, source.int(2 ** 32) | 0] };
  });
  return { scenario, file: address.path, limits: limitsOf(scenario), cases: keyed };
}

/** Holds the scenario to its contract: as many finite scores and measures as it declares. Throws `UserError`. */
export function checkedJudgement({ scenario, file }: Stage, judgement: Judgement | undefined): Judgement {
  const source = isStepped(scenario) ? "world().score" : scenario.judgeTogether ? "judgeTogether" : "judge";
  const scores: readonly unknown[] | undefined = judgement?.scores;
  if (judgement === undefined || !isNumbers(scores, scenario.objectives.length)) {
    throw new UserError(
      "scenario-scores",
      `${file}: \`${source}\` gave the scores ${shown(scores)}, expected ${scenario.objectives.length} finite number(s)`,
      "Return one finite number for each entry of `objectives`; throw an Error to refuse an answer.",
    );
  }
  const measures: readonly unknown[] = judgement.measures ?? [];
  const expected = scenario.measures?.length ?? 0;
  if (!isNumbers(measures, expected)) {
    throw new UserError(
      "scenario-measures",
      `${file}: \`${source}\` gave the measures ${shown(measures)}, expected ${expected} finite number(s)`,
      "Return one finite number for each entry of `measures`.",
    );
  }
  return judgement;
}

function isNumbers(values: readonly unknown[] | undefined, count: number): boolean {
  return Array.isArray(values) && values.length === count && values.every(Number.isFinite);
}

function shown(values: unknown): string {
  return Array.isArray(values) ? `[${values.slice(0, 8).map(String).join(", ")}]` : String(values);
}
