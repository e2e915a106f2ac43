import type { Flow } from "../../scenario/flow.ts";
import { draftFunction, type FunctionDraft, type Needed } from "../wasm/function.ts";
import {
  advance,
  bits,
  call,
  type Code,
  f64x2,
  giveBack,
  i32,
  type Local,
  repeat,
  when,
} from "../wasm/instructions.ts";
import { pairBytes, pairLayout, together } from "./pairs.ts";
import { arithmeticOn, type Term, termOf } from "./term.ts";
import { functions, gets, variablesOf, type Vectors, vectorsIn } from "./vectors.ts";

/** How networks sit in a world that is compiled. */
export interface Ports {
  readonly inputs: number;
  readonly outputs: number;
  /** How far a network's numbers are apart, in numbers. */
  readonly stride: number;
}

/**
 * A world as WebAssembly, two episodes to a vector, in double precision with the results of `flow` on plain numbers.
 * `run` plays with the episodes of as many rounds of `together` pairs: it shows networks what those of the first `begun`
 * rounds are like, and then, step by step, has networks compute by `count` calls of the host's `network`, moves each live
 * episode and shows what it is like. It stops as soon as fewer than `least` are live and gives how many steps are left, or -1
 * where that never was. The first memory holds constants, then the pairs and the calls (four addresses each), the second one
 * the ports. A step with an output that is not finite ends an episode as it was before.
 */
export function flowProgram(flow: Flow, ports: Ports): FlowProgram {
  const draft = draftFunction(7);
  const [pairs, begun, rounds, calls, count, steps, least] = draft.parameters as RunLocals;
  const [round, at, left, living] = [draft.i32(), draft.i32(), draft.i32(), draft.i32()];
  const places = Array.from({ length: together }, (_, pair) => pair * pairBytes(flow));
  const lives = places.map((place) => f64x2.load(round.get, place + pairLayout.live));
  const parts = { draft, flow, ports, round, places, living };
  const each = (times: Local, statement: Code): Code => [
    round.set(pairs.get),
    left.set(times.get),
    repeat(left, [statement, advance(round, together * pairBytes(flow))]),
  ];
  const addresses = [0, 4, 8, 12].map((place) => i32.load(at.get, place));
  const statement = [
    each(begun, shownRound(parts)),
    repeat(steps, [
      at.set(calls.get),
      left.set(count.get),
      repeat(left, [call(network, addresses), advance(at, callBytes)]),
      living.set(i32.of(0)),
      each(rounds, when(bits.any(lives.reduce(bits.or)), steppedRound(parts))),
      when(i32.below(living.get, least.get), giveBack(i32.sub(steps.get, i32.of(1)))),
    ]),
    i32.of(-1),
  ];
  const module = draft.moduleOf(statement, { memories: ["pairs", "ports"], functions: needed, gives: true });
  return { module, first: 16 * Math.ceil(draft.constantBytes() / 16) };
}

/** What a compiled world exports as `run`. */
export type RunFlow = (
  ...numbers: [pairs: number, begun: number, rounds: number, calls: number, count: number, steps: number, least: number]
) => number;

type RunLocals = LocalsOf<Parameters<RunFlow>>;
type LocalsOf<Numbers extends readonly unknown[]> = { readonly [Place in keyof Numbers]: Local };

/** Bytes of a call. */
export const callBytes = 16;

const needed: readonly Needed[] = [
  ...Object.keys(functions).map((name): Needed => ({ name, takes: ["f64"], gives: ["f64"] })),
  { name: "network", takes: ["i32", "i32", "i32", "i32"], gives: [] },
];
const network = needed.length - 1;

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
  readonly round: Local;
  /** Where the pairs of a round are, in bytes from its beginning. */
  readonly places: readonly number[];
  readonly living: Local;
}

