import { availableParallelism } from "node:os";
import type { Capability } from "../capabilities/capability.ts";
import { subjectOf, tested, verdictOf } from "../capabilities/subject.ts";
import { genomeIn } from "../capabilities/written.ts";
import { messageOf, UserError } from "../std/errors.ts";
import { type Agents, createAgents } from "./agents.ts";
import { createExcavations, type Excavations } from "./excavations.ts";
import { table, printEnvelope } from "./output.ts";
import { createProving } from "./proving.ts";
import { scenarioHash } from "./scenario-hash.ts";
import { type LoadedScenario, requestScenario } from "./scenario-request.ts";
import { exitCodes, type Terminal } from "./terminal.ts";

/** What came of doing the evidence of an entry again. */
interface Verification {
  readonly id: string;
  readonly name: string;
  /** Whether all came out the same that could be done again. */
  readonly same: boolean;
  /** The command that cultivates it again, where it was cultivated too. */
  readonly cultivated?: string;
  /** What is another, or why nothing could be done again. */
  readonly why?: string;
  /** The fields of the entry that were not done again. */
  readonly left: readonly string[];
}

/** What only the log of its run tells of an entry. */
const ofItsRun = ["evidence", "support", "firstSeen", "carriers", "prerequisites"] as const;

/** A model's words are no evidence, the versions are those of the day, and where it stands is as its run was mined last. */
const neverAgain = ["label", "found", "behaviour"] as const;

/**
 * Does the evidence of entries again, and compares it, bit for bit: with the run where it is still in the workspace, which is
 * mined once more as far as it was when they were found; without it from the entries and the files of their
 * scenarios alone. Returns the exit code: 3 where something came out otherwise.
 */
export async function verify(
  terminal: Terminal,
  chosen: readonly Capability[],
  { all, isJson }: { readonly all: readonly Capability[]; readonly isJson: boolean },
): Promise<number> {
  const worlds = createWorlds();
  const excavations = createExcavations(terminal.cwd, all);
  const verifications: Verification[] = [];
  try {
    for (const entry of chosen) {
      verifications.push(await verificationOf(entry, worlds, excavations));
      if (chosen.length > 1) terminal.err(`${verifications.length} of ${chosen.length}: ${entry.name}\n`);
    }
  } finally {
    await worlds.close();
    await excavations.close();
  }
  if (isJson) printEnvelope(terminal, "capabilities-verify", verifications);
  else print(terminal, verifications);
  return verifications.every(({ same }) => same) ? exitCodes.done : exitCodes.assertion;
}

function print(terminal: Terminal, verifications: readonly Verification[]): void {
  const columns = [
    { title: "id", cell: ({ id }: Verification) => id },
    { title: "name", cell: ({ name }: Verification) => name },
    { title: "evidence", cell: ({ same }: Verification) => (same ? "same" : "other") },
    { title: "", cell: ({ why, cultivated }: Verification) => why ?? (cultivated === undefined ? "" : "cultivated") },
  ];
  terminal.out(`${table(verifications, columns)}\n`);
  const alone = verifications.filter(({ left, same }) => same && left.includes("evidence")).length;
  if (alone === 0) return;
  terminal.err(
    `The runs of ${alone} of ${verifications.length} are not in this folder: ${ofItsRun.join(", ")} were not done again there.\n`,
  );
}

async function verificationOf(entry: Capability, worlds: Worlds, excavations: Excavations): Promise<Verification> {
  const { id, name, cultivation } = entry;
  const grown = cultivation?.passed === true ? { cultivated: cultivation.command } : {};
  try {
    const again = (await excavations.again(entry)) ?? (await testedAlone(entry, worlds));
    const others = differences(entry, again);
    const left = (Object.keys(entry) as (keyof Capability)[]).filter((field) => isLeft(field, again));
    const same = others.length === 0;
    return { id, name, same, ...grown, ...(same ? {} : { why: others.join(", ") }), left };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { id, name, same: false, why: messageOf(error), left: [] };
  }
}

function isLeft(field: keyof Capability, again: Partial<Capability>): boolean {
  return neverAgain.some((one) => one === field) || (ofItsRun.some((one) => one === field) && !(field in again));
}

/** The fields that came out otherwise. */
function differences(entry: Capability, again: Partial<Capability>): readonly string[] {
  const recorded: Partial<Capability> = { ...entry, status: provenStatus(entry) };
  return (Object.keys(again) as (keyof Capability)[]).filter((field) => {
    if (neverAgain.some((one) => one === field)) return false;
    if (field === "carriers") return !hasCarriers(entry, again.carriers!);
    return JSON.stringify(again[field]) !== JSON.stringify(recorded[field]);
  });
}

/** Other finds may have added carriers; there is no room for more than 50. */
function hasCarriers({ carriers }: Capability, found: readonly string[]): boolean {
  return carriers[0] === found[0] && carriers.length >= found.length && found.every((one) => carriers.includes(one));
}

/** What the tests say of an entry without its run. */
async function testedAlone(entry: Capability, worlds: Worlds): Promise<Partial<Capability>> {
  const { loaded, hash, agents } = await worlds.open(entry.scenario);
  const { scenario, path, options } = loaded;
  if (hash !== entry.scenario.hash) {
    throw new UserError("scenario-changed", "the scenario is another one by now", "Verify it where it is as it was.");
  }
  const { seed, rivals } = entry.trial;
  const address = { path, options, seed };
  const proving = createProving(agents, { scenario, address, rivals: rivals.map(genomeIn) });
  return verdictOf(await tested(subjectOf(entry, scenario), { proving, scenario }));
}

/** The status that the tests gave it, whatever became of it then. */
function provenStatus({ status, retracted }: Capability): Capability["status"] {
  const kept = retracted?.was ?? status;
  return kept === "cultivated" || kept === "graduated" ? "validated" : kept;
}

/** Scenarios that are loaded once, with agents that play in them. */
interface Worlds {
  open({ path, options }: Capability["scenario"]): Promise<World>;
  close(): Promise<void>;
}

interface World {
  readonly loaded: LoadedScenario;
  readonly hash: string;
  readonly agents: Agents;
}

function createWorlds(): Worlds {
  const worlds = new Map<string, World>();
  return {
    async open({ path, options }) {
      const name = JSON.stringify([path, options]);
      const known = worlds.get(name);
      if (known !== undefined) return known;
      const loaded = await requestScenario(path, options, "/");
      const agents = createAgents({ scenario: loaded.scenario, lanes: availableParallelism() });
      const world = { loaded, hash: scenarioHash(loaded), agents };
      worlds.set(name, world);
      return world;
    },
    async close() {
      for (const { agents } of worlds.values()) await agents.close();
    },
  };
}
