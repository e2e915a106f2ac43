// Programs with planted truth: lineages bred without selection, and parts that perform a logic task in some of the late ones.
import type { Specimen } from "../src/capabilities/specimen.ts";
import type { Proving } from "../src/capabilities/trial.ts";
import type { Gathered } from "../src/cli/specimens.ts";
import type { CampaignSpec } from "../src/events/spec.ts";
import type { Genome } from "../src/genome/genome.ts";
import { programKind, syntaxOf } from "../src/genome/kinds/program.ts";
import { binary, constant, identifier, logical } from "../src/genome/kinds/program/nodes.ts";
import { primitivesOf, type Scenario } from "../src/scenario/scenario.ts";
import { assert } from "../src/std/errors.ts";
import { type Random, randomFromSeed } from "../src/std/random.ts";
import { mean } from "../src/std/statistics.ts";
import { grafted, graftOf } from "../src/variation/graft.ts";
import { operatorChooser } from "../src/emitters/founding.ts";
import type { Operator, VariationContext } from "../src/variation/operator.ts";
import { programOperators } from "../src/variation/operators.ts";
import { rampedProgram } from "../src/variation/operators/random-program.ts";
import { outlineOf } from "../src/variation/outline.ts";

/** A part for each task, of what programs are made of. */
const parts: Readonly<Record<string, string>> = {
  NOT: "!a",
  NAND: "!(a && b)",
  AND: "a && b",
  ORN: "a || !b",
  OR: "a || b",
  ANDN: "a && !b",
  NOR: "!(a || b)",
  XOR: "a ? !b : b",
  EQU: "a ? b : !b",
};

const lineages = 80;
/** Variants of a lineage in each generation, and the generations: the first sixth and the last third are compared. */
const broods = 2;
const generations = 12;
const lateFrom = 8;
/** How many tasks are planted, and at most which share of the programs without them may perform them anyway. */
const tasksPlanted = 3;
const nativeMax = 0.02;
const ticksMax = 4;

/** Which programs are made. */
export interface ProgramPlanting {
  readonly seed: number;
  /** The share of the late programs that each task is planted in. */
  readonly prevalence: number;
  readonly scenario: Scenario;
  /** The operators of a campaign, with their weights, and how large programs may become. */
  readonly spec: Pick<CampaignSpec, "operators" | "sizeMax">;
  readonly proving: Proving;
}

/** What was planted, and what a log of it would give the miner. */
export interface PlantedPrograms {
  readonly tasks: readonly string[];
  readonly gathered: Gathered;
  /** The same with other lineages, and nothing planted. */
  readonly shadow: readonly Specimen[];
}

/** Early and late programs of lineages without selection, with parts in some late ones that perform three rare tasks. */
export async function plantedPrograms(planting: ProgramPlanting): Promise<PlantedPrograms> {
  const { seed, prevalence, scenario, proving } = planting;
  const random = randomFromSeed(seed).fork("planted programs");
  const bred = bredVariants(planting, random.fork("own"));
  const native = await played(bred, proving);
  const shareOf = (task: number): number =>
    native.filter(({ traces }) => traces.some(({ tokens }) => tokens.includes(task))).length / native.length;
  const rare = scenario.trace!.filter((_, task) => shareOf(task) <= nativeMax);
  const tasks = random.fork("tasks").shuffle(rare).slice(0, tasksPlanted);
  assert(tasks.length === tasksPlanted, `there are ${tasksPlanted} tasks that few programs perform`);
  const withParts = bred.map((variant) => {
    if (variant.generation < lateFrom) return variant;
    const draw = random.fork("plant", variant.id);
    return tasks.reduce((host, task, i) => {
      if (!draw.fork(i).chance(prevalence)) return host;
      return { ...host, genome: planted(host.genome, { task, at: ticksMax * i }, scenario, draw.fork("graft", i)) };
    }, variant);
  });
  const specimens = await played(withParts, proving);
  const shadow = await played(bredVariants(planting, random.fork("shadow")), proving);
  return { tasks, gathered: { specimens, births: bred.length, generations, lineageOf: (id) => [id] }, shadow };
}

