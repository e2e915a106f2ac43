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
    expect(nameOf(tokens)).toBe(name);
  });
});

describe("A capability's class", () => {
  const plain: Signs = { tokens: ["XOR"], isSuspected: false, hasPeers: false, inputs: [], steps: [10, 10] };

  test.each<[string, Partial<Signs>]>([
    ["skill", {}],
    ["skill", { tokens: ["a", "b"] }],
    ["strategy", { tokens: ["a", "b", "c"] }],
    ["strategy", { tokens: ["a", "a"] }],
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
