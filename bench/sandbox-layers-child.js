// Runs hostile programs with some of the sandbox's layers, one line of JSON in, one out. It is plain JavaScript and uses
// the built files, because isolated-vm and type stripping do not go together in one thread.
import { createInterface } from "node:readline";
import ivm from "isolated-vm";
import { freezeRealm } from "../dist/sandboxes/freeze.js";
import { meterRealm } from "../dist/sandboxes/meter.js";
import { createRunner } from "../dist/sandboxes/runner.js";
import { stripRealm } from "../dist/sandboxes/strip.js";
import { rule } from "../dist/src/sandbox/gate.js";
import { randomFromKey } from "../dist/src/std/random.js";

const timeout = 250;
const memoryLimit = 32;
/** Nothing that is taken from it makes it less. */
const endless = 1e308;
const inputs = Array.from({ length: 20 }, (_, i) => i / 10);
const parameters = [{ name: "x", type: "number", about: "" }];
const signature = { name: "f", about: "", parameters, returns: "number" };
const verdicts = ["ok", "crashed", "exhausted", "bad-action"];

/** As the package's documentation has it: a module in an isolate with limits, its function called by reference. */
async function playAsDocumented(source) {
  const isolate = new ivm.Isolate({ memoryLimit });
  const context = await isolate.createContext();
  let module;
  try {
    module = await isolate.compileModule(source);
    await module.instantiate(context, () => {
      throw new Error("no modules");
    });
  } catch {
    return "refused";
  }
  await module.evaluate({ timeout });
  const agent = await module.namespace.get("default", { reference: true });
  for (const x of inputs) {
    const answer = await agent.apply(undefined, [x], { timeout, result: { copy: true } });
    if (typeof answer !== "number" || !Number.isFinite(answer)) return "bad-action";
  }
  isolate.dispose();
  return "ok";
}

function playHardened(source, { fuel, meters, frozen }) {
  const ruling = rule(source, signature, { fuel: -1, calls: 1, wallMs: timeout, answer: 1 });
  if (ruling.kind === "refused") return "refused";
  const isolate = new ivm.Isolate({ memoryLimit });
  const context = isolate.createContextSync();
  const boot = `(function (setup, memory) {
    "use strict";
    const fuel = { n: Infinity, d: 0 };
    const origins = { reflect: Reflect, realm: globalThis };
    const blow = () => { fuel.n = -1; throw "it used up its fuel, time or memory"; };
    const randomFromKey = ${randomFromKey.toString()};
    const chance = randomFromKey(1, 2);
    const runner = (${createRunner.toString()})({
      setup: JSON.parse(setup), numbers: new Float64Array(memory), fuel, blow,
      play: (agents, instance) => agents[0](instance), randomFromKey, reseed: () => {},
    });
    (${stripRealm.toString()})(() => chance.next());
    ${meters ? `(${meterRealm.toString()})(fuel, blow, origins);` : ""}
    ${frozen ? `(${freezeRealm.toString()})(origins);` : ""}
    return runner;
  })`;
  const cases = inputs.map((x, i) => ({ instance: String(x), key: [i, 1], seats: [0] }));
  const setup = JSON.stringify({
    takes: ["number"],
    returns: "number",
    fuel: fuel ? 1_000_000 : endless,
    answer: 1,
    cases,
  });
  const memory = new SharedArrayBuffer(8 * 64);
  const reference = { reference: true };
  const start = isolate.compileScriptSync(boot).runSync(context, reference);
  const runner = start.applySync(undefined, [setup, new ivm.ExternalCopy(memory).copyInto()], { result: reference });
  const factory = isolate.compileScriptSync(ruling.code).runSync(context, { ...reference, timeout });
  runner.getSync("seat", reference).applySync(undefined, [factory.derefInto()], { timeout });
  const playCases = runner.getSync("playCases", reference);
  for (let one = 0; one < inputs.length; one += 4) {
    if (playCases.applySync(undefined, [one, one + 4], { timeout }) !== true) break;
  }
  isolate.dispose();
  return verdicts[new Float64Array(memory)[0]];
}

async function play({ source, layers }) {
  try {
    return layers === null ? await playAsDocumented(source) : playHardened(source, layers);
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    return /timed out|memory limit|disposed/.test(why) ? "exhausted" : "crashed";
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await play(JSON.parse(line)))}\n`);
}
