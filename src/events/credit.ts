/** What became of the children of an operator. */
export interface OperatorRecord {
  births: number;
  /** Of these, children that have parents. */
  bred: number;
  improved: number;
  failed: number;
  /** Drafts that it was asked to write, children or not; 0 for operators that ask no model. */
  drafts: number;
  /** What its calls have cost in US dollars. */
  usd: number;
}

/** Counts a child of an operator. */
export function noteBirth(operators: Map<string, OperatorRecord>, name: string, hasParents: boolean): void {
  const record = recordOf(operators, name);
  record.births++;
  if (hasParents) record.bred++;
}

/** The record of an operator, which is made where there is none yet. */
export function recordOf(operators: Map<string, OperatorRecord>, name: string): OperatorRecord {
  const found = operators.get(name) ?? { births: 0, bred: 0, improved: 0, failed: 0, drafts: 0, usd: 0 };
  operators.set(name, found);
  return found;
}
