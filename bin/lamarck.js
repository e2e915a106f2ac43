#!/usr/bin/env node
// Starts Lamarck on Node 24 or later, whichever Node reads this file: its syntax stays plain, and on a new enough Node
// nothing is loaded but the command line itself.

const NODE_MIN = 24;
const RELAUNCHED = "LAMARCK_RELAUNCHED";
const STOPS = ["SIGINT", "SIGTERM", "SIGHUP"];

if (majorOf(process.versions.node) >= NODE_MIN) {
  if (process.env[RELAUNCHED]) dieWithLauncher();
  await startHere();
} else {
  await relaunch();
}

async function startHere() {
  const entry = new URL("../dist/src/cli/lamarck.js", import.meta.url).href;
  try {
    await import(entry);
  } catch (error) {
    if (!error || error.code !== "ERR_MODULE_NOT_FOUND" || error.url !== entry) throw error;
    refuse("Lamarck is not built: there is no dist/src/cli/lamarck.js.", "Run `npm run build` in Lamarck's folder.");
  }
}

/** Runs this file again on the Node that npm brought, in the same terminal, and ends as that process ends. */
async function relaunch() {
  const node = await bundledNode();
  if (!node) {
    refuse(
      "Lamarck needs Node " + NODE_MIN + " or later; this is Node " + process.versions.node + ", and npm brought none.",
      "Install Node " + NODE_MIN + " from https://nodejs.org, or run `npm install` again without `--omit=optional`.",
    );
    return;
  }
  const { spawn } = await import("node:child_process");
  const terminal = await hasTerminal();
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    // The channel carries no messages: it closes when this process is gone, however it went.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, [RELAUNCHED]: "1" },
  });
  // A terminal sends Ctrl-C to every process in it, so the child has its SIGINT already. Other signals came here alone.
  for (const stop of STOPS) {
    process.on(stop, () => {
      if (stop !== "SIGINT" || !terminal) child.kill(stop);
    });
  }
  child.once("error", (error) =>
    refuse("Could not start " + node + ": " + error.message, "Install Node " + NODE_MIN + "."),
  );
  child.once("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    STOPS.forEach((stop) => process.removeAllListeners(stop));
    process.kill(process.pid, signal);
  });
}

/** The binary of the platform package, wherever npm put it: beside this package, or higher up in a consumer's tree. */
async function bundledNode() {
  const { createRequire } = await import("node:module");
  const require = createRequire(import.meta.url);
  const windows = process.platform === "win32";
  const name = "node-" + (windows ? "win" : process.platform) + "-" + process.arch;
  try {
    if (majorOf(require(name + "/package.json").version) < NODE_MIN) return undefined;
    return require.resolve(name + (windows ? "/bin/node.exe" : "/bin/node"));
  } catch {
    return undefined;
  }
}

async function hasTerminal() {
  if (process.platform === "win32") return true;
  const { closeSync, openSync } = await import("node:fs");
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

/** A launcher that was killed outright takes this process with it: one campaign never goes on unseen. */
function dieWithLauncher() {
  delete process.env[RELAUNCHED];
  if (!process.channel) return;
  process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel.unref();
}

function refuse(message, hint) {
  process.stderr.write(message + "\n" + hint + "\n");
  process.exitCode = 1;
}

function majorOf(version) {
  return Number(version.split(".")[0]);
}
