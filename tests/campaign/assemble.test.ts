import { describe, expect, test } from "vitest";
import { assemble } from "../../src/campaign/assemble.ts";
import { type Bred, defaultSpec } from "../../src/campaign/default-spec.ts";
import type { EmitterSpec } from "../../src/events/spec.ts";
import { builtinScenarios } from "../../src/scenario/builtin.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { OptionValue } from "../../src/scenario/scenario.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { memberOf } from "../../src/testing/members.ts";
import { guessing } from "../scenario/worlds.ts";
import { campaignOf } from "../simulation/worlds.ts";

type Breeder = Required<Pick<Bred, "kind" | "emitter">>;

const grid = { name: "map-elites", bins: [3] } as const;

const networkWorlds = ["cart-pole", "acrobot", "pendulum", "mountain-car", "maze", "double-pole"];
const breeders = [
  ...(["genetic", "open-es", "cma-es", "eggroll"] as const).map((name): Breeder => ({
    kind: "network",
    emitter: { name },
  })),
  { kind: "neat", emitter: { name: "neat" } } satisfies Breeder,
];

describe("a campaign", () => {
  test.each(builtinScenarios)("can be assembled from the default spec of %s", async (name) => {
    const scenario = await loadScenario(name, {});
    const { spec, archive } = assemble(defaultSpec(scenario, name), scenario);
    expect(archive.capacity).toBe(spec.population);
  });

  test.each(networkWorlds.flatMap((name) => breeders.map((bred) => [name, bred.emitter.name, bred] as const)))(
    "of networks in %s can be assembled from the defaults of the emitter %s",
    async (name, emitter, bred) => {
      const scenario = await loadScenario(name, {});
      const spec = { ...defaultSpec(scenario, name, {}, bred), engine: "kernel" as const };
      const campaign = assemble(spec, scenario);
      expect(campaign.emitter.name).toBe(emitter);
      expect([...campaign.emitter.ask([], spec.births, randomFromSeed(1))]).toHaveLength(spec.births);
    },
  );

  test("lets as many of a species breed as the spec of `neat` says, and a fifth unless told", async () => {
    const scenario = await loadScenario("cart-pole", {});
    const base = { ...defaultSpec(scenario, "cart-pole", {}, { kind: "neat" }), engine: "kernel" as const };
    const parentsWith = (emitter: EmitterSpec): number => {
      const campaign = assemble({ ...base, emitter }, scenario);
      const founders = [...campaign.emitter.ask([], 30, randomFromSeed(1))];
      const members = founders.map(({ genome }, id) => memberOf(id, { fitness: 30 - id, genome }));
      const children = [...campaign.emitter.ask(members, 600, randomFromSeed(2))];
      return new Set(children.flatMap(({ parents }) => parents)).size;
    };
    expect(parentsWith({ name: "neat", breeders: 1 })).toBe(30);
    expect(parentsWith({ name: "neat", breeders: 0.4 })).toBe(12);
    expect(parentsWith({ name: "neat" })).toBe(6);
    expect(base.emitter).toEqual({ name: "neat", breeders: 0.2 });
  });

  test("networks remember unless told otherwise where a world hides something, and only there", async () => {
    const kinds = ["network", "neat"] as const;
    const remembering = async (
      name: string,
      options: Readonly<Record<string, OptionValue>>,
    ): Promise<readonly unknown[]> => {
      const scenario = await loadScenario(name, options);
      return kinds.map((kind) => defaultSpec(scenario, name, options, { kind }).network!.recurrent);
    };
    expect(await remembering("double-pole", {})).toEqual([true, true]);
    expect(await remembering("double-pole", { velocities: true })).toEqual([false, false]);
    expect(await remembering("cart-pole", {})).toEqual([false, false]);
  });

  test("divides its population among its islands", () => {
    const { archive } = campaignOf({
      population: 100,
      islands: { count: 3, migrateEvery: 1, migrants: 1, resetAfter: 0 },
    });
    expect(archive).toMatchObject({ islands: 3, capacity: 99 });
  });

  test("keeps a place in its population for the best where that is founded anew", () => {
    const islands = { count: 3, migrateEvery: 1, migrants: 1, resetAfter: 0, restartAfter: 5 };
    expect(campaignOf({ population: 100, islands }).archive).toMatchObject({ islands: 3, capacity: 100, apart: 3 });
  });

  test("may have no more members than one elite has rivals for", () => {
    expect(campaignOf({ population: 2 }).archive.capacity).toBe(2);
  });

  test.each([
    ["names an unknown operator", { operators: { hoits: 1 } }, "Unknown operator `hoits`", "Did you mean `hoist`?"],
    ["names nothing like an operator", { operators: { zzzzzzzzzzzz: 1 } }, "Unknown operator", "Use any of: "],
    ["has no operator with a weight", { operators: {} }, "at least one operator with a weight above 0", ""],
    [
      "has a grid of another number of axes",
      { archive: grid },
      "has 1 entries, but `guessing` declares 2 measures",
      "low, long",
    ],
    ["starts from what is no program", { start: ["1 +"] }, "", ""],
  ])("is refused when its spec %s", (_, changes, message, hint) => {
    const refused = expect.objectContaining({
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
    expect(() => campaignOf(changes)).toThrow(refused);
    expect(() => campaignOf(changes)).toThrow(UserError);
  });

  test("cannot have a grid in a world without measures", () => {
    const { measures: _, ...world } = guessing();
    expect(() => assemble({ ...defaultSpec(world, "/a.ts"), archive: grid }, world)).toThrow(
      expect.objectContaining({ code: "archive-measures", hint: "Use the `ranked` archive." }),
    );
  });
});
