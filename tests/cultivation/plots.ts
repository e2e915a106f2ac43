import { programAnatomy } from "../../src/capabilities/anatomies/program.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { Recorder } from "../../src/cultivation/bonus.ts";
import type { Plot } from "../../src/cultivation/replicate.ts";
import type { Recording } from "../../src/evaluation/recording.ts";
import type { PlayedScenario } from "../../src/scenario/scenario.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { bitAgent, bitProgram, bits, candidateOf, trusted } from "../capabilities/bits.ts";

/** Evaluates programs of our own making in this process, and can tell what they did. */
export function recorderOf(scenario: PlayedScenario): Recorder {
  const record: Recorder["record"] = async ({ genomes, scenario: { seed } }) => {
    const cases = scenario.cases("train", randomFromSeed(`cases ${seed}`));
    const played = await trusted(scenario).play(genomes, seed);
    return genomes.map((genome, i): Recording => {
      const { outcome } = played[i]!;
      if (outcome.status === "failed") return { outcome, cases: [] };
      const agent = bitAgent(genome);
      const answerTo = (instance: unknown) =>
        scenario.play([agent], instance as never, randomFromSeed(0)) as readonly number[];
      return { outcome, cases: cases.map((one) => ({ case: one, key: [0, 0], answer: answerTo(one.instance) })) };
    });
  };
  return {
    record,
    async *evaluate(batch) {
      yield (await record(batch)).map(({ outcome }) => outcome);
    },
    lanes: () => [],
    close: async () => {},
  };
}

/** Small populations of programs of two bits, to which the part that performs a function is given. */
export function plotOf(token: string, body: string, changes: Partial<Plot> = {}): Plot {
  const spec = { ...defaultSpec(bits, "bits"), population: 24, births: 24, sizeMax: 40 };
  return {
    pattern: candidateOf(token).pattern,
    grafting: programAnatomy(bits).graftingOf(bitProgram(body), randomFromSeed(5))!,
    scenario: bits,
    spec,
    founders: [],
    recorder: recorderOf(bits),
    proving: trusted(bits),
    seed: 5,
    signal: new AbortController().signal,
    ...changes,
  };
}
