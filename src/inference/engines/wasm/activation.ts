import type { Activation } from "../../../genome/kinds/network/shape.ts";
import { tanhFit } from "../../activation.ts";
import type { FunctionDraft } from "../../wasm/function.ts";
import { type Code, f32x4, i32, type Local } from "../../wasm/instructions.ts";

const { limit, p0, p1, p2, q0, q1 } = tanhFit;

/** What lies at address 0: the numbers that activations are made of, and 0, up to the end of a cache line. */
export const constants = new Float32Array(16);
constants.set([limit, -limit, p0, p1, p2, q0, q1, 0.5, 0]);

/** Activations of four values at a time, the same to the bit as `activate`. */
export interface VectorActivation {
  /** Loads the numbers of an activation; before `apply`, once. */
  prepare(activation: Activation): Code;
  /** The statement that does it to variables, at most `abreast` of them. */
  apply(activation: Activation, values: readonly Local[]): Code;
}

/** How many vectors are activated side by side: a processor does the one while the other one waits for a result. */
export const abreast = 2;

export function vectorActivation(draft: FunctionDraft): VectorActivation {
  const one = draft.v128;
  const numbers = [one(), one(), one(), one(), one(), one(), one(), one(), one()] as const;
  const [top, bottom, a0, a1, a2, b0, b1, half, zero] = numbers;
  const temporary = Array.from({ length: abreast }, () => ({ x: one(), u: one(), p: one(), q: one() }));
  const { add, mul, div, lower, upper } = f32x4;
  const tanh = (values: readonly Local[]): Code => {
    const each = (statement: (parts: Temporary & { readonly value: Local }) => Code): Code =>
      values.flatMap((value, i) => statement({ value, ...temporary[i]! }));
    return [
      ...each(({ value, x }) => x.set(lower(upper(value.get, bottom.get), top.get))),
      ...each(({ x, u }) => u.set(mul(x.get, x.get))),
      ...each(({ x, u, p }) => p.set(mul(x.get, add(mul(add(mul(a2.get, u.get), a1.get), u.get), a0.get)))),
      ...each(({ u, q }) => q.set(add(mul(add(u.get, b1.get), u.get), b0.get))),
      ...each(({ u, p, q }) => u.set(mul(p.get, q.get))),
      ...each(({ value, u, p, q }) => value.set(div(add(u.get, u.get), add(mul(p.get, p.get), mul(q.get, q.get))))),
    ];
  };
  const halved = (values: readonly Local[]): Code => values.flatMap((value) => value.set(mul(half.get, value.get)));
  return {
    prepare(activation) {
      if (activation === "linear") return [];
      const needed = activation === "relu" ? [zero] : numbers;
      return needed.flatMap((number) => number.set(f32x4.loadSplat(i32.of(0), 4 * numbers.indexOf(number))));
    },
    apply(activation, values) {
      switch (activation) {
        case "tanh":
          return tanh(values);
        case "sigmoid":
          return [
            ...halved(values),
            ...tanh(values),
            ...halved(values),
            ...values.flatMap((value) => value.set(add(value.get, half.get))),
          ];
        case "relu":
          return values.flatMap((value) => value.set(upper(value.get, zero.get)));
        case "linear":
          return [];
        default:
          return activation satisfies never;
      }
    },
  };
}

/** What a value is made of on the way. */
interface Temporary {
  readonly x: Local;
  readonly u: Local;
  readonly p: Local;
  readonly q: Local;
}
