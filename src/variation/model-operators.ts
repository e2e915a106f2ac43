/** An operator that has a language model write the child. How it asks is in `src/llm/operators`. */
export interface ModelOperator {
  /** Unique, in kebab case; it is written to the log. */
  readonly name: string;
  readonly about: string;
  /** How many parents it takes, at least and at most; none where it takes the program that failed last. */
  readonly parents: readonly [least: number, most: number];
}

/** The operators that ask a language model; all of them work on programs. */
export const modelOperators: readonly ModelOperator[] = [
  { name: "llm-edit", about: "replaces a few passages of a program", parents: [1, 1] },
  { name: "llm-rewrite", about: "writes a program anew", parents: [1, 1] },
  { name: "llm-crossover", about: "joins the strengths of two or three programs", parents: [2, 3] },
  { name: "llm-repair", about: "mends a program that failed", parents: [0, 0] },
  { name: "llm-simplify", about: "says the same with less", parents: [1, 1] },
  {
    name: "llm-explain",
    about: "says why the better of two programs is better, and goes on from there",
    parents: [2, 2],
  },
];
