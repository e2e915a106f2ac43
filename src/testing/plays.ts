import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { closedSource } from "../sandbox/closed.ts";
import type { Agent, Answer, Case, Judgement, Playback, PlayedScenario, Plays } from "../scenario/scenario.ts";
import { limitsOf } from "../scenario/scenario.ts";
import { messageOf } from "../std/errors.ts";
import type { Random } from "../std/random.ts";
import { checkPlayback } from "./pictures.ts";
import { agentOf, checkJudgement, deepFreeze, hostileAgents, randomAgent } from "./players.ts";

type Play = (agents: readonly Agent[], instance: unknown, random: Random) => unknown;

/** Checks the laws of a played scenario on some of its cases. */
export function checkPlays(scenario: PlayedScenario, cases: readonly Case[], random: Random): void {
  const inside = runInNewContext(closedSource(scenario.play, "play", scenario.name)) as Play;
  const answers = cases.map((one) => {
    const answer = checkAnswers(scenario, inside, one, random.fork(one.id));
    checkJudge(scenario, one, answer);
    return answer;
  });
  for (const [i, one] of cases.entries())
    checkShown(scenario, one, answers[i]!, { answers: answers as never[], cases });
  if (scenario.judgeTogether === undefined) return;
  const together = scenario.judgeTogether(answers as never[], cases);
  assert.equal(together.length, cases.length, "`judgeTogether` gave not one judgement a case");
  for (const judgement of together) checkJudgement(scenario, judgement, "`judgeTogether`");
  const spoilt = answers.with(0, NaN) as never[];
  assert.throws(() => scenario.judgeTogether!(spoilt, cases), "`judgeTogether` takes NaN for an answer");
}

/** Any agent is survived; one that keeps to its signature gets an answer, the same at home and in the sandbox. */
function checkAnswers(scenario: PlayedScenario, inside: Play, one: Case, random: Random): Answer {
  const agent = (): Agent => randomAgent(scenario, random.fork("agent"));
  const answer = played(scenario, scenario.play as Play, one, { agent: agent(), random });
  const again = played(scenario, inside, one, { agent: agent(), random });
  assert.deepEqual(again, answer, `\`play\` does not do the same again, out of its file, on ${one.id}`);
  for (const { name, source } of scenario.references ?? []) {
    const judgement = scenario.judge(played(scenario, inside, one, { agent: agentOf(source), random }) as never, one);
    checkJudgement(scenario, judgement, `The reference \`${name}\` on ${one.id}`);
  }
  for (const hostile of hostileAgents) {
    let answered: unknown;
    try {
      answered = scenario.play([hostile], deepFreeze(structuredClone(one.instance)) as never, random.fork("play"));
    } catch (error) {
      assert.ok(error instanceof Error, `\`play\` threw something that is no Error on ${one.id}`);
      continue;
    }
    judgedOrRefused(scenario, one, answered);
  }
  return answer;
}

interface Player {
  readonly agent: Agent;
  readonly random: Random;
}

function played(scenario: PlayedScenario, play: Play, one: Case, { agent, random }: Player): Answer {
  const limits = limitsOf(scenario);
  let calls = 0;
  const counted: Agent = (...inputs: unknown[]): unknown => {
    calls++;
    assert.equal(inputs.length, scenario.agent.parameters.length, "`play` gives the agent not what its signature says");
    return agent(...inputs);
  };
  const answer = play([counted], deepFreeze(structuredClone(one.instance)), random.fork("play"));
  assert.ok(calls <= limits.calls, `${calls} calls on ${one.id}, over the limit \`calls\` of ${limits.calls}`);
  const numbers: readonly unknown[] = typeof answer === "number" ? [answer] : Array.from(answer as unknown[]);
  assert.ok(numbers.every(Number.isFinite), `The answer on ${one.id} does not consist of finite numbers`);
  assert.ok(numbers.length <= limits.answer, `The answer on ${one.id} is over the limit of ${limits.answer} numbers`);
  // As it comes back from the sandbox, where a list of one number and the number are the same.
  return numbers.length === 1 ? (numbers[0] as number) : (numbers as number[]);
}

/** The judge scores an honest answer, the same each time; what is no answer at all it refuses. */
function checkJudge(scenario: PlayedScenario, one: Case, answer: Answer): void {
  const judgement = scenario.judge(answer as never, one);
  checkJudgement(scenario, judgement, `\`judge\` on ${one.id}`);
  assert.deepEqual(
    scenario.judge(answer as never, one),
    judgement,
    `\`judge\` does not judge ${one.id} the same twice`,
  );
  for (const rubbish of [undefined, null, "1", {}, NaN, [NaN], [[]], [{}], ["0"]]) {
    const what = `\`judge\` takes ${JSON.stringify(rubbish) ?? "undefined"} for an answer on ${one.id}`;
    assert.throws(() => scenario.judge(rubbish as never, one), what);
  }
  if (typeof answer === "number") return;
  for (const tampered of tamper(answer)) judgedOrRefused(scenario, one, tampered);
  const spoilt = answer.with(answer.length - 1, NaN);
  assert.throws(() => scenario.judge(spoilt as never, one), `\`judge\` takes NaN in an answer on ${one.id}`);
}

/** An honest answer can be played back; a forged one is refused or shown, and never anything worse. */
function checkShown(scenario: PlayedScenario, one: Case, answer: Answer, all: Plays): void {
  if (scenario.playback === undefined) return;
  const what = `\`playback\` of ${one.id}`;
  checkPlayback(scenario.playback(answer as never, one, all), what);
  for (const forged of [NaN, ...(typeof answer === "number" ? [] : tamper(answer))]) {
    const answers = all.answers.map((each, i) => (all.cases[i] === one ? (forged as never) : each));
    let playback: Playback;
    try {
      playback = scenario.playback(forged as never, one, { ...all, answers });
    } catch (error) {
      assert.ok(error instanceof Error, `${what} threw ${messageOf(error)}, which is no Error, on a forged answer`);
      continue;
    }
    checkPlayback(playback, `${what} with a forged answer`);
  }
}

/** Answers that a program could only forge: longer, shorter, repeated, out of range, with fractions, all the same. */
function tamper(answer: readonly number[]): unknown[] {
  const last = answer.at(-1) ?? 0;
  return [
    [...answer, last],
    answer.slice(0, -1),
    answer.toReversed(),
    answer.map(() => last),
    ...[-1, 0.5, 1e9, 2 ** 53, -0].map((forged) => answer.with(Math.floor(answer.length / 2), forged)),
  ];
}

function judgedOrRefused(scenario: PlayedScenario, one: Case, answer: unknown): void {
  let judgement: Judgement;
  try {
    judgement = scenario.judge(answer as never, one);
  } catch (error) {
    assert.ok(error instanceof Error, `\`judge\` threw ${messageOf(error)}, which is no Error, on ${one.id}`);
    return;
  }
  checkJudgement(scenario, judgement, `\`judge\` of a forged answer on ${one.id}`);
}
