import type { Capability, Cultivation } from "../../src/capabilities/capability.ts";
import { capabilityId } from "../../src/capabilities/entry.ts";

const program = `export default function bit(a, b, last, tick) {
  return tick > 3 ? a ? !b : b : !a;
}
`;

const part = program.indexOf("a ? !b : b");

/** A capability as a run of logic tasks may have brought it forth, with changes; its id is that of its content. */
export function capabilityWith(changes: Partial<Capability> = {}): Capability {
  const { id: _, ...rest }: Capability = {
    schema: "lamarck/capability@1",
    id: "",
    name: "performs XOR",
    class: "skill",
    status: "validated",
    scenario: { path: "logic-tasks", options: { unrewarded: "" }, hash: "ab".repeat(32) },
    pattern: ["XOR"],
    gap: 2,
    firstSeen: { run: "r7q2", generation: 14, variant: 812, genome: "cd".repeat(32), lineage: [3, 19, 240, 812] },
    carriers: ["ef".repeat(32), "cd".repeat(32)],
    program,
    support: { lineages: 3, early: 0.02, late: 0.41 },
    evidence: { permutation: 0.005, markov: 0.01 },
    replay: { seeds: 20, shown: 20 },
    ablation: {
      part: "a ? !b : b",
      places: [[part, part + 10]],
      size: 4,
      of: 12,
      shown: [1, 0],
      score: [0.61, 0.42],
      sham: [3, 20],
    },
    transplant: { success: [45, 80], sham: [12, 160], p: 0.001 },
    exploit: { suspected: false },
    example: { case: "train-0", before: 0, after: 4, tokens: ["NOT", "NOT", "other", "XOR", "XOR"], marked: [3] },
    trial: { seed: 7, rivals: [], strangers: ["export default function bit(a, b, last, tick) {\n  return a;\n}\n"] },
    behaviour: {
      novelty: 0.968,
      carriers: 120,
      kinds: [
        [3, 90],
        [5, 18],
      ],
      of: 6,
    },
    mined: { generations: 25 },
    prerequisites: [],
    command: "",
    found: { lamarck: "0.1.0", node: "24.0.0" },
    ...changes,
  };
  const id = capabilityId(rest);
  return { ...rest, id, command: `lamarck capabilities verify ${id}` };
}

/** What may have come of cultivating it, with changes. */
export function cultivationWith(changes: Partial<Cultivation> = {}): Cultivation {
  return {
    passed: true,
    replicates: 24,
    success: 23,
    control: 2,
    bounds: { success: [0.8, 0.99], control: [0.02, 0.26] },
    generations: { founding: 5, helped: 4, free: 20 },
    size: 30,
    seed: 1,
    options: { unrewarded: "NOT,AND" },
    population: "populations/xor",
    tries: 1,
    command: "lamarck cultivate 0123 --set scenario.unrewarded=NOT,AND",
    ...changes,
  };
}
