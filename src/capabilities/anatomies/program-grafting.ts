import type { Genome } from "../../genome/genome.ts";
import { programKind, syntaxOf } from "../../genome/kinds/program.ts";
import { sizeOf } from "../../genome/kinds/program/measure.ts";
import { namesIn } from "../../genome/kinds/program/nodes.ts";
import { primitivesOf, type Scenario, type Signature } from "../../scenario/scenario.ts";
import type { Random } from "../../std/random.ts";
import { type Bed, type Graft, grafted, graftOf } from "../../variation/graft.ts";
import { growCondition } from "../../variation/grow.ts";
import { randomPrograms } from "../../variation/operators/random-program.ts";
import { outlineOf } from "../../variation/outline.ts";
import { lookup } from "../../variation/scope.ts";
import type { Site } from "../../variation/site.ts";
import { type Grafting, shamsEach } from "../anatomy.ts";

/** In how many ways a stranger takes a part in. */
const bedsMax = 8;
/** In how many of them it stands beside what is returned, and beside what is elsewhere. */
const resultsMax = 4;
const elsewhereMax = 2;
/** How many random programs sham parts are taken from. */
const donorsMax = 50;

/**
 * Puts what a program gives back into others, at places of its type: in the stead of what is less than half of them, and
 * beside anything else, where a random condition decides. Undefined where it is not one expression after plain statements.
 */
export function programGrafting(core: Genome, scenario: Scenario, random: Random): Grafting | undefined {
  const graft = graftOf(core, scenario.agent);
  if (graft === undefined) return undefined;
  const ground = { primitives: primitivesOf(scenario), random: random.fork("graft") };
  const draw = random.fork("donors");
  const donors = randomPrograms(
    scenario,
    Array.from({ length: donorsMax }, (_, i) => draw.fork(i)),
  );
  return {
    into(host, draws) {
      const beds = bedsIn(host, graft, scenario, draws.beds);
      if (beds.length === 0) return undefined;
      const parts = [graft, ...shamGrafts(graft, donors, scenario.agent, draws.shams)];
      const made = beds.map((bed) => parts.map((part) => grafted(part, bed, ground)));
      const fair = made.filter((ways) => ways.every((way) => way !== undefined));
      return parts.map((_, part) => fair.map((ways) => ways[part]!));
    },
  };
}

function bedsIn(genome: Genome, { site }: Graft, scenario: Scenario, random: Random): readonly Bed[] {
  const primitives = primitivesOf(scenario);
  const room = programKind.size(genome) / 2;
  const { expressions } = outlineOf(syntaxOf(genome), scenario.agent);
  const places = random.shuffle(expressions.filter(({ type }) => type === site.type));
  const results = places.filter(({ parent }) => parent?.node.type === "ReturnStatement");
  // Where it is returned, a part is heard best; a few conditions, because some never hold.
  const beside = primitives.conditionals ? [...repeated(results, resultsMax), ...places.slice(0, elsewhereMax)] : [];
  const wrapped = beside.map((place, i): Bed => {
    return { place, test: growCondition({ scope: place.scope, primitives, random: random.fork("test", i) }) };
  });
  // A place that is most of the stranger would leave the part alone, which shows the pattern anyway.
  const small = places.filter(({ node }) => sizeOf(node) < room).slice(0, bedsMax - wrapped.length);
  return [...wrapped, ...small.map((place) => ({ place }))];
}

/** So many of the items, the first again after the last. */
function repeated<T>(items: readonly T[], count: number): readonly T[] {
  return items.length === 0 ? [] : Array.from({ length: count }, (_, i) => items[i % items.length]!);
}

/** Parts of programs that need nothing but their parameters, of the same type, and as large as there are. */
function shamGrafts(
  { site, size }: Graft,
  donors: readonly Genome[],
  signature: Signature,
  random: Random,
): readonly Graft[] {
  const parts = donors.flatMap((donor) =>
    outlineOf(syntaxOf(donor), signature).expressions.filter((part) => part.type === site.type && isClosed(part)),
  );
  const distance = ({ node }: Site) => Math.abs(sizeOf(node) - size);
  const nearest = random.shuffle(parts).toSorted((a, b) => distance(a) - distance(b));
  return nearest.slice(0, shamsEach).map((part) => ({ site: part, statements: [], size: sizeOf(part.node) }));
}

function isClosed({ node, scope, movable }: Site): boolean {
  if (!movable) return false;
  for (const name of namesIn(node)) {
    const binding = lookup(scope, name);
    if (binding !== undefined && binding.role !== "parameter") return false;
  }
  return true;
}
