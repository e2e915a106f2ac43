import { expect, test } from "vitest";
import { createIncubator } from "../../src/cli/incubator.ts";
import { requestScenario } from "../../src/cli/scenario-request.ts";
import { withAgents } from "../../src/cli/trial.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { checkIncubator } from "../incubation/contract.ts";

const program = (body: string) =>
  programKind.parse(`export default function priority(item, space, gap, twins, heirs, capacity) { ${body} }`);

const innovation = program("return -space;");
const champion = program("return item > 1e100 ? missing() : 0;");

test("An incubation in the sandbox keeps the contract, and tells who fails at the edges", async () => {
  const options = { trainCases: 2, items: 40 };
  const loaded = await requestScenario("bin-packing", options, "/");
  const larger = await requestScenario("bin-packing", { ...options, items: 80 }, "/");
  const { signal } = new AbortController();
  await withAgents({ scenario: loaded.scenario, lanes: 1 }, async (agents) => {
    const incubator = createIncubator({ agents, loaded, larger, seed: 1, innovation, champion, signal });
    await checkIncubator(incubator, [innovation, champion]);
    const [own, other] = await incubator.edgeFaults([innovation, champion], 24);
    expect(own).toBe(0);
    expect(other).toBeGreaterThan(0);
  });
});
