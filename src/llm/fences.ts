/** What is quoted in a prompt, and by which tag. */
export type FenceTag = "program" | "fault" | "lesson" | "reply";

/** The beginning of anything that could be taken for a fence. */
const fenceLike = /<(?=\/?(?:program|fault|lesson|reply)\b)/gi;

// All control characters but newline and tab, all format characters (bidirectional controls, zero-width and tag
// characters), the line separators that only JavaScript knows, and surrogates without their other half.
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** The most characters of a name that a scenario gives to something. */
export const nameLengthMax = 60;

/** Begins the last line of a text that was cut. */
const cutMark = "… cut: ";

/**
 * The text between a line `<tag …>` and a line `</tag>`. It stays between them: what could be taken for a fence is
 * neutral already, since all quoted text comes out of `programShown`, `prose` or `oneLine`.
 */
export function fenced(tag: FenceTag, body: string, attributes: Readonly<Record<string, number>> = {}): string {
  const head = [tag, ...Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)].join(" ");
  return `<${head}>\n${body.trimEnd()}\n</${tag}>`;
}

/**
 * A program as models see it: the same program, in which characters that cannot be seen and what looks like a fence are
 * written as escapes, since they can only stand in texts, patterns and names.
 */
export function programShown(bytes: string): string {
  return bytes
    .replace(unseen, (found) => Array.from({ length: found.length }, (_, i) => escaped(found.charCodeAt(i))).join(""))
    .replace(fenceLike, "\\x3c");
}

/** Text of any origin, in lines: unseen characters are gone, and what looks like a fence is none any more. */
export function prose(text: string, bytesMax: number): string {
  return cut(text.replace(unseen, "").replace(fenceLike, "\\x3c"), bytesMax);
}

/** The same on one line and of at most `lengthMax` characters. */
export function oneLine(text: string, lengthMax: number): string {
  const line = prose(text.replace(/\s+/g, " "), Infinity).trim();
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax - 1).toWellFormed()}…`;
}

/** A text of at most `bytesMax` UTF-8 bytes; where it was cut, a last line says so. */
export function cut(text: string, bytesMax: number): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= bytesMax) return text;
  const note = `\n${cutMark}${bytes} bytes in all`;
  const kept = new TextDecoder().decode(Buffer.from(text).subarray(0, bytesMax - Buffer.byteLength(note)), {
    stream: true,
  });
  return `${kept}${note}`;
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
