import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { scenarioHash } from "../../src/cli/scenario-hash.ts";
import type { LoadedScenario } from "../../src/cli/scenario-request.ts";

const root = mkdtempSync(join(tmpdir(), "lamarck-hash-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(join(root, name, ".."), { recursive: true });
  writeFileSync(join(root, name), text);
}

const hashOf = (path: string, options: LoadedScenario["options"] = {}): string =>
  scenarioHash({ path, options } as LoadedScenario);

test("a scenario's hash is of its file, of what it imports, and of its files of settings, wherever it lies", () => {
  write("a/scenario.ts", `import { x } from "./world.ts";\nexport * from\n  "./parts/one.ts";\nimport "lamarck";`);
  write("a/world.ts", `import type { y } from "./scenario.ts";\nexport const x = 1; // from "./gone.ts"`);
  write("a/parts/one.ts", `export const load = () => import('../lazy.ts');`);
  write("a/lazy.ts", "export {};");
  write("a/aside.ts", "export {};");
  const scenario = join(root, "a/scenario.ts");
  const first = hashOf(scenario);
  write("a/aside.ts", "export const unused = 1;");
  expect(hashOf(scenario)).toBe(first);
  const seen = new Set([first, hashOf(scenario, { data: { path: "p", text: "1 2 3" } })]);
  for (const name of ["a/world.ts", "a/parts/one.ts", "a/lazy.ts"]) {
    write(name, "export const changed = 1;");
    seen.add(hashOf(scenario));
    if (name === "a/world.ts") write(name, `import "./scenario.ts";\nexport const x = 1;`);
    if (name === "a/parts/one.ts") write(name, `export const load = () => import('../lazy.ts');`);
  }
  expect(seen.size).toBe(5);
  const last = hashOf(scenario);
  renameSync(join(root, "a"), join(root, "b"));
  expect(hashOf(join(root, "b/scenario.ts"))).toBe(last);
});

test("a built-in scenario has a hash, too", () => {
  expect(hashOf("cap-set")).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf("cap-set")).not.toBe(hashOf("bin-packing"));
});
