import type { Activation } from "../../../genome/kinds/network/shape.ts";
import { tanhFit } from "../../activation.ts";
import type { FunctionDraft } from "../../wasm/function.ts";
import { type Code, f32x4, i32, type Local } from "../../wasm/instructions.ts";

const { limit, p0, p1, p2, q0, q1 } = tanhFit;

/** What lies at address 0: the numbers that activations are made of, and 0. */
export const constants = Float32Array.of(limit, -limit, p0, p1, p2, q0, q1, 0.5, 0);

/** Activations of four values at a time, the same to the bit as `activate`. */
export interface VectorActivation {
  /** Loads the numbers of an activation; before `apply`, once. */
  prepare(activation: Activation): Code;
  /** The statement that does it to a variable. */
  apply(activation: Activation, value: Local): Code;
}

export function vectorActivation(draft: FunctionDraft): VectorActivation {
  const one = draft.v128;
  const numbers = [one(), one(), one(), one(), one(), one(), one(), one(), one()] as const;
  const [top, bottom, a0, a1, a2, b0, b1, half, zero] = numbers;
  const [x, u, p, q] = [draft.v128(), draft.v128(), draft.v128(), draft.v128()];
  const { add, mul, div, lower, upper } = f32x4;
  const tanh = (value: Local): Code => [
    ...x.set(lower(upper(value.get, bottom.get), top.get)),
    ...u.set(mul(x.get, x.get)),
    ...p.set(mul(x.get, add(mul(add(mul(a2.get, u.get), a1.get), u.get), a0.get))),
    ...q.set(add(mul(add(u.get, b1.get), u.get), b0.get)),
    ...u.set(mul(p.get, q.get)),
    ...value.set(div(add(u.get, u.get), add(mul(p.get, p.get), mul(q.get, q.get)))),
  ];
  const halved = (value: Local): Code => value.set(mul(half.get, value.get));
  return {
    prepare(activation) {
      if (activation === "linear") return [];
      const needed = activation === "relu" ? [zero] : numbers;
      return needed.flatMap((number) => number.set(f32x4.loadSplat(i32.of(0), 4 * numbers.indexOf(number))));
    },
    apply(activation, value) {
      switch (activation) {
        case "tanh":
          return tanh(value);
        case "sigmoid":
          return [...halved(value), ...tanh(value), ...halved(value), ...value.set(add(value.get, half.get))];
        case "relu":
          return value.set(upper(value.get, zero.get));
        case "linear":
          return [];
        default:
          return activation satisfies never;
      }
    },
  };
}
