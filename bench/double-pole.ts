// How many evaluations networks with a memory need to balance two poles whose speeds they do not see. See README.md
// beside this file.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { byMerit } from "../src/archives/merit.ts";
import type { Backend } from "../src/evaluation/backend.ts";
import type { Genome } from "../src/genome/genome.ts";
import { createInference } from "../src/inference/backend.ts";
import type { Split } from "../src/scenario/scenario.ts";
import { type Asked, median, search, type Settings } from "./solving.ts";

const { values: flags } = parseArgs({
  options: {
    searches: { type: "string", default: "NEAT,NEAT begun anew,NEAT of 1000,genetic" },
    seeds: { type: "string", default: "10" },
    budget: { type: "string", default: "100000" },
  },
});

const world = "double-pole";
const searches: Readonly<Record<string, Settings>> = {
  NEAT: { kind: "neat", network: { recurrent: true } },
  "NEAT begun anew": {
    kind: "neat",
    network: { recurrent: true },
    emitter: { name: "neat", breeders: 0.4 },
    islands: { count: 1, migrateEvery: 0, migrants: 0, resetAfter: 0, restartAfter: 50 },
  },
  "NEAT of 1000": {
    kind: "neat",
    population: 1000,
    births: 1000,
    archive: { name: "species", target: 30 },
    network: { recurrent: true, activation: "tanh" },
  },
  genetic: { network: { recurrent: true, hidden: [4] } },
};

/** How far a search came, in evaluations. */
interface Course {
  /** Until the best of a generation balanced for 100,000 steps. */
  long?: number;
  /** Until it also lasted 1,000 steps from at least 200 of the 625 starts. */
  solved?: number;
  /** The most of these starts. */
  starts: number;
}

const backend = createInference({ lanes: 1, engine: "kernel" });
try {
  for (const name of flags.searches.split(",")) {
    const courses: Course[] = [];
    for (let seed = 1; seed <= Number(flags.seeds); seed++) {
      const course: Course = { starts: 0 };
      const task = { world, settings: searches[name]!, seed, budget: Number(flags.budget), backend };
      const { best, seconds } = await search(task, protocol(course));
      courses.push(course);
      console.log(JSON.stringify({ search: name, seed, ...course, best, seconds }));
    }
    console.log(summary(name, courses));
  }
  console.log(`at most ${flags.budget} evaluations; load ${loadavg()[0]}`);
} finally {
  await backend.close();
}

/** The literature's test of the best network of each generation, once for each. */
function protocol(course: Course): Asked {
  let tested = -1;
  return async ({ members, births }) => {
    // Of those who breed: where searches begin anew, the best of all lives apart.
    const [best] = members.filter(({ island }) => island === 0).toSorted(byMerit);
    // Who lasted all steps of the search has more than a tenth, and only they can last longer.
    if (best === undefined || best.id === tested || best.fitness <= 0.1) return false;
    tested = best.id;
    const [long] = await stepsOf(backend, best.genome, "train", { steps: 100_000 });
    if (long! < 100_000) return false;
    course.long ??= births;
    const grid = await stepsOf(backend, best.genome, "test", { testStarts: "grid" });
    course.starts = Math.max(course.starts, grid.filter((steps) => steps >= 1000).length);
    if (course.starts < 200) return false;
    course.solved = births;
    return true;
  };
}

async function stepsOf(
  { evaluate }: Backend,
  genome: Genome,
  split: Split,
  options: Readonly<Record<string, number | string>>,
): Promise<readonly number[]> {
  const scenario = { path: world, options: { ...options, fitness: "steps" }, seed: 1 };
  for await (const [outcome] of evaluate({ scenario, cases: { split }, genomes: [genome], rivals: [] })) {
    if (outcome?.status === "scored") return outcome.scores.map(([steps]) => steps!);
  }
  return [0];
}

function summary(name: string, courses: readonly Course[]): string {
  const solved = courses.flatMap((course) => course.solved ?? []).toSorted((a, b) => a - b);
  const long = courses.filter((course) => course.long !== undefined).length;
  const middle = median(courses.map((course) => course.solved));
  return `| ${name} | ${long}/${courses.length} | ${solved.length}/${courses.length} | ${middle} | ${solved[0] ?? ""} to ${solved.at(-1) ?? ""} |`;
}
