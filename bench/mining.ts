// Mining: how many planted motifs each null finds, and how much that is not there, alone and together.
import { parseArgs } from "node:util";
import type { Evidence } from "../src/capabilities/candidate.ts";
import { planted, scored } from "../tests/capabilities/planted.ts";

/** The nulls, alone and all together. */
const arms: Readonly<Record<string, readonly (keyof Evidence)[]>> = {
  markov: ["markov"],
  permutation: ["permutation"],
  shadow: ["shadow"],
  all: ["permutation", "markov", "shadow"],
  "all without shadow": ["permutation", "markov"],
};

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "12" },
    first: { type: "string", default: "1" },
    prevalence: { type: "string", default: "0,0.05,0.1,0.2" },
    nulls: { type: "string", default: Object.keys(arms).join() },
  },
});
const first = Number(values.first);
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => first + i);

for (const prevalence of values.prevalence.split(",").map(Number)) {
  const truths = seeds.map((seed) => planted({ seed, prevalence }));
  for (const name of values.nulls.split(",")) {
    const begun = performance.now();
    const scores = truths.map((truth) => {
      const demanded = arms[name]!;
      return scored(truth, { demanded, ...(demanded.includes("shadow") ? { shadow: truth.shadow } : {}) });
    });
    const sum = (of: (score: (typeof scores)[number]) => number): number =>
      scores.reduce((total, score) => total + of(score), 0);
    console.log(
      JSON.stringify({
        prevalence,
        nulls: name,
        runs: seeds.length,
        recall: prevalence === 0 ? null : sum(({ found }) => found) / (3 * seeds.length),
        wrongARun: sum(({ wrong }) => wrong) / seeds.length,
        runsWithAny: sum(({ wrong }) => Math.sign(wrong)),
        seconds: (performance.now() - begun) / 1000 / seeds.length,
      }),
    );
  }
}
