import type { Genome } from "../genome/genome.ts";
import { programKind, syntaxOf } from "../genome/kinds/program.ts";
import { sizeOf } from "../genome/kinds/program/measure.ts";
import { namesIn } from "../genome/kinds/program/nodes.ts";
import { primitivesOf, type Scenario, type Signature } from "../scenario/scenario.ts";
import type { Random } from "../std/random.ts";
import { outlineOf } from "../variation/outline.ts";
import { growCondition } from "../variation/grow.ts";
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
/** How many strangers sham parts are taken from. */
const donorsMax = 50;

/**
 * Puts a part into unrelated genomes, at places of its type: in the stead of what is less than half of them, and beside
 * anything else, where a random condition decides. For comparison, parts of other strangers that are about as large are
 * put there too. A stranger counts where it shows the pattern in one of these ways. Undefined where the part cannot stand
 * elsewhere, or where there are fewer than 4 strangers; at most 160 programs are played.
 */
export async function transplant(
  core: Genome,
  strangers: readonly Genome[],
  { pattern, scenario, proving, random }: Trials,
): Promise<Transplant | undefined> {
  const graft = graftOf(core, scenario.agent);
  if (graft === undefined) return undefined;
  const drawn = random.fork("strangers").shuffle(strangers);
  const hosts = drawn
    .map((genome, i) => hostOf(genome, graft, scenario, random.fork("beds", i)))
    .filter(({ beds }) => beds.length > 0)
    .slice(0, hostsMax);
  if (hosts.length < hostsMin) return undefined;
  const donors = drawn.slice(0, donorsMax);
  const ground = { primitives: primitivesOf(scenario), random: random.fork("graft") };

  async function shownIn(graftFor: (host: Host, index: number) => Graft | undefined): Promise<number> {
    const made = hosts.map((host, i) => {
      const chosen = graftFor(host, i);
      return host.beds.flatMap((bed) => (chosen && grafted(chosen, bed, ground)) ?? []);
    });
    const played = (await proving.play(made.flat(), "train")).map(({ traces }) => shows(pattern, traces)).values();
    return made.filter((programs) => programs.map(() => played.next().value).includes(true)).length;
  }

  const success = await shownIn(() => graft);
  const sham = await shownIn(({ genome }, i) => {
    const others = donors.filter(({ hash }) => hash !== genome.hash);
    return shamGraft(graft, others, scenario.agent, random.fork("sham", i));
  });
  return { success: [success, hosts.length], sham: [sham, hosts.length] };
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

/** A part of a stranger that needs nothing but its parameters, of the same type, and as large as there is. */
export function shamGraft(
  { site, size }: Graft,
  donors: readonly Genome[],
  signature: Signature,
  random: Random,
): Graft | undefined {
  const parts = donors.flatMap((donor) =>
    outlineOf(syntaxOf(donor), signature).expressions.filter((part) => part.type === site.type && isClosed(part)),
  );
  const distance = ({ node }: Site) => Math.abs(sizeOf(node) - size);
  const least = Math.min(...parts.map(distance));
  const nearest = parts.filter((part) => distance(part) === least);
  if (nearest.length === 0) return undefined;
  const drawn = random.pick(nearest);
  return { site: drawn, statements: [], size: sizeOf(drawn.node) };
}

function isClosed({ node, scope, movable }: Site): boolean {
  if (!movable) return false;
  for (const name of namesIn(node)) {
    const binding = lookup(scope, name);
    if (binding !== undefined && binding.role !== "parameter") return false;
  }
  return true;
}
