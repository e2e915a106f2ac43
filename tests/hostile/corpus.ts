import { answers } from "./corpus/answers.ts";
import { listBuiltins } from "./corpus/builtins-lists.ts";
import { textBuiltins } from "./corpus/builtins-text.ts";
import { determinism } from "./corpus/determinism.ts";
import { outcomeForgeries } from "./corpus/forgeries-outcomes.ts";
import { realmForgeries } from "./corpus/forgeries-realm.ts";
import { hatches } from "./corpus/hatches.ts";
import type { HostileProgram } from "./corpus/hostile-program.ts";
import { loops } from "./corpus/loops.ts";
import { memory } from "./corpus/memory.ts";
import { throws } from "./corpus/throws.ts";
import { wrapper } from "./corpus/wrapper.ts";

export { benign } from "./corpus/benign.ts";
export { escapeMark, inputs } from "./corpus/hostile-program.ts";
export type { HostileProgram } from "./corpus/hostile-program.ts";

/** Every hostile program that the sandbox must hold. */
export const corpus: readonly HostileProgram[] = [
  ...loops,
  ...listBuiltins,
  ...textBuiltins,
  ...memory,
  ...hatches,
  ...wrapper,
  ...throws,
  ...answers,
  ...determinism,
  ...realmForgeries,
  ...outcomeForgeries,
];
