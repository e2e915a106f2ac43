import { exploitScreen } from "../capabilities/exploit.ts";
import type { Check } from "../capabilities/incubation.ts";
import { counted } from "../capabilities/proving.ts";
import { decidedText } from "../evaluation/decided.ts";
import { quantile } from "../std/statistics.ts";
import type { Terms } from "./terms.ts";

/** On how many draws, and how often on each, evaluations are timed: the machine's other work only ever adds to a time. */
const timedDraws = 10;
const timedRepeats = 3;
const edgeInputs = 32;
/** Shorter evaluations than this, in milliseconds, are no trouble, however quick the champion is. */
const quickMs = 20;
/** So many more of the inputs at the edges may fail than of the champion's. */
const edgeShareMax = 0.05;

/** What this phase uses at most, so many references being screened along. */
export function readinessCost(references: number): number {
  return 2 * timedDraws * timedRepeats + 3 + references + 1 + 2 * edgeInputs;
}

/** The last phase: it is quick, does not fail at the edges, gives the same again, plays fair, and can be taken back. */
export async function readiness(terms: Terms): Promise<readonly Check[]> {
  return [await time(terms), await edges(terms), await repetition(terms), await exploit(terms), await rollback(terms)];
}

async function time({ innovation, champion, incubator, purse, slowdown }: Terms): Promise<Check> {
  purse.spend(2 * timedDraws * timedRepeats);
  const times: (readonly number[])[] = [];
  for (let number = 0; number < timedDraws; number++) {
    times.push(await incubator.times([innovation, champion], { arena: "training", number }, timedRepeats));
  }
  const [own, other] = [0, 1].map((i) =>
    quantile(
      times.map((pair) => pair[i]!),
      0.95,
    ),
  );
  return {
    name: "time",
    passed: own! <= Math.max(quickMs, slowdown * other!),
    found: `an evaluation takes ${own!.toFixed(1)} ms (p95), the champion's ${other!.toFixed(1)} ms; ${slowdown} times that is allowed, and ${quickMs} ms always`,
  };
}

async function edges({ innovation, champion, incubator, purse }: Terms): Promise<Check> {
  purse.spend(2 * edgeInputs);
  const [own, other] = await incubator.edgeFaults([innovation, champion], edgeInputs);
  return {
    name: "edges",
    passed: own! <= other! + edgeShareMax * edgeInputs,
    found: `it fails on ${own} of ${edgeInputs} inputs at the edges of their types, the champion on ${other}`,
  };
}

async function repetition({ innovation, incubator, purse }: Terms): Promise<Check> {
  purse.spend(3);
  const outcomes = [await incubator.alone(innovation)];
  for (let round = 0; round < 2; round++) {
    const [performance] = await incubator.play([innovation], "train");
    outcomes.push(performance!.outcome);
  }
  const passed = new Set(outcomes.map(decidedText)).size === 1;
  return {
    name: "determinism",
    passed,
    found: passed ? "it gives the same three times, once in a sandbox of its own" : "the same cases came out otherwise",
  };
}

async function exploit({ innovation, scenario, incubator, purse }: Terms): Promise<Check> {
  const proving = counted(incubator);
  const { suspected, why } = await exploitScreen(innovation, scenario, proving);
  purse.spend(proving.evaluations());
  return { name: "exploit", passed: !suspected, found: why ?? "nothing points to an exploit" };
}

async function rollback({ innovation, champion, incubator }: Terms): Promise<Check> {
  const passed = await incubator.restores([champion], [innovation]);
  return {
    name: "rollback",
    passed,
    found: passed
      ? "the champion's population was restored, bit for bit"
      : "the champion's population was not restored",
  };
}
