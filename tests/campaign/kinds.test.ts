import { describe, expect, test } from "vitest";
import type { Batch } from "../../src/evaluation/backend.ts";
import { kindOn } from "../../src/events/spec.ts";
import { assemble } from "../../src/campaign/assemble.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { calmBackend, type Judge, judging } from "../simulation/hostile-backend.ts";
import { play } from "../simulation/play.ts";
import { networksOf } from "../simulation/worlds.ts";

const judge = judging({ failing: 0 });
const dead = { status: "failed", fault: { kind: "crashed", case: "0", message: "It failed." } } as const;

describe("a campaign of several kinds", () => {
  test("gives each kind as many births, each on islands of its own", async () => {
    const campaign = networksOf(["program", "network"], {}, 2);
    const { events, state } = await play(campaign, { backend: calmBackend(judge) });
    const births = events.filter((event) => event.type === "variant-born");
    expect(births.filter(({ island }) => island === 0)).toHaveLength(births.length / 2);
    for (const { island, genome } of state.members) expect(genome.kind).toBe(kindOn(campaign.spec, island));
  });

  test("goes on where a kind dies out, which is founded anew until somebody of it lives", async () => {
    const failing: Judge = (genome, batch) => (genome.kind === "network" ? dead : judge(genome, batch));
    const { events, ending } = await play(networksOf(["program", "network"], {}, 2), { backend: calmBackend(failing) });
    expect(ending).toEqual({ stopped: false, reason: "generations" });
    const networks = events.filter((event) => event.type === "variant-born").filter(({ island }) => island === 1);
    expect(new Set(networks.map(({ operator }) => operator))).toEqual(new Set(["random-network"]));
    expect(new Set(networks.map(({ generation }) => generation))).toEqual(new Set([0, 1, 2, 3]));
  });

  test("judges the best of each on the test cases, with all of them as rivals to everybody", async () => {
    const batches: Batch[] = [];
    const noting: Judge = (genome, batch) => {
      batches.push(batch);
      return judge(genome, batch);
    };
    const { events } = await play(networksOf(["program", "network"], {}, 2), { backend: calmBackend(noting) });
    const judged = events.filter((event) => event.type === "agent-judged").filter(({ split }) => split === "test");
    expect(judged.filter(({ agent }) => typeof agent === "number")).toHaveLength(2);
    const final = batches.at(-1)!;
    expect(new Set(final.rivals.map(({ kind }) => kind))).toEqual(new Set(["program", "network"]));
    expect(final.genomes.slice(0, 2)).toEqual(final.rivals);
  });

  test.each([
    [
      "a strategy for a kind that does not evolve",
      ["neat"],
      { emitter: { name: "cma-es", sigma: 0.5, diagonal: false } },
      "--kind network",
    ],
    ["species for networks with a fixed topology", ["network"], { emitter: { name: "neat" } }, "--kind neat"],
    ["species for programs", ["program", "network"], { emitter: { name: "neat" } }, "--kind neat"],
    [
      "too few islands",
      ["program", "network"],
      { islands: { count: 1, migrateEvery: 0, migrants: 1, resetAfter: 0 } },
      "`islands.count` to 2",
    ],
    [
      "a search that begins anew with all of them",
      ["program", "network"],
      { islands: { count: 2, migrateEvery: 0, migrants: 1, resetAfter: 0, restartAfter: 5 } },
      "islands.restartAfter=0",
    ],
    ["too few births", ["program", "network"], { births: 1 }, "`births` to 2"],
    [
      "a strategy with nothing to compare",
      ["network"],
      { births: 2, emitter: { name: "open-es", sigma: 0.3, rate: 0.2 } },
      "births=3",
    ],
  ] as const)("is refused with %s", (_, kinds, changes, hint) => {
    const refused = expect.objectContaining({ code: "bad-setting", hint: expect.stringContaining(hint) });
    expect(() => networksOf(kinds, changes)).toThrow(refused);
  });

  test.each([
    ["program", "network"],
    ["program", "neat"],
    ["network", "neat"],
  ] as const)("of %s and %s can be bred with its default settings", async (...kinds) => {
    const scenario = await loadScenario("pursuit", {});
    expect(() => assemble(defaultSpec(scenario, "pursuit", {}, { kind: kinds[0], kinds }), scenario)).not.toThrow();
  });

  test("can be bred with its default settings in pursuit, whatever the limit on the size of programs", async () => {
    const scenario = await loadScenario("pursuit", {});
    const spec = defaultSpec(scenario, "pursuit", {}, { kind: "program", kinds: ["program", "network"] });
    const { emitter, sizeOf } = assemble(spec, scenario);
    const sizes = [...emitter.ask([], 20, randomFromSeed(1))].map(
      ({ genome }) => [genome.kind, sizeOf(genome)] as const,
    );
    expect(new Set(sizes.map(([kind]) => kind))).toEqual(new Set(["program", "network"]));
    const largest = (wanted: string): number => Math.max(...sizes.map(([kind, size]) => (kind === wanted ? size : 0)));
    expect(largest("program")).toBeLessThanOrEqual(spec.sizeMax);
    expect(largest("network")).toBeGreaterThan(spec.sizeMax);
  });
});
