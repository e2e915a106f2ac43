import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blocksOf } from "./markdown.ts";

const readme = readFileSync("README.md", "utf8");
const blocks = blocksOf(readme);
const shellBlocks = blocks.filter(({ language }) => language === "sh");
const files = blocks.filter(({ file }) => file !== undefined);
const transcript = blocks
  .find(({ language }) => language === "text")!
  .text.trimEnd()
  .split("\n");

/** The blocks that are not run: they install, or start what runs for minutes. */
const exempt = [
  "npm ci && npm start\n",
  "npm ci && npm test\n",
  "mkdir my-worlds && cd my-worlds\nnpm init -y && npm pkg set type=module\nnpm install ../lamarck\nnpx lamarck doctor\n",
  "export ANTHROPIC_API_KEY=...\nlamarck run bin-packing --llm claude-haiku-5-5,claude-opus-5-5 --budget-usd 2\n",
];

let workspace: string;
let path: string;

/** A folder as the README has it set up: a link to this package, the command, and the files of the blocks. */
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), "lamarck-readme-"));
  mkdirSync(join(workspace, "node_modules"));
  symlinkSync(resolve("."), join(workspace, "node_modules", "lamarck"), "junction");
  writeFileSync(join(workspace, "package.json"), '{ "type": "module" }');
  for (const { file, text } of files) {
    mkdirSync(dirname(join(workspace, file!)), { recursive: true });
    writeFileSync(join(workspace, file!), text);
  }
  const bin = join(workspace, "node_modules", ".bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "lamarck"), `#!/bin/sh\nexec "${process.execPath}" "${resolve("bin/lamarck.js")}" "$@"\n`);
  chmodSync(join(bin, "lamarck"), 0o755);
  path = [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter);
});

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

function shell(script: string): { readonly status: number | null; readonly out: string; readonly err: string } {
  const env = { PATH: path, HOME: workspace };
  const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", script], { cwd: workspace, env, encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

describe("The README", () => {
  test("has no block that is neither run, nor checked, nor listed as exempt", () => {
    const others = blocks.filter(
      ({ language, file }) => !["sh", "text", "screen", "diff"].includes(language) && file === undefined,
    );
    expect(others.map(({ text }) => text)).toEqual(exempt);
    expect(blocks.filter(({ language }) => language === "text")).toHaveLength(1);
    expect(blocks.filter(({ language }) => language === "diff")).toHaveLength(1);
    expect(shellBlocks.length).toBeGreaterThan(9);
    expect(files.map(({ language }) => language)).toEqual(expect.arrayContaining(["ts", "js", "json"]));
  });

  test("has TypeScript that type-checks, strictly, against the built package", () => {
    const settings = {
      compilerOptions: {
        module: "nodenext",
        target: "es2024",
        lib: ["es2024"],
        types: ["node"],
        typeRoots: [resolve("node_modules/@types")],
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: true,
        allowImportingTsExtensions: true,
        noEmit: true,
      },
      files: files.flatMap(({ file }) => (file!.endsWith(".ts") ? [file] : [])),
    };
    expect(settings.files.length).toBeGreaterThan(4);
    writeFileSync(join(workspace, "tsconfig.json"), JSON.stringify(settings));
    expect(shell(`"${resolve("node_modules/.bin/tsc")}" -p .`)).toEqual({ status: 0, out: "", err: "" });
  });

  test.each(shellBlocks.map(({ line, text }) => [line, text]))(
    "has at line %i commands that do what it says",
    (_, text) => {
      const { status, err } = shell(text);
      expect({ status, err: /^(?:error|warning):.*/m.exec(err)?.[0] }).toEqual({ status: 0, err: undefined });
    },
  );

  test("shows what the command prints, line by line of the same form", () => {
    const [command, ...shown] = transcript;
    const printed = shell(command!.replace(/^\$ /, "")).out.trimEnd().split("\n");
    for (const lines of [printed, shown]) expect(lines.filter((line) => formOf(line) === undefined)).toEqual([]);
    expect(new Set(shown.map(formOf))).toEqual(new Set(printed.map(formOf)));
  });
});

const figure = String.raw`[-+]?\d[\d,.]*(?:e[-+]\d+)?`;
const share = String.raw`${figure}%`;
const span = String.raw`[\d.]+[smh](?:\d+[sm])?`;
const interval = String.raw`\[${figure}, ${figure}\]`;

/** The forms of the lines that `lamarck run` prints. */
const forms: Readonly<Record<string, RegExp>> = {
  launch: /^\d\d:\d\d:\d\d lamarck \d+\.\d+\.\d+ \S+ #\S+ seed \d+ jobs \d+ budget [\d,]+ evals dir \S+$/,
  generation: new RegExp(
    String.raw`^\d\d:\d\d:\d\d gen \d+  best ${figure}(?: \(${figure}\))? #\d+ size \d+  median ${figure}  evals ${figure}/${figure}  ` +
      String.raw`reused ${share}  failed ${share}  ${figure}/s  eta (?:-|${span} \(evals\))$`,
  ),
  blank: /^$/,
  end: new RegExp(String.raw`^Campaign \S+ #\S+ ended: [a-z ]+ \(generation \d+, [\d,]+ evals, ${span}\)$`),
  champion: new RegExp(
    String.raw`^  champion #\d+, size \d+, born in generation \d+: \w+ ${figure} on training cases$`,
  ),
  judged: /^ {2}\w+ on test cases \(mean, lower is better; 95 % intervals over the cases\)$/,
  heading: /^ {4}agent +error +interval +champion less it$/,
  first: new RegExp(String.raw`^ {4}champion +${figure} +${interval}$`),
  reference: new RegExp(String.raw`^ {4}[a-z-]+ +${figure} +${figure} ${interval}$`),
  program: /^ {4}(?:export default function f\(x\) \{|\}|  .*)$/,
  look: /^ {2}look {5}lamarck show \S+ champion {4}lamarck top \S+$/,
  check: /^ {2}check {4}lamarck replay \S+ champion$/,
  "go on": /^ {2}go on {4}lamarck resume \S+ --budget-evals \d+$/,
};

function formOf(line: string): string | undefined {
  return Object.keys(forms).find((name) => forms[name]!.test(line));
}
