/** A passage of a program and what takes its place. */
export interface Edit {
  readonly search: string;
  readonly replace: string;
}

/** What came of something that a model wrote, or what is wrong with it and what to do. */
export type Made<T> = { readonly made: T } | { readonly why: string };

/** The most edits of a reply. */
export const editsMax = 20;

/** A text after edits, one after the other: each passage has to occur exactly once. */
export function applied(text: string, edits: readonly Edit[]): Made<string> {
  if (edits.length === 0 || edits.length > editsMax) {
    return { why: `expected 1 to ${editsMax} edits, got ${edits.length}` };
  }
  let now = text;
  for (const [i, { search, replace }] of edits.entries()) {
    const place = now.indexOf(search);
    const why = objection(now, search, place);
    if (why !== undefined) return { why: `edit ${i + 1}: ${why}` };
    now = now.slice(0, place) + replace + now.slice(place + search.length);
  }
  return { made: now };
}

function objection(text: string, search: string, place: number): string | undefined {
  if (search === "") return "its `search` is empty; quote the passage that is to be replaced";
  if (place === -1) {
    return "its `search` does not occur in the program as the edits before it left it; quote it exactly, spaces and line breaks included";
  }
  const times = occurrences(text, search);
  if (times === 1) return undefined;
  const many = times === countedMax ? `${times} times or more` : `${times} times`;
  return `its \`search\` occurs ${many} in the program; quote more of what is around it`;
}

/** So often is enough to know: of a long passage that repeats itself each place takes as long as the passage is. */
const countedMax = 20;

/** How often a text occurs, overlapping places counted too; counted up to a limit. */
function occurrences(text: string, search: string): number {
  let times = 0;
  let place = text.indexOf(search);
  for (; place !== -1 && times < countedMax; place = text.indexOf(search, place + 1)) times++;
  return times;
}
