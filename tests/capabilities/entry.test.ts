import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CapabilityStatus } from "../../src/capabilities/capability.ts";
import {
  capabilityId,
  cultivatedCapability,
  entryOf,
  isProven,
  mergedCapability,
  type Origin,
} from "../../src/capabilities/entry.ts";
import { exampleOf } from "../../src/capabilities/example.ts";
import { prerequisitesOf } from "../../src/capabilities/prerequisites.ts";
import { contains } from "../../src/capabilities/shows.ts";
import type { Specimen } from "../../src/capabilities/specimen.ts";
import type { Tested } from "../../src/capabilities/subject.ts";
import type { Trace } from "../../src/capabilities/trace.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import { capabilityWith, cultivationWith } from "./capabilities.ts";

const alphabet = ["a", "b", "c"];
const trace = (...tokens: readonly number[]): Trace => ({ case: "one", tokens: Uint16Array.from(tokens) });

function specimen(id: number, root: number, tokens: readonly number[]): Specimen {
  const genome = programKind.parse(`export default function f(x) { return ${id}; }`);
  const rest = { generation: id, island: 0, operator: "grow", parents: [], fitness: 0, cases: [] };
  return { id, root, genome, traces: [trace(...tokens)], ...rest };
}

describe("the id of a capability", () => {
  const { id, scenario } = capabilityWith();

  test("is that of its content: scenario, pattern and responsible part", () => {
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    const ids = [
      capabilityWith({ pattern: ["EQU"] }),
      capabilityWith({ gap: 0 }),
      capabilityWith({ response: true }),
      capabilityWith({ ablation: { ...capabilityWith().ablation, part: "a" } }),
      capabilityWith({ scenario: { ...scenario, hash: "00" } }),
      capabilityWith({ scenario: { ...scenario, path: "other" } }),
      capabilityWith({ scenario: { ...scenario, options: { unrewarded: "NOT" } } }),
    ].map((one) => one.id);
    expect(new Set([id, ...ids]).size).toBe(8);
  });

  test("does not depend on who shows it, where it was found, or the order of settings", () => {
    expect(capabilityWith({ program: "", carriers: [], name: "else", status: "correlated" }).id).toBe(id);
    const options = { b: 1, a: 2 };
    const swapped = { a: 2, b: 1 };
    const idWith = (some: Readonly<Record<string, number>>): string =>
      capabilityId({ ...capabilityWith(), scenario: { ...scenario, options: some } });
    expect(idWith(options)).toBe(idWith(swapped));
  });
});

test("an entry holds all that its tests depend on, and the same discovery gives the same entry", () => {
  const { name, class: sort, replay, ablation, transplant, exploit, evidence, example, found } = capabilityWith();
  const [best, first, stranger] = [specimen(9, 1, [0, 2]), specimen(4, 1, [0, 2]), specimen(7, 2, [1])];
  const tested: Tested = {
    proof: { name, class: sort, status: "validated", replay, ablation, transplant, exploit, evaluations: 100 },
    example,
  };
  const discovery = {
    subject: {
      candidate: {
        pattern: { tokens: [0, 2], gap: 0 },
        first: 4,
        carriers: [9, 4],
        lineages: 1,
        early: 0,
        late: 1,
        evidence,
      },
      carrier: best.genome,
      strangers: [stranger.genome],
      seed: 7,
    },
    tested,
    carriers: [best, first],
    first,
    lineage: [1, 4],
  };
  const origin: Origin = {
    run: "r7q2",
    rivals: [stranger.genome],
    scenario: capabilityWith().scenario,
    alphabet,
    mined: { generations: 25, look: 3 },
    found,
  };
  const entry = entryOf(discovery, origin);
  expect(entry).toEqual(entryOf(discovery, origin));
  expect(entry).toMatchObject({
    pattern: ["a", "c"],
    gap: 0,
    program: best.genome.bytes,
    carriers: [best.genome.hash, first.genome.hash],
    firstSeen: { run: "r7q2", generation: 4, variant: 4, genome: first.genome.hash, lineage: [1, 4] },
    mined: origin.mined,
    trial: { seed: 7, rivals: [stranger.genome.bytes], strangers: [stranger.genome.bytes] },
    command: `lamarck capabilities verify ${entry.id}`,
  });
  expect(entry.id).toBe(capabilityId(entry));
  expect(entry).not.toHaveProperty("proof");
  expect(JSON.stringify(entry)).not.toContain("evaluations");
});

test("of two entries of one id the one that came further is kept, whichever was first, with the carriers of both", () => {
  const statuses: readonly CapabilityStatus[] = ["correlated", "candidate", "validated", "cultivated", "graduated"];
  const entry = fc.record({
    status: fc.constantFrom(...statuses),
    carriers: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 }),
  });
  fc.assert(
    fc.property(entry, entry, (one, two) => {
      const [before, now] = [capabilityWith(one), capabilityWith(two)];
      const merged = mergedCapability(before, now);
      expect(statuses.indexOf(merged.status)).toBe(
        Math.max(statuses.indexOf(one.status), statuses.indexOf(two.status)),
      );
      expect(new Set(merged.carriers)).toEqual(new Set([...one.carriers, ...two.carriers]));
      // The evidence is about the first carrier.
      expect(merged.carriers[0]).toBe((merged.status === before.status ? before : now).carriers[0]);
      expect(mergedCapability(merged, now)).toEqual(merged);
    }),
    { numRuns: 50 },
  );
});

