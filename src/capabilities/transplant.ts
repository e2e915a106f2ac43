import type { Genome } from "../genome/genome.ts";
import { blockPermutation, type Count } from "../std/exact-tests.ts";
import { anatomyOf } from "./anatomies.ts";
import type { Transplant } from "./capability.ts";
import type { Trials } from "./proving.ts";
import { shows } from "./shows.ts";

/** How many strangers a part is put into. */
const hostsMax = 10;
/** With fewer, even a part that is shown in all of them and never otherwise would not stand out. */
const hostsMin = 4;

/**
 * Puts a part into unrelated genomes, each in several ways, and for comparison random parts that are about as large in the
 * same ways: parts of strangers may have come by mating from where the part comes from. What counts is in how many of these
 * ways a stranger shows the pattern, the part against the sham parts, stranger by stranger. Undefined where the part cannot
 * stand elsewhere, or where there are fewer than 4 strangers; at most 240 genomes are played.
 */
export async function transplant(
  core: Genome,
  strangers: readonly Genome[],
  { pattern, scenario, proving, random }: Trials,
): Promise<Required<Transplant> | undefined> {
  const grafting = anatomyOf(core, scenario).graftingOf(core, random);
  if (grafting === undefined) return undefined;
  const arms: (readonly (readonly Genome[])[])[] = [];
  for (const [i, host] of random.fork("strangers").shuffle(strangers).entries()) {
    if (arms.length === hostsMax) break;
    const arm = grafting.into(host, { beds: random.fork("beds", i), shams: random.fork("sham", arms.length) });
    if (arm !== undefined) arms.push(arm);
  }
  if (arms.length < hostsMin) return undefined;
  const played = (await proving.play(arms.flat(2), "train")).values();
  const shown = arms.map((arm) =>
    arm.map((genomes): Count => {
      const showing = genomes.filter(() => shows(pattern, played.next().value!.traces));
      return [showing.length, genomes.length];
    }),
  );
  return {
    success: total(shown.flatMap(([own]) => [own!])),
    sham: total(shown.flatMap(([, ...shams]) => shams)),
    p: blockPermutation(shown.map((counts) => counts.map(([times]) => times))),
  };
}

function total(counts: readonly Count[]): Count {
  return [counts.reduce((sum, [times]) => sum + times, 0), counts.reduce((sum, [, of]) => sum + of, 0)];
}
