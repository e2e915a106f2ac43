import { describe, expect, test } from "vitest";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import { checkNetworkMemory, networkMemoryText } from "../../src/cli/network-memory.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { UserError } from "../../src/std/errors.ts";

const scenario = await loadScenario("cart-pole", {});
const gigabyte = 1e9;

/** What is said of a campaign with this shape on a machine with so much memory; nothing where it fits. */
function refusal(
  changes: Partial<CampaignSpec>,
  {
    hidden,
    memory,
    heap = memory,
  }: { readonly hidden: readonly number[]; readonly memory: number; readonly heap?: number },
): UserError | undefined {
  const emitter = changes.emitter === undefined ? {} : { emitter: changes.emitter };
  const base = defaultSpec(scenario, "cart-pole", {}, { kind: "network", ...emitter });
  const spec = { ...base, population: 128, births: 128, network: { ...base.network!, hidden }, ...changes };
  try {
    checkNetworkMemory(spec, scenario, 2, { memory, heap });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

describe("the memory of networks", () => {
  const large = { hidden: [3160, 3160], memory: 2 * gigabyte };

  test("is refused to 10 million weights on 2 GB, with what is needed, what there is, and what to do", () => {
    const error = refusal({}, large)!;
    expect(error.code).toBe("network-memory");
    expect(error.message).toMatch(
      /^Networks of 10,010,882 weights, 128 that live and 128 that are born at once, need about [23]\d\.\d GB of memory; 1\.5 GB of it may be used here$/,
    );
    expect(error.hint).toMatch(/`network\.hidden`.*`population`.*`--emitter eggroll`/);
  });

  test("suffices for the same networks as noise on one, and for smaller and fewer ones", () => {
    expect(refusal({ emitter: { name: "eggroll", sigma: 0.3, rate: 0.2, rank: 1 } }, large)).toBeUndefined();
    expect(refusal({ population: 4, births: 4 }, large)).toBeUndefined();
    expect(refusal({}, { ...large, hidden: [300, 300] })).toBeUndefined();
    expect(refusal({}, { ...large, memory: 64 * gigabyte })).toBeUndefined();
  });

  test("is refused to noise on many networks, where who lives may be as old as the campaign", () => {
    const emitter = { name: "eggroll", sigma: 0.3, rate: 0.2, rank: 1 } as const;
    const archive = { name: "ranked", elites: 3, replacement: "plus" } as const;
    expect(refusal({ emitter, archive }, large)!.hint).toContain("`archive.replacement=generational`");
  });

  test("is also JavaScript's own, where the texts of genomes are", () => {
    const error = refusal({}, { ...large, memory: 64 * gigabyte, heap: 4 * gigabyte })!;
    expect(error.message).toContain("need about 13.8 GB of JavaScript's heap; 3.0 GB of it may be used here");
  });

  test("holds what a strategy learns, of which that of CMA-ES grows with the square of the weights", () => {
    const emitter = { name: "cma-es", sigma: 1, diagonal: false } as const;
    const wide = { hidden: [2900], memory: 20 * gigabyte };
    const error = refusal({ emitter, population: 8, births: 8 }, wide)!;
    expect(error.message).toMatch(
      /^Networks of 20,302 weights.*what `cma-es` learns of them, need about 2\d\.\d GB of memory/,
    );
    expect(error.hint).toContain("`emitter.diagonal=true`");
    const diagonal = { ...emitter, diagonal: true };
    expect(refusal({ emitter: diagonal, population: 8, births: 8 }, { ...wide, memory: gigabyte })).toBeUndefined();
  });

  test("of a strategy is as many times as it has islands", () => {
    const emitter = { name: "cma-es", sigma: 1, diagonal: false } as const;
    const { islands } = defaultSpec(scenario, "cart-pole", {}, { kind: "network" });
    const many = { emitter, kinds: ["program", "network"], islands: { ...islands, count: 64 } } as const;
    const shape = { hidden: [280], memory: gigabyte };
    expect(refusal({ emitter }, shape)).toBeUndefined();
    expect(refusal(many, shape)!.message).toMatch(/need about 7\.\d GB/);
  });

  test("is told in a sentence, where networks of a known size evolve", () => {
    const spec = defaultSpec(scenario, "cart-pole", {}, { kind: "network" });
    const room = { memory: 4 * gigabyte, heap: 4 * gigabyte };
    expect(networkMemoryText(spec, scenario, 2, room)).toMatch(
      /^Networks of 114 weights need about \d MB of memory; 3\.0 GB may be used here\.$/,
    );
    expect(networkMemoryText({ ...spec, kind: "program" }, scenario, 2, room)).toBeUndefined();
  });

  test("is no matter where no networks of this sort evolve, and half a matter where every other island breeds them", () => {
    expect(refusal({ kind: "program" }, { ...large, memory: 1 })).toBeUndefined();
    expect(refusal({ kind: "neat" }, { ...large, memory: 1 })).toBeUndefined();
    const half = { ...large, memory: 30 * gigabyte };
    expect(refusal({}, half)).toBeDefined();
    expect(refusal({ kinds: ["program", "network"] }, half)).toBeUndefined();
  });
});
