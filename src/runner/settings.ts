import type { Budget } from "../events/spec.ts";
import { secondsIn, usdIn } from "../std/span.ts";
import { count, dollars, duration } from "../text/figures.ts";

/** What can be set while a campaign runs. */
export const settingNames = [
  "budget-evals",
  "budget-generations",
  "budget-time",
  "budget-usd",
  "budget-tokens",
  "jobs",
] as const;
export type SettingName = (typeof settingNames)[number];

/** The most lanes that can be asked for. */
const jobsMax = 1024;

/** What a setting says, or what is wrong with it in words. */
export type Setting = { readonly budget: Budget } | { readonly jobs: number } | { readonly fault: string };

/** Reads the value of a setting, given the budget in force; `none` takes a limit away. */
export function settingOf(name: SettingName, text: string, budget: Budget): Setting {
  if (name === "jobs") {
    const jobs = wholeIn(text, 1);
    return jobs === undefined || jobs > jobsMax
      ? { fault: `expected \`jobs\` to be a whole number from 1 to ${jobsMax}, got \`${text}\`` }
      : { jobs };
  }
  const { field, read, expected } = limits[name];
  if (text === "none") return { budget: without(budget, field) };
  const value = read(text);
  if (value !== undefined) return { budget: { ...budget, [field]: value } };
  return { fault: `expected \`${name}\` to be ${expected}, or none, got \`${text}\`` };
}

/** How a setting reads now. */
export function settingText(name: SettingName, budget: Budget, jobs: number): string {
  if (name === "jobs") return count(jobs);
  const { field, shown = count } = limits[name];
  const value = budget[field];
  return value === undefined ? "none" : shown(value);
}

/** One limit of a budget: where it stands, how it is read, what it has to be in words, and how people see it. */
interface Limit {
  readonly field: Exclude<keyof Budget, "target">;
  readonly read: (text: string) => number | undefined;
  readonly expected: string;
  /** Default: as a whole number. */
  readonly shown?: (value: number) => string;
}

const from1 = { read: (text: string) => wholeIn(text, 1), expected: "a whole number from 1" };

const limits: Readonly<Record<Exclude<SettingName, "jobs">, Limit>> = {
  "budget-evals": { field: "evaluations", ...from1 },
  "budget-generations": { field: "generations", ...from1 },
  "budget-time": { field: "seconds", read: secondsIn, expected: "a time such as 90s, 5m or 2h", shown: duration },
  "budget-usd": { field: "usd", read: usdIn, expected: "US dollars such as 5 or 0.50", shown: dollars },
  "budget-tokens": { field: "tokens", read: (text) => wholeIn(text, 0), expected: "a whole number from 0" },
};

function without(budget: Budget, field: Limit["field"]): Budget {
  const { [field]: _, ...rest } = budget;
  return rest;
}

function wholeIn(text: string, from: number): number | undefined {
  const value = Number(text);
  return /^\d{1,15}$/.test(text) && value >= from ? value : undefined;
}
