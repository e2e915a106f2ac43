// Kills viewers, runners and sandbox processes outright at random moments, and compares the log with an undisturbed one.
// Needs the built package: `npm run build && node bench/kill-anything.ts [kills of each] [seed]`. See README.md beside this file.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import xterm from "@xterm/headless";
import { type Random, randomFromSeed } from "../src/std/random.ts";
import { readRun } from "../src/store/run-directory.ts";
import { type Call, callOnTerminal, ended, runnerOf, until } from "../tests/runner/detached.ts";

const kills = Number(process.argv[2] ?? 20);
const seed = Number(process.argv[3] ?? 1);
const generations = 60;
const workspace = mkdtempSync(join(tmpdir(), "lamarck-kill-anything-"));
const folderOf = (name: string): string => join(workspace, name);

/** Starts or resumes the run in a process of its own. */
async function start(folder: string): Promise<void> {
  const words = `run bin-packing --run-dir ${folder} --detach --seed ${seed} --budget-generations ${generations}`;
  const { code, err } = await ended(workspace, words.split(" "));
  if (code !== 0) throw new Error(`the run does not start: ${err}`);
}

/** Waits until the run is over, and resumes it where it was killed. */
async function finish(folder: string): Promise<string> {
  await until(() => runnerOf(folder) === undefined, "the run ends").catch(() => finish(folder));
  if (readRun(folder).manifest.state !== "finished") {
    await start(folder);
    return finish(folder);
  }
  return readRun(folder).hash().hash;
}

/** The processes under a process, and those under them. */
function descendants(pid: number): number[] {
  const children = readdirSync("/proc")
    .map(Number)
    .filter((one) => {
      try {
        return one > 0 && Number(readFileSync(`/proc/${one}/stat`, "utf8").split(") ")[1]!.split(" ")[1]) === pid;
      } catch {
        return false;
      }
    });
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

/** A viewer on a terminal of its own is killed while it shows the run. */
async function killViewers(folder: string, random: Random): Promise<number> {
  await start(folder);
  let killed = 0;
  for (; killed < kills && runnerOf(folder) !== undefined; killed++) {
    const viewer = callOnTerminal(workspace, ["attach", folder]);
    await delay(100 + random.int(1500));
    for (const pid of descendants(viewer.child.pid!)) kill(pid);
    await viewer.code;
  }
  return killed;
}

/** The runner is killed while a viewer shows the run; the viewer must say so, and what goes on. */
async function killRunners(
  folder: string,
  random: Random,
): Promise<{ readonly killed: number; readonly said: number }> {
  await start(folder);
  const viewer = callOnTerminal(workspace, ["attach", folder]);
  const screen = screenOf(viewer);
  let [killed, said] = [0, 0];
  while (killed < kills) {
    await delay(random.int(1500));
    const pid = runnerOf(folder);
    if (pid === undefined) break;
    kill(pid);
    killed++;
    const hasSaid = async (): Promise<boolean> => /Nobody runs it since.*lamarck resume/.test(await screen());
    await until(hasSaid, "the viewer says it").then(
      () => said++,
      () => {},
    );
    await start(folder);
  }
  viewer.child.stdin!.write("d");
  await viewer.code;
  return { killed, said };
}

/** What a viewer shows, as a terminal of 80 by 24 has it. */
function screenOf({ child }: Call): () => Promise<string> {
  const terminal = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  child.stdout!.on("data", (data: Buffer) => terminal.write(data));
  return async () => {
    await new Promise<void>((done) => terminal.write("", done));
    const buffer = terminal.buffer.active;
    return Array.from({ length: 24 }, (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true)).join("\n");
  };
}

async function killSandboxes(folder: string, random: Random): Promise<number> {
  await start(folder);
  let killed = 0;
  while (killed < kills) {
    await delay(random.int(600));
    const runner = runnerOf(folder);
    if (runner === undefined) break;
    const sandboxes = descendants(runner);
    if (sandboxes.length > 0 && kill(sandboxes[random.int(sandboxes.length)]!)) killed++;
  }
  return killed;
}

try {
  const random = randomFromSeed(seed);
  await start(folderOf("straight"));
  const straight = await finish(folderOf("straight"));
  console.log(`undisturbed                       ${straight}`);
  const report = async (name: string, told: unknown): Promise<void> => {
    const hash = await finish(folderOf(name));
    console.log(`${name.padEnd(9)} ${JSON.stringify(told).padEnd(23)} ${hash}`);
    if (hash !== straight) process.exitCode = 1;
  };
  await report("viewers", await killViewers(folderOf("viewers"), random));
  await report("sandboxes", await killSandboxes(folderOf("sandboxes"), random));
  await report("runners", await killRunners(folderOf("runners"), random));
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
