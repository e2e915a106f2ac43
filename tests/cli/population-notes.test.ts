import { describe, expect, test } from "vitest";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import { populationNotes } from "../../src/cli/population-notes.ts";
import type { CampaignSpec } from "../../src/events/spec.ts";
import type { Genome } from "../../src/genome/genome.ts";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import { weightsOf } from "../../src/genome/kinds/network/shape.ts";
import { loadScenario } from "../../src/scenario/load.ts";

const scenario = await loadScenario("cart-pole", {});
const cmaEs = { name: "cma-es", sigma: 1, diagonal: false } as const;

function specWith(changes: Partial<CampaignSpec> = {}): CampaignSpec {
  return { ...defaultSpec(scenario, "cart-pole", {}, { kind: "network" }), ...changes };
}

function networks(count: number, hidden: readonly number[] = [16]): readonly Genome[] {
  const activations = { activation: "tanh", outputActivation: "tanh", recurrent: false } as const;
  const shape = { inputs: 4, hidden, outputs: 2, ...activations };
  const weights = (value: number): Float32Array => new Float32Array(weightsOf(shape)).fill(value);
  return Array.from({ length: count }, (_, i) => networkGenome({ shape, weights: weights(i / 8) }));
}

describe("what is said of a population to start from", () => {
  test("is nothing where all of it lives, or where a strategy begins at the only one", () => {
    expect(populationNotes(specWith(), networks(8))).toEqual([]);
    expect(populationNotes(specWith({ emitter: cmaEs }), networks(1))).toEqual([]);
  });

  test("is that a strategy begins at the first, goes on from others of its shape, and how to breed from all", () => {
    const [note, ...others] = populationNotes(specWith({ emitter: cmaEs }), [...networks(3), ...networks(2, [8])]);
    expect(note).toMatch(/^cma-es searches around one network: it begins at the first of the 5/);
    expect(note).toMatch(/the next one whenever it begins anew; 2 of another shape are left out; `--emitter genetic`/);
    expect(others).toEqual([]);
  });

  test("is how many have no place among the births, on each island where kinds share them", () => {
    expect(populationNotes(specWith({ births: 6 }), networks(8))[0]).toMatch(/the first 6 are taken: `--set births=8`/);
    const { islands } = specWith();
    const mixed = specWith({ births: 12, kinds: ["program", "network"], islands: { ...islands, count: 4 } });
    expect(populationNotes(mixed, networks(8))[0]).toMatch(/the first 3 are taken: `--set births=32`/);
  });

  test("is whose shape counts where that of the spec is another", () => {
    expect(populationNotes(specWith({ emitter: cmaEs }), networks(1, [8]))).toEqual([
      "the networks have the shape of those in the population: network.hidden=[8]",
    ]);
    const { network } = specWith();
    const spec = specWith({ network: { ...network!, recurrent: true } });
    expect(populationNotes(spec, networks(2, [8]))[0]).toContain(
      "`--set network.hidden=[8]` `--set network.recurrent=false` makes them alike",
    );
  });
});
