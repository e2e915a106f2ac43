import { describe, expect, test } from "vitest";
import { networkGenome } from "../../src/genome/kinds/network.ts";
import { genomeText } from "../../src/view/genome-text.ts";

describe("a network as text", () => {
  test("fits into 80 columns without blanks at the ends of lines, however wide its layers are", () => {
    const activations = { activation: "tanh", outputActivation: "linear" } as const;
    const shape = { inputs: 10, hidden: [16], outputs: 2, recurrent: true, ...activations };
    const weights = Float32Array.from({ length: 16 * (10 + 16 + 1) + 2 * 17 }, (_, i) => Math.sin(i + 0.5));
    const lines = genomeText(networkGenome({ shape, weights })).split("\n");
    expect(lines[0]).toBe("network 10-16-2, recurrent, 466 weights");
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
    const shown = lines.join(" ").match(/-?\d\.\d+/g);
    expect(shown).toHaveLength(weights.length);
  });
});
