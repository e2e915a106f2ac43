import type { Genome } from "../../genome/genome.ts";
import { neatGenome, neatKind, neatOf } from "../../genome/kinds/neat.ts";
import { asNeat } from "../../genome/kinds/network/as-neat.ts";
import type { Random } from "../../std/random.ts";
import { cutting } from "../../variation/dissection.ts";
import { dissectedNetwork, livingPart } from "../../variation/neat/dissection.ts";
import { graftedNetwork } from "../../variation/neat/graft.ts";
import { type Grafting, shamsEach } from "../anatomy.ts";

/** In how many ways a stranger takes a part in: beside all of it, then beside what is left without a random half of it. */
const bedsMax = 8;

/** Puts a part of a network into others, with its weights, beside what they have. */
export function networkGrafting(part: Genome): Grafting {
  const size = neatKind.size(part);
  return {
    into(host, donors, random) {
      const stem = living(host);
      const beds = Array.from({ length: bedsMax }, (_, i) =>
        i === 0 ? stem : halved(stem, random.beds.fork("half", i)),
      );
      const parts = [part, ...shamParts(size, donors, random.shams)];
      const made = beds.map((bed) => parts.map((one) => graftedNetwork(bed, one)));
      const fair = made.filter((ways) => ways.every((way) => way !== undefined));
      return parts.map((_, i) => fair.map((ways) => ways[i]!));
    },
  };
}

/** What of a network leads to its outputs. */
function living(genome: Genome): Genome {
  return neatGenome(livingPart(neatOf(asNeat(genome))));
}

/** A network without a random half of its largest units. */
function halved(genome: Genome, random: Random): Genome {
  const { units, knockedOut } = dissectedNetwork(genome);
  const largest = units.filter(({ around }) => around === undefined);
  return knockedOut(cutting(new Map(), random.shuffle(largest).slice(0, Math.floor(largest.length / 2))))!;
}

/** Parts of strangers, at most as large and at least half so; units of each are taken away at random until it is. */
function shamParts(size: number, donors: readonly Genome[], random: Random): readonly Genome[] {
  const parts: Genome[] = [];
  for (const [i, donor] of random.shuffle(donors).entries()) {
    if (parts.length === shamsEach) break;
    const part = reducedTo(size, living(donor), random.fork("part", i));
    if (neatKind.size(part) <= size && 2 * neatKind.size(part) >= size) parts.push(part);
  }
  return parts;
}

function reducedTo(size: number, genome: Genome, random: Random): Genome {
  const { units, knockedOut } = dissectedNetwork(genome);
  let part = genome;
  let cuts = cutting(new Map(), []);
  for (const unit of random.shuffle(units)) {
    if (neatKind.size(part) <= size) break;
    const more = cutting(cuts, [unit]);
    const less = knockedOut(more)!;
    // What would take too much away stays.
    if (2 * neatKind.size(less) >= size) [part, cuts] = [less, more];
  }
  return part;
}
