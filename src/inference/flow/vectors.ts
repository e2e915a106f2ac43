import { bits, type Code, either, f64x2, type Local, when } from "../wasm/instructions.ts";
import type { Operations } from "./term.ts";
import {
  isHosts,
  type Numbers,
  type SineAndCosine,
  sineAndCosine,
  sineAndCosineOfSmall,
  smallAngle,
} from "./trigonometry.ts";

/** What modules with vectors take from their host first of all, by name, in the order of their numbers. */
export const functions = { sin: Math.sin, cos: Math.cos } as const;

/** A value of several pairs of episodes, two doubles each. */
export type Vectors = readonly Code[];

/** How a function is written down. */
export interface Writing {
  /** How many pairs there are. */
  readonly pairs: number;
  /** Two times these 64 bits. */
  constant(each: bigint): Code;
  variable(): Local;
  say(statement: Code): void;
}

/**
 * Operations on vectors, written down one after the other; what they give are variables of the function. What is done to
 * one pair does not wait for another, so that processors do several at a time.
 */
export function vectorsIn(writing: Writing): Operations<Vectors> {
  const to = numbersIn(writing);
  const { both } = inEach(writing);
  const turning = turningIn(writing);
  // Beside a number that is neither 0 nor NaN it makes no difference how those are told apart.
  const limits = new WeakSet<Vectors>();
  const bounded = (op: Binary, short: Binary) => (a: Vectors, b: Vectors) =>
    limits.has(a) ? both(short)(b, a) : both(limits.has(b) ? short : op)(a, b);
  return {
    ...to,
    of(value) {
      const vectors = to.of(value);
      if (Math.abs(value) > 0) limits.add(vectors);
      return vectors;
    },
    div: both(f64x2.div),
    min: bounded(f64x2.min, f64x2.lower),
    max: bounded(f64x2.max, f64x2.upper),
    sin: (a) => turning(a).sin,
    cos: (a) => turning(a).cos,
    greater: both(f64x2.greater),
    numberOf: (truth) => both(bits.and)(truth, to.of(1)),
    truthOf: (number) => both(f64x2.equal)(number, to.of(1)),
  };
}

/** A variable for each value, set to it. */
export function variablesOf(
  values: readonly Code[],
  make: () => Local,
  say: (statement: Code) => void,
): readonly Local[] {
  return values.map((value) => {
    const local = make();
    say(local.set(value));
    return local;
  });
}

/** What variables hold. */
export function gets(locals: readonly Local[]): readonly Code[] {
  return locals.map(({ get }) => get);
}

type Unary = (a: Code) => Code;
type Binary = (a: Code, b: Code) => Code;

/** What does the same in each pair. */
interface InEach {
  keep(values: Vectors): Vectors;
  each(op: Unary): (a: Vectors) => Vectors;
  both(op: Binary): (a: Vectors, b: Vectors) => Vectors;
}

function inEach({ variable, say }: Writing): InEach {
  const keep = (values: Vectors): Vectors => gets(variablesOf(values, variable, say));
  return {
    keep,
    each: (op) => (a) => keep(a.map((one) => op(one))),
    both: (op) => (a, b) => keep(a.map((one, pair) => op(one, b[pair]!))),
  };
}

function numbersIn(writing: Writing): Numbers<Vectors> {
  const { pairs, constant } = writing;
  const { keep, each, both } = inEach(writing);
  const alike = (bits64: bigint): Vectors => {
    // Loaded once for all.
    const [vector] = keep([constant(bits64)]);
    return Array.from({ length: pairs }, () => vector!);
  };
  return {
    of: (value) => alike(new BigUint64Array(Float64Array.of(value).buffer)[0]!),
    add: both(f64x2.add),
    sub: both(f64x2.sub),
    mul: both(f64x2.mul),
    abs: each(f64x2.abs),
    floor: each(f64x2.floor),
    // The first 32 bits alone, with an exponent that is less by 2.
    quarter: (a) => both(bits.difference)(both(bits.and)(a, alike(0xffffffff00000000n)), alike(0x0020000000000000n)),
    below: both(f64x2.below),
    and: both(bits.and),
    or: both(bits.or),
    where: (truths, yes, no) => keep(truths.map((truth, pair) => bits.select(yes[pair]!, no[pair]!, truth))),
    signedBy: (a, x) => both(bits.xor)(a, both(bits.and)(x, alike(0x8000000000000000n))),
  };
}

/** Sine and cosine of angles, both at once, each angle once. */
function turningIn(writing: Writing): (angles: Vectors) => SineAndCosine<Vectors> {
  const known = new Map<string, SineAndCosine<Vectors>>();
  const areHosts = isHosts();
  return (given) => {
    const key = given.join(" ");
    const before = known.get(key);
    if (before !== undefined) return before;
    const angles = inEach(writing).keep(given);
    const [sin, cos] = [given.map(writing.variable), given.map(writing.variable)];
    const set = (made: SineAndCosine<Vectors>): readonly Code[] =>
      given.map((_, pair) => [sin[pair]!.set(made.sin[pair]!), cos[pair]!.set(made.cos[pair]!)]);
    writing.say(areHosts ? turned(writing, angles, set) : set(hosted(angles)).flat());
    const made = { sin: gets(sin), cos: gets(cos) };
    known.set(key, made);
    return made;
  };
}

/**
 * Sines and cosines, in few steps where all angles are small, as those of poles and links at rest are; by the host's
 * functions where the vectors' are not sure to be the same.
 */
function turned(writing: Writing, angles: Vectors, set: (made: SineAndCosine<Vectors>) => readonly Code[]): Code {
  const { below, abs, of } = numbersIn(writing);
  const areSmall = below(abs(angles), of(smallAngle)).reduce(bits.and);
  const short = apart(writing, (to) => set(sineAndCosineOfSmall(to, angles)).flat());
  const long = apart(writing, (to) => {
    const made = sineAndCosine(to, angles);
    const again = set(hosted(angles));
    return [...set(made), ...made.isUsable.map((is, pair) => when(bits.notBoth(is), again[pair]!))].flat();
  });
  return either(bits.notBoth(areSmall), long, short);
}

function hosted(angles: Vectors): SineAndCosine<Vectors> {
  return { sin: angles.map((one) => f64x2.each(0, one)), cos: angles.map((one) => f64x2.each(1, one)) };
}

/** A statement with all that is said on the way to it. */
function apart(writing: Writing, make: (to: Numbers<Vectors>) => Code): Code {
  const code: Code[] = [];
  const last = make(numbersIn({ ...writing, say: (statement) => void code.push(statement) }));
  return [code, last];
}
