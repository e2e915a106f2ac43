import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { availableMemory } from "node:process";
import { evaluateAll } from "../../evaluation/backend.ts";
import type { Outcome } from "../../evaluation/evaluation.ts";
import { genomeOf } from "../../genome/genome.ts";
import type { Provider } from "../../inference/providers.ts";
import { publishedPrices } from "../../llm/prices.ts";
import { messageOf } from "../../std/errors.ts";
import type { CliCommand, FlagValues } from "../command.ts";
import { printEnvelope } from "../output.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** `lamarck doctor`: whether this machine can run campaigns, and what to do where not. */
export const doctorCommand: CliCommand = {
  define(command) {
    command.option("--json", "print an envelope of JSON");
  },
  act: doctor,
};

/** What was found, and the cure where it is not well. */
interface Finding {
  readonly what: string;
  readonly state: "ok" | "warn" | "fail";
  readonly found: string;
  readonly cure?: string;
}

async function doctor(terminal: Terminal, options: FlagValues): Promise<number> {
  const tried = await Promise.all([sandbox(), ...(["cpu", "webgpu", "cuda"] as const).map(provider)]);
  const findings = [node(), cores(), memory(), ...["setpriv", "prlimit"].map(tool), disk(terminal.cwd), ...tried];
  findings.push(key(terminal), address(terminal), prices());
  if (options["json"] === true)
    printEnvelope(terminal, "doctor", findings, { total: findings.length, shown: findings.length });
  else {
    for (const { what, state, found, cure } of findings) {
      terminal.out(`${state.padEnd(4)} ${what.padEnd(8)} ${found}${cure === undefined ? "" : `\n     ${cure}`}\n`);
    }
  }
  return findings.some(({ state }) => state === "fail") ? exitCodes.failed : exitCodes.done;
}

function node(): Finding {
  const found = `Node ${process.versions.node}`;
  if (Number(process.versions.node.split(".")[0]) >= 24) return { what: "node", state: "ok", found };
  return { what: "node", state: "fail", found, cure: "Install Node 24 or later from https://nodejs.org." };
}

function cores(): Finding {
  const count = availableParallelism();
  const found = `${count} to evaluate on`;
  return count > 1
    ? { what: "cores", state: "ok", found }
    : { what: "cores", state: "warn", found, cure: "Campaigns work, one evaluation at a time." };
}

function memory(): Finding {
  // Of a container, what it may still take; of a machine, what is free.
  const free = Math.round(availableMemory() / 2 ** 20);
  const found = `${free} MiB free; \`lamarck run ... --dry-run\` tells what networks need of it`;
  const enough = free > 500 * availableParallelism();
  return enough
    ? { what: "memory", state: "ok", found }
    : { what: "memory", state: "warn", found, cure: "Each job may need 400 MiB: run with fewer `--jobs`." };
}

/** What the sandbox confines its processes with on Linux, beside its own walls. */
function tool(name: string): Finding {
  if (process.platform !== "linux") return { what: name, state: "ok", found: "not used on this system" };
  if (existsSync(`/usr/bin/${name}`)) return { what: name, state: "ok", found: "is there" };
  return {
    what: name,
    state: "warn",
    found: "is not there",
    cure: "Install util-linux: the sandbox then has one wall more.",
  };
}

function disk(cwd: string): Finding {
  try {
    const folder = mkdtempSync(join(cwd, ".lamarck-doctor-"));
    writeFileSync(join(folder, "probe"), "");
    rmSync(folder, { recursive: true });
    return { what: "disk", state: "ok", found: `${cwd} can be written` };
  } catch (error) {
    return {
      what: "disk",
      state: "fail",
      found: messageOf(error),
      cure: "Change to a folder that can be written, or give `--run-dir`.",
    };
  }
}

/** Whether there is a key; not a letter of it is shown. */
function key({ keys = {} }: Terminal): Finding {
  const what = "key";
  if ((keys["ANTHROPIC_API_KEY"] ?? "").trim() !== "") {
    return { what, state: "ok", found: "ANTHROPIC_API_KEY is set: `--llm` can ask language models" };
  }
  const cure = "For them set ANTHROPIC_API_KEY, or try them without a key: see `lamarck llm-stub --help`.";
  return { what, state: "ok", found: "none: campaigns run without language models", cure };
}

/** Where models are asked. */
function address({ env }: Terminal): Finding {
  const what = "models";
  const given = env["ANTHROPIC_BASE_URL"];
  if (given === undefined) return { what, state: "ok", found: "are asked at https://api.anthropic.com" };
  // It may hold a password.
  const url = URL.parse(given);
  if (url !== null)
    return { what, state: "ok", found: `are asked at ${url.origin}${url.pathname} (ANTHROPIC_BASE_URL)` };
  const cure = "Set it to an address such as http://127.0.0.1:8080, or unset it.";
  return { what, state: "fail", found: "ANTHROPIC_BASE_URL is no address", cure };
}

const pricesDaysMax = 180;

function prices(): Finding {
  const { asOf, source, models } = publishedPrices;
  const found = `of ${Object.keys(models).length} models as of ${asOf}, from ${source}`;
  if (Date.now() - Date.parse(asOf) <= pricesDaysMax * 86_400_000) return { what: "prices", state: "ok", found };
  const cure = "They may be others by now: look there, and give other ones with `--prices <file>`.";
  return { what: "prices", state: "warn", found, cure };
}

async function sandbox(): Promise<Finding> {
  const cure = "Install Lamarck again with `npm ci`; isolated-vm must fit this system and this Node.";
  // One program for each of the two paths through the sandbox.
  const programs = ["return 1;", "const seen = {}; seen.item = item; return seen.item;"];
  const genomes = programs.map((body) =>
    genomeOf("program", `export default function priority(item, space) { ${body} }`),
  );
  const scenario = { path: "bin-packing", options: { items: 20, trainCases: 1 }, seed: 1 };
  try {
    const { createSandbox } = await import("../../sandbox/backend.ts");
    const backend = createSandbox({ lanes: 1 });
    const batch = { scenario, cases: { split: "train" }, genomes, rivals: [] } as const;
    let failed: Outcome | undefined;
    try {
      failed = (await evaluateAll(backend, batch)).find(({ status }) => status === "failed");
    } finally {
      await backend.close();
    }
    if (failed === undefined)
      return { what: "sandbox", state: "ok", found: "isolated-vm loads, and programs are evaluated" };
    return { what: "sandbox", state: "fail", found: JSON.stringify(failed), cure };
  } catch (error) {
    return { what: "sandbox", state: "fail", found: messageOf(error), cure };
  }
}

/** What networks can be computed on, tried in a process of its own; nobody needs a GPU. */
async function provider(name: Provider): Promise<Finding> {
  const { cureFor, probeProvider } = await import("../../inference/providers.ts");
  const what = name === "cpu" ? "onnx" : name;
  const probe = await probeProvider(name);
  if (probe.ok) {
    const by = probe.driver === undefined ? "" : ` by ${probe.driver}`;
    return { what, state: "ok", found: `ONNX Runtime ${probe.version} computes${by}` };
  }
  return { what, state: "warn", found: probe.detail, cure: `Networks evolve without it. ${cureFor(name)}` };
}
