import type { Budget } from "../events/spec.ts";
import { secondsIn } from "../std/span.ts";
import { duration, count } from "../text/figures.ts";

/** What can be set while a campaign runs. */
export const settingNames = ["budget-evals", "budget-generations", "budget-time", "jobs"] as const;
export type SettingName = (typeof settingNames)[number];

/** The most lanes that can be asked for. */
const jobsMax = 1024;

/** What a setting says, or what is wrong with it in words. */
export type Setting = { readonly budget: Budget } | { readonly jobs: number } | { readonly fault: string };

/** Reads the value of a setting, given the budget in force; `none` takes a limit away. */
export function settingOf(name: SettingName, text: string, budget: Budget): Setting {
  if (name === "jobs") {
    const jobs = wholeIn(text);
    return jobs === undefined || jobs > jobsMax
      ? { fault: `expected \`jobs\` to be a whole number from 1 to ${jobsMax}, got \`${text}\`` }
      : { jobs };
  }
  const field = fields[name];
  if (text === "none") return { budget: without(budget, field) };
  const value = field === "seconds" ? secondsIn(text) : wholeIn(text);
  if (value !== undefined) return { budget: { ...budget, [field]: value } };
  const expected = field === "seconds" ? "a time such as 90s, 5m or 2h" : "a whole number from 1";
  return { fault: `expected \`${name}\` to be ${expected}, or none, got \`${text}\`` };
}

/** How a setting reads now. */
export function settingText(name: SettingName, budget: Budget, jobs: number): string {
  if (name === "jobs") return count(jobs);
  const value = budget[fields[name]];
  if (value === undefined) return "none";
  return name === "budget-time" ? duration(value) : count(value);
}

const fields = {
  "budget-evals": "evaluations",
  "budget-generations": "generations",
  "budget-time": "seconds",
} as const;

function without(budget: Budget, field: (typeof fields)[keyof typeof fields]): Budget {
  const { [field]: _, ...rest } = budget;
  return rest;
}

function wholeIn(text: string): number | undefined {
  const value = Number(text);
  return /^\d{1,15}$/.test(text) && value >= 1 ? value : undefined;
}
