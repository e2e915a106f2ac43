// Cultivation: whether capabilities of logic-tasks persist where they pay, pay nothing, or come by themselves.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { tasks } from "../scenarios/logic-tasks/tasks.ts";
import type { Capability } from "../src/capabilities/capability.ts";
import { createAgents } from "../src/cli/agents.ts";
import { fieldOf, plotOf } from "../src/cli/cultivation.ts";
import { cultivate, cultivationOf } from "../src/cultivation/cultivate.ts";
import { readCatalogue } from "../src/store/catalogue.ts";
import { call } from "../tests/cli/terminal.ts";

const { values } = parseArgs({
  options: {
    campaigns: { type: "string", default: "31,32,33" },
    evaluations: { type: "string", default: "12000" },
    replicates: { type: "string", default: "40" },
    tasks: { type: "string", default: "EQU,XOR,AND" },
    worlds: { type: "string", default: "alone,idle,ordinary" },
  },
});
const names = tasks.map(({ name }) => name);

/** Which tasks earn nothing in a world, for the task that is cultivated. */
const worlds: Readonly<Record<string, (task: string) => readonly string[]>> = {
  // Nothing else pays, so that there are no stepping stones to it.
  alone: (task) => names.filter((name) => name !== task),
  // It pays nothing, and all others pay.
  idle: (task) => [task],
  ordinary: () => [],
};

for (const campaign of values.campaigns.split(",")) {
  const folder = mkdtempSync(join(tmpdir(), "lamarck-cultivation-"));
  try {
    const run = `run logic-tasks --seed ${campaign} --budget-evals ${values.evaluations} --display none --run-dir run`;
    await call(folder, run.split(" "));
    await call(folder, ["mine", "./run"]);
    const found = readCatalogue(folder).filter(({ pattern: [task, ...more] }) => {
      return more.length === 0 && values.tasks.split(",").includes(task!);
    });
    for (const capability of found) {
      for (const world of values.worlds.split(",")) await report(campaign, capability, world);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function report(campaign: string, capability: Capability, world: string): Promise<void> {
  const begun = performance.now();
  const [task] = capability.pattern;
  const field = await fieldOf(
    // The command refuses what is not validated; here it is to be seen what would become of it.
    { ...capability, status: "validated" },
    {
      settings: [["scenario.unrewarded", worlds[world]!(task!).join()]],
      population: undefined,
      replicates: Number(values.replicates),
      // So that no two campaigns are judged by the same strangers.
      seed: Number(campaign),
      evaluations: Number.MAX_SAFE_INTEGER,
      cwd: "/",
    },
  );
  const agents = createAgents({ scenario: field.world.scenario, lanes: availableParallelism() });
  try {
    const plot = await plotOf(field, agents, new AbortController().signal);
    const pairs = (await cultivate(plot, field.replicates, () => {}))!;
    const { passed, replicates, success, control, bounds, size } = cultivationOf(pairs, plot);
    const shares = (arm: "treated" | "control"): readonly number[] =>
      pairs.map((pair) => Math.round(100 * pair[arm].share) / 100);
    const row = {
      campaign: Number(campaign),
      task,
      status: capability.status,
      world,
      passed,
      replicates,
      size,
      success,
      control,
      bounds,
      treatedShares: shares("treated"),
      controlShares: shares("control"),
      seconds: Math.round((performance.now() - begun) / 1000),
    };
    console.log(JSON.stringify(row));
  } catch (error) {
    console.log(JSON.stringify({ campaign: Number(campaign), task, world, error: String(error) }));
  } finally {
    await agents.close();
  }
}
