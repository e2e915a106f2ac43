import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { loadFactory } from "../../src/scenario/load.ts";
import type { Options } from "../../src/scenario/scenario.ts";

const folder = mkdtempSync(join(tmpdir(), "lamarck scenario #"));
afterAll(() => rmSync(folder, { recursive: true }));

const plain = `{
  name: "plain", brief: "A plain world.",
  agent: { name: "f", about: "A number.", parameters: [], returns: "number" },
  objectives: [{ name: "a", direction: "minimize", about: "A." }],
  cases: (split) => [{ id: split, instance: 1 }],
  play: (agents) => Number(agents[0]()),
  judge: (answer) => ({ scores: [answer] }),
}`;

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What came of loading a scenario. */
interface Loaded {
  readonly scenario?: { readonly name: string; readonly limits?: { readonly calls: number } };
  readonly fault?: Record<"name" | "code" | "message" | "hint" | "cause", string>;
}

/** Loads in a Node of its own: the test runner has a loader of its own, with other paths and errors. */
function load(address: string, options: Options = {}): Loaded {
  const url = new URL("../../src/scenario/load.ts", import.meta.url).href;
  const script = `
    import { loadScenario } from ${JSON.stringify(url)};
    const [address, options] = JSON.parse(process.argv[1]);
    try {
      console.log(JSON.stringify({ scenario: await loadScenario(address, options) }));
    } catch ({ name, code, message, hint, cause }) {
      console.log(JSON.stringify({ fault: { name, code, message, hint, cause: cause?.name } }));
    }`;
  const flags = ["--input-type=module", "--eval", script, JSON.stringify([address, options])];
  return JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" })) as Loaded;
}

function fault(address: string, options: Options = {}): Partial<Loaded["fault"]> & object {
  return load(address, options).fault ?? {};
}

describe("Loading a scenario", () => {
  test("finds a built-in one by its name, and gives it its settings", () => {
    const { scenario } = load("cap-set", { n: 4 });
    expect(scenario?.name).toBe("cap-set");
    expect(scenario?.limits?.calls).toBe(81);
  });

  test("takes a plain scenario from a path with spaces and signs, and from a URL", () => {
    const path = write("plain ?%20.mjs", `export default ${plain};`);
    expect(load(path).scenario?.name).toBe("plain");
    expect(load(pathToFileURL(path).href).scenario?.name).toBe("plain");
  });

  test("takes TypeScript as it is", () => {
    const path = write(
      "typed.ts",
      `const name: string = "typed"; export default { ...${plain.replace("(split)", "(split: string)").replace("(agents)", "(agents: (() => unknown)[])").replace("(answer)", "(answer: number)")}, name };`,
    );
    expect(load(path).scenario?.name).toBe("typed");
  });

  test("gives a factory with the settings it takes", async () => {
    const factory = await loadFactory("cart-pole");
    expect("options" in factory && Object.keys(factory.options)).toEqual(["spread", "testSpread"]);
  });

  test("names the built-in scenario that was meant", () => {
    const { code, message, hint } = fault("bin-packign");
    expect([code, message]).toEqual(["unknown-scenario", "There is no built-in scenario `bin-packign`"]);
    expect(hint).toContain("Did you mean `bin-packing`?");
  });

  test("says that a file is missing", () => {
    const path = join(folder, "missing.ts");
    expect(fault(path)).toMatchObject({ code: "scenario-missing", message: `There is no file ${path}` });
  });

  test("names what a file imports in vain, not the file as missing", () => {
    const { code, message } = fault(write("lost.mjs", `import "./nothing.mjs"; export default 1;`));
    expect(code).toBe("scenario-import");
    expect(message).toContain("nothing.mjs");
  });

  test("names file and line of a syntax error in TypeScript", () => {
    const path = write("syntax.ts", "export default {\n  name: 'a',\n  brief 5,\n};\n");
    const { code, message, cause } = fault(path);
    expect([code, cause]).toEqual(["scenario-import", "SyntaxError"]);
    expect(message).toContain(`(${path}:3)`);
  });

  test("names the file of a syntax error in JavaScript, and how to see more", () => {
    const path = write("syntax.mjs", "export default {\n  name: 'a',\n  brief 5,\n};\n");
    const { message, hint } = fault(path);
    expect(message).toBe(`The scenario's file cannot be loaded: Unexpected number (${path})`);
    expect(hint).toContain("Run `node` on the file");
  });

  test("names file and line of an error at the top of the file", () => {
    const path = write("throws.mjs", "const a = 1;\nthrow new TypeError('no data');\nexport default a;\n");
    expect(fault(path).message).toBe(`The scenario's file cannot be loaded: no data (${path}:2)`);
  });

  test("says what is wrong with the default export", () => {
    expect(fault(write("named.mjs", `export const scenario = ${plain};`))).toMatchObject({
      code: "scenario-export",
    });
    const wrong = write("wrong.mjs", `export default { ...${plain}, objectives: [] };`);
    expect(fault(wrong).message).toBe(
      `Expected \`objectives\` to be a list of at least one objective, got a list of 0 (${wrong})`,
    );
  });

  test("refuses settings for a scenario without any", () => {
    const path = write("settings.mjs", `export default ${plain};`);
    expect(fault(path, { n: 1 })).toMatchObject({ code: "unknown-option", hint: "It has no settings." });
  });

  test("refuses settings that a factory does not know or take", () => {
    expect(fault("cap-set", { m: 4 }).message).toBe("The scenario has no setting `m` (cap-set)");
    expect(fault("cap-set", { n: 9 }).message).toContain("Expected `n` to be a whole number from 3 to 8");
    expect(fault("cap-set", { n: 6, to: 4 }).code).toBe("bad-option");
  });

  test("says that a factory threw, or made something else", () => {
    const throws = write(
      "create.mjs",
      `export default { name: "f", options: {}, create() { throw new Error("oops"); } };`,
    );
    expect(fault(throws)).toMatchObject({
      code: "scenario-create",
      message: `\`create\` threw: oops (${throws})`,
    });
    const made = write(
      "made.mjs",
      `export default { name: "f", options: {}, create: () => ({ ...${plain}, judge: 1 }) };`,
    );
    expect(fault(made).message).toBe(`Expected \`judge\` to be a function, got \`1\` (${made})`);
  });
});
