import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Capability } from "../../src/capabilities/capability.ts";
import { createAllowance, type Allowance } from "../../src/cli/allowance.ts";
import { follow, type Following } from "../../src/cli/following.ts";
import { type Miner, openMiner } from "../../src/cli/miner.ts";
import { miningLog } from "../../src/cli/mining-process.ts";
import { requestScenario } from "../../src/cli/scenario-request.ts";
import { addCapabilities, readCatalogue } from "../../src/store/catalogue.ts";
import { type MiningRecord, openMining } from "../../src/store/mining-record.ts";
import { readRun, type RunReader } from "../../src/store/run-directory.ts";
import { call } from "./terminal.ts";

const campaign = "run logic-tasks --seed 3 --jobs 1 --budget-generations 25 --display none".split(" ");

let folder: string;
let run: RunReader;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-following-"));
  await call(folder, [...campaign, "--run-dir", ".lamarck/runs/first"]);
  run = readRun(join(folder, ".lamarck/runs/first"));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

const generous: Allowance = {
  bears: () => true,
  used: () => ({ campaignMs: 1, miningMs: 0 }),
  spend: async (work) => ({ result: await work(), ms: 0 }),
};

function recordOf(): MiningRecord & { readonly written: number[] } {
  const written: number[] = [];
  return { written, looks: () => written.at(-1) ?? 0, write: (looks) => void written.push(looks), close() {} };
}

/** Follows the campaign as if it had got to these generations, one after the other, when its log was read. */
async function followed(
  workspace: string,
  until: readonly number[],
  changes: Partial<Following> = {},
): Promise<{ readonly found: readonly Capability[]; readonly proved: readonly string[]; readonly said: string }> {
  const { path, options } = run.manifest.spec.scenario;
  const loaded = await requestScenario(path, options, "/");
  const { signal } = new AbortController();
  const miner = openMiner(run, { loaded, lanes: 1, signal });
  const left = [...until];
  const proved: string[] = [];
  const said: string[] = [];
  const growing: Miner = {
    ...miner,
    read: () => miner.read(left.shift() ?? until.at(-1)),
    async prove(candidate, look) {
      const entry = await miner.prove(candidate, look);
      proved.push(`${entry.pattern.join()} in ${entry.carriers[0]}`);
      return entry;
    },
  };
  try {
    const found = await follow({
      workspace,
      miner: growing,
      allowance: generous,
      isRunning: () => left.length > 0,
      record: recordOf(),
      before: [],
      signal,
      say: (text) => void said.push(text),
      ...changes,
    });
    return { found, proved, said: said.join("\n") };
  } finally {
    await miner.close();
  }
}

describe("a campaign that is followed", () => {
  test("gives what its finished log gives again, to the last figure", { timeout: 120_000 }, async () => {
    const record = recordOf();
    const { found, proved } = await followed(folder, [15, 17, 20, 25], { record });
    expect(record.written).toEqual([1, 2, 3]);
    expect(found.length).toBeGreaterThan(0);
    expect(readCatalogue(folder)).toEqual(found);
    expect(found.map(({ mined }) => mined.generations).every((count) => [15, 20, 25].includes(count))).toBe(true);
    expect(new Set(proved).size).toBe(proved.length);
    const { code, out } = await call(folder, ["capabilities", "verify", "--all", "--json"]);
    expect(code).toBe(0);
    const verified = JSON.parse(out).data as readonly { readonly same: boolean; readonly left: readonly string[] }[];
    for (const { same, left } of verified) expect({ same, left }).toEqual({ same: true, left: ["found"] });
  });

  test("is not proved again what was found before", { timeout: 60_000 }, async () => {
    const before = readCatalogue(folder);
    const { proved } = await followed(folder, [25], { before });
    const validated = before.filter(({ status }) => status === "validated").map(({ pattern }) => pattern.join());
    for (const one of proved) expect(validated).not.toContain(one.split(" in ")[0]);
  });

  test("is not looked at where that would cost too much, and it is said so", async () => {
    const record = recordOf();
    const { found, said } = await followed(folder, [15, 25], {
      allowance: { ...generous, bears: (ms) => ms === 0 },
      record,
    });
    expect({ found, looks: record.written }).toEqual({ found: [], looks: [] });
    expect(said).toContain("the last 25 generations were not looked at");
  });

  test("is mined by one process at a time, which remembers its looks", () => {
    const record = openMining(run.path);
    record.write(7);
    expect(() => openMining(run.path)).toThrow("is mined by process");
    record.close();
    const again = openMining(run.path);
    expect(again.looks()).toBe(7);
    again.close();
  });
});

test(
  "verifying finds out what only the run can tell, and says what it leaves where that is gone",
  { timeout: 60_000 },
  async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "lamarck-following-"));
    try {
      const [one, ...others] = readCatalogue(folder);
      const { evidence, support } = one!;
      const forged = { ...one!, evidence: { ...evidence, permutation: 0.001 }, support: { ...support, lineages: 40 } };
      await addCapabilities(elsewhere, [forged, ...others]);
      const alone = await call(elsewhere, ["capabilities", "verify", one!.id]);
      expect(alone.code).toBe(0);
      expect(alone.err).toContain("evidence, support, firstSeen, carriers, prerequisites were not done again");
      cpSync(join(folder, ".lamarck/runs"), join(elsewhere, ".lamarck/runs"), { recursive: true });
      const { code, out } = await call(elsewhere, ["capabilities", "verify", one!.id]);
      expect(code).toBe(3);
      expect(out).toMatch(/other +support, evidence\n/);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  },
);

test(
  "a campaign that is mined beside has the same log, and what was said is in its folder",
  { timeout: 120_000 },
  async () => {
    // Longer than the process that mines needs to start, also where others take the processor.
    const longer = [...campaign, "--budget-generations", "100"];
    await call(folder, [...longer, "--run-dir", ".lamarck/runs/alone"]);
    const { code } = await call(folder, [...longer, "--mine", "--run-dir", ".lamarck/runs/second"]);
    expect(code).toBe(0);
    const second = readRun(join(folder, ".lamarck/runs/second"));
    expect(second.hash()).toEqual(readRun(join(folder, ".lamarck/runs/alone")).hash());
    expect(readFileSync(miningLog(second.path), "utf8")).toMatch(/Looked \d+ times at the campaign/);
    expect(existsSync(join(second.path, "mining.lock"))).toBe(false);
  },
);

describe("what mining may cost", () => {
  test("is five hundredths of what the campaign has used by its log, where no runner can be asked", async () => {
    let elapsedMs = 1e9;
    const allowance = createAllowance({ holder: () => undefined, elapsedMs: () => elapsedMs });
    expect(allowance.bears(1000)).toBe(true);
    expect(allowance.bears(0.05 * elapsedMs)).toBe(false);
    const { result, ms } = await allowance.spend(async () => "done");
    expect(result).toBe("done");
    expect(ms).toBeGreaterThanOrEqual(0);
    elapsedMs = 0;
    expect(allowance.bears(0)).toBe(false);
  });
});
