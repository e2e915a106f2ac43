import type { ValueType } from "../scenario/scenario.ts";

/** A name that programs may read at some place. */
export interface Binding {
  readonly name: string;
  readonly type: ValueType;
  /** A counter belongs to a loop and is never assigned; a local may be. */
  readonly role: "parameter" | "constant" | "local" | "counter";
  /** Which parameter of the function it is; -1 for other roles. */
  readonly position: number;
}

/** The names that may be read at some place, sorted by what they are good for. */
export interface Scope {
  readonly bindings: readonly Binding[];
  readonly numbers: readonly Binding[];
  readonly booleans: readonly Binding[];
  readonly arrays: readonly Binding[];
  readonly counters: readonly Binding[];
  /** What may be assigned. */
  readonly locals: readonly Binding[];
}

export const emptyScope: Scope = { bindings: [], numbers: [], booleans: [], arrays: [], counters: [], locals: [] };

/** The scope inside the declaration of a name, which hides an outer one. */
export function extended(scope: Scope, binding: Binding): Scope {
  const bindings = [...scope.bindings.filter((outer) => outer.name !== binding.name), binding];
  return {
    bindings,
    numbers: bindings.filter(({ type }) => type === "number"),
    booleans: bindings.filter(({ type }) => type === "boolean"),
    arrays: bindings.filter(({ type }) => type === "number[]"),
    counters: bindings.filter(({ role }) => role === "counter"),
    locals: bindings.filter(({ role }) => role === "local"),
  };
}

/** What a name refers to, or undefined when it is not known. */
export function lookup(scope: Scope, name: string): Binding | undefined {
  const { bindings } = scope;
  for (let i = bindings.length - 1; i >= 0; i--) if (bindings[i]!.name === name) return bindings[i];
  return undefined;
}

/** A binding that is no parameter. */
export function bindingOf(name: string, type: Binding["type"], role: Binding["role"]): Binding {
  return { name, type, role, position: -1 };
}
