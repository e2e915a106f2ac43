// What each layer of the sandbox stops, on the hostile corpus: `node bench/sandbox-layers.ts [class,...]`.
// See README.md beside this file.
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createSandbox } from "../src/sandbox/backend.ts";
import type { HostileProgram } from "../tests/hostile/corpus.ts";
import { corpus } from "../tests/hostile/corpus.ts";
import { echoBatch, kindOf } from "../tests/sandbox/fixtures.ts";

/** Five calls of at most 250 ms each may follow each other; what is silent for longer does not come back. */
const watchdogMs = 2500;
const megabyte = 1024 * 1024;
const overMb = 400;
const killMb = 1500;

interface Layers {
  readonly fuel: boolean;
  readonly meters: boolean;
  readonly frozen: boolean;
}

/** How a program ended: as it should, otherwise, never, or with its process. */
type End = "right" | "wrong" | "hang" | "crash";

interface Row {
  readonly ends: Record<End, number>;
  /** Programs under which the process grew beyond 400 MB. */
  over: number;
  peakMb: number;
}

const steps: readonly (readonly [string, Layers | null])[] = [
  ["isolated-vm as documented, timeout and memory limit", null],
  ["gate, stripped realm, checked primitives only", { fuel: false, meters: false, frozen: false }],
  ["+ fuel", { fuel: true, meters: false, frozen: false }],
  ["+ metered built-ins", { fuel: true, meters: true, frozen: false }],
  ["+ frozen intrinsics", { fuel: true, meters: true, frozen: true }],
];

const classes = process.argv[2]?.split(",");
const programs = corpus.filter((program) => classes === undefined || classes.includes(program.class));

function emptyRow(): Row {
  return { ends: { right: 0, wrong: 0, hang: 0, crash: 0 }, over: 0, peakMb: 0 };
}

function isRight({ expect }: HostileProgram, kind: string): boolean {
  return (expect as readonly string[]).includes(kind);
}

function startChild(): ChildProcess {
  const file = fileURLToPath(new URL("sandbox-layers-child.js", import.meta.url));
  return spawn(process.execPath, ["--no-node-snapshot", file], { stdio: ["pipe", "pipe", "ignore"] });
}

function residentMb(child: ChildProcess): number {
  try {
    return (Number(readFileSync(`/proc/${child.pid}/statm`, "utf8").split(" ")[1]) * 4096) / megabyte;
  } catch {
    return 0;
  }
}

/** Runs one program in the child; the child is of no more use where it ends with `hang` or `crash`. */
async function playOne(child: ChildProcess, request: object, grown: (mb: number) => void): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  let timer: NodeJS.Timeout | undefined;
  let poll: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      lines.once("line", (line) => resolve(JSON.parse(line) as string));
      child.once("exit", () => resolve("crash"));
      timer = setTimeout(() => resolve("hang"), watchdogMs);
      poll = setInterval(() => {
        const mb = residentMb(child);
        grown(mb);
        if (mb > killMb) resolve("hang");
      }, 10);
      child.stdin!.write(`${JSON.stringify(request)}\n`);
    });
  } finally {
    clearTimeout(timer);
    clearInterval(poll);
    lines.close();
    child.removeAllListeners("exit");
  }
}

async function measure(layers: Layers | null): Promise<Row> {
  const row = emptyRow();
  let child = startChild();
  for (const program of programs) {
    let mbMost = 0;
    const kind = await playOne(child, { source: program.source, layers }, (mb) => (mbMost = Math.max(mbMost, mb)));
    const lost = kind === "hang" || kind === "crash";
    row.ends[lost ? kind : isRight(program, kind) ? "right" : "wrong"]++;
    row.peakMb = Math.max(row.peakMb, mbMost);
    if (mbMost > overMb) row.over++;
    // Memory does not come back: the next program gets a process of its own.
    if (!lost && mbMost <= 150) continue;
    child.kill("SIGKILL");
    child = startChild();
  }
  child.kill("SIGKILL");
  return row;
}

/** The backend itself, whose supervisor ends what does not end. */
async function measureSupervised(): Promise<{ readonly row: Row; readonly restarts: number }> {
  const row = emptyRow();
  const sandbox = createSandbox({ lanes: 2 });
  let k = 0;
  for await (const piece of sandbox.evaluate(echoBatch(programs.map(({ source }) => source)))) {
    for (const outcome of piece) {
      const kind = kindOf(outcome);
      row.ends[isRight(programs[k++]!, kind === "scored" ? "ok" : kind) ? "right" : "wrong"]++;
    }
  }
  const restarts = sandbox.lanes().reduce((sum, lane) => sum + lane.restarts, 0);
  await sandbox.close();
  return { row, restarts };
}

function print(name: string, { ends, over, peakMb }: Row): void {
  const memory = peakMb === 0 ? "| |" : `| ${over} | ${Math.round(peakMb)} |`;
  console.log(`| ${name} | ${ends.right} | ${ends.wrong} | ${ends.hang} | ${ends.crash} ${memory}`);
}

console.log(`${programs.length} programs, ${process.version}, watchdog ${watchdogMs} ms\n`);
console.log(
  "| layers | ended right | ended wrong | hang | crash | over 400 MB | peak MB |\n| --- | --- | --- | --- | --- | --- | --- |",
);
for (const [name, layers] of steps) print(name, await measure(layers));
const { row, restarts } = await measureSupervised();
print(`+ supervised processes (${restarts} restarts)`, row);
