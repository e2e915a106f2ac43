/** The scenarios that come with Lamarck, in the order in which they are listed. Each is a folder of `scenarios/`. */
export const builtinScenarios: readonly string[] = [
  "bin-packing",
  "symbolic-regression",
  "cap-set",
  "cart-pole",
  "mountain-car",
  "pendulum",
  "acrobot",
  "double-pole",
  "maze",
  "prisoners-dilemma",
  "pursuit",
  "logic-tasks",
  "foraging",
];

/** The URL of a built-in scenario's module; undefined when there is none of this name. */
export function builtinUrl(name: string): string | undefined {
  if (!builtinScenarios.includes(name)) return undefined;
  // This file runs as source (.ts) or built (.js), and so does the scenario beside it.
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
  return new URL(`../../scenarios/${name}/scenario${extension}`, import.meta.url).href;
}
