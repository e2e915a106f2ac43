import { tracesOf } from "../capabilities/trace.ts";
import type { Proving } from "../capabilities/trial.ts";
import type { ScenarioAddress } from "../evaluation/backend.ts";
import { decided } from "../evaluation/decided.ts";
import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";
import type { Agents } from "./agents.ts";

/** So many genomes are recorded at once: all that they did is in memory until their traces are made. */
const genomesAtOnce = 64;

/** Where capabilities are put to the test. */
export interface Ground {
  readonly scenario: Scenario;
  /** With the seed of the campaign. */
  readonly address: ScenarioAddress;
  /** Who sits in the rivals' seats, whoever is tested; the first reference does where there is none. */
  readonly rivals: readonly Genome[];
}

/**
 * Puts capabilities to the test with agents of their own: on the training cases of a campaign, or on those of other
 * seeds.
 */
export function createProving(agents: Agents, { scenario, address, rivals }: Ground): Proving {
  const unseen = randomFromSeed(address.seed).fork("unseen");
  return {
    async play(genomes, seed) {
      const world = seed === "train" ? address : { ...address, seed: unseen.fork(seed).int(2 ** 31) };
      const performances = [];
      for (let from = 0; from < genomes.length; from += genomesAtOnce) {
        const batch = {
          scenario: world,
          cases: { split: "train" },
          genomes: genomes.slice(from, from + genomesAtOnce),
          rivals,
        } as const;
        for (const recording of await agents.record(batch)) {
          performances.push({
            outcome: decided(recording.outcome),
            traces: tracesOf(scenario, recording, address.path),
          });
        }
      }
      return performances;
    },
  };
}