/** The statements of a round, and what they are written with. */
function roundOf({ draft, ports, round, places, flow }: Parts) {
  const code: Code[] = [];
  const say = (statement: Code): void => void code.push(statement);
  const to = vectorsIn({ pairs: together, constant: draft.constant, variable: draft.v128, say });
  const arithmetic = arithmeticOn(to);
  const terms = (values: readonly Vectors[]): readonly Term<Vectors>[] => values.map((value) => termOf(to, value));
  const variables = (values: readonly Code[], make: () => Local): readonly Local[] => variablesOf(values, make, say);
  const load = (offset: number): Vectors => places.map((place) => f64x2.load(round.get, place + offset));
  const port = (which: number): Vectors =>
    gets(
      variables(
        places.map((place) => i32.load(round.get, place + pairLayout.ports + 4 * which)),
        draft.i32,
      ),
    );
  const before = Array.from({ length: flow.state }, (_, i) => load(pairLayout.state + 16 * i));
  const show = (state: readonly Vectors[], in0: Vectors, in1: Vectors): void => {
    const seen = flow.observe(arithmetic, terms(state)).map((input) => input.number());
    const shown = draft.v128();
    for (const [i, input] of seen.entries()) {
      // Backwards, since episodes that are not there have the place of the last one.
      for (const [pair, value] of [...input.entries()].toReversed()) {
        say([shown.set(value), f64x2.storeSingles(in0[pair]!, in1[pair]!, 4 * i * ports.stride, shown)]);
      }
    }
  };
  return { code, say, to, arithmetic, terms, variables, load, port, before, show };
}

/** Shows networks what a round is like. */
function shownRound(parts: Parts): Code {
  const { code, port, before, show } = roundOf(parts);
  show(before, port(0), port(1));
  return code;
}

function steppedRound(parts: Parts): Code {
  const { draft, flow, ports } = parts;
  const { code, say, to, arithmetic, terms, variables, load, port, before, show } = roundOf(parts);
  const [in0, in1, out0, out1] = [port(0), port(1), port(2), port(3)];
  const answers = Array.from({ length: ports.outputs }, (_, i) =>
    gets(
      variables(
        out0.map((one, pair) => f64x2.loadSingles(one, out1[pair]!, 4 * i * ports.stride)),
        draft.v128,
      ),
    ),
  );
  const live = load(pairLayout.live);
  const counts = answers.map((answer) => answer.map(isFinite)).reduce(to.and, live);
  const next = flow.step(arithmetic, terms(before), terms(answers));
  const after = next.state.map((term) => variables(term.number(), draft.v128));
  say(kept(parts, { live, counts, over: next.over.truth(), before, after }));
  show(after.map(gets), in0, in1);
  return code;
}

/** What is not finite differs from itself, once it is taken from itself. */
function isFinite(answer: Code): Code {
  const nothing = f64x2.sub(answer, answer);
  return f64x2.equal(nothing, nothing);
}

/** What a step makes of a round. */
interface Outcome {
  readonly live: Vectors;
  /** Which are live and had finite answers. */
  readonly counts: Vectors;
  readonly over: Vectors;
  /** The numbers of the state; those before are what lies in memory. */
  readonly before: readonly Vectors[];
  readonly after: readonly (readonly Local[])[];
}

/** Writes down which are live and their state, which stays what it was where the step does not count. */
function kept({ draft, round, places, living }: Parts, { live, counts, over, before, after }: Outcome): Code {
  const going = draft.v128();
  return places.map((place, pair) => {
    const stays = bits.without(live[pair]!, counts[pair]!);
    const wrong = bits.or(f64x2.load(round.get, place + pairLayout.wrong), stays);
    return [
      when(bits.notBoth(counts[pair]!), [
        after.map((all, i) => all[pair]!.set(bits.select(all[pair]!.get, before[i]![pair]!, counts[pair]!))),
        f64x2.store(round.get, place + pairLayout.wrong, wrong),
      ]),
      after.map((all, i) => f64x2.store(round.get, place + pairLayout.state + 16 * i, all[pair]!.get)),
      going.set(bits.without(counts[pair]!, over[pair]!)),
      f64x2.store(round.get, place + pairLayout.live, going.get),
      living.set(i32.add(living.get, i32.ones(bits.ofDoubles(going.get)))),
    ];
  });
}
