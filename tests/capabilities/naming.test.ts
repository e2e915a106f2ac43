import { describe, expect, test } from "vitest";
import { classOf, nameOf, type Signs } from "../../src/capabilities/naming.ts";

describe("A capability's name", () => {
  test.each([
    [["XOR"], "performs XOR"],
    [["eat", "eat"], "performs eat, again and again"],
    [["CD", "DC"], "follows CD with DC"],
    [["CD", "DC", "CD", "DC"], "follows CD with DC, again and again"],
    [["left", "right", "none"], "follows left with right, then none"],
    [["left", "right", "left"], "follows left with right, then left"],
  ])("for %j is %s", (tokens, name) => {
    expect(nameOf(tokens, false)).toBe(name);
  });

  test.each([
    [["they-defect", "defect"], "defect after they defect"],
    [["eat", "hear-call", "give"], "give after eat, then hear call"],
  ])("for a response like %j is the rule that it follows, %s", (tokens, name) => {
    expect(nameOf(tokens, true)).toBe(name);
  });
});

describe("A capability's class", () => {
  const plain: Signs = {
    tokens: ["XOR"],
    isResponse: false,
    isSuspected: false,
    hasPeers: false,
    inputs: [],
    steps: [10, 10],
  };

  test.each<[string, Partial<Signs>]>([
    ["skill", {}],
    ["skill", { tokens: ["a", "b"] }],
    ["strategy", { tokens: ["a", "b", "c"] }],
    ["strategy", { tokens: ["a", "a"] }],
    ["strategy", { tokens: ["a", "b"], isResponse: true }],
    ["interaction", { tokens: ["they-move", "b"], isResponse: true, hasPeers: true }],
    ["efficiency", { steps: [8, 10] }],
    ["skill", { steps: [9, 10] }],
    ["interaction", { tokens: ["give"], hasPeers: true }],
    ["interaction", { inputs: ["The other's last move."], hasPeers: true }],
    ["skill", { tokens: ["give"] }],
    ["exploit", { isSuspected: true, tokens: ["give"], hasPeers: true }],
  ])("is %s for %j", (expected, signs) => {
    expect(classOf({ ...plain, ...signs })).toBe(expected);
  });
});
