import { bits, type Code, f64x2, type Local, when } from "../wasm/instructions.ts";
import type { Operations } from "./term.ts";
import { isHosts, type Numbers, sineAndCosine } from "./trigonometry.ts";

/** What modules with vectors take from their host, by name, in the order of their numbers. */
export const functions = { sin: Math.sin, cos: Math.cos } as const;

/** How a function is written down. */
export interface Writing {
  /** Two times these 64 bits. */
  constant(each: bigint): Code;
  /** A variable that is set to this. */
  variable(value: Code): Local;
  say(statement: Code): void;
}

/** Operations on two doubles at a time, written down one after the other; what they give are variables of the function. */
export function vectorsIn(writing: Writing): Operations<Code> {
  const { constant, variable } = writing;
  const keep = (value: Code): Code => variable(value).get;
  const unary = (op: (a: Code) => Code) => (a: Code) => keep(op(a));
  const binary = (op: (a: Code, b: Code) => Code) => (a: Code, b: Code) => keep(op(a, b));
  const of = (value: number): Code => constant(new BigUint64Array(Float64Array.of(value).buffer)[0]!);
  const arithmetic = {
    of,
    add: binary(f64x2.add),
    sub: binary(f64x2.sub),
    mul: binary(f64x2.mul),
    abs: unary(f64x2.abs),
    floor: unary(f64x2.floor),
    where: (truth: Code, yes: Code, no: Code) => keep(bits.select(yes, no, truth)),
  };
  /** The first 32 bits alone, with an exponent that is less by 2. */
  const quarter = (a: Code): Code =>
    keep(bits.difference(bits.and(a, constant(0xffffffff00000000n)), constant(0x0020000000000000n)));
  const turning = turningIn({ ...arithmetic, ...truthsOf(binary), quarter }, writing);
  return {
    ...arithmetic,
    div: binary(f64x2.div),
    min: binary(f64x2.min),
    max: binary(f64x2.max),
    sin: (a) => turning(a).sin,
    cos: (a) => turning(a).cos,
    greater: binary(f64x2.greater),
    numberOf: (truth) => keep(bits.and(truth, of(1))),
    truthOf: (number) => keep(f64x2.equal(number, of(1))),
  };
}

type Binary = (op: (a: Code, b: Code) => Code) => (a: Code, b: Code) => Code;

function truthsOf(binary: Binary): Pick<Numbers<Code>, "below" | "and" | "or"> {
  return { below: binary(f64x2.below), and: binary(bits.and), or: binary(bits.or) };
}

interface Turned {
  readonly sin: Code;
  readonly cos: Code;
}

/** Sine and cosine of an angle, both at once; by the host's functions where the vectors' are not sure to be the same. */
function turningIn(to: Numbers<Code>, { variable, say }: Writing): (angle: Code) => Turned {
  const known = new Map<string, Turned>();
  const hosted = (name: keyof Turned, angle: Code): Code => f64x2.each(Object.keys(functions).indexOf(name), angle);
  const areHosts = isHosts();
  return (given) => {
    const key = given.join(" ");
    const before = known.get(key);
    if (before !== undefined) return before;
    const angle = variable(given).get;
    const vectors = areHosts ? sineAndCosine(to, angle) : undefined;
    const sin = variable(vectors?.sin ?? hosted("sin", angle));
    const cos = variable(vectors?.cos ?? hosted("cos", angle));
    if (vectors !== undefined) {
      const asked = [...sin.set(hosted("sin", angle)), ...cos.set(hosted("cos", angle))];
      say(when(bits.notAllDoubles(vectors.isUsable), asked));
    }
    const turned = { sin: sin.get, cos: cos.get };
    known.set(key, turned);
    return turned;
  };
}
