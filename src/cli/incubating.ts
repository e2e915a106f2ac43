import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import type { Capability } from "../capabilities/capability.ts";
import type { Incubation, Phase } from "../capabilities/incubation.ts";
import type { Pattern } from "../capabilities/pattern.ts";
import { patternOf } from "../capabilities/subject.ts";
import { isProven } from "../capabilities/entry.ts";
import { alphabetOf } from "../capabilities/trace.ts";
import { type Genome, genomeOf } from "../genome/genome.ts";
import { programKind } from "../genome/kinds/program.ts";
import { budgetMin, incubate } from "../incubation/incubate.ts";
import { priorOf } from "../incubation/prior.ts";
import { createPurse } from "../incubation/purse.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { closest, UserError } from "../std/errors.ts";
import { sha256 } from "../std/hash.ts";
import { randomFromSeed } from "../std/random.ts";
import { readIncubations } from "../store/incubations.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { createIncubator } from "./incubator.ts";
import { type NamedAgent, namedAgent } from "./named-agent.ts";
import { scenarioHash } from "./scenario-hash.ts";
import { type LoadedScenario, requestScenario, scenarioAddress } from "./scenario-request.ts";
import { withAgents } from "./trial.ts";

const defaultBudget = 2000;
const defaultSlowdown = 10;
const leastMax = 0.5;

/** Where a hypothesis is put to the test. */
export interface Workplace {
  /** The hypothesis's own file: others are named from its folder. */
  readonly path: string;
  readonly workspace: string;
  readonly signal: AbortSignal;
  readonly say: (phase: Phase) => void;
}

/** The record of a hypothesis, and the capability that it is about, where it is about one. Throws `UserError`. */
export async function incubated(
  hypothesis: Hypothesis,
  workplace: Workplace,
): Promise<{ readonly incubation: Incubation; readonly capability?: Capability }> {
  const trial = await trialOf(hypothesis, workplace);
  const { id, head, capability, budget } = trial;
  const before = readIncubations(workplace.workspace).filter((record) => record.id !== id);
  const prior = priorOf(hypothesis.prior?.scale, before);
  const purse = createPurse(budget);
  const { loaded, larger, innovation, champion, pattern } = trial;
  const { scenario } = loaded;
  const { signal, say } = workplace;
  const verdict = await withAgents({ scenario, lanes: availableParallelism() }, async (agents) => {
    const nest = { agents, loaded, ...(larger === undefined ? {} : { larger }), seed: head.seed, signal };
    const terms = {
      innovation,
      champion,
      scenario,
      incubator: createIncubator({ ...nest, innovation, champion }),
      purse,
      random: randomFromSeed(head.seed).fork("incubation", id),
      least: head.claim.least,
      priorScale: prior.scale,
      ...(pattern === undefined ? {} : { pattern }),
      isScaled: larger !== undefined,
      slowdown: trial.slowdown,
    };
    return incubate(terms, say);
  });
  const incubation: Incubation = {
    schema: "lamarck/incubation@1",
    id,
    about: hypothesis.about,
    ...head,
    prior,
    evaluations: { budget, used: purse.used() },
    ...verdict,
  };
  return { incubation, ...(capability === undefined ? {} : { capability }) };
}

/** A hypothesis with all that it names. */
interface NamedTrial {
  readonly id: string;
  readonly head: Pick<Incubation, "scenario" | "innovation" | "champion" | "claim" | "seed">;
  readonly loaded: LoadedScenario;
  readonly larger: LoadedScenario | undefined;
  readonly innovation: Genome;
  readonly champion: Genome;
  readonly capability: Capability | undefined;
  readonly pattern: Pattern | undefined;
  readonly budget: number;
  readonly slowdown: number;
}

