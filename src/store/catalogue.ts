import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LowSync } from "lowdb";
import type { Capability, Cultivation, Retraction } from "../capabilities/capability.ts";
import { capabilityId, cultivatedCapability, mergedCapability } from "../capabilities/entry.ts";
import type { Incubation } from "../capabilities/incubation.ts";
import { UserError, WorldError } from "../std/errors.ts";
import { sha256 } from "../std/hash.ts";
import { attempt } from "./appender.ts";
import { type Holder, takeLock } from "./lock.ts";
import { writeJson } from "./run-directory.ts";

/** The file: entries by the ids of their capabilities, in the order in which they came. */
interface Catalogue {
  readonly schema: "lamarck/catalogue@1";
  readonly entries: Record<string, Capability>;
  /** The SHA-256 of each entry as it was written, so that no hand changes one unnoticed. */
  readonly hashes: Record<string, string>;
}

/** How many capabilities a workspace keeps. */
const entriesMax = 10_000;
/** Another writer has the catalogue for milliseconds: so often it is asked again, and after so many of them. */
const lockTries = 40;
const lockWaitMs = 50;

/** The file that holds a workspace's capabilities. */
export function catalogueFile(workspace: string): string {
  return join(workspace, ".lamarck", "catalogue.json");
}

/** The capabilities of a workspace, oldest first. Throws `WorldError` where the file is damaged; it is left as it is. */
export function readCatalogue(workspace: string): readonly Capability[] {
  return Object.values(openCatalogue(catalogueFile(workspace)).data.entries);
}

/**
 * Adds capabilities and returns the entries that they are now: one that is there already gains carriers, and is
 * replaced where it had come less far; one that was retracted stays so. Throws `WorldError` where the file cannot be
 * written, is damaged or in use, `UserError` where it would hold more than 10,000.
 */
export async function addCapabilities(
  workspace: string,
  capabilities: readonly Capability[],
): Promise<readonly Capability[]> {
  return changed(workspace, (entries) => {
    for (const capability of capabilities) {
      const before = entries[capability.id];
      entries[capability.id] = before === undefined ? capability : mergedCapability(before, capability);
    }
    if (Object.keys(entries).length > entriesMax) throw fullError(workspace);
    return capabilities.map(({ id }) => entries[id]!);
  });
}

/** Marks a capability as retracted; the first retraction stays. Throws as `addCapabilities` does. */
export async function retractCapability(
  workspace: string,
  id: string,
  retraction: Omit<Retraction, "was">,
): Promise<Capability> {
  return changed(workspace, (entries) => {
    const entry = entries[id];
    if (entry === undefined) throw unknownError(id, Object.values(entries));
    if (entry.retracted !== undefined) return entry;
    return (entries[id] = { ...entry, status: "retracted", retracted: { ...retraction, was: entry.status } });
  });
}

/** Adds to a capability what came of cultivating it, and returns the entry that it is now. Throws as `addCapabilities` does. */
export async function addCultivation(
  workspace: string,
  id: string,
  cultivation: Omit<Cultivation, "tries">,
): Promise<Capability> {
  return changed(workspace, (entries) => {
    const entry = entries[id];
    if (entry === undefined) throw unknownError(id, Object.values(entries));
    return (entries[id] = cultivatedCapability(entry, cultivation));
  });
}

/**
 * Marks a capability as graduated, with the record of its incubation, the latest where there are several; one that was
 * retracted stays so. Throws as `addCapabilities` does.
 */
export async function graduateCapability(workspace: string, id: string, incubation: Incubation): Promise<Capability> {
  return changed(workspace, (entries) => {
    const entry = entries[id];
    if (entry === undefined) throw unknownError(id, Object.values(entries));
    if (entry.retracted !== undefined) return entry;
    return (entries[id] = { ...entry, status: "graduated", incubation });
  });
}

