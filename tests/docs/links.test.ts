import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsOf, linksOf } from "./markdown.ts";

/** All pages but the template of decisions, whose links are to be filled in. */
const pages = globSync(["*.md", "docs/**/*.md", "scenarios/**/*.md"]).filter((path) => !path.includes("template"));

/** Links of a page that lead to no file, or to no heading of it. */
function brokenLinks(path: string, page: string): string[] {
  return linksOf(page).filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [file, anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file!);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(file === "" ? page : readFileSync(target, "utf8")).includes(anchor);
  });
}

describe("The documents", () => {
  test.each(pages.map((path) => [path]))("%s has no link that leads nowhere", (path) => {
    expect(brokenLinks(path, readFileSync(path, "utf8"))).toEqual([]);
  });

  test("are linked from the README, those of the top folder all", () => {
    const linked = linksOf(readFileSync("README.md", "utf8"));
    const there = globSync("*.md").filter((path) => path !== "README.md");
    expect(there.filter((path) => !linked.includes(path))).toEqual([]);
  });

  test("with a link to a missing file or heading are found out", () => {
    const page = "# Here\n[a](nowhere.md) [b](#here) [c](#there) [d](LICENSE) [e](https://example.com)";
    expect(brokenLinks("README.md", page)).toEqual(["nowhere.md", "#there"]);
  });
});
