import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { neatGenesOf, neatGenome, neatKind, neatOf } from "../../src/genome/kinds/neat.ts";
import { innovationOf, splitOf } from "../../src/genome/kinds/network/innovation.ts";
import type { Neat, NeatConnection } from "../../src/genome/kinds/network/neat.ts";
import { placeOf } from "../../src/genome/kinds/network/topology.ts";
import { UserError } from "../../src/std/errors.ts";
import { randomFromSeed } from "../../src/std/random.ts";
import { checkGenomeKind } from "../../src/testing/genome-kind.ts";
import { anyNeat, connection, node } from "./neats.ts";

const plain: Neat = { inputs: 2, outputs: 1, nodes: [node(2)], connections: [connection(0, 2), connection(1, 2)] };
/** Two hidden nodes in a row, and a delayed connection back. */
const deep: Neat = {
  inputs: 2,
  outputs: 1,
  nodes: [node(2), node(9), node(5)],
  connections: [
    connection(0, 5),
    connection(5, 9),
    connection(9, 2, { enabled: false, weight: -1.5 }),
    connection(2, 5, { delayed: true }),
    connection(5, 5, { delayed: true }),
    connection(1, 2),
  ],
};

function text(changes: Partial<Record<"nodes" | "connections" | "enabled" | "weights" | "inputs", string>>): string {
  const { inputs = "2", nodes = '[[2,"tanh"]]', connections = "[[0,2],[1,2]]", enabled = '"11"' } = changes;
  const weights = changes.weights ?? `"${Buffer.from(new Float32Array(3).buffer).toString("base64")}"`;
  return `{"inputs":${inputs},"outputs":1,"nodes":${nodes},"connections":${connections},"enabled":${enabled},"weights":${weights}}`;
}

function base64(count: number): string {
  return `"${Buffer.from(new Float32Array(count).fill(1).buffer).toString("base64")}"`;
}

describe("the neat kind", () => {
  test("keeps the laws of a genome kind", async () => {
    await checkGenomeKind(neatKind, {
      texts: [
        text({}),
        neatGenome(plain).bytes,
        neatGenome(deep).bytes,
        neatGenome({ ...deep, connections: [] }).bytes,
        text({ connections: "[[1,2],[0,2]]", weights: '"AACAPwAAAMAAAAA/"' }),
      ],
      wrong: [
        "",
        "{}",
        text({ inputs: "0" }),
        text({ nodes: "[]", weights: base64(2) }),
        text({ nodes: '[[3,"tanh"]]' }),
        text({ nodes: '[[2,"tanh"],[2,"tanh"]]', weights: base64(4) }),
        text({ nodes: '[[2,"tanh"],[1,"tanh"]]', weights: base64(4) }),
        text({ nodes: '[[2,"step"]]' }),
        text({ nodes: "[2]" }),
        text({ connections: "[[0,2],[0,2]]" }),
        text({ connections: "[[0,2],[1,1]]" }),
        text({ connections: "[[0,2],[7,2]]" }),
        text({ connections: "[[0,2],[-1,2]]" }),
        text({ connections: "[[0,2],[2,2]]" }),
        text({ connections: '[[0,2],[1,2,"late"]]' }),
        text({ connections: "[[0,2],[1,7]]" }),
        text({ enabled: '"1"' }),
        text({ enabled: '"12"' }),
        text({ enabled: "[true,true]" }),
        text({ weights: base64(2) }),
        text({ weights: base64(4) }),
        text({ weights: `"${Buffer.from(Float32Array.of(0, Infinity, 0).buffer).toString("base64")}"` }),
        text({ nodes: `[${Array.from({ length: 10_001 }, (_, i) => `[${i + 2},"tanh"]`).join(",")}]` }),
      ],
    });
  });

  test("has equal bytes for equal networks, in whatever order their nodes and connections are given", () => {
    fc.assert(
      fc.property(anyNeat, fc.nat(), (network, seed) => {
        const random = randomFromSeed(seed);
        const { nodes, connections } = network;
        const shuffled = { ...network, nodes: random.shuffle(nodes), connections: random.shuffle(connections) };
        expect(neatGenome(shuffled).bytes).toBe(neatGenome(network).bytes);
      }),
    );
  });

  test("keeps every network to the last bit", () => {
    fc.assert(
      fc.property(anyNeat, (network) => {
        const read = neatOf(neatKind.parse(neatGenome(network).bytes));
        const byId = (a: { id: number }, b: { id: number }): number => a.id - b.id;
        const byMarking = (a: NeatConnection, b: NeatConnection): number => a.innovation - b.innovation;
        expect(read.nodes.toSorted(byId)).toEqual(network.nodes.toSorted(byId));
        expect(read.connections.toSorted(byMarking)).toEqual(network.connections.toSorted(byMarking));
      }),
    );
  });

  test("puts nodes behind those that feed them without delay, and connections in the order of their targets", () => {
    fc.assert(
      fc.property(anyNeat, (network) => {
        const { inputs, nodes, connections } = neatOf(neatGenome(network));
        const place = new Map(nodes.map(({ id }, index) => [id, index]));
        for (const { from, to } of connections.filter((one) => !one.delayed && one.from >= inputs))
          expect(place.get(from)).toBeLessThan(place.get(to)!);
        const keys = connections.map(({ from, to, delayed }): number[] => [place.get(to)!, from, delayed ? 1 : 0]);
        const sorted = keys.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!);
        expect(keys).toEqual(sorted);
      }),
    );
    expect(neatOf(neatGenome(deep)).nodes.map(({ id }) => id)).toEqual([5, 9, 2]);
  });

  test("counts hidden nodes and enabled connections, at least 1", () => {
    expect(neatKind.size(neatGenome(plain))).toBe(2);
    expect(neatKind.size(neatGenome(deep))).toBe(7);
    expect(neatKind.size(neatGenome({ ...plain, connections: [] }))).toBe(1);
  });

  test("refuses circles without delay, even through a disabled connection", () => {
    const circle = { ...deep, connections: [...deep.connections, connection(9, 5, { enabled: false })] };
    expect(() => neatGenome(circle)).toThrow("close a circle");
    expect(() => neatGenome({ ...plain, connections: [connection(2, 2)] })).toThrow(UserError);
  });

  test("has markings that follow from the ends of a connection alone", () => {
    const wrong = { ...plain, connections: plain.connections.map((one) => ({ ...one, innovation: 7 })) };
    expect(neatOf(neatGenome(wrong)).connections.map(({ innovation }) => innovation)).toEqual([
      innovationOf(0, 2, false),
      innovationOf(1, 2, false),
    ]);
  });
});

