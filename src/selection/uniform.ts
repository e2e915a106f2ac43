import type { Selection } from "./selection.ts";

/** Every member is as likely as any other: no pressure beyond the archive's own. */
export function uniform(): Selection {
  return { name: "uniform", prepare: (members) => (random) => random.pick(members) };
}
