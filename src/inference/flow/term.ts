import type { Arithmetic } from "../../scenario/flow.ts";

/** A value of a compiled world as a number, or as the truth that the number stands for; either is made when it is asked for. */
export interface Term<T> {
  number(): T;
  truth(): T;
  /** Whether it is 1 or 0 for sure. */
  readonly isTruth?: boolean;
}

/** The operations that a world can be compiled to, on numbers `T`; truths are of another sort than numbers. */
export interface Operations<T> extends Omit<Arithmetic<T>, "greater" | "where"> {
  /** A truth. */
  greater(a: T, b: T): T;
  and(a: T, b: T): T;
  or(a: T, b: T): T;
  /** The condition is a truth. */
  where(condition: T, yes: T, no: T): T;
  /** 1 or 0. */
  numberOf(truth: T): T;
  /** Whether a number is 1, and not 0. */
  truthOf(number: T): T;
}

/** The term of a number. */
export function termOf<T>(to: Operations<T>, value: T): Term<T> {
  return { number: () => value, truth: once(() => to.truthOf(value)) };
}

/** Arithmetic on terms, which a world is written in. */
export function arithmeticOn<T>(to: Operations<T>): Arithmetic<Term<T>> {
  const unary = (op: (a: T) => T) => (a: Term<T>) => termOf(to, op(a.number()));
  const binary = (op: (a: T, b: T) => T) => (a: Term<T>, b: Term<T>) => termOf(to, op(a.number(), b.number()));
  /** Of two truths the less is whether both are true, the larger whether one is. */
  const extreme = (op: (a: T, b: T) => T, ofTruths: (a: T, b: T) => T) => (a: Term<T>, b: Term<T>) =>
    a.isTruth && b.isTruth ? truthTerm(to, ofTruths(a.truth(), b.truth())) : binary(op)(a, b);
  return {
    of: (value) => termOf(to, to.of(value)),
    add: binary(to.add),
    sub: binary(to.sub),
    mul: binary(to.mul),
    div: binary(to.div),
    min: extreme(to.min, to.and),
    max: extreme(to.max, to.or),
    abs: unary(to.abs),
    floor: unary(to.floor),
    sin: unary(to.sin),
    cos: unary(to.cos),
    greater: (a, b) => truthTerm(to, to.greater(a.number(), b.number())),
    where: (condition, yes, no) => termOf(to, to.where(condition.truth(), yes.number(), no.number())),
  };
}

function truthTerm<T>(to: Operations<T>, truth: T): Term<T> {
  return { number: once(() => to.numberOf(truth)), truth: () => truth, isTruth: true };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