async function trialOf(hypothesis: Hypothesis, { path, workspace }: Workplace): Promise<NamedTrial> {
  const { prediction, seed = 1, slowdown = defaultSlowdown, options, scale } = hypothesis;
  const folder = dirname(path);
  const address = scenarioAddress(hypothesis.scenario, folder);
  const loaded = await requestScenario(address, options ?? {}, folder);
  const larger = scale && (await requestScenario(address, { ...options, ...scale }, folder));
  const { scenario } = loaded;
  const place = { scenario, workspace, folder };
  const { capability, ...named } = await namedAgent(hypothesis.innovation, place);
  const innovation = programOf(named, hypothesis.innovation);
  const champion = programOf(await namedAgent(hypothesis.champion, place), hypothesis.champion);
  if (capability !== undefined) checkIncubable(capability, loaded);
  const pattern = claimedPattern(hypothesis, capability, scenario);
  const budget = hypothesis.budget?.evaluations ?? defaultBudget;
  checkBudget(budget, scenario, path);
  const head = {
    scenario: { path: loaded.path, options: loaded.options, hash: scenarioHash(loaded) },
    innovation: { name: hypothesis.innovation, genome: innovation.hash },
    champion: { name: hypothesis.champion, genome: champion.hash },
    claim: { gain: prediction.gain, least: prediction.least ?? Math.min(leastMax, prediction.gain / 2) },
    seed,
  };
  const id = sha256(JSON.stringify([head, pattern, larger?.options, budget, slowdown])).slice(0, 16);
  return { id, head, loaded, larger, innovation, champion, capability, pattern, budget, slowdown };
}

/** A program in canonical form; one that cannot be read stays as it is, and is found out by the first phase. */
function programOf({ genome }: NamedAgent, name: string): Genome {
  if (genome.kind === "program") return canonical(genome);
  throw new UserError(
    "no-program",
    `\`${name}\` is a ${genome.kind}, and this version incubates programs only`,
    "Name a program.",
  );
}

function canonical({ bytes }: Genome): Genome {
  try {
    return programKind.parse(bytes);
  } catch (error) {
    if (error instanceof UserError) return genomeOf("program", bytes);
    throw error;
  }
}

/** What is said to be shown: in the hypothesis, else by the capability. */
function claimedPattern(
  { prediction }: Hypothesis,
  capability: Capability | undefined,
  scenario: Scenario,
): Pattern | undefined {
  const { pattern, gap } = prediction;
  if (pattern === undefined) return capability && patternOf(capability, scenario);
  const alphabet = alphabetOf(scenario);
  const tokens = pattern.map((name) => {
    const index = alphabet.indexOf(name);
    if (index >= 0) return index;
    const near = closest(name, alphabet);
    const hint = near === undefined ? `There are ${alphabet.join(", ")}.` : `Did you mean \`${near}\`?`;
    throw new UserError("bad-hypothesis", `${scenario.name} has no token \`${name}\` (prediction.pattern)`, hint);
  });
  return { tokens, ...(gap === undefined ? {} : { gap }) };
}

/** Throws `UserError` unless a capability is of this scenario and passed its tests. */
function checkIncubable({ id, name, scenario, status }: Capability, loaded: LoadedScenario): void {
  if (scenario.path !== loaded.path || scenario.hash !== scenarioHash(loaded)) {
    throw new UserError(
      "other-scenario",
      `The capability ${id} (${name}) was found in ${scenario.path} as it was then, not in this scenario`,
      "Name the scenario that it was found in, or mine a run of this one.",
    );
  }
  if (isProven({ status })) return;
  throw new UserError(
    "not-validated",
    `The capability ${id} (${name}) is ${status}, and only validated ones are incubated`,
    "`lamarck capabilities` lists those there are; its program alone can be incubated as a file.",
  );
}

function checkBudget(budget: number, { references = [] }: Scenario, path: string): void {
  const least = budgetMin(references.length);
  if (budget >= least) return;
  throw new UserError(
    "bad-hypothesis",
    `Expected \`budget.evaluations\` to be a whole number from ${least}, got \`${budget}\` (${path})`,
    `Four phases need that many; ${defaultBudget} is the default.`,
  );
}
