import { describe, expect, test } from "vitest";
import type { Ablation, Cultivation } from "../../src/capabilities/capability.ts";
import { capabilityPage } from "../../src/view/capability-page.ts";
import { evidenceOf, exampleText, patternText, carrierPieces } from "../../src/view/capability-words.ts";
import { capabilityWith, cultivationWith } from "../capabilities/capabilities.ts";

const xor = capabilityWith();
const marked = (program: string, places: Ablation["places"]): readonly string[] =>
  carrierPieces({ program, ablation: { ...xor.ablation, places } }).map((piece) =>
    piece.isMarked ? `<${piece.text}>` : piece.text,
  );

describe("a capability in words", () => {
  test("says its pattern, and marks it in the example", () => {
    expect(patternText({ pattern: ["XOR"], gap: 2 })).toBe("XOR");
    expect(patternText({ pattern: ["C", "D", "C"], gap: 2 })).toBe("C, then D, then C (at most 2 others between)");
    expect(patternText({ pattern: ["C", "D"], gap: 0 })).toBe("C, then D (nothing between)");
    expect(exampleText({ ...xor.example, before: 1200 })).toBe("(1,200 more) NOT NOT other [XOR] XOR (4 more)");
  });

  test("says of a response how often its act comes after its context and otherwise, and how much that is without the part", () => {
    const response = capabilityWith({
      pattern: ["they-defect", "defect"],
      response: true,
      gap: 0,
      contingency: { after: [947, 1200], otherwise: [16, 200] },
      ablation: { ...xor.ablation, part: "theirs\nif (mine) {\n  return 1;\n}", shown: [0.71, 0.02] },
    });
    const facts = Object.fromEntries(capabilityPage(response, []).flatMap((section) => section.facts));
    expect(facts).toMatchObject({
      pattern: "defect right after they-defect",
      "how often": "defect 79 % of 1,200 times right after they-defect; otherwise 8 % of 200 times",
      "by itself": "theirs; if (mine) { return 1; }",
    });
    expect(facts["without it"]).toContain("what comes before makes the act likelier by 2 %, not by 71 %");
    expect(facts["chance"]).not.toContain("step from one token");
  });

  test("shows of a network its responsible part, and says so", () => {
    const part = "theta -> h0 -> push\nh0 = relu(1.5 theta - 0.2)\npush = 2 h0";
    const network = capabilityWith({
      kind: "neat",
      program: '{"inputs":4}',
      ablation: { ...xor.ablation, part, places: [], size: 3, of: 9 },
    });
    const page = capabilityPage(network, []);
    const made = page.find(({ title }) => title.startsWith("What makes them"))!;
    expect(made.title).toBe("What makes them do it: 3 of 9 hidden nodes and connections");
    expect("program" in made && made.program).toEqual([{ text: part, isMarked: false }]);
    const facts = Object.fromEntries(page.flatMap((section) => section.facts));
    expect(facts["carriers"]).toBe("2 different networks");
    expect(facts["transplant"]).toContain("put into networks that are no relatives");
  });

  test("marks the responsible part where it is in the program", () => {
    expect(marked("a + b * a\n", [[4, 5]])).toEqual(["a + ", "<b>", " * a"]);
    expect(
      marked("a + b", [
        [0, 1],
        [4, 5],
      ]),
    ).toEqual(["<a>", " + ", "<b>"]);
    expect(marked("a + b", [])).toEqual(["a + b"]);
  });

  test("tells the evidence test by test, with its figures", () => {
    const { without, chance, spread, exploit } = Object.fromEntries(
      evidenceOf(
        capabilityWith({
          evidence: { ...xor.evidence, shadow: 0.02 },
          support: { lineages: 1, early: 0, late: 1 },
          exploit: { suspected: true, why: "it acts alike whatever it sees" },
        }),
      ).map(([label, text]) => [label.split(" ")[0], text]),
    );
    expect(without).toBe("shown on 0 % of the training cases, not 100 %; the mean score goes from 0.61 to 0.42");
    expect(chance).toContain("0.02 if nobody were selected");
    expect(chance).not.toContain("step from one token");
    const long = evidenceOf(capabilityWith({ pattern: ["C", "D", "C"] })).find(([label]) => label === "chance");
    expect(long?.[1]).toContain("0.01 if only the step from one token to the next did");
    expect(spread).toContain("in one lineage");
    expect(exploit).toBe("suspected: it acts alike whatever it sees");
  });

  test("says what came of cultivating it, and where", () => {
    const textOf = (cultivation: Cultivation) =>
      new Map(evidenceOf(capabilityWith({ status: "cultivated", cultivation }))).get("cultivated");
    expect(textOf(cultivationWith())).toBe(
      "it persists where unrewarded=NOT,AND: 20 generations after 4 of help, it is shown in 23 of 24 populations of 30 " +
        "that were given the part (80 % to 99 %), and in 2 of 24 that were given others (2 % to 26 %); " +
        "those who show it are in populations/xor",
    );
    const { population: _, ...bare } = cultivationWith({ passed: false, tries: 2, options: xor.scenario.options });
    expect(textOf(bare)).toMatch(/^it does not pass: 20 generations .*; tried 2 times$/);
    expect(textOf(cultivationWith({ options: { unrewarded: "", file: { path: "x", text: "y" } } }))).toMatch(
      /^it persists where file is another: /,
    );
    expect(evidenceOf(xor).map(([label]) => label)).not.toContain("cultivated");
  });

  test("names what comes before it, says who took it back, and shortens a long line", () => {
    const not = capabilityWith({ name: "performs NOT", pattern: ["NOT"] });
    const lineage = Array.from({ length: 30 }, (_, i) => i);
    const page = capabilityPage(
      capabilityWith({
        prerequisites: [not.id, "0000"],
        firstSeen: { ...xor.firstSeen, lineage },
        status: "retracted",
        retracted: { by: "me@here", t: "2026-01-02", reason: "the judge was wrong", was: "validated" },
      }),
      [not],
    );
    const facts = Object.fromEntries(page.flatMap((section) => section.facts));
    expect(facts["comes after"]).toBe(`performs NOT (${not.id}), what is not here (0000)`);
    expect(facts["retracted"]).toBe("by me@here, 2026-01-02: the judge was wrong");
    expect(facts["line"]).toBe("#0 > #1 > #2 > #3 > #4 > #5 > (18 more) > #24 > #25 > #26 > #27 > #28 > #29");
  });
});
