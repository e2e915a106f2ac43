import { availableParallelism } from "node:os";
import type { Capability } from "../capabilities/capability.ts";
import { subjectOf, tested, verdictOf } from "../capabilities/subject.ts";
import { programKind } from "../genome/kinds/program.ts";
import { messageOf, UserError } from "../std/errors.ts";
import { type Agents, createAgents } from "./agents.ts";
import { table, printEnvelope } from "./output.ts";
import { createProving } from "./proving.ts";
import { scenarioHash } from "./scenario-hash.ts";
import { type LoadedScenario, requestScenario } from "./scenario-request.ts";
import { exitCodes, type Terminal } from "./terminal.ts";

/** What came of doing the evidence of an entry again. */
interface Verification {
  readonly id: string;
  readonly name: string;
  /** Whether it came out the same. */
  readonly same: boolean;
  /** Whether it was cultivated too, which is done again by the command that its entry names. */
  readonly cultivated?: string;
  /** What is another, or why it could not be done again. */
  readonly why?: string;
}

/**
 * Does the evidence of entries again, from the entries and the files of their scenarios alone, and compares it, bit for
 * bit. The p-values are the run's: mining it again gives them. Returns the exit code: 3 where something came out otherwise.
 */
export async function verify(terminal: Terminal, entries: readonly Capability[], isJson: boolean): Promise<number> {
  const worlds = createWorlds();
  const verifications: Verification[] = [];
  try {
    for (const entry of entries) {
      const { id, name, cultivation } = entry;
      const why = await differenceOf(entry, worlds);
      const grown = cultivation?.passed === true ? { cultivated: cultivation.command } : {};
      verifications.push({ id, name, same: why === undefined, ...grown, ...(why === undefined ? {} : { why }) });
      if (entries.length > 1) terminal.err(`${verifications.length} of ${entries.length}: ${name}\n`);
    }
  } finally {
    await worlds.close();
  }
  if (isJson) printEnvelope(terminal, "capabilities-verify", verifications);
  else {
    const columns = [
      { title: "id", cell: ({ id }: Verification) => id },
      { title: "name", cell: ({ name }: Verification) => name },
      { title: "evidence", cell: ({ same }: Verification) => (same ? "same" : "other") },
      { title: "", cell: ({ why, cultivated }: Verification) => why ?? (cultivated === undefined ? "" : "cultivated") },
    ];
    terminal.out(`${table(verifications, columns)}\n`);
  }
  return verifications.every(({ same }) => same) ? exitCodes.done : exitCodes.assertion;
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

/** What comes out otherwise, by the names of the entry's fields, or why nothing does; undefined where all is the same. */
async function differenceOf(entry: Capability, worlds: Worlds): Promise<string | undefined> {
  try {
    const { loaded, hash, agents } = await worlds.open(entry.scenario);
    const { scenario, path, options } = loaded;
    if (hash !== entry.scenario.hash) return "the scenario is another one by now";
    const { seed, rivals } = entry.trial;
    const address = { path, options, seed };
    const proving = createProving(agents, { scenario, address, rivals: rivals.map((text) => programKind.parse(text)) });
    const now = verdictOf(await tested(subjectOf(entry, scenario), { proving, scenario }));
    const recorded = { ...entry, status: provenStatus(entry) };
    const others = Object.entries(now).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(recorded[field as keyof typeof now]),
    );
    return others.length === 0 ? undefined : others.map(([field]) => field).join(", ");
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return messageOf(error);
  }
}

/** The status that the tests gave it, whatever became of it then. */
function provenStatus({ status, retracted }: Capability): Capability["status"] {
  const kept = retracted?.was ?? status;
  return kept === "cultivated" || kept === "graduated" ? "validated" : kept;
}