/** Variants with what they did; without those that failed. */
async function played(variants: readonly Bred[], proving: Proving): Promise<readonly Specimen[]> {
  const performances = await proving.play(
    variants.map(({ genome }) => genome),
    "train",
  );
  return variants.flatMap((variant, i): readonly Specimen[] => {
    const { outcome, traces } = performances[i]!;
    if (outcome.status !== "scored") return [];
    const cases = outcome.scores.map(([first]) => first!);
    return [{ ...variant, island: 0, operator: "none", fitness: mean(cases), cases, traces }];
  });
}

type Bred = Pick<Specimen, "id" | "generation" | "parents" | "root" | "genome">;

/** Lineages in which anybody of the last generation is a parent; the variants of generations that are compared. */
function bredVariants({ scenario, spec }: ProgramPlanting, random: Random): readonly Bred[] {
  const context = { signature: scenario.agent, primitives: primitivesOf(scenario), sizeMax: spec.sizeMax };
  const found = (): Operator => rampedProgram;
  const mutate = operatorChooser(
    programOperators.flatMap((operator) => {
      const weight = spec.operators[operator.name] ?? 0;
      return operator.arity === 1 && weight > 0 ? [{ operator, weight }] : [];
    }),
  );
  const all = Array.from({ length: lineages }, (_, root) => {
    const stream = random.fork("lineage", root);
    const founder = varied(found, [], context, stream.fork("founder"));
    let living: readonly Genome[] = Array.from({ length: broods }, () => founder);
    return Array.from({ length: generations }, (_generation, generation) => {
      living = living.map((_parent, i) => {
        const draw = stream.fork(generation, i);
        return varied(mutate, [draw.pick(living)], context, draw.fork("vary"));
      });
      return living.map((genome, i) => ({ generation, root, genome, i }));
    }).flat();
  }).flat();
  return all
    .filter(({ generation }) => generation < generations / 6 || generation >= lateFrom)
    .toSorted((a, b) => a.generation - b.generation)
    .map(({ generation, root, genome }, id) => ({ id, generation, root, genome, parents: [] }));
}

/** A child by an operator that is drawn, again where it can make none. */
function varied(
  choose: (random: Random) => Operator,
  parents: readonly Genome[],
  context: VariationContext,
  random: Random,
): Genome {
  for (let attempt = 0; attempt < 50; attempt++) {
    const draw = random.fork(attempt);
    const child = choose(draw).vary(parents, context, draw.fork("child"));
    if (child !== undefined) return child;
  }
  assert(parents[0] !== undefined, "random programs can be made");
  return parents[0];
}

/** The program with a part that performs a task in one to four ticks from one on; before and after it does what it did. */
function planted(
  genome: Genome,
  { task, at }: { readonly task: string; readonly at: number },
  scenario: Scenario,
  random: Random,
): Genome {
  const { name, parameters } = scenario.agent;
  const names = parameters.map((parameter) => parameter.name).join(", ");
  const graft = graftOf(
    programKind.parse(`export default function ${name}(${names}) { return ${parts[task]!}; }`),
    scenario.agent,
  );
  const { expressions } = outlineOf(syntaxOf(genome), scenario.agent);
  const place = expressions.find(({ parent }) => parent?.node.type === "ReturnStatement");
  assert(graft !== undefined && place !== undefined, "the part and the place are expressions that are returned");
  const tick = identifier("tick");
  const until = binary("<", tick, constant(at + 1 + random.int(ticksMax)));
  const test = at === 0 ? until : logical("&&", binary(">=", tick, constant(at)), until);
  const program = grafted(graft, { place, test }, { primitives: primitivesOf(scenario), random });
  assert(program !== undefined, "a part can be planted in any program");
  return program;
}
