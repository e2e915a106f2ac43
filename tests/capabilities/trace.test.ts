import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alphabetOf, tokensMax, tracesOf } from "../../src/capabilities/trace.ts";
import type { RecordedCase, Recording } from "../../src/evaluation/recording.ts";
import { builtinScenarios } from "../../src/scenario/builtin.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { Scenario, SteppedScenario } from "../../src/scenario/scenario.ts";
import { UserError } from "../../src/std/errors.ts";
import { counting, type Count, recordingOf } from "../view/recordings.ts";

/** A counter that tells of each step whether its action was above 0. */
function telling(steps: number, stepTokens: NonNullable<SteppedScenario["stepTokens"]> = highOrLow): SteppedScenario {
  return { ...counting(steps), trace: ["low", "high"], stepTokens };
}

const highOrLow = (_state: unknown, _seat: number, action: number): readonly string[] => [action > 0 ? "high" : "low"];

/** Somebody's actions on one case. */
function played(scenario: Scenario, answer: readonly number[], changes: Partial<RecordedCase["case"]> = {}): Recording {
  const [one] = recordingOf(scenario, "function f() { return 0; }", 1).cases;
  const recorded = { ...one!, case: { ...one!.case, ...changes }, answer };
  return { outcome: { status: "scored", scores: [[0]], measures: [] }, cases: [recorded] };
}

const namesOf = (scenario: Scenario, recording: Recording): readonly (readonly string[])[] =>
  tracesOf(scenario, recording).map(({ tokens }) => Array.from(tokens, (token) => alphabetOf(scenario)[token]!));

describe("A trace", () => {
  test("tells, case by case, what the recorded actions did in the replayed world", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 30 }), (actions) => {
        const scenario = telling(actions.length);
        const recording = played(scenario, actions);
        expect(namesOf(scenario, recording)).toEqual([actions.map((action) => (action > 0 ? "high" : "low"))]);
        expect(tracesOf(scenario, recording)).toEqual(tracesOf(scenario, recording));
        expect(tracesOf(scenario, recording)[0]!.case).toBe("train-only");
      }),
      { numRuns: 30 },
    );
  });

  test("sees the state after each step", () => {
    const scenario = telling(3, ({ step }: Count) => (step === 2 ? ["high", "low"] : []));
    expect(namesOf(scenario, played(scenario, [0, 0, 0]))).toEqual([["high", "low"]]);
  });

  test("is about the agent's own seat, wherever that is", () => {
    const scenario = telling(2);
    const actions = [0, 1, 0, 1];
    expect(namesOf(scenario, played(scenario, actions, { seats: ["self", { rival: 0 }] }))).toEqual([["low", "low"]]);
    expect(namesOf(scenario, played(scenario, actions, { seats: [{ rival: 0 }, "self"] }))).toEqual([["high", "high"]]);
  });

  test("of a played world tells of its answer, where a list of one number is that number", async () => {
    const scenario = await loadScenario("symbolic-regression", {});
    const answerTokens = (answer: unknown): readonly string[] => [typeof answer];
    const told = { ...scenario, trace: ["number", "object"], answerTokens } as Scenario;
    expect(namesOf(told, played(scenario, [7])).flat()).toEqual(["number"]);
    expect(namesOf(told, played(scenario, [7, 8])).flat()).toEqual(["object"]);
  });

  test("holds the last tokens, where there are more than may be kept", () => {
    const scenario = telling(tokensMax + 3);
    const actions = Array.from({ length: tokensMax + 3 }, (_, i) => (i < 5 ? 1 : 0));
    const [trace] = tracesOf(scenario, played(scenario, actions));
    expect(trace!.tokens).toHaveLength(tokensMax);
    expect(trace!.tokens.reduce((sum, token) => sum + token)).toBe(2);
  });

  test("is made of nobody who failed", () => {
    const scenario = telling(2);
    const outcome = { status: "failed", fault: { kind: "crashed", message: "no" } } as const;
    expect(tracesOf(scenario, { ...played(scenario, [1, 1]), outcome })).toEqual([]);
  });

  test.each([
    ["an unknown token", () => ["middle"], "gave the token `middle`, expected one of low, high"],
    ["no list", () => undefined as never, "failed on case train-only"],
    ["an error", refuse, "failed on case train-only: not today"],
  ])("of a scenario that tells %s is refused, with its file", (_, stepTokens, message) => {
    const scenario = telling(2, stepTokens);
    const make = (): unknown => tracesOf(scenario, played(scenario, [1, 1]), "mine.ts");
    expect(make).toThrow(UserError);
    expect(make).toThrow(`mine.ts: \`stepTokens\` ${message}`);
  });

  test("of actions that make no whole episode is refused", () => {
    const scenario = telling(2);
    expect(() => tracesOf(scenario, played(scenario, [1, 1, 1]))).toThrow("is over after 2 of 3 steps");
  });

  test("of a scenario without tokens is refused, and says that there is nothing to be mined", async () => {
    const scenario = await loadScenario("symbolic-regression", {});
    expect(() => tracesOf(scenario, played(scenario, [1]))).toThrow("The scenario symbolic-regression has no traces");
  });
});

