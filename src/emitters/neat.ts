import type { Member } from "../archives/member.ts";
import { byMerit } from "../archives/merit.ts";
import { expectNumber } from "../std/expect.ts";
import type { Random } from "../std/random.ts";
import type { Emitter, Proposal } from "./emitter.ts";
import { checkFounding, type Founding, generated, operatorChooser, started } from "./founding.ts";

/** `operators` holds mutations (arity 1), at least one with a weight above 0, and crossovers (arity 2). */
export interface NeatOptions extends Founding {
  /** How often a child has two parents, from 0 to 1; 0.75 unless told. Never where no crossover has a weight above 0. */
  readonly crossover?: number;
  /** How often the second parent is of another species, from 0 to 1; 0.001 unless told. */
  readonly interspecies?: number;
  /** The share of each species that breeds, its best, from 0 to 1; 0.2 unless told, and two members at least. */
  readonly breeders?: number;
}

/** Those who may breed in a species, best first. */
type Breeders = readonly Member[];

/** How the members of one island breed. */
interface Island {
  readonly species: readonly Breeders[];
  /** The species of the next birth. */
  readonly next: () => number;
}

/**
 * Breeds species by species (NEAT: Stanley and Miikkulainen, Evolutionary Computation 10(2), 2002): species are the
 * members' niches, and the births are shared out by their mean fitness above that of the worst member, exactly, by
 * the method of Sainte-Lague (Webster), which leaves the first births as they are when more are asked for. The fitter
 * parent comes first. All proposals draw from one stream, in order. Throws `UserError` for settings out of range; `ask`
 * throws it when `generate` gives up.
 */
export function neat(options: NeatOptions): Emitter {
  checkFounding(options);
  const { crossover = 0.75, interspecies = 0.001, breeders = 0.2 } = options;
  expectNumber("crossover", crossover, 0, 1);
  expectNumber("interspecies", interspecies, 0, 1);
  expectNumber("breeders", breeders, 0, 1);
  const isSexual = options.operators.some(({ operator, weight }) => operator.arity === 2 && weight > 0);
  const breed = breeder(options, isSexual ? crossover : 0, interspecies);
  return {
    name: "neat",
    *ask(members, count, random) {
      const islands = islandsOf(members, breeders);
      for (let index = 0; index < count; index++) {
        const due = index % options.islands;
        const home = islands.get(due);
        if (home !== undefined) yield breed(home, due, random);
        else if (members.length === 0) yield started(options, index, random.fork("proposal", index));
        else yield generated(options, due, random.fork("proposal", index));
      }
    },
  };
}

function islandsOf(members: readonly Member[], breeders: number): ReadonlyMap<number, Island> {
  const homes = [...new Set(members.map(({ island }) => island))].toSorted((a, b) => a - b);
  return new Map(
    homes.map((home) => {
      const residents = members.filter(({ island }) => island === home);
      return [home, islandOf(residents, breeders)];
    }),
  );
}

function islandOf(residents: readonly Member[], breeders: number): Island {
  const groups = new Map<number, Member[]>();
  for (const member of residents.toSorted(byMerit)) {
    const group = groups.get(member.niche);
    if (group === undefined) groups.set(member.niche, [member]);
    else group.push(member);
  }
  const species = [...groups.values()];
  const worst = Math.min(...residents.map(({ fitness }) => fitness));
  const shares = species.map((group) => group.reduce((sum, { fitness }) => sum + fitness - worst, 0) / group.length);
  return {
    species: species.map((group) => group.slice(0, Math.max(2, Math.ceil(breeders * group.length)))),
    next: apportionment(shares.some((share) => share > 0) ? shares : shares.map(() => 1)),
  };
}

/** Names who is served next, so that at any time all have been served in proportion to their shares. */
function apportionment(shares: readonly number[]): () => number {
  const served = shares.map(() => 0);
  return () => {
    let next = 0;
    for (let i = 1; i < shares.length; i++) {
      if (shares[i]! * (2 * served[next]! + 1) > shares[next]! * (2 * served[i]! + 1)) next = i;
    }
    served[next]!++;
    return next;
  };
}

function breeder(
  options: NeatOptions,
  crossoverShare: number,
  interspecies: number,
): (island: Island, home: number, random: Random) => Proposal {
  const { operators, context, tries = 8 } = options;
  const mutation = operatorChooser(operators.filter(({ operator }) => operator.arity === 1));
  const crossovers = operators.filter(({ operator }) => operator.arity === 2);
  const crossover = crossoverShare > 0 ? operatorChooser(crossovers) : mutation;

  function parentsOf({ species }: Island, own: Breeders, random: Random): Member[] {
    // One draw decides both: first whether there are two parents, then whether they are of one species.
    const drawn = random.next();
    if (own.length === 1 || drawn >= crossoverShare) return [random.pick(own)];
    const first = random.int(own.length);
    const [one, other] = [
      own[first]!,
      drawn < crossoverShare * interspecies
        ? random.pick(random.pick(species))
        : own[(first + 1 + random.int(own.length - 1)) % own.length]!,
    ];
    return byMerit(one, other) <= 0 ? [one, other] : [other, one];
  }

  return (island, home, random) => {
    const own = island.species[island.next()]!;
    for (let turn = 0; turn < tries; turn++) {
      const parents = parentsOf(island, own, random);
      const operator = parents.length === 2 ? crossover(random) : mutation(random);
      const genomes = parents.map(({ genome }) => genome);
      const child = operator.vary(genomes, context, random);
      if (child !== undefined && genomes.every(({ hash }) => hash !== child.hash)) {
        return { genome: child, operator: operator.name, parents: parents.map(({ id }) => id), island: home };
      }
    }
    return generated(options, home, random.fork("generated", random.int(2 ** 32)));
  };
}
