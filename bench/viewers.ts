// What watching costs: a campaign of 50,000 variants that goes on at 200 evaluations a second through the real loop, store
// and control socket, with three viewers on terminals of their own. See README.md beside this file.
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { assemble, type Backend, defaultSpec, loadScenario, openRun, type Outcome, runCampaign } from "../src/index.ts";
import { openControl } from "../src/runner/control.ts";
import { socketPathFor } from "../src/runner/socket-path.ts";
import { steerBackend } from "../src/runner/steered-backend.ts";

const { values: flags } = parseArgs({
  options: {
    variants: { type: "string", default: "50000" },
    rate: { type: "string", default: "200" },
    minutes: { type: "string", default: "20" },
    viewers: { type: "string", default: "3" },
    columns: { type: "string", default: "160" },
    rows: { type: "string", default: "48" },
    /** Run the campaign in this folder. */
    folder: { type: "string" },
  },
});
const rate = Number(flags.rate);
const begun = Number(flags.variants);
const casesCount = 20;

if (flags.folder === undefined) await measure();
else await campaign(flags.folder);

/** Runs for ever: as fast as it can until there are enough variants, then at the rate. */
async function campaign(folder: string): Promise<void> {
  const path = "bin-packing";
  const scenario = await loadScenario(path, {});
  const spec = { ...defaultSpec(scenario, path, {}), births: 100, budget: {} };
  const writer = openRun(folder, socketPathFor(folder, process.env));
  const backend = steerBackend(syntheticBackend, 1);
  const control = await openControl({
    writer,
    socket: socketOf(folder),
    run: "bench",
    version: "bench",
    backend,
    budget: {},
    stopping: new AbortController().signal,
    stop: () => process.exit(0),
    kill: () => process.exit(0),
    tell: () => {},
  });
  const late = monitorEventLoopDelay({ resolution: 5 });
  process.on("message", () => {
    process.send!({ p50: late.percentile(50) / 1e6 - 5, p99: late.percentile(99) / 1e6 - 5, max: late.max / 1e6 - 5 });
    late.reset();
  });
  late.enable();
  await runCampaign({
    writer,
    id: "bench",
    version: "bench",
    campaign: assemble(spec, scenario),
    scenarioHash: "",
    backend,
    budget: control.budget,
    clock: control.clock,
    begun: control.begun,
    subscriber: control.event,
  });
}

function socketOf(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, "lock"), "utf8")) as { socket: string }).socket;
}

/** Scores that follow from the genome's hash alone, a failure in eleven, at the rate once there are enough. */
function syntheticBackend(): Backend {
  let count = 0;
  return {
    async *evaluate({ genomes }) {
      for (const { hash } of genomes) {
        if (++count > begun) await delay(1000 / rate);
        yield [outcomeOf(hash)];
      }
    },
    lanes: () => [{ lane: 0, pid: process.pid, evaluations: count, restarts: 0 }],
    close: async () => {},
  };
}

function outcomeOf(hash: string): Outcome {
  const bytes = createHash("sha256").update(hash).digest();
  const observed = { ms: 3 + bytes[0]! / 50, speed: "shared" } as const;
  if (bytes[1]! % 11 === 0) {
    return { status: "failed", fault: { kind: "crashed", case: "train-0", message: `it threw ${bytes[2]}` }, observed };
  }
  const level = 4 + bytes[3]! / 40;
  const scores = Array.from({ length: casesCount }, (_, k) => [level + bytes[4 + k]! / 200]);
  return { status: "scored", scores, measures: [bytes[30]! / 255, bytes[31]! / 255], observed };
}

interface Watcher {
  readonly script: ChildProcess;
  readonly pid: number;
  type(keys: string): void;
  /** Resolves with the milliseconds until the screen shows the text after the keys. */
  paint(keys: string, text: string): Promise<number>;
}

