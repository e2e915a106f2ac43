import type { Flow } from "../../scenario/tensors.ts";
import { draftFunction, type FunctionDraft } from "../wasm/function.ts";
import { advance, bits, type Code, f64x2, i32, type Local, repeat, when } from "../wasm/instructions.ts";
import { pairBytes, pairLayout } from "./pairs.ts";
import { applied, functions } from "./trigonometry.ts";
import { arithmeticOn, type Operations, type Term, termOf } from "./term.ts";

/** How networks sit in a world that is compiled. */
export interface Ports {
  readonly inputs: number;
  readonly outputs: number;
  /** How far a network's numbers are apart, in numbers. */
  readonly stride: number;
}

/**
 * A world as WebAssembly, two episodes at a time, in double precision with the results of `flow` on plain numbers:
 * `run(pairs, count)` moves each live episode of so many pairs by one step, shows networks what it is like now, and gives how
 * many are still live. The first memory holds the pairs, the second one the ports. A step with an output that is not finite
 * ends an episode as it was before.
 */
export function flowModule(flow: Flow, ports: Ports): Uint8Array<ArrayBuffer> {
  const draft = draftFunction(2);
  const [pair, count] = draft.parameters as [Local, Local];
  const living = draft.i32();
  const statement = [
    ...repeat(count, [
      ...when(bits.any(f64x2.load(pair.get, pairLayout.live)), steppedPair({ draft, flow, ports, pair, living })),
      ...advance(pair, pairBytes(flow)),
    ]),
    ...living.get,
  ];
  return draft.moduleOf(statement, { memories: ["pairs", "ports"], functions: Object.keys(functions), gives: true });
}

interface Parts {
  readonly draft: FunctionDraft;
  readonly flow: Flow;
  readonly ports: Ports;
  readonly pair: Local;
  readonly living: Local;
}

function steppedPair({ draft, flow, ports, pair, living }: Parts): Code {
  const code: number[] = [];
  const say = (statement: Code): void => void code.push(...statement);
  const kept = (value: Code): Local => {
    const local = draft.v128();
    say(local.set(value));
    return local;
  };
  const keep = (value: Code): Code => kept(value).get;
  const called = (name: keyof typeof functions, a: Code): Code => {
    const [square, result] = [draft.v128(), draft.v128()];
    say(applied(name, kept(a), square, result));
    return result.get;
  };
  const to = operationsIn(keep, called);
  const arithmetic = arithmeticOn(to);
  const load = (offset: number): Code => keep(f64x2.load(pair.get, offset));
  const store = (offset: number, value: Code): void => say(f64x2.store(pair.get, offset, value));
  const portAt = (place: number): Code => {
    const local = draft.i32();
    say(local.set(i32.load(pair.get, pairLayout.ports + 4 * place)));
    return local.get;
  };
  const live = load(pairLayout.live);
  const before = Array.from({ length: flow.state }, (_, i) => load(pairLayout.state + 16 * i));
  const [in0, in1, out0, out1] = [portAt(0), portAt(1), portAt(2), portAt(3)];
  const answers = Array.from({ length: ports.outputs }, (_, i) =>
    keep(f64x2.loadSingles(out0, out1, 4 * i * ports.stride)),
  );
  // What is not finite differs from itself, once it is taken from itself.
  const finite = answers
    .map((answer) => f64x2.sub(answer, answer))
    .map((nothing) => f64x2.equal(nothing, nothing))
    .reduce((all, one) => bits.and(all, one));
  const counts = keep(bits.and(live, finite));
  const terms = (values: readonly Code[]): readonly Term<Code>[] => values.map((value) => termOf(to, value));
  const next = flow.step(arithmetic, terms(before), terms(answers));
  const after = next.state.map((term, i) => keep(bits.select(term.number(), before[i]!, counts)));
  const going = keep(bits.without(counts, next.over.truth()));
  for (const [i, value] of after.entries()) store(pairLayout.state + 16 * i, value);
  store(pairLayout.wrong, bits.or(f64x2.load(pair.get, pairLayout.wrong), bits.without(live, counts)));
  store(pairLayout.live, going);
  say(living.set(i32.add(living.get, i32.ones(bits.ofDoubles(going)))));
  const shown = draft.v128();
  for (const [i, input] of flow.observe(arithmetic, terms(after)).entries()) {
    say(shown.set(input.number()));
    say(f64x2.storeSingles(in0, in1, 4 * i * ports.stride, shown));
  }
  return code;
}

/** Operations whose results are kept in variables. */
function operationsIn(
  keep: (value: Code) => Code,
  called: (name: keyof typeof functions, a: Code) => Code,
): Operations<Code> {
  const unary = (op: (a: Code) => Code) => (a: Code) => keep(op(a));
  const binary = (op: (a: Code, b: Code) => Code) => (a: Code, b: Code) => keep(op(a, b));
  const one = f64x2.of(1);
  return {
    of: f64x2.of,
    add: binary(f64x2.add),
    sub: binary(f64x2.sub),
    mul: binary(f64x2.mul),
    div: binary(f64x2.div),
    min: binary(f64x2.min),
    max: binary(f64x2.max),
    abs: unary(f64x2.abs),
    sin: (a) => called("sin", a),
    cos: (a) => called("cos", a),
    greater: binary(f64x2.greater),
    where: (condition, yes, no) => keep(bits.select(yes, no, condition)),
    numberOf: (truth) => keep(bits.and(truth, one)),
    truthOf: (number) => keep(f64x2.equal(number, one)),
  };
}
