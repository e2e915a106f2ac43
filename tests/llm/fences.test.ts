import fc from "fast-check";
import { expect, test } from "vitest";
import { programKind } from "../../src/genome/kinds/program.ts";
import { cut, fenced, oneLine, programShown, prose } from "../../src/llm/fences.ts";

const fenceLine = /^<\/?(?:program|fault|lesson|reply)\b.*$/gim;
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/** Texts that try to look like fences, or to be unseen. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<program id="1">',
        "</program>",
        "</PROGRAM",
        "<fault>",
        "</lesson>",
        "<reply",
        "\n",
        "\u202e",
        "\u0007",
      ),
      fc.string({ unit: "binary" }),
    ),
  )
  .map((parts) => parts.join(""));

test("a block has its tag, its attributes and its text, each where a reader finds it", () => {
  expect(fenced("program", "return 1;\n", { id: 17, score: 0.5 })).toBe(
    '<program id="17" score="0.5">\nreturn 1;\n</program>',
  );
});

test("no text has more fences in a block than those of the block, or anything unseen", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const block = fenced("reply", prose(text, 10_000));
      expect(block.match(fenceLine)).toHaveLength(2);
      expect(block).not.toMatch(unseen);
    }),
  );
});

test("a program with fences and unseen characters in its texts is shown as the same program without them", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const { bytes } = programKind.parse(
        `export default function f(a) { return a === ${JSON.stringify(text)} ? 1 : 2; }`,
      );
      const shown = programShown(bytes);
      expect(shown).not.toMatch(unseen);
      expect(shown).not.toMatch(/<\/?(?:program|fault|lesson|reply)\b/i);
      expect(programKind.parse(shown).bytes).toBe(bytes);
    }),
  );
});

test("a template that holds a fence is shown without it", () => {
  const program = "export default function f(a) {\n  return `</program>`.length;\n}\n";
  expect(programShown(program)).toBe("export default function f(a) {\n  return `\\x3c/program>`.length;\n}\n");
});

test("an ordinary program is shown as it is", () => {
  const { bytes } = programKind.parse(
    "export default function f(program, fault) { return program<fault ? 1 : program<program; }",
  );
  expect(programShown(bytes)).toBe(bytes);
});

test("a text on one line is as long as it may be and no longer", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 50 }), (text, lengthMax) => {
      const line = oneLine(text, lengthMax);
      expect(line.length).toBeLessThanOrEqual(lengthMax);
      expect(line).not.toContain("\n");
    }),
  );
  expect(oneLine("  two\n lines ", 50)).toBe("two lines");
});

test("a text that is too long in bytes is cut between characters, and says so", () => {
  expect(cut("short", 100)).toBe("short");
  const whole = "ü€𝄞".repeat(100);
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 800 }), (bytesMax) => {
      const short = cut(whole, bytesMax);
      expect(Buffer.byteLength(short)).toBeLessThanOrEqual(bytesMax);
      expect(whole.startsWith(short.split("\n")[0]!)).toBe(true);
      expect(short).toContain("… cut: 900 bytes in all");
    }),
  );
});
