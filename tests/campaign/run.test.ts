import { describe, expect, test } from "vitest";
import type { Batch } from "../../src/evaluation/backend.ts";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import type { AgentJudged, CampaignFinished, Event, VariantBorn, VariantEvaluated } from "../../src/events/event.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { calmBackend, hostileBackend, judging } from "../simulation/hostile-backend.ts";
import type { Played } from "../simulation/play.ts";
import { foldOf, hashOf, play } from "../simulation/play.ts";
import { campaignOf } from "../simulation/worlds.ts";

function ofType<T extends Event["type"]>(played: Played, type: T): Extract<Event, { readonly type: T }>[] {
  return played.events.filter((event): event is Extract<Event, { readonly type: T }> => event.type === type);
}

function finishOf(played: Played): CampaignFinished {
  const last = played.events.at(-1)!;
  if (last.type !== "campaign-finished") throw new Error(`The log ends with ${last.type}`);
  return last;
}

/** Scores that are all the same number, told by split. */
function constant(
  scoreOf: (genome: Genome, split: string) => number,
  count = 2,
): (genome: Genome, batch: Batch) => Outcome {
  return (genome, { cases }) => {
    const score = scoreOf(genome, "split" in cases ? cases.split : "list");
    return { status: "scored", scores: Array.from({ length: count }, () => [score]), measures: [0, 0] };
  };
}

const failing = judging({ failing: 1 });

describe("the log of a campaign", () => {
  test("holds in each generation all births in order, then all outcomes in the same order, then who lives", async () => {
    const played = await play(campaignOf(), { backend: hostileBackend({ random: randomFromSeed(1) }) });
    const perGeneration = 8;
    const types = played.events.map(({ type }) => type);
    for (let at = 0; at < 4 * (2 * perGeneration + 1); at += 2 * perGeneration + 1) {
      expect(new Set(types.slice(at, at + perGeneration))).toEqual(new Set(["variant-born"]));
      expect(new Set(types.slice(at + perGeneration, at + 2 * perGeneration))).toEqual(new Set(["variant-evaluated"]));
      expect(types[at + 2 * perGeneration]).toBe("generation-finished");
    }
    const born = ofType(played, "variant-born").map((event: VariantBorn) => event.id);
    const judged = ofType(played, "variant-evaluated").map((event: VariantEvaluated) => event.id);
    expect(born).toEqual(Array.from({ length: 32 }, (_, id) => id));
    expect(judged).toEqual(born);
  });

  test("is the same whatever the backend's pace, and another one for another seed", async () => {
    const hashes = await Promise.all(
      [1, 2, 3, 4].map(async (seed) =>
        hashOf((await play(campaignOf(), { backend: hostileBackend({ random: randomFromSeed(seed) }) })).events),
      ),
    );
    hashes.push(hashOf((await play(campaignOf())).events));
    expect(new Set(hashes).size).toBe(1);
    expect(hashes).not.toContain(hashOf((await play(campaignOf({ seed: 2 }))).events));
  });

  test("names only genomes that were stored, and the parents that live", async () => {
    const played = await play(campaignOf());
    for (const [i, event] of played.events.entries()) {
      if (event.type !== "variant-born") continue;
      expect(played.genomes.has(event.genome)).toBe(true);
      if (event.id % 8 > 0) continue;
      const living = foldOf(campaignOf(), played.events.slice(0, i), played.genomes).state.members.map(({ id }) => id);
      const parents = ofType(played, "variant-born")
        .filter((one) => one.generation === event.generation)
        .flatMap((one) => one.parents);
      expect(living).toEqual(expect.arrayContaining([...new Set(parents)]));
    }
  });

  test("gives a genome that was evaluated before the outcome it had, without evaluating it again", async () => {
    const start = [
      "export default function guess(hint) { return hint; }",
      "export default function guess(hint) { return (hint); }",
    ];
    const asked: string[] = [];
    const watched = calmBackend((genome, batch) => {
      if ("split" in batch.cases && batch.cases.split === "train") asked.push(genome.hash);
      return judging()(genome, batch);
    });
    const played = await play(campaignOf({ start, budget: { generations: 12 } }), { backend: watched });
    expect(ofType(played, "variant-evaluated")[1]!.outcome).toEqual({ status: "reused", from: 0 });
    expect(new Set(asked).size).toBe(asked.length);
    expect(played.state.evaluations).toBe(asked.length);
    expect(played.state.reused).toBe(12 * 8 - asked.length);
  });

  test("chooses the best member and others as rivals, each once, and evaluates every member against them again", async () => {
    const islands = { count: 3, migrateEvery: 1, migrants: 2, resetAfter: 2 };
    const campaign = campaignOf({ population: 12, islands, budget: { generations: 40 } }, { rivals: 3 });
    const seen: number[] = [];
    const backend = calmBackend((genome, batch) => {
      if ("split" in batch.cases && batch.cases.split === "train") seen.push(batch.rivals.length);
      return judging()(genome, batch);
    });
    const played = await play(campaign, { backend });
    const chosen = ofType(played, "rivals-chosen");
    expect(chosen.map(({ generation }) => generation)).toEqual(Array.from({ length: 39 }, (_, i) => i + 1));
    expect(new Set(seen)).toEqual(new Set([0, 3]));
    for (const event of chosen) {
      const before = foldOf(campaign, played.events.slice(0, played.events.indexOf(event)), played.genomes).state;
      const members = new Set(before.members.map(({ id }) => id));
      expect(event.ids[0]).toBe(before.best?.id);
      expect(new Set(event.ids).size).toBe(3);
      expect([...members]).toEqual(expect.arrayContaining([...event.ids]));
      const again = ofType(played, "variant-evaluated").filter(
        (one) => one.generation === event.generation && members.has(one.id),
      );
      expect(again).toHaveLength(members.size);
      expect(new Set(again.map(({ id }) => id))).toEqual(members);
    }
  });
});

