import type { Member } from "../archives/member.ts";
import type { Selection } from "../selection/selection.ts";
import type { Random } from "../std/random.ts";
import type { Emitter, Proposal } from "./emitter.ts";
import { checkFounding, type Founding, generated, operatorChooser, started } from "./founding.ts";

export interface GeneticOptions extends Founding {
  readonly selection: Selection;
}

/** Picks a parent on one island. */
type Choose = (random: Random) => Member;

/**
 * Breeds children from selected parents with weighted operators, island by island in turn. A try that gives no child,
 * or a copy of a parent, is made again with another operator and other parents. Proposal `i` draws from
 * `random.fork("proposal", i)` alone, so it is the same whatever the count. Throws `UserError` for settings that breed
 * nothing; `ask` throws it when `generate` gives up.
 */
export function genetic(options: GeneticOptions): Emitter {
  checkFounding(options);
  const breed = breeder(options);
  return {
    name: "genetic",
    *ask(members, count, random) {
      const choosers = choosersOf(options.selection, members, random);
      const populated = [...choosers.keys()];
      for (let index = 0; index < count; index++) {
        const draw = random.fork("proposal", index);
        const due = index % options.islands;
        const island = choosers.has(due) ? due : populated[index % populated.length];
        if (island === undefined) yield started(options, index, draw);
        else yield breed(choosers.get(island)!, island, draw);
      }
    },
  };
}

/** A chooser for each island that has members, in the order of their numbers. */
function choosersOf(selection: Selection, members: readonly Member[], random: Random): ReadonlyMap<number, Choose> {
  const populated = [...new Set(members.map(({ island }) => island))].toSorted((a, b) => a - b);
  return new Map(
    populated.map((island) => {
      const residents = members.filter((member) => member.island === island);
      return [island, selection.prepare(residents, random.fork("selection", island))];
    }),
  );
}

function breeder(options: GeneticOptions): (choose: Choose, island: number, random: Random) => Proposal {
  const { operators, context, tries = 8 } = options;
  const pick = operatorChooser(operators);
  return (choose, island, random) => {
    for (let turn = 0; turn < tries; turn++) {
      const draw = random.fork("try", turn);
      const operator = pick(draw);
      const parents: Member[] = [];
      for (let k = 0; k < operator.arity; k++) parents.push(choose(draw));
      const genomes = parents.map(({ genome }) => genome);
      const child = operator.vary(genomes, context, draw.fork("vary"));
      if (child !== undefined && genomes.every(({ hash }) => hash !== child.hash)) {
        return { genome: child, operator: operator.name, parents: parents.map(({ id }) => id), island };
      }
    }
    return generated(options, island, random);
  };
}
