import * as fc from "fast-check";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assemble, type Campaign } from "../../src/campaign/assemble.ts";
import { WorldError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { readRun } from "../../src/store/run-directory.ts";
import { calmBackend, hostileBackend } from "./hostile-backend.ts";
import { inFolder, sit } from "./mortal.ts";
import { sorts } from "./worlds.ts";

const names = Object.keys(sorts);
const calm = { random: randomFromSeed(0) };

/** The log of a campaign that nothing disturbed. */
function straight(campaign: Campaign): Promise<{ readonly hash: string; readonly events: number }> {
  return inFolder(async (folder) => {
    expect(await sit(folder, campaign, calmBackend(), calm)).toBe("finished");
    return readRun(folder).hash();
  });
}

/** One misfortune: a death or a stop after some events, or the loss of the backend after some pieces. */
const misfortunes = fc.record({
  kind: fc.constantFrom("kill", "stop", "lose"),
  after: fc.integer({ min: 0, max: 90 }),
});

type Misfortune = typeof misfortunes extends fc.Arbitrary<infer T> ? T : never;

/** Meets one misfortune after the other, then comes to its end. */
async function troubled(
  folder: string,
  campaign: Campaign,
  seed: number,
  troubles: readonly Misfortune[],
): Promise<void> {
  const random = randomFromSeed(seed);
  for (const [i, { kind, after }] of troubles.entries()) {
    const draw = random.fork("sitting", i);
    const backend = hostileBackend({ random: draw, ...(kind === "lose" ? { pieces: after } : {}) });
    const interruption = {
      random: draw,
      ...(kind === "kill" ? { killAt: after } : {}),
      ...(kind === "stop" ? { stopAt: after } : {}),
    };
    await sit(folder, campaign, backend, interruption).catch(expectLoss);
  }
  expect(await sit(folder, campaign, hostileBackend({ random: random.fork("last") }), { random })).toBe("finished");
}

function expectLoss(error: unknown): void {
  if (!(error instanceof WorldError)) throw error;
}

describe("a campaign in which models write", () => {
  const written = names.filter((name) => name.includes("write"));

  test.each(written)("of %s has children by them in its log, refused ones, and calls without a reply", async (name) => {
    const results = new Set<string>();
    const births = { theirs: 0, substitutes: 0 };
    for (let seed = 0; seed < 8; seed++) {
      await inFolder(async (folder) => {
        await sit(folder, sorts[name]!(seed), calmBackend(), calm);
        for (const event of readRun(folder).events()) {
          if (event.type === "model-asked") results.add(event.result);
          if (event.type !== "variant-born" || event.draft === undefined) continue;
          births[event.operator === event.draft.operator ? "theirs" : "substitutes"]++;
        }
      });
    }
    expect([...results]).toEqual(expect.arrayContaining(["used", "duplicate", "failed"]));
    expect(Math.min(births.theirs, births.substitutes)).toBeGreaterThan(0);
  });

  test("never spends more than its budget, whatever becomes of it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 200 }),
        fc.array(misfortunes, { maxLength: 4 }),
        async (seed, millis, troubles) => {
          const usd = millis / 1000;
          const { spec, scenario } = sorts["programs that models write for little money"]!(seed);
          const campaign = assemble({ ...spec, budget: { generations: 6, usd } }, scenario);
          await inFolder(async (folder) => {
            await troubled(join(folder, "run"), campaign, seed, troubles);
            let spent = 0;
            for (const event of readRun(join(folder, "run")).events()) {
              if (event.type === "model-asked") spent += event.usd;
            }
            expect(spent).toBeLessThanOrEqual(usd + 1e-9);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a campaign in trouble", () => {
  test.each(names)(
    "killed at any event and resumed, %s leaves the log of a run that nothing disturbed",
    async (name) => {
      const campaign = sorts[name]!(11);
      const { hash, events } = await straight(campaign);
      for (let killAt = 0; killAt <= events; killAt++) {
        await inFolder(async (folder) => {
          const random = randomFromSeed(killAt);
          const backend = hostileBackend({ random });
          const end = await sit(folder, campaign, backend, { killAt, random });
          expect(end).toBe(killAt < events ? "killed" : "finished");
          expect(await sit(folder, campaign, backend, { random })).toBe("finished");
          expect(readRun(folder).hash(), `killed at event ${killAt}`).toEqual({ hash, events });
        });
      }
    },
  );

  test.each(names)(
    "stopped at any event and resumed, %s leaves the log of a run that nothing disturbed",
    async (name) => {
      const campaign = sorts[name]!(12);
      const { hash, events } = await straight(campaign);
      for (let stopAt = 0; stopAt < events - 1; stopAt++) {
        await inFolder(async (folder) => {
          const random = randomFromSeed(stopAt);
          const backend = hostileBackend({ random });
          // Once its end has come a campaign judges its finalists and finishes, whoever asks it to stop.
          expect(["stopped", "finished"]).toContain(await sit(folder, campaign, backend, { stopAt, random }));
          expect(await sit(folder, campaign, backend, { random })).toBe("finished");
          expect(readRun(folder).hash(), `stopped at event ${stopAt}`).toEqual({ hash, events });
        });
      }
    },
  );

  test("in any row of misfortunes, any campaign leaves the log of a run that nothing disturbed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.array(misfortunes, { minLength: 1, maxLength: 6 }),
        async (name, seed, troubles) => {
          const campaign = sorts[name]!(seed);
          const undisturbed = await straight(campaign);
          await inFolder(async (folder) => {
            await troubled(join(folder, "run"), campaign, seed, troubles);
            expect(readRun(join(folder, "run")).hash()).toEqual(undisturbed);
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});
