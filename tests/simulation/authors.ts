import { setImmediate } from "node:timers/promises";
import type { Author, Desk, Manuscript } from "../../src/campaign/author.ts";
import type { Campaign } from "../../src/campaign/assemble.ts";
import type { DraftTry } from "../../src/emitters/emitter.ts";
import { sha256 } from "../../src/std/hash.ts";
import { type Random, randomFromSeed } from "../../src/std/random.ts";
import { primitivesOf } from "../../src/scenario/scenario.ts";
import { type CallResult, type Cost, type ModelCall, tokensOf } from "../../src/variation/calls.ts";
import type { VariationContext } from "../../src/variation/operator.ts";
import { programOperators } from "../../src/variation/operators.ts";

const callMost: Cost = { usd: 0.02, tokens: 2000 };
const callsMost = 5;

/** How an author is to behave. */
export interface Authorship {
  /** How long each call takes is drawn from it, in turns of the event loop; none where absent. */
  readonly delays?: Random;
  /** The share of calls to which there is no reply. */
  readonly failing?: number;
}

/**
 * An author whose models are a script: what they write depends on what they are asked alone, and they are as late, as
 * wrong and as often gone as they may be.
 */
export function scriptedAuthor({ scenario, spec }: Campaign, { delays, failing = 0.1 }: Authorship = {}): Author {
  const context = { signature: scenario.agent, primitives: primitivesOf(scenario), sizeMax: spec.sizeMax };
  let asked = 0;
  const ask = async (
    model: string,
    text: string,
    desk: Desk,
  ): Promise<(Omit<ModelCall, "role" | "result"> & { draw: Random }) | undefined> => {
    const call = sha256(text);
    const leave = await desk.permit(callMost, call);
    if (leave === undefined) return undefined;
    const lag = delays?.fork(asked).int(6) ?? 0;
    asked++;
    for (let turn = 0; turn < lag; turn++) await setImmediate();
    const draw = randomFromSeed(call);
    const usage = { input: draw.int(900), cacheWrite: 0, cacheRead: 0, output: draw.int(1000) };
    const usd = (callMost.usd * tokensOf(usage)) / callMost.tokens;
    leave.settle({ usd, tokens: tokensOf(usage) });
    return { call, model, usage, usd, draw };
  };
  return {
    callMost,
    callsMost,
    async write(draft, desk) {
      const calls: ModelCall[] = [];
      for (const one of draft.tries) {
        const reply = await ask(
          draft.model,
          JSON.stringify([draft.operator, draft.turn, desk.state.generation, hashesOf(one)]),
          desk,
        );
        if (reply === undefined) break;
        const { draw, ...call } = reply;
        const note = (result: CallResult): number =>
          calls.push({ ...call, role: "edit", operator: draft.operator, result });
        if (draw.chance(failing)) {
          note("failed");
          break;
        }
        const child = written(one, context, draw);
        const refused = child === undefined ? "rejected" : (await desk.refusal(child.genome)) && "duplicate";
        note(refused ?? "used");
        if (child !== undefined && refused === undefined) return { child, calls };
      }
      return { calls };
    },
    async learn(desk) {
      const reply = await ask("m0", JSON.stringify(["lessons", desk.state.generation, desk.lessons]), desk);
      if (reply === undefined) return { calls: [] };
      const { draw, ...call } = reply;
      if (draw.chance(failing)) return { calls: [{ ...call, role: "scratchpad", result: "failed" }] };
      return { lessons: [`Lesson ${draw.int(100)}.`], calls: [{ ...call, role: "scratchpad", result: "used" }] };
    },
    status: () => ({ inFlight: 0, queued: 0, recorded: 0, asked, limited: 0, overloaded: 0 }),
    close: async () => {},
  };
}

function hashesOf({ parents, inspirations }: DraftTry): readonly string[] {
  return [...parents, ...inspirations].map(({ genome }) => genome.hash);
}

/** A child of the first parent, or of none, as an offline operator makes it. */
function written({ parents }: DraftTry, context: VariationContext, draw: Random): Manuscript["child"] {
  const operator = programOperators.find(({ arity }) => arity === Math.min(1, parents.length))!;
  const genome = operator.vary(
    parents.slice(0, 1).map((one) => one.genome),
    context,
    draw.fork("vary"),
  );
  return genome && { genome, parents: parents.map(({ id }) => id) };
}
