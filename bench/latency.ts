// Latency of mining: a campaign of logic tasks in which nobody performs EQU until a first carrier is planted, mined by a
// process beside it. Prints when it was planted, when a tenth of the population had it, when it was in the catalogue as
// validated, and the processor time of both. Needs the built package: `npm run build && node bench/latency.ts`.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runInThisContext } from "node:vm";
import { assemble, type Campaign } from "../src/campaign/assemble.ts";
import { defaultSpec } from "../src/campaign/default-spec.ts";
import type { Proposal } from "../src/emitters/emitter.ts";
import type { Event } from "../src/events/event.ts";
import type { Genome } from "../src/genome/genome.ts";
import { programKind } from "../src/genome/kinds/program.ts";
import type { Member } from "../src/archives/member.ts";
import { byMerit } from "../src/archives/merit.ts";
import { processorMs } from "../src/cli/processor-time.ts";
import { scenarioHash } from "../src/cli/scenario-hash.ts";
import { requestScenario } from "../src/cli/scenario-request.ts";
import { runCampaign } from "../src/runner/run-campaign.ts";
import { createSandbox } from "../src/sandbox/backend.ts";
import { readCatalogue } from "../src/store/catalogue.ts";
import { openRun } from "../src/store/run-directory.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    population: { type: "string", default: "1000" },
    plant: { type: "string", default: "40" },
    minutes: { type: "string", default: "12" },
  },
});
const [seed, population, plant, minutes] = [values.seed, values.population, values.plant, values.minutes].map(
  Number,
) as [number, number, number, number];

type Bit = (a: boolean, b: boolean, last: boolean, tick: number) => unknown;

/** Whether a program performs EQU at any tick. The programs are our own operators' work, logic and nothing else. */
function performsEqu({ bytes }: Genome): boolean {
  const bit = runInThisContext(`(${bytes.replace("export default", "")})`) as Bit;
  const last = [false, false, false, false];
  for (let tick = 0; tick < 12; tick++) {
    let right = 0;
    for (let input = 0; input < 4; input++) {
      const [a, b] = [input >= 2, input % 2 === 1];
      last[input] = Boolean(bit(a, b, last[input]!, tick));
      if (last[input] === (a === b)) right++;
    }
    if (right === 4) return true;
  }
  return false;
}

const idle = programKind.parse("export default function bit(a, b, last, tick) { return a; }");

/** The campaign with one carrier in that generation, a mutant of the best, and none that was bred before. */
function planted(campaign: Campaign): Campaign {
  let generation = -1;
  function* ask(...[members, count, random, memory]: Parameters<Campaign["emitter"]["ask"]>): Iterable<Proposal> {
    generation++;
    let first = generation === plant;
    for (const proposal of campaign.emitter.ask(members, count, random, memory)) {
      if (first) yield carrierOf(members.toSorted(byMerit)[0]!);
      else yield generation > plant || !performsEqu(proposal.genome) ? proposal : withoutEqu(proposal, members);
      first = false;
    }
  }
  return { ...campaign, emitter: { ...campaign.emitter, ask } };
}

function carrierOf({ id, genome }: Member): Proposal {
  const body = /return ([\s\S]*);\s*}\s*$/.exec(genome.bytes)![1]!;
  const source = `export default function bit(a, b, last, tick) { return tick > 10 ? a ? b : !b : ${body}; }`;
  return { genome: programKind.parse(source), operator: "planted", parents: [id], island: 0 };
}

function withoutEqu(proposal: Proposal, members: readonly Member[]): Proposal {
  const parent = members.find(({ id }) => id === proposal.parents[0]);
  return { ...proposal, genome: parent?.genome ?? idle };
}

/** When something was noticed: in seconds since the beginning, of processor time of the campaign, and in generations. */
interface Moment {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly generation: number;
}

const workspace = mkdtempSync(join(tmpdir(), "lamarck-latency-"));
const folder = join(workspace, ".lamarck", "runs", "planted");
// The built one, as the process that mines takes it: starting that from source costs more than its first look.
const built = fileURLToPath(new URL("../dist/scenarios/logic-tasks/scenario.js", import.meta.url));
const loaded = await requestScenario(built, {}, workspace);
const spec = {
  ...defaultSpec(loaded.scenario, loaded.path, loaded.options),
  seed,
  population,
  births: population,
  budget: { seconds: 60 * minutes },
};
const backend = createSandbox({ lanes: availableParallelism() });
const stop = new AbortController();
const begun = performance.now();
const moments: { planted?: Moment; tenth?: Moment; validated?: Moment } = {};
let mining: ChildProcess | undefined;
let carriers = new Set<number>();

function now(generation: number): Moment {
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return { seconds, processorSeconds: (processorMs(process.pid, mining?.pid) ?? Number.NaN) / 1000, generation };
}

function notice(event: Event, members: readonly Member[]): void {
  if (event.type === "variant-born" && event.operator === "planted") moments.planted = now(event.generation);
  if (event.type !== "generation-finished" || moments.planted === undefined) return;
  const { generation } = event;
  const living = new Set(
    members.filter(({ id, genome }) => carriers.has(id) || performsEqu(genome)).map(({ id }) => id),
  );
  carriers = living;
  if (living.size >= members.length / 10) moments.tenth ??= now(generation);
  if (moments.validated !== undefined && generation >= moments.validated.generation + 10) stop.abort();
  const isFound = readCatalogue(workspace).some(
    ({ status, pattern }) => status === "validated" && pattern.includes("EQU"),
  );
  if (isFound) moments.validated ??= now(generation);
}

const writer = openRun(folder);
let state;
try {
  ({ state } = await runCampaign({
    writer,
    id: "planted",
    version: "bench",
    campaign: planted(assemble(spec, loaded.scenario)),
    scenarioHash: scenarioHash(loaded),
    backend,
    signal: stop.signal,
    begun() {
      const words = ["bin/lamarck.js", "mine", folder, "--follow", "--json"];
      const cwd = new URL("..", import.meta.url).pathname;
      mining = spawn(process.execPath, [join(cwd, words[0]!), ...words.slice(1)], {
        cwd: workspace,
        stdio: ["ignore", "pipe", "inherit"],
      });
    },
    subscriber: (event, { members }) => notice(event, members),
  }));
} finally {
  writer.close();
  await backend.close();
}
const { data } = JSON.parse(await text(mining!.stdout!)) as {
  data: { looks: number; campaignMs: number; miningMs: number };
};
const { planted: first, tenth, validated } = moments;
console.log(
  JSON.stringify({
    seed,
    population,
    generations: state.generation + 1,
    planted: first,
    tenth,
    validated,
    secondsToCatalogue: validated && first && Math.round(validated.seconds - first.seconds),
    generationsAfterTenth: validated && tenth && validated.generation - tenth.generation,
    looks: data.looks,
    campaignSeconds: data.campaignMs / 1000,
    miningSeconds: data.miningMs / 1000,
    share: data.miningMs / data.campaignMs,
    load: loadavg()[0],
  }),
);
rmSync(workspace, { recursive: true, force: true });
