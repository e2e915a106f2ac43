// Incubation: how many innovations that are no better graduate, and how many that are better by 15 %. Prints a table as CSV.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Incubation } from "../src/capabilities/incubation.ts";
import { incubated } from "../src/cli/incubating.ts";
import { everywhere, noises, simulatedVerdict } from "../tests/incubation/simulated.ts";

const { values } = parseArgs({
  options: {
    first: { type: "string", default: "1000000" },
    seeds: { type: "string", default: "10" },
    real: { type: "string", default: "22" },
    "real-power": { type: "string", default: "10" },
  },
});
const first = Number(values.first);
const noiseLevels = [0.1, 0.3, 0.5, 0.8, 1.2];

type Row = Pick<Incubation, "phases" | "graduated"> & { readonly used: number };

const columns = ["sort", "innovation", "noise", "gain", "seed", "graduated", "ended", "checks", "evaluations"];
console.log([...columns, "e_value", "posterior_mean"].join());

function print(labels: readonly (string | number)[], { phases, graduated, used }: Row): void {
  const last = phases.at(-1)!;
  const failed = last.checks.filter(({ passed }) => !passed).map(({ name }) => name);
  const measured = phases.find(({ name }) => name === "benchmark")?.comparisons[0];
  const figures = [measured?.e_value ?? 1, measured?.posterior.mean ?? 0].map((value) => Number(value.toPrecision(4)));
  console.log([...labels, graduated, last.name, failed.join(" + "), used, ...figures].join());
}

for (const gain of [0, 0.15]) {
  for (const noise of noiseLevels) {
    for (const [name, shape] of Object.entries(noises)) {
      for (let seed = first; seed < first + Number(values.seeds); seed++) {
        const verdict = await simulatedVerdict({
          seed,
          gain: everywhere(gain),
          noise: (random) => noise * shape(random),
        });
        print(["simulated", name, noise, gain, seed], verdict);
      }
    }
  }
}

const parameters = "item, space, gap, twins, heirs, capacity";

/** Best fit but for the items of one rest, which go first fit: which rest it is makes no difference to speak of. */
function restful(rest: number): string {
  return `export default function priority(${parameters}) { return item % 11 === ${rest} ? 0 : -space; }`;
}

/** A rule that Lamarck evolved for the larger items, and best fit for the others: 15 % better than best fit. */
const mixed = `export default function priority(${parameters}) {
  if (item < 53) { return -space; }
  let b = gap - 1.007 - capacity * heirs - capacity * heirs;
  if (4.86 <= item) { b += b + twins + (-2.2799628 - b); }
  if (space >= item && item - b < 4.18 + gap) { b += twins; }
  let a = Math.max((heirs <= b ? 0.603 : twins) * 4.01388, b);
  return (Math.floor(item) + a) / space;
}`;

/** The incubation of one program against another, in the real sandbox. */
async function real(innovation: string, champion: string, options: object, seed: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-bench-"));
  try {
    writeFileSync(join(folder, "innovation.js"), innovation);
    writeFileSync(join(folder, "champion.js"), champion);
    const { incubation } = await incubated(
      {
        schema: "lamarck/hypothesis@1",
        about: "It packs tighter.",
        scenario: "bin-packing",
        options: { ...options },
        innovation: "innovation.js",
        champion: "champion.js",
        prediction: { gain: 0.15 },
        seed,
      },
      {
        path: join(folder, "hypothesis.json"),
        workspace: folder,
        signal: new AbortController().signal,
        say: () => undefined,
      },
    );
    return { ...incubation, used: incubation.evaluations.used };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// All the way round, so that the true gains of each over the next, the one after that and so on sum to 0.
for (let i = 0; i < Number(values.real); i++) {
  const [one, other] = [i % 11, (i + 1 + Math.floor(i / 11)) % 11];
  const verdict = await real(restful(one), restful(other), { trainCases: 4, items: 100 }, first + i);
  print(["real", `rest ${one} against rest ${other}`, "", 0, first + i], verdict);
}
for (let seed = first; seed < first + Number(values["real-power"]); seed++) {
  const bestFit = `export default function priority(${parameters}) { return -space; }`;
  print(["real", "mixed against best fit", "", 0.15, seed], await real(mixed, bestFit, { trainCases: 4 }, seed));
}
