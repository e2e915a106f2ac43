import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Stands where the command line stands in a built package: it says what it sees and waits to be stopped. */
const probe = `
const [command, code] = process.argv.slice(2);
if (command === "exit") process.exitCode = Number(code);
if (command === "wait") {
  let stops = 0;
  const alive = setInterval(() => {}, 1000);
  process.on("SIGINT", () => {
    stops++;
    console.log("stopping");
    setTimeout(() => { clearInterval(alive); process.exitCode = 40 + stops; }, 300);
  });
}
const seen = { node: process.versions.node, words: process.argv.slice(2), pid: process.pid, env: process.env.LAMARCK_RELAUNCHED };
console.log(JSON.stringify(seen));
`;

const platformPackage = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const bundled = resolve("node_modules", platformPackage);
let root: string;

/** A package folder `<root>/<name>/node_modules/lamarck`, as npm lays it out in a consumer's project. */
function install(name: string, { built, hoisted }: { readonly built: boolean; readonly hoisted: boolean }): string {
  const home = join(root, name, "node_modules", "lamarck");
  mkdirSync(join(home, "bin"), { recursive: true });
  writeFileSync(join(home, "package.json"), `{ "name": "lamarck", "type": "module" }`);
  copyFileSync("bin/lamarck.js", join(home, "bin", "lamarck.js"));
  if (hoisted) symlinkSync(bundled, join(root, name, "node_modules", platformPackage), "junction");
  if (built) {
    mkdirSync(join(home, "dist", "src", "cli"), { recursive: true });
    writeFileSync(join(home, "dist", "src", "cli", "lamarck.js"), probe);
  }
  return join(home, "bin", "lamarck.js");
}

function versionOf(node: string): number {
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  return Number(/^v(\d+)\./.exec(stdout ?? "")?.[1] ?? Number.NaN);
}

/** A Node before 24 that this machine has outside of every node_modules. */
function findOldNode(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/local/bin", "/usr/bin"];
  const nodes = folders.filter((folder) => !folder.includes("node_modules")).map((folder) => join(folder, "node"));
  return nodes.find((node) => versionOf(node) < 24);
}

const oldNode = existsSync(bundled) ? findOldNode() : undefined;
if (!oldNode) console.warn("SKIPPED: no Node before 24 here, or none brought by npm: starting with one is not tested");

/** util-linux's `script` gives a program a terminal. */
const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
if (!hasScript) console.warn("SKIPPED: no `script` on this machine, so Ctrl-C in a terminal is not tested");

let launcher: string;
let unbuilt: string;
let alone: string;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "lamarck-bin-")));
  launcher = install("complete", { built: true, hoisted: true });
  unbuilt = install("unbuilt", { built: false, hoisted: true });
  alone = install("alone", { built: true, hoisted: false });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function run(node: string, file: string, ...words: string[]) {
  const { stdout, stderr, status } = spawnSync(node, [file, ...words], { encoding: "utf8" });
  return { stdout, stderr, status };
}

/** Starts `lamarck wait` without a terminal; resolves with what the command line saw once it waits. */
async function startWaiting(node: string): Promise<{ readonly child: ChildProcess; readonly pid: number }> {
  const child = spawn(node, [launcher, "wait"], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const text = await new Promise<string>((found) => child.stdout.once("data", (data) => found(String(data))));
  return { child, pid: JSON.parse(text).pid };
}

/** Once the process has printed the text; what came before it, such as a warning of Node's, does not count. */
function printed(child: ChildProcess, text: string): Promise<void> {
  return new Promise((found) => {
    let all = "";
    child.stdout!.on("data", (data) => {
      all += String(data);
      if (all.includes(text)) found();
    });
  });
}

/** How the process ended, once nothing that it started holds its output any more either. */
function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((found) => child.once("close", (code, signal) => found({ code, signal })));
}

test("the oldest Node that the launcher starts on is the one package.json asks for", () => {
  const asked = /(\d+)/.exec(JSON.parse(readFileSync("package.json", "utf8")).engines.node)![1];
  expect(readFileSync("bin/lamarck.js", "utf8")).toContain(`const NODE_MIN = ${asked};`);
});

describe("started by a Node that is new enough", () => {
  test("the command line runs in the same process, with the words as they were typed", async () => {
    const { child, pid } = await startWaiting(process.execPath);
    expect(pid).toBe(child.pid);
    child.kill("SIGINT");
    expect(await ended(child)).toEqual({ code: 41, signal: null });
    const words = JSON.parse(run(process.execPath, launcher, "a b", "--c=*", "").stdout).words;
    expect(words).toEqual(["a b", "--c=*", ""]);
  });

  test("a package that was not built says how to build it", () => {
    const { stderr, status } = run(process.execPath, unbuilt);
    expect(stderr).toContain("npm run build");
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(1);
  });

  test("a file that is missing behind the command line is not mistaken for a missing build", () => {
    const broken = install("broken", { built: true, hoisted: false });
    writeFileSync(join(broken, "../../dist/src/cli/lamarck.js"), `import "./missing.js";`);
    const { stderr, status } = run(process.execPath, broken);
    expect(stderr).toContain("missing.js");
    expect(stderr).not.toContain("npm run build");
    expect(status).toBe(1);
  });
});

describe.skipIf(!oldNode)("started by a Node that is too old", () => {
  const old = oldNode!;

  test("the command line runs on the Node that npm brought, with the words and the exit code kept", () => {
    const { stdout, status } = run(old, launcher, "exit", "7", "a b", "");
    const seen = JSON.parse(stdout);
    expect(Number.parseInt(seen.node, 10)).toBeGreaterThanOrEqual(24);
    expect(seen.words).toEqual(["exit", "7", "a b", ""]);
    expect(seen.env).toBeUndefined();
    expect(status).toBe(7);
  });

  test("where npm brought none, it says which Node to get", () => {
    const { stdout, stderr, status } = run(old, alone);
    expect(stderr).toContain("needs Node 24 or later");
    expect(stderr).toContain("https://nodejs.org");
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  test("a package that was not built says how to build it", () => {
    const { stderr, status } = run(old, unbuilt);
    expect(stderr).toContain("npm run build");
    expect(status).toBe(1);
  });

  test("SIGINT sent to it alone reaches the command line once, and its exit code comes back", async () => {
    const { child } = await startWaiting(old);
    child.kill("SIGINT");
    expect(await ended(child)).toEqual({ code: 41, signal: null });
  });

  test.skipIf(!hasScript)("Ctrl-C in a terminal reaches the command line once", async () => {
    // The shell gives way to the launcher, as some shells would die of the same Ctrl-C while they wait for it.
    const child = spawn("script", ["-qec", `exec '${old}' '${launcher}' wait`, "/dev/null"], { stdio: "pipe" });
    await printed(child, `"pid"`);
    child.stdin.write("\u0003");
    expect(await ended(child)).toEqual({ code: 41, signal: null });
  });

  test("SIGTERM ends the command line, and it ends as that did", async () => {
    const { child } = await startWaiting(old);
    child.kill("SIGTERM");
    expect(await ended(child)).toEqual({ code: null, signal: "SIGTERM" });
  });

  test("killed outright, it leaves nothing running", async () => {
    const { child, pid } = await startWaiting(old);
    expect(pid).not.toBe(child.pid);
    child.kill("SIGKILL");
    expect(await ended(child)).toEqual({ code: null, signal: "SIGKILL" });
  });
});
