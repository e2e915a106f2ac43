import { oneLine } from "../text/sanitize.ts";

/** Numbers for names, from 0 in order of appearance. */
export interface Names {
  numberOf(name: string): number;
  /** The name as it can be shown. */
  nameOf(number: number): string;
}

const namesMax = 65_000;

/** A dictionary of few names; those beyond 65,000 are all called "other". */
export function createNames(): Names {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    numberOf(name) {
      const found = numbers.get(name);
      if (found !== undefined) return found;
      const isFull = names.length >= namesMax;
      if (isFull && names.length > namesMax) return namesMax;
      if (!isFull) numbers.set(name, names.length);
      return names.push(isFull ? "other" : oneLine(name, 60)) - 1;
    },
    nameOf: (number) => names[number] ?? "",
  };
}
