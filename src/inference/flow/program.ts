import type { Flow } from "../../scenario/flow.ts";
import { draftFunction, type FunctionDraft } from "../wasm/function.ts";
import { advance, bits, type Code, f64x2, i32, type Local, repeat, when } from "../wasm/instructions.ts";
import { pairBytes, pairLayout } from "./pairs.ts";
import { arithmeticOn, type Term, termOf } from "./term.ts";
import { functions, vectorsIn } from "./vectors.ts";

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
 * many are still live. The first memory holds constants and then the pairs, the second one the ports. A step with an output
 * that is not finite ends an episode as it was before.
 */
export function flowProgram(flow: Flow, ports: Ports): FlowProgram {
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
  const needs = { memories: ["pairs", "ports"], functions: Object.keys(functions), gives: true };
  return { module: draft.moduleOf(statement, needs), first: 16 * Math.ceil(draft.constantBytes() / 16) };
}

/** A compiled world. */
export interface FlowProgram {
  readonly module: Uint8Array<ArrayBuffer>;
  /** Where the first pair begins, in bytes. */
  readonly first: number;
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
  const variable = (value: Code): Local => {
    const local = draft.v128();
    say(local.set(value));
    return local;
  };
  const keep = (value: Code): Code => variable(value).get;
  const to = vectorsIn({ constant: draft.constant, variable, say });
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
