import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { codeOf, importsOf } from "./architecture/code.ts";
import { brokenRules, folderOf, readWalls, type SourceFile } from "./architecture/rules.ts";

const walls = readWalls(readFileSync("ARCHITECTURE.md", "utf8"));

/** Every TypeScript file of the folders in the table. */
const tree: readonly SourceFile[] = globSync("{src,sandboxes,scenarios}/**/*.ts").map((path) => ({
  path: path.replaceAll("\\", "/"),
  text: readFileSync(path, "utf8"),
}));

/** What the rules say of an invented tree, given as texts by path, under the real tables. */
function verdict(texts: Readonly<Record<string, string>>): string[] {
  return brokenRules(
    Object.entries(texts).map(([path, text]) => ({ path, text })),
    walls,
  );
}

describe("the tree", () => {
  test("keeps every rule of ARCHITECTURE.md", () => {
    expect(tree.length).toBeGreaterThan(20);
    expect(brokenRules(tree, walls)).toEqual([]);
  });

  test("has imports in it, so that the rules have something to judge", () => {
    expect(tree.flatMap(({ text }) => importsOf(text)).length).toBeGreaterThan(50);
  });
});

describe("the tables of ARCHITECTURE.md", () => {
  test("name every folder of src, and no folder that is not there", () => {
    const inSrc = readdirSync("src").map((name) => `src/${name}`);
    expect([...walls.folders.keys()].toSorted()).toEqual([...inSrc, "sandboxes", "scenarios"].toSorted());
  });

  test("let folders import only folders that are there", () => {
    const named = [...walls.folders.values()].flat();
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((folder) => !walls.folders.has(folder))).toEqual([]);
  });

  test("call the whole core pure", () => {
    const core = "std genome scenario evaluation variation selection archives emitters events campaign".split(" ");
    expect([...walls.pure]).toEqual(expect.arrayContaining(core.map((name) => `src/${name}`)));
  });

  test("give every package that Lamarck depends on a home that exists, and no other package", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    // The types of the syntax trees that acorn and astring share come from DefinitelyTyped.
    expect([...walls.homes.keys()].toSorted()).toEqual([...Object.keys(dependencies), "estree"].toSorted());
    const homes = [...walls.homes.values()];
    expect(homes.filter((home) => home.length === 0)).toEqual([]);
    expect(homes.flat().filter((home) => !existsSync(home))).toEqual([]);
  });

  test("let isolated-vm into the sandbox's child process alone", () => {
    expect(walls.homes.get("isolated-vm")).toEqual(["src/sandbox/child.ts"]);
  });

  test("cannot be empty unnoticed", () => {
    expect(() => readWalls("# Architecture\n")).toThrow("has no table");
  });
});

