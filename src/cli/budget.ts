import type { Command } from "commander";
import type { Budget, CampaignSpec } from "../events/spec.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError } from "../std/errors.ts";
import { type FlagValues, textOf } from "./command.ts";
import { dollarsFlag, secondsFlag, targetFlag, wholeFlag } from "./flags.ts";

/** Seconds that a campaign runs when nothing says when it ends, alone and with language models, which take their time. */
const defaultSeconds = 120;
const defaultSecondsWithModels = 600;
/** US dollars that models may cost at most when nobody says how much: nobody gets a bill by surprise. */
const defaultUsd = 1;

/** What the budget's options ask for: limits that are set, and those that are taken away. */
export interface AskedBudget {
  readonly set: Budget;
  readonly lifted: readonly (keyof Budget)[];
}

/** Adds the options that say when a campaign ends and what models may cost; a new one gets an end without any. */
export function defineBudget(command: Command, isNew = false): void {
  const end = isNew ? ` (default: ${defaultSeconds}s, ${defaultSecondsWithModels}s with --llm)` : "";
  const cap = isNew ? ` (default: ${defaultUsd} with --llm)` : "";
  command
    .option("--budget-evals <count>", "end after so many evaluations")
    .option("--budget-generations <count>", "end after so many generations")
    .option("--budget-time <span>", `end after so much running time, such as 90s, 5m or 2h${end}`)
    .option("--budget-usd <amount>", `models may cost so many US dollars, then it goes on without; or none${cap}`)
    .option("--budget-tokens <count>", "models may use so many tokens, then it goes on without; or none")
    .option("--target <comparison>", 'end when the best is good enough, such as "worst<=0.01" or "mean>=45"');
}

/** What the budget's options say. Throws `UserError`. */
export function budgetOf(options: FlagValues): AskedBudget {
  const [evals, generations, time, usd, tokens, target] = [
    "budgetEvals",
    "budgetGenerations",
    "budgetTime",
    "budgetUsd",
    "budgetTokens",
    "target",
  ].map((name) => textOf(options, name));
  const set = {
    ...(evals === undefined ? {} : { evaluations: wholeFlag("--budget-evals", evals, 1) }),
    ...(generations === undefined ? {} : { generations: wholeFlag("--budget-generations", generations, 1) }),
    ...(time === undefined ? {} : { seconds: secondsFlag("--budget-time", time) }),
    ...(usd === undefined || usd === "none" ? {} : { usd: dollarsFlag("--budget-usd", usd) }),
    ...(tokens === undefined || tokens === "none" ? {} : { tokens: wholeFlag("--budget-tokens", tokens, 0) }),
    ...(target === undefined ? {} : { target: targetFlag(target) }),
  };
  return {
    set,
    lifted: [...(usd === "none" ? ["usd" as const] : []), ...(tokens === "none" ? ["tokens" as const] : [])],
  };
}

/** Money is for language models. Throws `UserError` where a campaign has none and is given any. */
export function checkMoney({ llm }: Pick<CampaignSpec, "llm">, { set, lifted }: AskedBudget): void {
  if (llm !== undefined) return;
  const flag = set.usd !== undefined || lifted.includes("usd") ? "--budget-usd" : "--budget-tokens";
  if (flag === "--budget-tokens" && set.tokens === undefined && !lifted.includes("tokens")) return;
  const hint = "Leave it out; or name models with `--llm` when a campaign is started.";
  throw new UserError("bad-option", `\`${flag}\` does nothing where no language models are asked`, hint);
}

/** A budget with what was asked for in its place. */
export function budgetWith(budget: Budget, { set, lifted }: AskedBudget): Budget {
  const whole = { ...budget, ...set };
  for (const limit of lifted) delete whole[limit];
  return whole;
}

/** A new campaign's budget: it ends some time, or when its scenario is solved, and what models cost has a cap. */
export function wholeBudget(
  { budget, llm }: Pick<CampaignSpec, "budget" | "llm">,
  { solved }: Pick<Scenario, "solved">,
  asked: AskedBudget,
): Budget {
  const end = {
    seconds: llm === undefined ? defaultSeconds : defaultSecondsWithModels,
    ...(solved === undefined ? {} : { target: solved }),
  };
  const cap = llm === undefined ? {} : { usd: defaultUsd };
  return budgetWith({ ...(hasEnd(budget) ? {} : end), ...cap, ...budget }, asked);
}

/** Whether a budget ends a campaign: what models may cost does not. */
function hasEnd({ usd: _usd, tokens: _tokens, ...rest }: Budget): boolean {
  return Object.keys(rest).length > 0;
}

/** Whether a budget bears no call of a model at all. */
export function isFree({ usd, tokens }: Budget): boolean {
  return usd === 0 || tokens === 0;
}
