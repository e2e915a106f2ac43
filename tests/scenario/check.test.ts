import { describe, expect, test } from "vitest";
import type { Case, Scenario, SteppedScenario } from "../../src/scenario/scenario.ts";
import { checkScenario } from "../../src/testing/scenario.ts";
import { guessing, walking } from "./worlds.ts";

let calls = 0;
const secret = 3;
const oneCase =
  (instance: unknown): ((split: string) => readonly Case[]) =>
  (split) => [{ id: split, instance, expected: 1 }];

describe("checkScenario", () => {
  test("passes scenarios that keep the contract", async () => {
    await checkScenario(guessing());
    await checkScenario(walking());
    await checkScenario(telling(() => ["here"]));
    await checkScenario(guessing({ trace: ["low"], answerTokens: () => ["low"] }));
  });

  test.each([
    ["cases that differ between calls", guessing({ cases: oneCaseOfNow }), "differ between two calls"],
    ["cases that are no plain data", guessing({ cases: oneCase({ hint: new Map() }) }), "not plain JSON"],
    ["a split that shares a case", guessing({ cases: () => [{ id: "a", instance: { hint: 1 } }] }), "in two splits"],
    [
      "a play that is not closed",
      guessing({ play: (agents, one: { hint: number }) => agents[0]!(one.hint + secret) }),
      "`secret`",
    ],
    [
      "a play that remembers",
      guessing({
        play(agents, one: { hint: number }) {
          const shared = Math as unknown as { count?: number };
          shared.count = (shared.count ?? 0) + 1;
          return Number(agents[0]!(one.hint)) + shared.count;
        },
      }),
      "does not do the same again",
    ],
    [
      "a play that changes its instance",
      guessing({
        play(_agents, one: { hint: number }) {
          one.hint++;
          return one.hint;
        },
      }),
      "read only",
    ],
    [
      "more calls than its limit",
      guessing({ play: (agents, one: { hint: number }) => Number(agents[0]!(one.hint)) + Number(agents[0]!(0)) }),
      "over the limit `calls`",
    ],
    [
      "inputs that the signature does not know",
      guessing({ play: (agents) => Number(agents[0]!(1, 2)) }),
      "not what its signature says",
    ],
    [
      "an answer that is not finite",
      guessing({ play: (agents, one: { hint: number }) => agents[0]!(one.hint) / 0 }),
      "finite numbers",
    ],
    [
      "an answer that is too long",
      guessing({ limits: { answer: 2 }, play: () => [1, 2, 3] }),
      "over the limit of 2 numbers",
    ],
    ["a judge that takes rubbish", guessing({ judge: () => ({ scores: [0], measures: [0] }) }), "for an answer"],
    ["a judge that gives too few scores", guessing({ judge: () => ({ scores: [] }) }), "not one score an objective"],
    ["scores that are not finite", guessing({ judge: () => ({ scores: [NaN], measures: [0] }) }), "not all finite"],
    ["a measure out of range", guessing({ judge: () => ({ scores: [0], measures: [2] }) }), "outside 0 to 1"],
    [
      "a judge that changes its mind",
      guessing({ judge: () => ({ scores: [calls++], measures: [0] }) }),
      "the same twice",
    ],
    [
      "a reference that fails",
      guessing({ references: [{ name: "bad", about: "Fails.", source: "() => 'x'" }] }),
      "must return a number",
    ],
    ["a judge of all answers that loses one", guessing({ judgeTogether: () => [] }), "not one judgement a case"],
    [
      "a judge of all answers that takes rubbish",
      guessing({ judgeTogether: (answers) => answers.map(() => ({ scores: [0], measures: [0] })) }),
      "takes NaN for an answer",
    ],
    ["a playback without a frame", guessing({ playback: () => ({ frames: 0, draw: () => [] }) }), "has 0 frames"],
    [
      "a playback that draws too much",
      guessing({ playback: () => ({ frames: 1, draw: (_frame, _columns, rows) => Array(rows + 1).fill("x") }) }),
      "`playback` of train at frame 0 does not keep to",
    ],
    [
      "a playback that throws a text",
      guessing({
        playback(answer: number) {
          // oxlint-disable-next-line typescript/only-throw-error -- what the check is for
          if (Number.isNaN(answer)) throw "no";
          return { frames: 1, draw: () => ["x"] };
        },
      }),
      "threw no, which is no Error",
    ],
  ])("finds %s", async (_what, scenario, message) => {
    await expect(checkScenario(scenario)).rejects.toThrow(message);
  });

  test.each([
    ["a world that never ends", walking({ over: () => false }), "is not over after 10 steps"],
    ["too few observations", walking({ observe: () => [] }), "not one input a parameter"],
    ["an observation of the wrong type", walking({ observe: () => ["1"] }), "for `hint`, expected number"],
    ["scores that are not finite", walking({ score: () => [Infinity] }), "not all finite"],
    ["measures that are not declared", walking({ measure: () => [0] }), "not one value a measure"],
    [
      "a picture that is too wide",
      { ...walking(), draw: () => ["x".repeat(100)] },
      "`draw` on train does not keep to 80 columns",
    ],
    ["a picture with a line break in a line", { ...walking(), draw: () => ["\n"] }, "a control character"],
    ["a picture that is no list of lines", { ...walking(), draw: () => "x" as never }, "no list of lines"],
    ["pictures that change", { ...walking(), draw: () => [String(calls++ % 10)] }, "another picture the second time"],
    [
      "a picture that changes the world",
      {
        ...walking(),
        draw(state: { steps: number }) {
          state.steps += 0.5;
          return [];
        },
      },
      "`draw` changes the state",
    ],
    ["a token that is not declared", telling(() => ["there"]), "`stepTokens` gave the token `there`"],
    ["tokens that are no list", telling(() => 1 as never), "`stepTokens` failed on case train"],
    ["tokens that change", telling(() => (calls++ % 2 === 0 ? ["here"] : [])), "is another the second time"],
    [
      "tokens that change the world",
      telling((state: { steps: number }) => {
        state.steps += 0.5;
        return ["here"];
      }),
      "`stepTokens` changes the state on train",
    ],
    ["references of which nothing is told", telling(() => []), "No token is told"],
    ["tokens of an answer that are not declared", guessing({ trace: ["low"], answerTokens: () => ["high"] }), "`high`"],
    [
      "a world that plays differently from run to run",
      walking({
        score: (state: { at: number }) => {
          const shared = Math as unknown as { runs?: number };
          shared.runs = (shared.runs ?? 0) + 1;
          return [state.at + shared.runs];
        },
      }),
      "Two replays of train differ",
    ],
  ])("finds %s", async (_what, scenario, message) => {
    await expect(checkScenario(scenario)).rejects.toThrow(message);
  });
});

/** The walk with tokens, and somebody who takes it. */
function telling(stepTokens: SteppedScenario["stepTokens"]): Scenario {
  const references = [{ name: "on", about: "Goes on.", source: "function guess() { return 1; }" }];
  return { ...walking(), references, trace: ["here"], stepTokens: stepTokens! };
}

function oneCaseOfNow(split: string): readonly Case[] {
  return [{ id: split, instance: { hint: calls++ }, expected: 1 }];
}