function refuse(): never {
  throw new Error("not today");
}

describe("The built-in scenarios", () => {
  test("have traces, but for those where there is nothing to be told", async () => {
    const scenarios = await Promise.all(builtinScenarios.map(async (name) => loadScenario(name, {})));
    const silent = scenarios.filter(({ trace }) => trace === undefined).map(({ name }) => name);
    expect(silent.toSorted()).toEqual(["cap-set", "symbolic-regression"]);
  });

  const behaviours: readonly (readonly [string, string, RegExp])[] = [
    ["cart-pole", "constant-push", /^lean push-away $/],
    ["cart-pole", "linear", /^(?!.*stray).*stay-up $/],
    ["mountain-car", "full-throttle", /^((turn-back|turn-back-higher) (drive|brake) )+/],
    ["mountain-car", "with-the-swing", /^(turn-back(-higher)? drive )+arrive $/],
    ["pendulum", "no-torque", /^((below|above|upright|turn-back) coast )+/],
    ["pendulum", "energy", /turn-back drive .*upright drive (stay-upright \S+ ){3}/],
    ["acrobot", "pump", /(turn-back drive .*)+feet-high drive arrive $/],
    ["double-pole", "no-push", /^(none )+$/],
    ["maze", "straight", /^(straight )+(blocked )+$/],
    ["pursuit", "circles", /^(left )+$/],
    ["prisoners-dilemma", "always-defect", /^(defect \S+ ){5}/],
    ["prisoners-dilemma", "tit-for-tat", /^(cooperate they-cooperate )+cooperate they-defect defect they/],
    ["logic-tasks", "simplest", /^(NAND AND )+$/],
    ["foraging", "still", /^stay /],
    ["bin-packing", "best-fit", /^new-bin .*perfect /],
  ];
  test.each(behaviours)("%s tells of %s what it is known for", async (name, agent, pattern) => {
    const scenario = await loadScenario(name, {});
    const { source } = scenario.references!.find((one) => one.name === agent)!;
    const [first] = namesOf(scenario, recordingOf(scenario, source, 1));
    expect(`${first!.join(" ")} `).toMatch(pattern);
  });

  test("bin-packing tells of each item how well its bin was filled", async () => {
    const scenario = await loadScenario("bin-packing", {});
    const instance = { capacity: 100, items: [60, 95, 30, 5, 10, 100] };
    const recording = played(scenario, [0, 1, 0, 1, 0, 2], { instance });
    expect(namesOf(scenario, recording)).toEqual([["new-bin", "new-bin", "tight", "perfect", "perfect", "perfect"]]);
    const loose = played(scenario, [0, 0], { instance: { capacity: 100, items: [60, 29] } });
    expect(namesOf(scenario, loose)).toEqual([["new-bin", "loose"]]);
    expect(() => namesOf(scenario, played(scenario, [0, 0, 0, 0, 0, 0], { instance }))).toThrow("does not fit");
  });

  test("pursuit tells nothing of prey after it was caught", async () => {
    const scenario = await loadScenario("pursuit", {});
    const recording = recordingOf(scenario, scenario.references![0]!.source, 100);
    const told = tracesOf(scenario, recording).map(({ tokens }) => tokens.length);
    const steps = recording.cases.map(({ case: one, answer }) => answer!.length / one.seats!.length);
    expect(told.every((tokens, i) => tokens <= steps[i]!)).toBe(true);
    expect(told.some((tokens, i) => tokens < steps[i]!)).toBe(true);
  });
});
