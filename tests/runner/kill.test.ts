import { join } from "node:path";
import { expect, test } from "vitest";
import { randomFromSeed } from "../../src/std/random.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { inFolder } from "../simulation/mortal.ts";
import { killAgainAndAgain, lamarck } from "./killing.ts";

/** Kills a run of these words again and again; it must leave the log of one that nothing disturbed. */
async function survives(command: string, kills: number, spanMs: number): Promise<void> {
  await inFolder(async (folder) => {
    const words = (run: string): string[] => `${command} --run-dir ${run} --display none --jobs 1`.split(" ");
    const [straight, killed] = [join(folder, "straight"), join(folder, "killed")];
    await lamarck(words(straight));
    const random = randomFromSeed(5);
    expect(await killAgainAndAgain(words(killed), killed, { kills, spanMs, random })).toBeGreaterThan(0);
    await lamarck(words(killed));
    expect(readRun(killed).hash()).toEqual(readRun(straight).hash());
    expect(readRun(killed).manifest.state).toBe("finished");
  });
}

test(
  "a run that is killed twenty times and resumed leaves the log of a run that nothing disturbed",
  () => survives("run symbolic-regression --set population=40 --set births=40 --budget-generations 150", 20, 150),
  180_000,
);

test.each([
  [
    "programs against networks",
    "run pursuit --kind program,network --engine kernel --set scenario.steps=50 --set population=12 --set births=12 --budget-generations 10",
  ],
  [
    "a strategy over the weights of networks",
    "run cart-pole --kind network --engine kernel --set emitter.name=eggroll --budget-generations 30",
  ],
])(
  "a run of %s that is killed and resumed leaves the log of a run that nothing disturbed",
  (_, command) => survives(command, 3, 400),
  180_000,
);
