import { expect, test } from "vitest";
import type { BehaviourMap } from "../../src/capabilities/behaviour-map.ts";
import { kindsOfBehaviour } from "../../src/view/behaviour-kinds.ts";
import { capabilityWith } from "../capabilities/capabilities.ts";

const [one, other, correlated] = [
  capabilityWith({ name: "performs NOT", pattern: ["NOT"] }),
  capabilityWith({ name: "performs XOR", pattern: ["XOR"], status: "graduated" }),
  capabilityWith({ name: "performs OR", pattern: ["OR"], status: "correlated" }),
] as const;

const map: BehaviourMap = {
  schema: "lamarck/behaviours@1",
  variants: [1, 2, 1, 2, 2, 0].map((kind, i) => ({
    id: 10 * i,
    generation: 9 - i,
    at: [0, i] as const,
    ...(kind === 0 ? {} : { kind }),
  })),
  stabilities: [0.8, 1],
  unstable: 1,
  shown: { [one.id]: [0, 10, 20, 30, 40], [other.id]: [10, 20, 30], [correlated.id]: [0, 10, 20, 30, 40, 50] },
};

test("A kind of behaviour has the validated capabilities that half of its variants show, and names those that are new", () => {
  expect(kindsOfBehaviour(map, [one, other, correlated])).toEqual([
    {
      kind: 1,
      variants: 2,
      since: 7,
      stability: 0.8,
      capabilities: ["performs NOT", "performs XOR"],
      fresh: ["performs NOT", "performs XOR"],
    },
    { kind: 2, variants: 3, since: 5, stability: 1, capabilities: ["performs NOT", "performs XOR"], fresh: [] },
  ]);
});

test("Kinds of behaviour need no capabilities, and none that the map does not know count", () => {
  const unknown = capabilityWith({ pattern: ["AND"] });
  expect(kindsOfBehaviour(map, [unknown]).map(({ capabilities }) => capabilities)).toEqual([[], []]);
});
