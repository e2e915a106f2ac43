import { type Rows, rowsOf } from "./rows.ts";
import type { Trace } from "./trace.ts";

/** What some variants did: equal traces are kept once, and so are those who do exactly the same in all cases. */
export interface Behaviours {
  readonly count: number;
  /** Whose behaviour is which, one a variant. */
  readonly of: Int32Array;
  /** The different traces. */
  readonly traces: readonly Uint16Array[];
  readonly rows: Rows;
  /** By behaviour, the traces that it consists of, one a case. */
  readonly cases: readonly (readonly number[])[];
  /** By trace, the behaviours that it is part of, again for each case. */
  readonly users: readonly (readonly number[])[];
}

/** Sorts out what variants did, who have one trace a case each. */
export function behavioursOf(variants: readonly { readonly traces: readonly Trace[] }[]): Behaviours {
  const traces: Uint16Array[] = [];
  const cases: (readonly number[])[] = [];
  const traceOf = new Map<string, number>();
  const behaviourOf = new Map<string, number>();
  const of = Int32Array.from(variants, (variant) => {
    const rows = variant.traces.map(({ tokens }) => numbered(traceOf, String.fromCharCode(...tokens), tokens, traces));
    return numbered(behaviourOf, rows.join(), rows, cases);
  });
  const users = traces.map((): number[] => []);
  for (const [behaviour, rows] of cases.entries()) for (const row of rows) users[row]!.push(behaviour);
  const alphabet = traces.reduce((most, tokens) => tokens.reduce((a, b) => Math.max(a, b + 1), most), 0);
  return { count: cases.length, of, traces, rows: rowsOf(traces, alphabet), cases, users };
}

/** The number of a thing by its name; a new one goes to the end of the list. */
function numbered<T>(numbers: Map<string, number>, name: string, thing: T, list: T[]): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, list.length);
  return list.push(thing) - 1;
}