test("an entry stands where it did when its run was mined last, whichever evidence is kept", () => {
  const now = { novelty: 0.5, carriers: 3, kinds: [[1, 2]] as const, of: 2 };
  const [before, again] = [capabilityWith(), capabilityWith({ behaviour: now, status: "correlated" })];
  expect(mergedCapability(before, again)).toMatchObject({ status: "validated", behaviour: now });
  const { behaviour, ...unmapped } = again;
  expect(behaviour).toEqual(now);
  expect(mergedCapability(before, unmapped).behaviour).toEqual(before.behaviour);
  const elsewhere = { ...again, firstSeen: { ...again.firstSeen, run: "other" } };
  expect(mergedCapability(before, elsewhere).behaviour).toEqual(before.behaviour);
});

describe("a capability that was cultivated", () => {
  const passed = cultivationWith();
  const failed = cultivationWith({ passed: false, control: 20 });

  test("is cultivated once it has passed, and stays so, and all tries are counted", () => {
    const once = cultivatedCapability(capabilityWith(), failed);
    expect(once).toEqual({ ...capabilityWith(), cultivation: failed });
    const twice = cultivatedCapability(once, passed);
    expect(twice).toEqual({ ...capabilityWith(), status: "cultivated", cultivation: { ...passed, tries: 2 } });
    expect(cultivatedCapability(twice, failed)).toEqual({ ...twice, cultivation: { ...passed, tries: 3 } });
  });

  test.each(["graduated", "retracted"] as const)("keeps the status that it has where it is %s", (status) => {
    expect(cultivatedCapability(capabilityWith({ status }), passed)).toMatchObject({ status, cultivation: passed });
  });

  test("keeps what came of it when it is found again", () => {
    const entry = cultivatedCapability(capabilityWith(), passed);
    expect(mergedCapability(entry, capabilityWith())).toEqual(entry);
  });

  test("was proved before, as nothing else is", () => {
    const statuses = ["correlated", "candidate", "validated", "cultivated", "graduated", "retracted"] as const;
    expect(statuses.filter((status) => isProven({ status }))).toEqual(["validated", "cultivated", "graduated"]);
  });
});

describe("an example", () => {
  test("shows the first place of the pattern with what is around, and says how much is left out", () => {
    const long = Array.from({ length: 100 }, () => 1);
    const example = exampleOf({ tokens: [0, 2] }, [trace(1), trace(...long, 0, 1, 2, ...long)], alphabet);
    expect(example).toMatchObject({ case: "one", before: 92, after: 71, marked: [8, 10] });
    expect(example.tokens).toHaveLength(40);
    expect(example.tokens.slice(7, 12)).toEqual(["b", "a", "b", "c", "b"]);
  });

  test("marks the tokens of the pattern wherever it occurs, and nothing where it does not", () => {
    const token = fc.integer({ min: 0, max: 2 });
    const rows = fc.array(token, { maxLength: 30 });
    fc.assert(
      fc.property(rows, fc.array(token, { minLength: 1, maxLength: 4 }), fc.nat(3), (row, tokens, gap) => {
        const example = exampleOf({ tokens, gap }, [trace(...row)], alphabet);
        const isThere = contains({ tokens, gap }, Uint16Array.from(row));
        expect(example.marked.map((at) => example.tokens[at])).toEqual(
          isThere ? tokens.map((one) => alphabet[one]) : [],
        );
        expect(example.before + example.tokens.length + example.after).toBe(row.length);
        for (const [i, at] of example.marked.slice(1).entries())
          expect(at - example.marked[i]!).toBeLessThanOrEqual(gap + 1);
      }),
    );
  });
});

describe("the prerequisites", () => {
  const patterns = [{ tokens: [0] }, { tokens: [1] }, { tokens: [2] }];

  test("are what came before in every lineage that shows it", () => {
    const specimens = [
      specimen(1, 1, [0]),
      specimen(2, 2, [0]),
      specimen(3, 1, [0, 1]),
      specimen(4, 2, [0, 2]),
      specimen(5, 1, [0, 1, 2]),
      specimen(6, 3, [0]),
    ];
    // In lineage 2 the third came without the second.
    expect(prerequisitesOf(patterns, specimens)).toEqual([[], [0], [0]]);
  });

  test("are an order: nothing comes before itself, and what comes before a prerequisite is one too", () => {
    const born = fc.record({ root: fc.nat(2), tokens: fc.subarray([0, 1, 2]) });
    fc.assert(
      fc.property(fc.array(born, { maxLength: 12 }), (all) => {
        const specimens = all.map(({ root, tokens }, id) => specimen(id, root, tokens));
        const before = prerequisitesOf(patterns, specimens);
        const firstOf = (token: number) => all.findIndex(({ tokens }) => tokens.includes(token));
        for (const [own, others] of before.entries()) {
          for (const other of others) {
            expect(firstOf(other)).toBeLessThan(firstOf(own));
            expect(others).toEqual(expect.arrayContaining([...before[other]!]));
          }
        }
      }),
    );
  });

  test("are none of what appeared at the same moment, or is shown by nobody", () => {
    expect(prerequisitesOf(patterns, [specimen(1, 1, [0, 1])])).toEqual([[], [], []]);
  });
});
