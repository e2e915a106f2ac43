import { scoreOf } from "../capabilities/proving.ts";
import type { Genome } from "../genome/genome.ts";
import { oriented } from "../scenario/scenario.ts";
import { randomPrograms } from "../variation/operators/random-program.ts";
import type { Terms } from "./terms.ts";

/**
 * The best on the training cases of so many random programs, made of what the scenario's programs are made of; undefined
 * where none can be made or none plays.
 */
export async function bestAtRandom(
  count: number,
  { scenario, incubator, purse, random }: Terms,
): Promise<Genome | undefined> {
  const streams = Array.from({ length: count }, (_, i) => random.fork("random", i));
  const genomes = [...new Map(randomPrograms(scenario, streams).map((one) => [one.hash, one])).values()];
  if (genomes.length === 0) return undefined;
  purse.spend(genomes.length);
  const [objective] = scenario.objectives;
  const { outcomes } = await incubator.draw(genomes, { arena: "training", number: searchDraw });
  let best: { readonly genome: Genome; readonly score: number } | undefined;
  for (const [i, genome] of genomes.entries()) {
    const score = scoreOf(outcomes[i]!);
    if (score === undefined) continue;
    const value = oriented(objective, score);
    if (best === undefined || value > best.score) best = { genome, score: value };
  }
  return best?.genome;
}

/** A draw that nothing else is played on. */
const searchDraw = 2 ** 30 - 1;