async function measure(): Promise<void> {
  const folder = join(mkdtempSync(join(tmpdir(), "lamarck-bench-")), "run");
  const self = fileURLToPath(import.meta.url);
  const inputs = ["--folder", folder, "--variants", flags.variants, "--rate", flags.rate];
  const runner = spawn(process.execPath, [self, ...inputs], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const watchers: Watcher[] = [];
  try {
    while (birthsIn(folder) < begun) await delay(500);
    for (let i = 0; i < Number(flags.viewers); i++) watchers.push(await watch(folder));
    // Reading the log and the first pictures belong to the start.
    await delay(10_000);
    await latenessOf(runner);
    const before = watchers.map(({ pid }) => cpuSecondsOf(pid));
    const started = performance.now();
    const keys: number[] = [];
    const memory: number[][] = [];
    for (let minute = 0; minute < Number(flags.minutes); minute++) {
      memory.push(watchers.map(({ pid }) => residentMbOf(pid)));
      const end = performance.now() + 60_000;
      for (const [digit, title] of [
        ["2", "[2"],
        ["3", "[3"],
        ["6", "[6"],
        ["1", "[1"],
      ] as const) {
        keys.push(await watchers[minute % watchers.length]!.paint(digit, title));
        await delay(700);
      }
      await delay(Math.max(0, end - performance.now()));
    }
    memory.push(watchers.map(({ pid }) => residentMbOf(pid)));
    const seconds = (performance.now() - started) / 1000;
    const share = watchers.map(({ pid }, i) => rounded((100 * (cpuSecondsOf(pid) - before[i]!)) / seconds));
    keys.sort((a, b) => a - b);
    const result = {
      variants: birthsIn(folder),
      minutes: rounded(seconds / 60),
      viewerCpuPercent: share,
      keyToPaintMs: {
        p50: rounded(keys[keys.length >> 1]!),
        p95: rounded(keys[Math.floor(keys.length * 0.95)]!),
        n: keys.length,
      },
      viewerResidentMb: memory,
      runnerLateMs: await latenessOf(runner),
      load: loadavg()[0]!,
    };
    console.log(JSON.stringify(result, undefined, 2));
  } finally {
    for (const { script } of watchers) script.kill("SIGKILL");
    runner.kill("SIGKILL");
    rmSync(join(folder, ".."), { recursive: true, force: true });
  }
}

function latenessOf(runner: ChildProcess): Promise<unknown> {
  const answer = new Promise((found) => runner.once("message", found));
  runner.send("lateness");
  return answer;
}

function birthsIn(folder: string): number {
  try {
    return (JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { summary: { births: number } }).summary
      .births;
  } catch {
    return 0;
  }
}

/** Attaches a viewer on a terminal of its own. */
async function watch(folder: string): Promise<Watcher> {
  const size = `stty cols ${flags.columns} rows ${flags.rows}`;
  const command = `${size}; exec '${process.execPath}' '${resolve("bin/lamarck.js")}' attach '${folder}' --display full`;
  const env = { ...process.env, TERM: "xterm-256color", LANG: "C.UTF-8", CI: "", NO_COLOR: undefined };
  const script = spawn("script", ["-qefc", command, "/dev/null"], { env, stdio: ["pipe", "pipe", "inherit"] });
  let seen = "";
  let waiting: { readonly text: string; readonly done: () => void } | undefined;
  script.stdout.on("data", (data) => {
    // Without what styles it: text is found as it stands on the screen.
    // oxlint-disable-next-line no-control-regex
    seen = (seen + String(data).replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "")).slice(-100_000);
    if (waiting !== undefined && seen.includes(waiting.text)) {
      waiting.done();
      waiting = undefined;
    }
  });
  const type = (keys: string): void => void script.stdin.write(keys);
  async function paint(keys: string, text: string): Promise<number> {
    seen = "";
    const from = performance.now();
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`${JSON.stringify(text)} was not painted:\n${seen.slice(-2000)}`)),
        20_000,
      );
      waiting = { text, done: () => (clearTimeout(timer), done()) };
      if (keys !== "") type(keys);
    });
    return performance.now() - from;
  }
  await paint("", "RUN");
  return { script, pid: viewerUnder(script.pid!), type, paint };
}

/** The process that `script` runs: its shell became the viewer. */
function viewerUnder(parent: number): number {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (Number(fieldsOf(Number(name))[1]) === parent) return Number(name);
    } catch {
      // It has ended meanwhile.
    }
  }
  throw new Error(`no viewer under ${parent}`);
}

function fieldsOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
}

/** The system counts in hundredths of a second. */
function cpuSecondsOf(pid: number): number {
  const fields = fieldsOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMbOf(pid: number): number {
  return Math.round((Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096) / 2 ** 20);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
