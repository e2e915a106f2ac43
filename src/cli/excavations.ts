import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Capability } from "../capabilities/capability.ts";
import { patternKey } from "../capabilities/pattern.ts";
import { prerequisitesOf } from "../capabilities/prerequisites.ts";
import { patternOf } from "../capabilities/subject.ts";
import { UserError } from "../std/errors.ts";
import { type RunReader, readRun, runsFolder } from "../store/run-directory.ts";
import { type Look, type Miner, openMiner } from "./miner.ts";
import { requestScenario } from "./scenario-request.ts";

/** Runs of a workspace that are mined once more, each part of a log once. */
export interface Excavations {
  /**
   * An entry as its run gives it again; undefined where the run is not in the workspace any more. Throws `UserError`
   * where the run does not give it.
   */
  again(entry: Capability): Promise<Capability | undefined>;
  close(): Promise<void>;
}

/** A run that is open, and how it was looked at last: entries of one look follow each other. */
interface Dig {
  readonly run: string;
  readonly miner: Miner;
  readonly name: string;
  readonly generations: number;
  readonly look: Look;
}

/** `all` are the entries that prerequisites are looked up in. */
export function createExcavations(workspace: string, all: readonly Capability[]): Excavations {
  let last: Dig | undefined;

  /** The run of an entry, read no further than it was then; the one that is open where it goes on there. */
  async function minerFor({ firstSeen: { run }, mined: { generations } }: Capability): Promise<Miner | undefined> {
    if (last?.run === run && last.generations <= generations) return last.miner;
    await last?.miner.close();
    last = undefined;
    const folder = join(runsFolder(workspace), run);
    return existsSync(join(folder, "manifest.json")) ? opened(readRun(folder)) : undefined;
  }

  async function dig(entry: Capability): Promise<Dig | undefined> {
    const { run } = entry.firstSeen;
    const { generations, look } = entry.mined;
    const hasShadow = entry.evidence.shadow !== undefined;
    const name = JSON.stringify([run, generations, look, hasShadow]);
    if (last?.name === name) return last;
    const miner = await minerFor(entry);
    if (miner === undefined) return undefined;
    if (miner.read(generations) < generations) {
      await miner.close();
      last = undefined;
      throw gone(`its run has fewer than ${generations} generations`);
    }
    last = { run, miner, name, generations, look: await miner.look({ look, hasShadow }) };
    return last;
  }

  return {
    async again(entry) {
      const found = await dig(entry);
      if (found === undefined) return undefined;
      const { miner, look } = found;
      const sought = patternKey(patternOf(entry, miner.scenario));
      const candidate = look.findings.candidates.find(({ pattern }) => patternKey(pattern) === sought);
      if (candidate === undefined) throw gone("its pattern is no candidate in its run");
      return { ...(await miner.prove(candidate, look)), prerequisites: stillBefore(entry, all, found) };
    },
    close: async () => last?.miner.close(),
  };
}

/** Those of an entry's prerequisites that come before it in all lineages. */
function stillBefore(entry: Capability, all: readonly Capability[], { miner, look }: Dig): readonly string[] {
  const listed = all.filter(({ id }) => entry.prerequisites.includes(id));
  const patterns = [entry, ...listed].map((one) => patternOf(one, miner.scenario));
  const before = new Set(prerequisitesOf(patterns, look.gathered.specimens)[0]!.map((i) => listed[i - 1]!.id));
  return entry.prerequisites.filter((id) => before.has(id));
}

async function opened(run: RunReader): Promise<Miner> {
  const { path, options } = run.manifest.spec.scenario;
  const loaded = await requestScenario(path, options, "/");
  return openMiner(run, { loaded, lanes: availableParallelism(), signal: new AbortController().signal });
}

function gone(what: string): UserError {
  return new UserError("not-again", what, "Mine the run again to see what is in it.");
}
