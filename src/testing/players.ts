import assert from "node:assert/strict";
import type { Agent, Judgement, Scenario } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";

/** An agent that returns values of the right type at random: small and huge ones, and often the same. */
export function randomAgent({ agent }: Scenario, random: Random): Agent {
  const number = (): number => random.pick([0, 1, -1, random.normal(), random.normal() * 1e12]);
  switch (agent.returns) {
    case "number":
      return number;
    case "boolean":
      return () => random.chance(0.5);
    case "number[]":
      return () => Array.from({ length: random.int(5) }, number);
    default:
      return agent.returns satisfies never;
  }
}

/** Agents that return what no signature allows, or throw, or spoil what they are given. */
export const hostileAgents: readonly Agent[] = [
  () => NaN,
  () => Infinity,
  () => undefined,
  () => "text",
  () => ({ valueOf: () => 1 }),
  () => [NaN],
  () => {
    throw new Error("a hostile agent");
  },
  (...inputs: unknown[]) => {
    for (const input of inputs) if (Array.isArray(input)) input.length = 0;
    return 1;
  },
];

/** The agent of a reference's source. */
export function agentOf(source: string): Agent {
  // oxlint-disable-next-line typescript/no-implied-eval -- a scenario's own code, which is trusted
  return new Function(`"use strict"; return (${source.replace(/^\s*export default\b/, "")});`)() as Agent;
}

/** One finite number an objective, and one in its range a measure. */
export function checkJudgement(scenario: Scenario, { scores, measures = [] }: Judgement, place: string): void {
  assert.equal(scores.length, scenario.objectives.length, `${place} has not one score an objective`);
  assert.ok(scores.every(Number.isFinite), `${place} has the scores ${scores.join(", ")}, not all finite`);
  const declared = scenario.measures ?? [];
  assert.equal(measures.length, declared.length, `${place} has not one value a measure`);
  for (const [i, { name, range }] of declared.entries()) {
    const value = measures[i]!;
    assert.ok(
      value >= range[0] && value <= range[1],
      `${place} has \`${name}\` ${value}, outside ${range.join(" to ")}`,
    );
  }
}

/** Freezes plain data through and through. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

/** A copy of a state; undefined where it holds functions. */
export function copyOf(state: unknown): unknown {
  try {
    return structuredClone(state);
  } catch {
    return undefined;
  }
}