/** The entry that the beginning of an id names. Throws `UserError` where it names none or several. */
export function findEntry(entries: readonly Capability[], word: string): Capability {
  const found = entries.filter(({ id }) => id.startsWith(word.toLowerCase()));
  if (found.length === 1) return found[0]!;
  throw unknownError(word, found.length > 1 ? found : entries, found.length);
}

/** Changes the file in one step, while nobody else does. */
async function changed<T>(workspace: string, change: (entries: Record<string, Capability>) => T): Promise<T> {
  const path = catalogueFile(workspace);
  attempt(path, () => mkdirSync(dirname(path), { recursive: true }));
  const release = await lock(path);
  try {
    const book = openCatalogue(path);
    const result = change(book.data.entries);
    for (const [entry, capability] of Object.entries(book.data.entries)) book.data.hashes[entry] = hashOf(capability);
    book.write();
    return result;
  } finally {
    release();
  }
}

async function lock(path: string): Promise<() => void> {
  for (let tries = 1; ; tries++) {
    const taken = takeLock(`${path}.lock`);
    if ("release" in taken) return taken.release;
    if (tries === lockTries) throw lockedError(path, taken.holder);
    await wait(lockWaitMs);
  }
}

function openCatalogue(path: string): LowSync<Catalogue> {
  const empty: Catalogue = { schema: "lamarck/catalogue@1", entries: {}, hashes: {} };
  // Its own adapter renames too, but does not wait for the disk.
  const book = new LowSync<Catalogue>({ read: () => readFile(path), write: (data) => writeJson(path, data) }, empty);
  book.read();
  return book;
}

function readFile(path: string): Catalogue | null {
  if (!existsSync(path)) return null;
  let data: Partial<Catalogue> | undefined;
  try {
    data = JSON.parse(readFileSync(path, "utf8")) as Partial<Catalogue>;
  } catch {
    // Said below.
  }
  if (data?.schema !== "lamarck/catalogue@1" || !isObject(data.entries) || !isObject(data.hashes)) {
    throw damagedError(path, "an object of schema lamarck/catalogue@1");
  }
  for (const [id, entry] of Object.entries(data.entries)) {
    if (!isWhole(id, entry)) throw damagedError(path, `entry ${id} to be whole`);
    if (data.hashes[id] !== hashOf(entry)) throw damagedError(path, `entry ${id} to be as it was written`);
  }
  return data as Catalogue;
}

function isObject<T extends object>(value: T | null | undefined): value is T {
  return typeof value === "object" && value !== null;
}

function hashOf(capability: Capability): string {
  return sha256(JSON.stringify(capability));
}

/** Whether a capability is of this schema and has the id that its content gives. */
function isWhole(id: string, capability: Capability): boolean {
  try {
    return capability.schema === "lamarck/capability@1" && capability.id === id && capabilityId(capability) === id;
  } catch {
    return false;
  }
}

function lockedError(path: string, { pid, host }: Holder): WorldError {
  return new WorldError(
    "locked",
    `The catalogue ${path} is in use by process ${pid} on ${host}`,
    `Run the command again once that is done; if nothing runs there any more, delete ${path}.lock.`,
  );
}

function damagedError(path: string, expected: string): WorldError {
  return new WorldError(
    "catalogue-damaged",
    `The catalogue ${path} is damaged: expected ${expected}`,
    "It was left as it is. Restore it from a copy; or move it away, and `lamarck mine` finds again what is in the runs.",
  );
}

function fullError(workspace: string): UserError {
  return new UserError(
    "catalogue-full",
    `The catalogue ${catalogueFile(workspace)} would hold more than ${entriesMax} capabilities`,
    "Nothing was written. Keep it under another name, and begin a new one.",
  );
}

function unknownError(word: string, some: readonly Capability[], found = 0): UserError {
  const ids = some.slice(0, 8).map(({ id }) => id);
  return new UserError(
    "capability-not-found",
    found > 1 ? `\`${word}\` names ${found} capabilities` : `There is no capability \`${word}\` here`,
    ids.length === 0 ? "`lamarck mine` looks for some in a run." : `Name one of: ${ids.join(", ")}.`,
  );
}
