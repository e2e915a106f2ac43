import { assert } from "../../std/errors.ts";

/** A template with its holes `{name}` filled, in one pass; a paragraph that is one hole goes where it is empty. */
export function fill(template: string, holes: Readonly<Record<string, string | number>>): string {
  const value = (name: string): string => {
    assert(Object.hasOwn(holes, name), `a template has the hole ${name}`);
    return String(holes[name]);
  };
  return template
    .trim()
    .split(/\n\n+/)
    .map((paragraph) => paragraph.replace(/\{(\w+)\}/g, (_, name: string) => value(name)))
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}
