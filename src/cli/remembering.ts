import type { Performance, Proving } from "../capabilities/trial.ts";
import type { Genome } from "../genome/genome.ts";

/** A `Proving` that does not play those again on the training cases whom it remembers. */
export interface Remembering extends Proving {
  /** Plays genomes on the training cases, and remembers what they did, and nobody else. */
  remember(genomes: readonly Genome[]): Promise<readonly Performance[]>;
}

/** Nobody is remembered at first. */
export function remembering(proving: Proving): Remembering {
  let known = new Map<string, Performance>();

  async function play(genomes: readonly Genome[]): Promise<readonly Performance[]> {
    const fresh = genomes.filter(({ hash }) => !known.has(hash));
    const played = (fresh.length === 0 ? [] : await proving.play(fresh, "train")).values();
    return genomes.map(({ hash }) => known.get(hash) ?? played.next().value!);
  }

  return {
    play: async (genomes, seed) => (seed === "train" ? play(genomes) : proving.play(genomes, seed)),
    async remember(genomes) {
      const performances = await play(genomes);
      known = new Map(genomes.map(({ hash }, i) => [hash, performances[i]!]));
      return performances;
    },
  };
}