describe("each rule bites:", () => {
  const random = "src/std/random.ts";
  const broken: readonly (readonly [rule: string, texts: Readonly<Record<string, string>>, message: string])[] = [
    ["an import against the direction", { [random]: `import "../genome/genome.ts";` }, "src/std may import no other"],
    ["a type taken against the direction", { [random]: `import type { A } from "../genome/a.ts";` }, "src/std may"],
    ["a re-export against the direction", { [random]: `export * from "../genome/a.ts";` }, "src/std may"],
    ["a type import in place", { [random]: `type A = import("../genome/a.ts").A;` }, "src/std may"],
    ["a lazy import against the direction", { [random]: `await import( "../genome/a.ts");` }, "src/std may"],
    ["an import over many lines", { [random]: `import {\n  a,\n  b,\n} from\n  "../genome/a.ts";` }, "src/std may"],
    ["a folder without a row", { "src/utils/a.ts": "" }, "src/utils, which ARCHITECTURE.md does not know"],
    ["a package outside its home", { [random]: `import { parse } from "acorn";` }, "src/std/random.ts imports acorn"],
    ["a part of a package", { [random]: `import { a } from "piscina/a";` }, "imports piscina: its home is"],
    ["a package without a home", { [random]: `import _ from "@x/y/z";` }, "imports @x/y, which has no home"],
    ["isolated-vm in a lane", { "src/sandbox/lane.ts": `import ivm from "isolated-vm";` }, "is src/sandbox/child.ts"],
    [
      "a scenario that takes from the engine",
      { "scenarios/x/scenario.ts": `import "../../src/cli/a.ts";` },
      "may import",
    ],
    ["sandbox code that takes from the host", { "sandboxes/a.ts": `import "../src/std/hash.ts";` }, "no other folder"],
    ["the disk in the core", { "src/genome/a.ts": `import { readFileSync } from "node:fs";` }, "imports node:fs"],
    ["chance in the core", { "src/genome/a.ts": "Math.random();" }, "src/genome/a.ts uses Math.random: take a Random"],
    ["chance by another name", { "src/genome/a.ts": "const { max, random: r } = Math;" }, "uses Math's random"],
    ["chance inside a template", { "src/genome/a.ts": "`a${`b${Math.random()}`}`" }, "uses Math.random"],
    ["chance from the system", { "src/genome/a.ts": `import { randomUUID } from "node:crypto";` }, "random bytes"],
    ["the time in the core", { "src/campaign/a.ts": "const now = Date.now();" }, "uses Date: let the caller"],
    ["a clock in the core", { "src/campaign/a.ts": "performance.now();" }, "uses performance"],
    ["the process in the core", { "src/campaign/a.ts": `process.env["HOME"];` }, "uses process"],
    ["a timer in the core", { "src/campaign/a.ts": "setTimeout(stop, 5);" }, "uses a timer"],
    ["the network in the core", { "src/campaign/a.ts": "await fetch(url);" }, "uses fetch"],
    ["a way round by globalThis", { "src/campaign/a.ts": "globalThis.x;" }, "uses globalThis"],
    ["the reader's language in the core", { "src/archives/a.ts": "a.localeCompare(b);" }, "uses a locale"],
    ["an import by a computed name", { "src/scenario/a.ts": "await import(path);" }, "an import by a computed name"],
    ["a file that is too long", { "src/cli/a.ts": "a;\n".repeat(301) }, "src/cli/a.ts has 301 lines of at most 300"],
  ];

  test.each(broken)("%s", (_rule, texts, message) => {
    const found = verdict(texts);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
    expect(found[0]).toContain(Object.keys(texts)[0]);
  });

  test("a cycle, even one of types", () => {
    const [first, ...others] = verdict({
      "src/genome/a.ts": `import type { B } from "./b.ts";`,
      "src/genome/b.ts": `import { c } from "./kinds/c.ts";`,
      "src/genome/kinds/c.ts": `export { a } from "../a.ts";`,
    });
    expect(first).toContain(
      "src/genome/a.ts -> src/genome/b.ts -> src/genome/kinds/c.ts -> src/genome/a.ts is a cycle",
    );
    expect(others).toEqual([]);
  });
});

describe("the rules let pass", () => {
  test("what the tables allow", () => {
    const texts = {
      "src/genome/kinds/a.ts": `import { parse } from "acorn";\nimport { hash } from "../../std/hash.ts";`,
      "src/std/hash.ts": `import { hash } from "node:crypto";\nconst { max } = Math;`,
      "src/sandbox/child.ts": `import ivm from "isolated-vm";\nsetTimeout(() => process.exit(), Date.now());`,
    };
    expect(verdict(texts)).toEqual([]);
  });

  test("words that only stand in comments, strings and patterns", () => {
    const text = [
      `// import "../cli/a.ts"; Math.random()`,
      `/* Date.now() */ const cure = 'import "../cli/b.ts" from Date';`,
      "const hint = `Math.random() is ${'not'} from \"../cli/c.ts\"`;",
      `const quote = /["'\`]/.test(name), other = "Date.now()";`,
    ].join("\n");
    expect(verdict({ "src/genome/a.ts": text })).toEqual([]);
  });

  test("a file of 300 lines", () => {
    expect(verdict({ "src/cli/a.ts": "a;\n".repeat(300) })).toEqual([]);
  });
});

describe("reading code", () => {
  test("keeps the code between literals, whatever they hold", () => {
    const text = 'a("//"); b(`x${c({ d: `}` })}y`); e(/[/"]`/); f(1 / 2, 3 / 4); // g()';
    expect(codeOf(text).replaceAll(/\s+/g, "")).toBe('a("");b((c({d:})));e("");f(1/2,3/4);');
  });

  test("finds the folder of a path", () => {
    expect(folderOf("src/genome/kinds/program.ts")).toBe("src/genome");
    expect(folderOf("src/index.ts")).toBe("src/index.ts");
    expect(folderOf("scenarios/x/scenario.ts")).toBe("scenarios");
  });
});