describe("a campaign ends", () => {
  test.each([1, 7, 8, 20, 33])("after exactly %i evaluations", async (evaluations) => {
    const played = await play(campaignOf({ budget: { evaluations } }), {
      backend: calmBackend(judging({ failing: 0 })),
    });
    expect(played.state.births).toBe(evaluations);
    expect(played.state.evaluations + played.state.reused).toBe(evaluations);
    expect(finishOf(played).reason).toBe("evaluations");
  });

  test.each([1, 3])("after exactly %i generations", async (generations) => {
    const played = await play(campaignOf({ budget: { generations } }));
    expect(played.state).toMatchObject({ generation: generations - 1, births: 8 * generations });
    expect(finishOf(played).reason).toBe("generations");
  });

  test("after the first generation in which its time is used up", async () => {
    // The clock moves on by ten milliseconds whenever it is asked.
    const played = await play(campaignOf({ budget: { seconds: 0.025 } }));
    expect(played.state).toMatchObject({ generation: 2, elapsedMs: 30 });
    expect(finishOf(played).reason).toBe("time");
  });

  test("counts what takes its time after a generation, as learning from it does, in the next one", async () => {
    let ms = 0;
    const subscriber = (event: Event): void => void (ms += event.type === "generation-finished" ? 500 : 0);
    const played = await play(campaignOf({ budget: { seconds: 1.2 } }), { clock: () => ms, subscriber });
    const times = played.events.flatMap((event) => (event.type === "generation-finished" ? [event.observed.ms] : []));
    expect(times).toEqual([0, 500, 500, 500]);
    expect(finishOf(played).reason).toBe("time");
  });

  test("when the best is as good as its target", async () => {
    const target = { over: "worst", compare: "<=", value: 3 } as const;
    const played = await play(campaignOf({ budget: { target, generations: 200 } }));
    expect(finishOf(played).reason).toBe("target");
    expect(Math.max(...played.state.best!.cases.map((score) => -score))).toBeLessThanOrEqual(3);
    expect(played.state.generation).toBeLessThan(199);
  });

  test("when nobody survives, without a champion", async () => {
    const played = await play(campaignOf(), { backend: calmBackend(failing) });
    expect(finishOf(played)).not.toHaveProperty("champion");
    expect(finishOf(played).reason).toBe("no-survivor");
    expect(played.state.evaluations).toBe(8);
    expect(ofType(played, "agent-judged")).toEqual([]);
  });

  test("with the member that is best in validation, measured on test cases beside the references", async () => {
    // In training the longest programs win, in validation the shortest.
    const judge = constant(({ bytes }, split) => (split === "train" ? -bytes.length : bytes.length));
    const played = await play(campaignOf(), { backend: calmBackend(judge) });
    const judged = ofType(played, "agent-judged");
    const finalists = judged.filter(({ split }: AgentJudged) => split === "validation");
    const champion = finishOf(played).champion!;
    const lengthOf = (id: number | string): number =>
      played.genomes.get(ofType(played, "variant-born").find((one) => one.id === id)!.genome)!.bytes.length;
    expect(lengthOf(champion)).toBe(Math.min(...finalists.map(({ agent }) => lengthOf(agent))));
    expect(judged.filter(({ split }) => split === "test").map(({ agent }) => agent)).toEqual([champion, "echo"]);
    expect(played.state.best!.id).not.toBe(champion);
  });

  test("with at most ten finalists, and with the best of training where all fail in validation", async () => {
    const judge = (genome: Genome, batch: Batch): Outcome =>
      "split" in batch.cases && batch.cases.split === "validation" ? failing(genome, batch) : judging()(genome, batch);
    const played = await play(campaignOf({ population: 30, births: 30 }), { backend: calmBackend(judge) });
    const finalists = ofType(played, "agent-judged").filter(({ split }) => split === "validation");
    expect(finalists).toHaveLength(10);
    expect(finishOf(played).champion).toBe(finalists[0]!.agent);
    expect(played.state.best!.id).toBe(finalists[0]!.agent);
  });
});

