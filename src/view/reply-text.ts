const depthMax = 6;

/**
 * A model's reply for people: JSON as indented names and values, with texts of several lines as such; any other text as
 * it is. What it says is not made safe to print.
 */
export function replyText(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? linesOf(value, 0).join("\n") : text;
  } catch {
    return text;
  }
}

function linesOf(value: object, depth: number): readonly string[] {
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const label = isList ? "-" : `${name}:`;
    if (typeof part === "object" && part !== null && depth < depthMax) {
      return [label, ...indented(linesOf(part, depth + 1))];
    }
    if (typeof part === "string" && part.includes("\n")) return [label, ...indented(part.trimEnd().split("\n"))];
    return [`${label} ${typeof part === "string" ? part : JSON.stringify(part)}`];
  });
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