describe("historical markings", () => {
  test("are whole numbers below 2^48, the same for the same ends", () => {
    const end = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(end, end, fc.boolean(), fc.nat(1000), (from, to, delayed, turn) => {
        const marking = innovationOf(from, to, delayed);
        expect(Number.isInteger(marking) && marking >= 0 && marking < 2 ** 48).toBe(true);
        expect(innovationOf(from, to, delayed)).toBe(marking);
        const id = splitOf(marking, turn);
        expect(Number.isInteger(id) && id >= 2 ** 47 && id < 2 ** 48).toBe(true);
      }),
    );
  });

  test("differ for a million connections, and for as many splits", () => {
    const markings = new Set<number>();
    const ids = new Set<number>();
    for (let from = 0; from < 1000; from++) {
      for (let to = 0; to < 500; to++) {
        const far = splitOf(to, 3);
        for (const delayed of [true, false]) markings.add(innovationOf(from, far, delayed));
        ids.add(splitOf(innovationOf(from, far, false), 0)).add(splitOf(innovationOf(from, far, false), 1));
      }
    }
    expect(markings.size).toBe(1_000_000);
    expect(ids.size).toBe(1_000_000);
  });

  test("depend on each bit of both ends, about half of their own bits on each", () => {
    const flips: number[] = [];
    for (let bit = 0; bit < 48; bit++) {
      const [from, to] = [123_456_789_012, 98_765_432_109_876];
      const flipped = (number: number): number => Number(BigInt(number) ^ (1n << BigInt(bit)));
      const base = BigInt(innovationOf(from, to, false));
      for (const other of [innovationOf(flipped(from), to, false), innovationOf(from, flipped(to), false)]) {
        flips.push((base ^ BigInt(other)).toString(2).replaceAll("0", "").length);
      }
    }
    expect(Math.min(...flips)).toBeGreaterThan(8);
    expect(Math.max(...flips)).toBeLessThan(40);
  });
});

describe("the places of markings", () => {
  test("are found from any guess, and those of markings that a network has not are not", () => {
    fc.assert(
      fc.property(anyNeat, fc.integer({ min: 0, max: 2 ** 48 }), fc.nat(40), (network, other, guess) => {
        const { topology } = neatGenesOf(neatGenome(network));
        const { markings } = topology;
        expect(markings.map((marking) => placeOf(topology, marking, guess))).toEqual([...markings.keys()]);
        expect(placeOf(topology, other, guess)).toBe(markings.indexOf(other));
      }),
    );
  });

  test("are found among more than 255, where they need two bytes", () => {
    const wide = {
      inputs: 1,
      outputs: 300,
      nodes: Array.from({ length: 300 }, (_, i) => node(1 + i)),
      connections: [],
    };
    const { topology } = neatGenesOf(neatGenome(wide));
    expect(topology.markings.map((marking) => placeOf(topology, marking, 0))).toEqual([...topology.markings.keys()]);
    expect(placeOf(topology, 0, 0)).toBe(-1);
  });
});

describe("the compatibility distance", () => {
  test("is symmetric, between 0 and 1, and 0 for equal networks", () => {
    fc.assert(
      fc.property(anyNeat, anyNeat, (a, b) => {
        const [one, other] = [neatGenome(a), neatGenome(b)];
        const apart = neatKind.distance(one, other);
        expect(apart).toBe(neatKind.distance(other, one));
        expect(apart).toBeGreaterThanOrEqual(0);
        expect(apart).toBeLessThanOrEqual(1);
        expect(neatKind.distance(one, neatGenome(a))).toBe(0);
      }),
    );
  });

  test("counts the genes that one network has alone, and half the mean difference of those that both have", () => {
    const one = neatGenome({ ...plain, connections: [connection(0, 2, { weight: 1 }), connection(1, 2)] });
    const other = neatGenome({ ...plain, connections: [connection(0, 2, { weight: 4 })] });
    // Of at most 3 genes one is alone; node and connection that both have differ by 0 and 3.
    const apart = 1 / 3 + 0.5 * 1.5;
    expect(neatKind.distance(one, other)).toBeCloseTo(apart / (1 + apart), 12);
    const near = neatGenome({ ...plain, connections: [connection(0, 2, { weight: 1.5 }), connection(1, 2)] });
    expect(neatKind.distance(one, near)).toBeCloseTo(0.25 / 3 / (1 + 0.25 / 3), 6);
  });
});
