import type { Candidate } from "../capabilities/candidate.ts";
import type { Capability } from "../capabilities/capability.ts";
import type { Origin } from "../capabilities/entry.ts";
import type { Findings } from "../capabilities/mine.ts";
import type { Specimen } from "../capabilities/specimen.ts";
import { alphabetOf } from "../capabilities/trace.ts";
import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { RunReader } from "../store/run-directory.ts";
import { type Agents, createAgents } from "./agents.ts";
import { checkMinable } from "./minable.ts";
import { findingsOf, type MiningTools, proved } from "./mining.ts";
import { version } from "./package.ts";
import { createProving } from "./proving.ts";
import { type Remembering, remembering } from "./remembering.ts";
import { scenarioHash } from "./scenario-hash.ts";
import type { LoadedScenario } from "./scenario-request.ts";
import { inShadow } from "./shadow.ts";
import { createGatherer, type Gathered } from "./specimens.ts";
import { checkUnchanged } from "./unchanged.ts";

/** Mines a run, whose log may still grow. */
export interface Miner {
  readonly scenario: Scenario;
  /** Reads what is in the log by now, up to the end of so many generations at most; how many it has read. */
  read(generationsMax?: number): number;
  /** How long the campaign has run until there, in milliseconds. */
  elapsedMs(): number;
  /** Looks for candidates in what was read. */
  look(how: Looking): Promise<Look>;
  /** Puts a candidate of a look to the test, and makes an entry of it, still without what comes before it. */
  prove(candidate: Candidate, look: Look): Promise<Capability>;
  close(): Promise<void>;
}

/** How a part of a log is looked at. */
export interface Looking {
  /** The how manieth look at this campaign while it runs, from 1; left out where it is looked at once. */
  readonly look?: number | undefined;
  /** Beside the same campaign without selection, which is run first. Throws `UserError` where there cannot be one. */
  readonly hasShadow?: boolean;
}

/** What a look has come to. */
export interface Look {
  readonly gathered: Gathered;
  readonly findings: Findings;
  readonly tools: MiningTools;
}

export interface MinerOptions {
  readonly loaded: LoadedScenario;
  readonly lanes: number;
  readonly signal: AbortSignal;
}

/** Opens a run for mining. Throws `UserError` where there is nothing to be mined, or where the scenario is another one by now. */
export function openMiner(run: RunReader, { loaded, lanes, signal }: MinerOptions): Miner {
  const { scenario } = loaded;
  const { spec } = run.manifest;
  checkMinable(spec, scenario);
  checkUnchanged(run, scenarioHash(loaded));
  const agents = createAgents({ scenario, lanes });
  const gatherer = createGatherer(run, scenario);
  const grounds = createGrounds(agents, loaded, spec.seed);
  let generations = 0;

  /** The variants of the same campaign without selection. */
  async function shadowOf(proving: Remembering): Promise<readonly Specimen[]> {
    return inShadow(run, { generations, loaded, agents, signal }, async (shadow) => {
      const other = createGatherer(shadow, scenario);
      other.read();
      return (await other.gather(proving)).specimens;
    });
  }

  return {
    scenario,
    read: (generationsMax) => (generations = gatherer.read(generationsMax)),
    elapsedMs: gatherer.elapsedMs,
    async look({ look, hasShadow = false }) {
      const rivals = gatherer.rivals();
      const proving = grounds(rivals);
      const mined = { generations, ...(look === undefined ? {} : { look }) };
      const origin = { ...originOf(run, loaded, rivals), mined };
      const tools = { proving, scenario, origin, seed: spec.seed };
      const shadow = hasShadow ? await shadowOf(proving) : undefined;
      const gathered = await gatherer.gather(proving);
      return { gathered, findings: findingsOf(gathered, shadow, tools), tools };
    },
    prove: (candidate, { gathered, tools }) => proved(candidate, gathered, tools),
    close: () => agents.close(),
  };
}

/** Where those play who are looked at: the same place again as long as the rivals are the same. */
function createGrounds(
  agents: Agents,
  { scenario, path, options }: LoadedScenario,
  seed: number,
): (rivals: readonly Genome[]) => Remembering {
  let last: { readonly name: string; readonly proving: Remembering } | undefined;
  return (rivals) => {
    const name = rivals.map(({ hash }) => hash).join();
    if (last?.name !== name) {
      last = {
        name,
        proving: remembering(createProving(agents, { scenario, address: { path, options, seed }, rivals })),
      };
    }
    return last.proving;
  };
}

function originOf(run: RunReader, loaded: LoadedScenario, rivals: readonly Genome[]): Omit<Origin, "mined"> {
  const { path, options } = run.manifest.spec.scenario;
  return {
    run: run.manifest.id,
    scenario: { path, options, hash: scenarioHash(loaded) },
    alphabet: alphabetOf(loaded.scenario),
    rivals,
    found: { lamarck: version(), node: process.versions.node },
  };
}
