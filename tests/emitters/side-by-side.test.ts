import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Member } from "../../src/archives/member.ts";
import type { Emitter } from "../../src/emitters/emitter.ts";
import { openEs } from "../../src/emitters/open-es.ts";
import { sideBySide } from "../../src/emitters/side-by-side.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { vectorOf } from "../../src/genome/kinds/vector.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkEmitter } from "../../src/testing/emitter.ts";
import { memberOf } from "../../src/testing/members.ts";
import { vectorPoints } from "./points.ts";

/** Copies a resident with a mark of its own, or founds anew where nobody lives. */
function copying(kind: string): Emitter {
  return {
    name: `copying-${kind}`,
    *ask(members, count, random) {
      for (let index = 0; index < count; index++) {
        const draw = random.fork(index);
        const parent = members.length > 0 ? draw.pick(members) : undefined;
        yield {
          genome: genomeOf(kind, `${parent?.genome.bytes ?? ""}${draw.int(10)}`),
          operator: parent === undefined ? "founded" : "copied",
          parents: parent === undefined ? [] : [parent.id],
          island: 0,
        };
      }
    },
  };
}

const strategy = (): Emitter => openEs({ points: vectorPoints([1, 2]), sigma: 0.1, learningRate: 0.1 });
const kinds = ["bird", "fish"] as const;
const pair = sideBySide(kinds.map(copying));

function living(each: readonly number[]): Member[] {
  return each.flatMap((count, island) =>
    Array.from({ length: count }, (_, i) =>
      memberOf(10 * island + i, { island, fitness: i, genome: genomeOf(kinds[island]!, String(i)) }),
    ),
  );
}

describe("emitters side by side", () => {
  test("keep the laws of an emitter, with memories and without", async () => {
    const genomes = [vectorOf([1, 2]), genomeOf("bird", "1"), vectorOf([3, 4]), genomeOf("bird", "2")];
    await checkEmitter(pair, { genomes: genomes.filter(({ kind }) => kind === "bird"), islands: 2 });
    await checkEmitter(sideBySide([strategy(), copying("bird")]), { genomes, islands: 2 });
    await checkEmitter(sideBySide([copying("bird"), strategy(), strategy()]), { genomes, islands: 3 });
    await checkEmitter(sideBySide([strategy()]), { genomes });
  });

  test("share the births evenly, and breed on each island its own kind from its own residents alone", () => {
    fc.assert(
      fc.property(fc.nat(40), fc.tuple(fc.nat(5), fc.nat(5)), fc.nat(), (count, each, seed) => {
        const members = living(each);
        const proposals = [...pair.ask(members, count, randomFromSeed(seed))];
        const births = kinds.map((_, island) => proposals.filter((one) => one.island === island).length);
        expect(births[0]! - births[1]!).toBe(count % 2);
        for (const { genome, island, parents } of proposals) {
          expect(genome.kind).toBe(kinds[island]);
          for (const parent of parents) expect(Math.floor(parent / 10)).toBe(island);
        }
      }),
    );
  });

  test("count their drafts together, which are about residents of their islands", () => {
    const writing = (kind: string): Emitter => ({
      ...copying(kind),
      *ask(members, count, random) {
        let turn = 0;
        for (const proposal of copying(kind).ask(members, count, random)) {
          const parents = members.slice(0, 1);
          const tries = [{ parents, inspirations: members.slice(1, 2) }];
          yield { ...proposal, draft: { operator: "llm-edit", model: "small", turn: turn++, tries } };
        }
      },
    });
    const drafts = [...sideBySide(kinds.map(writing)).ask(living([2, 2]), 6, randomFromSeed(1))].map(
      ({ draft }) => draft!,
    );
    expect(drafts.map(({ turn }) => turn)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(drafts.map(({ tries }) => tries[0]!.parents[0]!.island)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(drafts.map(({ tries }) => tries[0]!.inspirations[0]!.id)).toEqual([1, 11, 1, 11, 1, 11]);
  });

  test("found an island anew where all have died out, while the others breed on", () => {
    const proposals = [...pair.ask(living([3, 0]), 6, randomFromSeed(1))];
    expect(proposals.map(({ operator }) => operator)).toEqual(
      Array.from({ length: 3 }, () => ["copied", "founded"]).flat(),
    );
  });
});
