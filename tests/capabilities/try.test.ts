import { test } from "vitest";
import { prove } from "../../src/capabilities/prove.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { bitProgram, bits, candidateOf, specimenOf, strangersOf, trusted } from "./bits.ts";

const bodies: [string, string[]][] = [
  ["return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 3 ? a : a || b;", ["XOR"]],
  ["return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 3 ? a : a || b;", ["AND"]],
  ["return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 3 ? a : a || b;", ["OR"]],
  ["return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 3 ? a : a || b;", ["SAME"]],
  ["return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 3 ? a : a || b;", ["XOR", "AND"]],
  ["return tick < 1 ? a !== b : tick < 2 ? a && b : tick < 4 ? (a || b) && !(a && b) : a || b;", ["XOR"]],
  ["return tick < 3 ? a !== b : a;", ["XOR"]],
  ["return a !== b;", ["XOR"]],
  ["return tick < 1 ? a !== b : a && !a;", ["other"]],
  ["let c = a !== b; let d = a && b; if (tick < 1) { return c; } if (tick < 2) { return a || b; } return d;", ["XOR"]],
  [
    "let c = a; if (b) { c = !c; } let d = a && b; if (tick < 1) { return c; } if (tick < 2) { return a || b; } return d;",
    ["XOR"],
  ],
  ["let c = a; if (b) { c = !c; } return tick < 1 ? c : tick < 2 ? a || b : a && b;", ["XOR"]],
];
test.each(bodies)("%s %j", async (body, names) => {
  const strangers = await strangersOf(randomFromSeed(5));
  const p = trusted(bits);
  const proof = await prove(candidateOf(...names), [await specimenOf(bitProgram(body))], strangers, {
    proving: p,
    scenario: bits,
    random: randomFromSeed(1),
  });
  console.log(body, names, JSON.stringify(proof, null, 0), p.played());
});
