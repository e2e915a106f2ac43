import { join } from "node:path";
import { expect, test } from "vitest";
import { randomFromSeed } from "../../src/std/random.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { inFolder } from "../simulation/mortal.ts";
import { killAgainAndAgain, lamarck } from "./killing.ts";

test(
  "a run that is killed twenty times and resumed leaves the log of a run that nothing disturbed",
  () =>
    inFolder(async (folder) => {
      const words = (run: string): string[] =>
        `run symbolic-regression --run-dir ${run} --display none --jobs 1 --set population=40 --set births=40 --budget-generations 150`.split(
          " ",
        );
      const [straight, killed] = [join(folder, "straight"), join(folder, "killed")];
      await lamarck(words(straight));
      const kills = await killAgainAndAgain(words(killed), killed, {
        kills: 20,
        spanMs: 150,
        random: randomFromSeed(5),
      });
      expect(kills).toBeGreaterThan(0);
      await lamarck(words(killed));
      expect(readRun(killed).hash()).toEqual(readRun(straight).hash());
      expect(readRun(killed).manifest.state).toBe("finished");
    }),
  180_000,
);
