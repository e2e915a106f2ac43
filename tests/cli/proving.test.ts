import { afterAll, describe, expect, test } from "vitest";
import { shows } from "../../src/capabilities/shows.ts";
import type { Proving } from "../../src/capabilities/trial.ts";
import { createAgents } from "../../src/cli/agents.ts";
import { createProving } from "../../src/cli/proving.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { loadScenario } from "../../src/scenario/load.ts";

const scenario = await loadScenario("logic-tasks", { unrewarded: "" });
const agents = createAgents({ scenario, lanes: 1 });

afterAll(() => agents.close());

const provingOf = (seed: number): Proving =>
  createProving(agents, { scenario, address: { path: "logic-tasks", options: { unrewarded: "" }, seed }, rivals: [] });
const program = (rule: string) =>
  programKind.parse(`export default function bit(a, b, last, tick) {\n  return ${rule};\n}\n`);
const xor = program("a ? !b : b");
const endless = program("(() => { while (true) { } })()");

describe("programs that are put to the test", () => {
  test("are played with traces, one performance each in their order, and a fault is an outcome without traces", async () => {
    const [first, second, third] = await provingOf(7).play([xor, endless, program("!a")], "train");
    expect(first).toMatchObject({ outcome: { status: "scored" }, traces: [{}, {}, {}] });
    expect(first!.traces.every(({ tokens }) => tokens.length === 12)).toBe(true);
    expect(second).toMatchObject({ outcome: { status: "failed" }, traces: [] });
    const names = scenario.trace!;
    expect(shows({ tokens: [names.indexOf("XOR")] }, first!.traces)).toBe(true);
    expect(shows({ tokens: [names.indexOf("NOT")] }, third!.traces)).toBe(true);
  });

  test("meet the campaign's training cases, or others for each seed, and the same again do the same", async () => {
    const scores = async (proving: Proving, seed: number | "train"): Promise<string> =>
      JSON.stringify(await proving.play([program("tick % 2 > 0 ? !last : !(a && b)")], seed));
    const seen = await scores(provingOf(7), "train");
    expect(await scores(provingOf(7), "train")).toBe(seen);
    const unseen = await Promise.all(Array.from({ length: 6 }, async (_, seed) => scores(provingOf(7), seed)));
    expect(new Set([seen, ...unseen]).size).toBeGreaterThan(4);
    expect(await scores(provingOf(7), 3)).toBe(unseen[3]);
  });
});
