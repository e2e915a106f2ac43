import type { Genome } from "../genome/genome.ts";
import { programKind, syntaxOf } from "../genome/kinds/program.ts";
import { sizeOf } from "../genome/kinds/program/measure.ts";
import { namesIn } from "../genome/kinds/program/nodes.ts";
import { primitivesOf, type Scenario, type Signature } from "../scenario/scenario.ts";
import { blockPermutation, type Count } from "../std/exact-tests.ts";
import type { Random } from "../std/random.ts";
import { outlineOf } from "../variation/outline.ts";
import { growCondition } from "../variation/grow.ts";
import { rampedProgram } from "../variation/operators/random-program.ts";
import { lookup } from "../variation/scope.ts";
import type { Site } from "../variation/site.ts";
import type { Transplant } from "./capability.ts";
import { type Bed, type Graft, grafted, graftOf } from "../variation/graft.ts";
import type { Trials } from "./proving.ts";
import { shows } from "./shows.ts";

/** How many strangers a part is put into, and in how many ways each. */
const hostsMax = 10;
/** With fewer, even a part that is shown in all of them and never otherwise would not stand out. */
const hostsMin = 4;
const bedsMax = 8;
/** In how many of them it stands beside what is returned, and beside what is elsewhere. */
const resultsMax = 4;
const elsewhereMax = 2;
/** How many sham parts a stranger gets, one after the other, and how many random programs these are taken from. */
const shamsEach = 2;
const donorsMax = 50;
const donorSizeMax = 60;

/**
 * Puts a part into unrelated genomes, at places of its type: in the stead of what is less than half of them, and beside
 * anything else, where a random condition decides. For comparison, parts of random programs that are about as large are
 * put into the same places: those of strangers may have come by mating from where the part comes from. What counts is in how many of these ways a stranger shows the pattern, the part against the
 * sham parts, stranger by stranger. Undefined where the part cannot stand elsewhere, or where there are fewer than 4
 * strangers; at most 240 programs are played.
 */
export async function transplant(
  core: Genome,
  strangers: readonly Genome[],
  { pattern, scenario, proving, random }: Trials,
): Promise<Required<Transplant> | undefined> {
  const graft = graftOf(core, scenario.agent);
  if (graft === undefined) return undefined;
  const drawn = random.fork("strangers").shuffle(strangers);
  const hosts = drawn
    .map((genome, i) => hostOf(genome, graft, scenario, random.fork("beds", i)))
    .filter(({ beds }) => beds.length > 0)
    .slice(0, hostsMax);
  if (hosts.length < hostsMin) return undefined;
  const ground = { primitives: primitivesOf(scenario), random: random.fork("graft") };
  const donors = randomPrograms(scenario, random.fork("donors"));
  const arms = hosts.map(({ beds }, i) => {
    const parts = [graft, ...shamGrafts(graft, donors, scenario.agent, random.fork("sham", i))];
    const made = beds.map((bed) => parts.map((part) => grafted(part, bed, ground)));
    const fair = made.filter((ways) => ways.every((way) => way !== undefined));
    return parts.map((_, part) => fair.map((ways) => ways[part]!));
  });
  const played = (await proving.play(arms.flat(2), "train")).values();
  const shown = arms.map((arm) =>
    arm.map((programs): Count => {
      const showing = programs.filter(() => shows(pattern, played.next().value!.traces));
      return [showing.length, programs.length];
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

/** A stranger, and where a part may be put. */
export interface Host {
  readonly genome: Genome;
  readonly beds: readonly Bed[];
}

export function hostOf(genome: Genome, { site }: Graft, scenario: Scenario, random: Random): Host {
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
  return { genome, beds: [...wrapped, ...small.map((place) => ({ place }))] };
}

/** So many of the items, the first again after the last. */
function repeated<T>(items: readonly T[], count: number): readonly T[] {
  return items.length === 0 ? [] : Array.from({ length: count }, (_, i) => items[i % items.length]!);
}

function randomPrograms(scenario: Scenario, random: Random): readonly Genome[] {
  const context = { signature: scenario.agent, primitives: primitivesOf(scenario), sizeMax: donorSizeMax };
  return Array.from({ length: donorsMax }, (_, i) => rampedProgram.vary([], context, random.fork(i))).filter(
    (program) => program !== undefined,
  );
}

/** Parts of programs that need nothing but their parameters, of the same type, and as large as there are. */
export function shamGrafts(
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
