import type { Example } from "./capability.ts";
import { comesAfter, isResponse } from "./contingency.ts";
import { gapMax, type Pattern } from "./pattern.ts";
import type { Trace } from "./trace.ts";

const tokensShown = 40;
/** So many tokens before the pattern are shown, so that one sees out of what it comes. */
const leadMax = 8;

/** The first place in some traces that shows a pattern, with what is around it; the beginning of the first where none does. */
export function exampleOf(pattern: Pattern, traces: readonly Trace[], alphabet: readonly string[]): Example {
  let trace = traces[0];
  let places: readonly number[] | undefined;
  for (const one of traces) {
    places = placesOf(pattern, one.tokens);
    if (places === undefined) continue;
    trace = one;
    break;
  }
  const tokens = trace?.tokens ?? new Uint16Array();
  const start = Math.max(0, (places?.[0] ?? 0) - leadMax);
  const shown = tokens.subarray(start, start + tokensShown);
  return {
    case: trace?.case ?? "",
    before: start,
    after: tokens.length - start - shown.length,
    tokens: Array.from(shown, (token) => alphabet[token]!),
    marked: markedIn(pattern, shown, places ?? [], start),
  };
}

/** Which tokens of a stretch are those of a pattern; those of a response wherever it is given there. */
function markedIn(pattern: Pattern, shown: Uint16Array, places: readonly number[], start: number): readonly number[] {
  if (!isResponse(pattern)) return places.map((place) => place - start);
  const { tokens: wanted } = pattern;
  const marked = new Set<number>();
  for (let at = 0; at < shown.length; at++) {
    if (shown[at] !== wanted.at(-1) || !comesAfter(wanted, shown, at)) continue;
    for (let i = at - wanted.length + 1; i <= at; i++) marked.add(i);
  }
  return [...marked];
}

/** Where a pattern occurs in a row of tokens first, one index a token; undefined where it does not. */
function placesOf(pattern: Pattern, tokens: Uint16Array): readonly number[] | undefined {
  const { tokens: wanted, gap = gapMax } = pattern;
  function from(place: number, matched: number): readonly number[] | undefined {
    if (matched === wanted.length) return [];
    const last = matched === 0 ? tokens.length - 1 : Math.min(tokens.length - 1, place + gap);
    for (let at = place; at <= last; at++) {
      if (tokens[at] !== wanted[matched]) continue;
      const rest = from(at + 1, matched + 1);
      if (rest !== undefined) return [at, ...rest];
    }
    return undefined;
  }
  return from(0, 0);
}