describe("a campaign goes on", () => {
  test("under a larger budget, as if that had been its first one", async () => {
    const first = await play(campaignOf({ budget: { generations: 2 } }));
    const again = await play(campaignOf({ budget: { generations: 2 } }), { budget: () => ({ generations: 4 }) }, first);
    const straight = await play(campaignOf({ budget: { generations: 4 } }));
    const changed = again.events.findIndex(({ type }) => type === "budget-changed");
    expect(changed).toBe(first.events.length);
    expect(again.events[changed]).toEqual({ type: "budget-changed", budget: { generations: 4 } });
    const search = (played: Played): Event[] =>
      played.events.filter(({ type }) => type.startsWith("variant") || type === "generation-finished");
    expect(hashOf(search(again))).toBe(hashOf(search(straight)));
    expect(again.state.spec.budget).toEqual({ generations: 4 });
  });

  test("says nothing of a budget that is the same, whatever the order of its fields", async () => {
    const budget = { generations: 2, evaluations: 100 };
    const campaign = campaignOf({ budget });
    const first = await play(campaign);
    const again = await play(campaign, { budget: () => ({ evaluations: 100, generations: 2 }) }, first);
    expect(again.events).toEqual(first.events);
    expect(again.ending).toEqual({ stopped: false, reason: "generations" });
  });

  test("no further when its new budget is smaller than what is used", async () => {
    const first = await play(campaignOf({ budget: { generations: 3 } }));
    const again = await play(campaignOf(), { budget: () => ({ generations: 1 }) }, first);
    expect(again.state.generation).toBe(2);
    expect(again.ending).toEqual({ stopped: false, reason: "generations" });
    expect(ofType(again, "campaign-finished")).toHaveLength(2);
  });

  test("not at all when it is asked to stop before it began", async () => {
    const played = await play(campaignOf(), { signal: AbortSignal.abort() });
    expect(played).toMatchObject({ ending: { stopped: true }, events: [] });
  });
});

describe("a small campaign", () => {
  test.each<[string, Partial<CampaignSpec>]>([
    [
      "two members and one birth",
      { population: 2, births: 1, archive: { name: "ranked", elites: 1, replacement: "generational" } },
    ],
    [
      "one member an island",
      { population: 2, births: 2, islands: { count: 2, migrateEvery: 1, migrants: 1, resetAfter: 1 } },
    ],
    ["a single cell", { archive: { name: "map-elites", bins: [1, 1] } }],
    [
      "more islands than births",
      { population: 16, births: 2, islands: { count: 8, migrateEvery: 3, migrants: 1, resetAfter: 2 } },
    ],
    [
      "members that are always founded anew",
      { population: 4, births: 4, islands: { count: 1, migrateEvery: 0, migrants: 1, resetAfter: 0, restartAfter: 1 } },
    ],
  ])("of %s runs to its end", async (_, changes) => {
    const played = await play(campaignOf({ ...changes, budget: { evaluations: 40 } }), {
      backend: calmBackend(judging({ failing: 0 })),
    });
    expect(finishOf(played).reason).toBe("evaluations");
    expect(played.state.members.length).toBeGreaterThan(0);
    expect(played.state.members.length).toBeLessThanOrEqual(campaignOf(changes).archive.capacity);
  });

  test.each([
    ["one case", judging({ cases: 1 })],
    ["two objectives, of which the first one ranks", judging({ objectives: 2 })],
    ["scores that are all the same", constant(() => 1)],
    ["a failure in every second evaluation", judging({ failing: 0.5 })],
  ])("with %s runs to its end", async (_, judge) => {
    const selections = [
      { name: "lexicase", epsilon: "automatic", downsample: 1 },
      { name: "weighted" },
      { name: "tournament", size: 5 },
    ] as const;
    for (const selection of selections) {
      const played = await play(campaignOf({ selection }), { backend: calmBackend(judge) });
      expect(finishOf(played)).toMatchObject({ reason: "generations", champion: expect.any(Number) });
    }
  });
});

describe("a failure", () => {
  test("of the subscriber or the journal stops the campaign, and nothing is left that nobody waits for", async () => {
    const full = new UserError("full", "full", "");
    // When variant 200 is born, others are being evaluated already, which will fail too.
    for (const type of ["variant-born", "variant-evaluated", "generation-finished"]) {
      const subscriber = (event: Event): void => {
        if (event.type === type && !(event.type === "variant-born" && event.id < 200)) throw full;
      };
      const backend = hostileBackend({ random: randomFromSeed(4), pieces: 2 });
      await expect(play(campaignOf({ population: 300, births: 300 }), { subscriber, backend })).rejects.toThrow(
        /^(full|The lane was lost)$/,
      );
      // A rejection that nobody handles would fail this test within the next turn.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  test("that makes another log than the one recorded is found at the first event that differs", async () => {
    const { events } = await play(campaignOf());
    const tail = events
      .slice(0, 5)
      .map((event, i) => (i === 3 && event.type === "variant-born" ? { ...event, size: event.size + 1 } : event));
    const { run } = await import("../../src/campaign/run.ts");
    const journal = { store() {}, append() {}, commit() {} };
    const ports = { backend: calmBackend(), journal, clock: () => 0, now: () => "" };
    await expect(run(campaignOf(), ports, foldOf(campaignOf(), [], new Map()), tail)).rejects.toThrow(
      /Broken invariant: the log holds .* where .* came again/,
    );
  });
});
