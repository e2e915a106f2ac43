import { dirname, join } from "node:path/posix";
import { codeOf, importsOf } from "./code.ts";

/** A file of the tree, as the rules see it: its path from the root and what it says. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The two tables of ARCHITECTURE.md. */
export interface Walls {
  /** What each folder may import besides itself. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  /** The folders in which nothing may depend on the machine or the moment. */
  readonly pure: ReadonlySet<string>;
  /** The folders (or files) that may import each npm package. */
  readonly homes: ReadonlyMap<string, readonly string[]>;
}

const nodeModulesOfThePure: ReadonlySet<string> = new Set(["node:crypto", "node:assert/strict"]);
const linesMax = 300;

interface Ban {
  readonly name: string;
  readonly pattern: RegExp;
  readonly cure: string;
  /** The one file that may. */
  readonly except?: string;
}

/** What pure code must not touch, and what it does instead. */
const bans: readonly Ban[] = [
  { name: "Math.random", pattern: /\bMath\s*\.\s*random\b/, cure: "take a Random" },
  { name: "Math's random", pattern: /\{[^{}]*\brandom\b[^{}]*\}\s*=\s*Math\b/, cure: "take a Random" },
  { name: "random bytes", pattern: /\b(randomBytes|randomUUID|randomInt|getRandomValues)\b/, cure: "take a Random" },
  { name: "Date", pattern: /(?<![.\w$])Date\b(?!\s*:)/, cure: "let the caller pass the time in" },
  { name: "performance", pattern: /(?<![.\w$])performance\b\s*[.[]/, cure: "let the caller measure" },
  { name: "process", pattern: /(?<![.\w$])process\b\s*[.[]/, cure: "take what you need as an argument" },
  { name: "globalThis", pattern: /(?<![.\w$])globalThis\b/, cure: "take what you need as an argument" },
  { name: "a timer", pattern: /(?<![.\w$])set(Timeout|Interval|Immediate)\b/, cure: "leave waiting to an adapter" },
  { name: "fetch", pattern: /(?<![.\w$])fetch\s*\(/, cure: "leave the network to an adapter" },
  { name: "a locale", pattern: /\bIntl\b|\blocaleCompare\b|\btoLocale/, cure: "compare code units with < and >" },
  {
    name: "an import by a computed name",
    pattern: /\bimport\s*\((?!\s*["'])/,
    cure: "go through src/scenario/load.ts",
    except: "src/scenario/load.ts",
  },
];

/** Reads both tables out of the text of ARCHITECTURE.md. */
export function readWalls(markdown: string): Walls {
  const folders = rowsUnder(markdown, "| folder | may import | pure |");
  const packages = rowsUnder(markdown, "| package | home |");
  return {
    folders: new Map(folders.map(([folder, imports]) => [namesIn(folder)[0] ?? "", namesIn(imports)])),
    pure: new Set(folders.filter((cells) => cells[2] === "yes").map(([folder]) => namesIn(folder)[0] ?? "")),
    homes: new Map(packages.map(([name, home]) => [namesIn(name)[0] ?? "", namesIn(home)])),
  };
}

function rowsUnder(markdown: string, header: string): string[][] {
  const lines = markdown.split("\n");
  const rows = lines.slice(lines.indexOf(header) + 2);
  if (!lines.includes(header)) throw new Error(`ARCHITECTURE.md has no table with the header ${header}`);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end < 0 ? rows.length : end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The names that stand in backquotes in a cell. */
function namesIn(cell = ""): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}

/** Every broken rule as one line that names the file, what it does, and the cure. Empty when all is well. */
export function brokenRules(files: readonly SourceFile[], walls: Walls): string[] {
  return [
    ...files.flatMap((file) => [...brokenWalls(file, walls), ...impurities(file, walls), ...excessLines(file)]),
    ...importCycles(files),
  ];
}

function brokenWalls({ path, text }: SourceFile, { folders, homes }: Walls): string[] {
  const folder = folderOf(path);
  const allowed = folders.get(folder);
  if (!allowed)
    return [`${path} is in ${folder}, which ARCHITECTURE.md does not know: add a row to its table of folders`];
  return importsOf(text).flatMap((specifier) => {
    if (specifier.startsWith("node:")) return [];
    if (specifier.startsWith(".")) {
      const target = join(dirname(path), specifier);
      if (folderOf(target) === folder || allowed.includes(folderOf(target))) return [];
      const list = allowed.join(", ") || "no other folder";
      return [`${path} imports ${target}: ${folder} may import ${list}; move the code, or take it as an argument`];
    }
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    const home = homes.get(name);
    if (!home) return [`${path} imports ${name}, which has no home: add a row to ARCHITECTURE.md's table of packages`];
    if (home.includes(folder) || home.includes(path)) return [];
    return [`${path} imports ${name}: its home is ${home.join(", ")}; go through what that exports`];
  });
}

function impurities({ path, text }: SourceFile, { pure }: Walls): string[] {
  if (!pure.has(folderOf(path))) return [];
  const foreign = importsOf(text).filter((name) => name.startsWith("node:") && !nodeModulesOfThePure.has(name));
  const code = codeOf(text);
  const broken = bans.filter(({ pattern, except }) => path !== except && pattern.test(code));
  return [
    ...foreign.map((name) => `${path} imports ${name}: leave it to an adapter, or take what you need as an argument`),
    ...broken.map(({ name, cure }) => `${path} uses ${name}: ${cure}`),
  ];
}

function excessLines({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > linesMax ? [`${path} has ${lines} lines of at most ${linesMax}: give its second idea a file`] : [];
}

/** Each import cycle once, types included, as the list of its files. */
function importCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.map(({ path, text }) => {
      const relative = importsOf(text).filter((specifier) => specifier.startsWith("."));
      return [path, relative.map((specifier) => join(dirname(path), specifier))];
    }),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const cycle = [...trail.slice(start), path].join(" -> ");
      found.push(`${cycle} is a cycle: move what they share to a file below both`);
    }
    if (start >= 0 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}

/** `src/genome/kinds/program.ts` is in `src/genome`; a file right under `src` is its own folder. */
export function folderOf(path: string): string {
  return path.split("/", path.startsWith("src/") ? 2 : 1).join("/");
}
