// All control characters but newline and tab, all format characters (bidirectional controls, zero-width and tag
// characters), the line separators that only JavaScript knows, and surrogates without their other half.
const dangerous = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** A text that a terminal only prints: what could steer it or change the order of letters is gone. Idempotent. */
export function sanitize(text: string): string {
  return text.replace(dangerous, "");
}

/** The same on one line and of at most `lengthMax` characters. */
export function oneLine(text: string, lengthMax = 200): string {
  const line = sanitize(text.replace(/\s+/g, " ")).trim();
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax - 1).toWellFormed()}…`;
}

/** JSON in which dangerous characters are escaped, so that sanitising it changes nothing and reading it loses nothing. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(dangerous, (found) =>
    Array.from({ length: found.length }, (_, i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""),
  );
}
