import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What a lock file's packages ask for and it does not hold. `npm ci` refuses such a file, on any platform. */
function missingFrom(packages: Readonly<Record<string, Locked>>): string[] {
  const held = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !held.has(name))
      .map((name) => `${path || "package.json"} asks for ${name}`),
  );
}

test("`npm ci` finds every package of every platform in the lock file", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  expect(Object.keys(packages).length).toBeGreaterThan(50);
  expect(missingFrom(packages)).toEqual([]);
});

test("a platform's package that the lock file lacks is found out", () => {
  const packages = { "node_modules/linter": { optionalDependencies: { "linter-mac": "1.0.0" } } };
  expect(missingFrom(packages)).toEqual(["node_modules/linter asks for linter-mac"]);
});

test("dependencies are pinned exactly, since a rerun must mean the same", () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const versions = Object.values<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
