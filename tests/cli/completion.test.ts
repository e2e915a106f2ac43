import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call } from "./terminal.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-completion-"));
  for (const id of ["first-run", "second-run"]) {
    mkdirSync(join(folder, ".lamarck", "runs", id), { recursive: true });
    writeFileSync(join(folder, ".lamarck", "runs", id, "manifest.json"), "{}");
  }
  mkdirSync(join(folder, ".lamarck", "runs", "$(touch owned)"));
  writeFileSync(join(folder, ".lamarck", "runs", "$(touch owned)", "manifest.json"), "{}");
  mkdirSync(join(folder, ".lamarck", "runs", "no-run"));
  writeFileSync(join(folder, "spec one.json"), "{}");
  mkdirSync(join(folder, "bin"));
  chmodSync(resolve("bin/lamarck.js"), 0o755);
  symlinkSync(resolve("bin/lamarck.js"), join(folder, "bin", "lamarck"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a shell on a text, with `lamarck` in its path. */
function shell(program: string, args: readonly string[]): string {
  const path = [join(folder, "bin"), resolve(process.execPath, ".."), process.env["PATH"]].join(delimiter);
  const env = { ...process.env, PATH: path, HOME: folder, TERM: "dumb" };
  const { stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: "utf8", timeout: 30_000 });
  return stdout + stderr;
}

function has(program: string): boolean {
  return spawnSync(program, ["-c", "exit"]).error === undefined;
}

async function script(name: string): Promise<string> {
  const { code, out, err } = await call(folder, ["completion", name]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const path = join(folder, `script.${name}`);
  writeFileSync(path, out);
  return path;
}

/** What is typed, and what must be offered or must not. The word that is being typed comes last. */
const cases: readonly (readonly [line: readonly string[], offered: readonly string[], not: readonly string[]])[] = [
  [[""], ["run", "report", "compare", "completion"], ["complete", "--jobs"]],
  [["sh"], ["show"], ["run"]],
  [["run", ""], ["bin-packing", "cart-pole"], ["champion"]],
  [["run", "--bud"], ["--budget-evals", "--budget-time"], ["--jobs"]],
  [["run", "--display", ""], ["auto", "none"], ["bin-packing"]],
  [["run", "--seed", "1", ""], ["bin-packing"], ["1"]],
  [
    ["show", ""],
    ["latest", "first-run", "second-run"],
    ["no-run", "champion"],
  ],
  [["show", "first"], ["first-run"], ["second-run"]],
  [["show", "first-run", ""], ["champion", "best"], ["second-run"]],
  [["top", "--sort", "g"], ["gain", "generation"], ["score"]],
  [["ctl", ""], ["pause", "note"], ["first-run"]],
  [["ctl", "--run", "s"], ["second-run"], ["first-run"]],
  [["ctl", "set", ""], ["budget-time", "jobs"], ["pause"]],
  [["compare", "first-run", "latest", "s"], ["second-run"], ["first-run"]],
  [["run", "--kind", ""], ["program", "network", "neat"], ["cart-pole"]],
  [["run", "--emitter", "e"], ["eggroll"], ["genetic"]],
  [["run", "--engine", ""], ["auto", "kernel", "webgpu"], ["eggroll"]],
  [["export", "latest", "--format", ""], ["onnx", "js"], ["latest"]],
  [["export", "latest", "--variant", ""], ["champion", "best"], ["latest"]],
  [["import", "--scenario", "cart"], ["cart-pole"], ["bin-packing"]],
  [["capabilities", ""], ["list", "verify"], ["pause"]],
  [["completion", ""], ["bash", "zsh", "fish"], []],
];

function check(offers: (line: readonly string[]) => readonly string[]): void {
  for (const [line, offered, not] of cases) {
    const found = offers(line);
    const typed = ["lamarck", ...line].join(" ");
    expect({ typed, missing: offered.filter((word) => !found.includes(word)) }).toEqual({ typed, missing: [] });
    expect({ typed, wrong: not.filter((word) => found.includes(word)) }).toEqual({ typed, wrong: [] });
  }
}

const missing = ["zsh", "fish"].filter((name) => !has(name));
if (missing.length > 0) console.warn(`SKIPPED: no ${missing.join(" and no ")} is installed to try completion in.`);

describe("completion", () => {
  test.skipIf(!has("bash"))("works in bash", async () => {
    const path = await script("bash");
    const program = `source ${path}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lamarck; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const offers = (line: readonly string[]): readonly string[] =>
      shell("bash", ["--norc", "-c", program, "bash", "lamarck", ...line]).split("\n");
    check(offers);
    expect(offers(["run", "spec"])).toContain("spec one.json");
    expect(shell("bash", ["--norc", "-c", `source ${path}; complete -p lamarck`])).toContain("-F _lamarck lamarck");
  });

  test.skipIf(!has("fish"))("works in fish", { timeout: 60_000 }, async () => {
    const path = await script("fish");
    check((line) => {
      const typed = ["lamarck", ...line].join(" ");
      const lines = shell("fish", ["--no-config", "-c", `source ${path}; complete -C '${typed}'`]).split("\n");
      return lines.map((one) => one.split("\t")[0]!);
    });
  });

  test.skipIf(!has("zsh"))("works in zsh", { timeout: 60_000 }, async () => {
    const path = await script("zsh");
    // Only in a terminal, which it gets here, does zsh complete; a widget then says what became of the line.
    const program = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -D; source ${path}'
zpty -w z 'tell() { zle complete-word; print -r -- "LI""NE<$BUFFER>"; }; zle -N tell; bindkey "^I" tell; echo LOA""DED'
zpty -r -m z loaded '*LOADED*'
zpty -w -n z "$1"$'\\t'
zpty -r -m z out '*LINE<*>*'
print -r -- "$out"
zpty -d z`;
    const completed = (typed: string): string | undefined =>
      /LINE<(.*)>/.exec(shell("zsh", ["-f", "-c", program, "zsh", `lamarck ${typed}`]))?.[1];
    expect(completed("repo")).toBe("lamarck report ");
    expect(completed("show first")).toBe("lamarck show first-run ");
    expect(completed("show first-run ch")).toBe("lamarck show first-run champion ");
    expect(completed("top --sort sc")).toBe("lamarck top --sort score ");
    expect(completed("run --budget-e")).toBe("lamarck run --budget-evals ");
    expect(completed("compare first-run sec")).toBe("lamarck compare first-run second-run ");
    expect(completed("validate spec")).toBe("lamarck validate spec\\ one.json ");
  });

  test("names only runs that a shell takes as one word, and reads none of them", async () => {
    const { code, out } = await call(folder, ["complete", "runs"]);
    expect({ code, words: out.split("\n").toSorted() }).toEqual({ code: 0, words: ["", "first-run", "second-run"] });
    expect(await call(join(folder, "bin"), ["complete", "runs"])).toMatchObject({ code: 0, out: "", err: "" });
  });

  test("is for three shells, and is no part of the help but for its script", async () => {
    expect((await call(folder, ["completion", "tcsh"])).err).toContain("one of bash, zsh, fish");
    expect((await call(folder, ["--help"])).out).toContain("completion");
    expect((await call(folder, ["--help"])).out).not.toMatch(/\bcomplete\b/);
  });
});
