import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Backend } from "../../src/evaluation/backend.ts";
import { evaluateAll } from "../../src/evaluation/backend.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import { createSandbox } from "../../src/sandbox/backend.ts";
import { decided, echoBatch, eventually, isRunning, kindOf, sandboxes } from "../sandbox/fixtures.ts";
import type { HostileProgram } from "./corpus.ts";
import { benign, corpus, escapeMark, inputs } from "./corpus.ts";

const residentBytesMax = 1.5 * 1024 ** 3;
const minutes = 60_000;

interface Observation {
  readonly outcomes: readonly Outcome[];
  readonly residentBytes: number;
  readonly restarts: number;
}

/** Evaluates programs by two lanes and watches the memory of their sandboxes. */
async function observe(backend: Backend, sources: readonly string[]): Promise<Observation> {
  let residentBytes = 0;
  const watch = (): void => {
    if (process.platform === "linux") residentBytes = Math.max(residentBytes, sandboxes().bytes);
  };
  const timer = setInterval(watch, 50);
  const outcomes = await evaluateAll(backend, echoBatch(sources));
  clearInterval(timer);
  const restarts = backend.lanes().reduce((sum, lane) => sum + lane.restarts, 0);
  return { outcomes, residentBytes, restarts };
}

/** Answers as a text that is exact to the bit. */
function textOf(answers: readonly number[]): string {
  return answers.map((answer) => (Object.is(answer, -0) ? "-0" : String(answer))).join(" ");
}

function answersOf(outcome: Outcome): readonly number[] {
  return outcome.status === "scored" ? outcome.scores.map(([answer]) => answer!) : [];
}

function misjudged(programs: readonly HostileProgram[], outcomes: readonly Outcome[]): readonly string[] {
  return programs.flatMap(({ name, expect: right }, k) => {
    const kind = kindOf(outcomes[k]!);
    return right.includes(kind === "scored" ? "ok" : kind) ? [] : [`${name}: ${kind}, not ${right.join(" or ")}`];
  });
}

describe("the sandbox under attack", () => {
  let backend: Backend;
  let alone: Observation;
  let mixed: readonly Outcome[];
  let among: readonly Outcome[];
  let mixedBytes: number;

  beforeAll(async () => {
    backend = createSandbox({ lanes: 2 });
    alone = await observe(
      backend,
      corpus.map(({ source }) => source),
    );
    // Every hostile program between two benign ones.
    const crowd = corpus.flatMap(({ source }, k) => [benign[k % benign.length]!.source, source]);
    const { outcomes, residentBytes } = await observe(backend, crowd);
    among = outcomes.filter((_, k) => k % 2 === 0);
    mixed = outcomes.filter((_, k) => k % 2 === 1);
    mixedBytes = residentBytes;
  }, 3 * minutes);

  afterAll(async () => backend.close());

  test("loses no program, whatever its neighbours do", () => {
    expect(alone.outcomes).toHaveLength(corpus.length);
    expect(mixed).toHaveLength(corpus.length);
    expect(among).toHaveLength(corpus.length);
  });

  test("ends every hostile program in a way that is right", () => {
    expect(misjudged(corpus, alone.outcomes)).toEqual([]);
    expect(misjudged(corpus, mixed)).toEqual([]);
  });

  test("lets no program out", () => {
    const said = JSON.stringify([alone.outcomes, mixed, among]);
    expect(said).not.toContain(String(escapeMark));
  });

  test("changes no answer of a benign program, not by one bit", () => {
    const wrong = among.flatMap((outcome, k) => {
      const { name, answers } = benign[k % benign.length]!;
      const given = textOf(answersOf(outcome));
      return given === textOf(answers)
        ? []
        : [`${name} beside ${corpus[k]!.name}: ${given || JSON.stringify(outcome)}`];
    });
    expect(wrong).toEqual([]);
  });

  test("gives no forger a better score than its answers earn", () => {
    const forgers = corpus.flatMap(({ name, forges }, k) => (forges ? [{ name, k }] : []));
    expect(forgers.length).toBeGreaterThanOrEqual(15);
    for (const { name, k } of forgers) {
      for (const outcome of [alone.outcomes[k]!, mixed[k]!]) {
        // An honest loser answers -1 on every case; anything beyond all reason is worth no more.
        const bought = answersOf(outcome).filter((answer) => answer !== -1 && Math.abs(answer) < 1e100);
        expect([name, bought]).toEqual([name, []]);
      }
    }
  });

  test("gives programs that play to the end the same answers beside whomever they play", () => {
    const changed = corpus.flatMap(({ name }, k) => {
      const outcomes = [alone.outcomes[k]!, mixed[k]!];
      return outcomes.every(({ status }) => status === "scored") && new Set(outcomes.map(decided)).size > 1
        ? [name]
        : [];
    });
    expect(changed).toEqual([]);
  });

  test("repeats what programs do that look for chance, time and order, in other processes too", async () => {
    const shy = corpus.filter((program) => program.class === "determinism");
    const other = createSandbox({ lanes: 1 });
    const sources = shy.map(({ source }) => source);
    const first = await evaluateAll(other, echoBatch(sources));
    const second = await evaluateAll(other, echoBatch(sources.toReversed()));
    await other.close();
    const before = shy.map((program) => decided(alone.outcomes[corpus.indexOf(program)]!));
    expect(first.map(decided)).toEqual(before);
    expect(second.map(decided).toReversed()).toEqual(before);
  });

  test.runIf(process.platform === "linux")("keeps the memory of its processes bounded", () => {
    const most = Math.max(alone.residentBytes, mixedBytes);
    console.log(
      `${2 * corpus.length} hostile programs: ${alone.restarts} restarts in the first half, at most ${Math.round(most / 1024 ** 2)} MB`,
    );
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(residentBytesMax);
  });

  test.runIf(process.platform === "linux")("leaves no process behind", async () => {
    const used = createSandbox({ lanes: 2 });
    const before = new Set(sandboxes().pids);
    const stubborn = corpus.filter((program) => program.class === "memory").slice(0, 6);
    await evaluateAll(
      used,
      echoBatch([...stubborn.map(({ source }) => source), ...benign.map(({ source }) => source)]),
    );
    const mine = sandboxes().pids.filter((pid) => !before.has(pid));
    expect(mine.length).toBeGreaterThan(0);
    await used.close();
    expect(await eventually(() => !mine.some(isRunning))).toBe(true);
  });
});

test("the echo scenario has the inputs that the corpus is made for", async () => {
  const backend = createSandbox({ lanes: 1 });
  const [outcome] = await evaluateAll(backend, echoBatch(["export default (x) => x;"]));
  await backend.close();
  expect(answersOf(outcome!)).toEqual(inputs);
});
