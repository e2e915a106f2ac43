import { describe, expect, test } from "vitest";
import { call } from "./terminal.ts";

async function planned(...words: readonly string[]) {
  const { code, out, err } = await call("/", ["run", "pendulum", ...words, "--dry-run"]);
  return { code, err, spec: code === 0 ? (JSON.parse(out) as unknown) : undefined };
}

describe("when a search begins anew", () => {
  test("is set for a population, a strategy and species", async () => {
    const population = await planned("--kind", "network", "--set", "islands.restartAfter=7");
    expect(population.spec).toMatchObject({ islands: { count: 1, restartAfter: 7 } });
    const strategy = await planned("--kind", "network", "--emitter", "open-es", "--set", "emitter.patience=12");
    expect(strategy.spec).toMatchObject({ emitter: { name: "open-es", patience: 12 } });
    const species = await planned("--kind", "neat", "--set", "archive.stagnation=15");
    expect(species.spec).toMatchObject({ archive: { name: "species", target: 8, stagnation: 15 } });
  });

  test("is 30 generations for networks that are bred; strategies know themselves", async () => {
    expect((await planned("--kind", "network")).spec).toMatchObject({ islands: { restartAfter: 30 } });
    const { spec } = await planned("--kind", "network", "--emitter", "cma-es");
    expect(spec).toMatchObject({ emitter: { patience: 5 } });
    expect(spec).not.toHaveProperty("islands.restartAfter");
  });

  test.each([
    ["islands.restartAfter=-1", "--kind", "network"],
    ["archive.stagnation=0.5", "--kind", "neat"],
    ["emitter.patience=-1", "--kind", "network", "--emitter", "cma-es"],
    ["emitter.patience=5", "--kind", "neat"],
  ])("is refused as %s", async (setting, ...words) => {
    const { code, err } = await planned(...words, "--set", setting);
    expect(code).toBe(2);
    expect(err).toContain(setting.split("=")[0]!.split(".")[1]);
  });
});
