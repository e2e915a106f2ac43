import type { Member } from "../../src/archives/member.ts";
import { defaultSpec } from "../../src/campaign/default-spec.ts";
import type { Desk } from "../../src/campaign/author.ts";
import type { Draft } from "../../src/emitters/emitter.ts";
import type { CampaignSpec, LlmSpec } from "../../src/events/spec.ts";
import { createFold, type State } from "../../src/events/state.ts";
import { programKind } from "../../src/genome/kinds/program.ts";
import type { ModelReply, ModelRequest, Models } from "../../src/llm/model.ts";
import type { Case, PlayedScenario } from "../../src/scenario/scenario.ts";
import { memberOf } from "../../src/testing/members.ts";
import type { Cost, Usage } from "../../src/variation/calls.ts";

const price: Usage = { input: 1, cacheWrite: 2, cacheRead: 0.1, output: 5 };

const llm: LlmSpec = {
  models: [
    { name: "small", usdPerMillion: price, tokensPerSecond: 100 },
    { name: "large", usdPerMillion: { input: 5, cacheWrite: 6, cacheRead: 0.5, output: 25 }, tokensPerSecond: 50 },
  ],
  births: 4,
  outputMax: 1000,
  lessonsEvery: 100,
  batches: false,
};

/** Six cases of adding two numbers. */
export const sums: PlayedScenario = {
  name: "sums",
  brief: "Add two numbers.",
  agent: {
    name: "sum",
    about: "The sum of two numbers.",
    parameters: [
      { name: "a", type: "number", about: "The one." },
      { name: "b", type: "number", about: "The other." },
    ],
    returns: "number",
  },
  objectives: [{ name: "error", direction: "minimize", about: "How far off it is." }],
  measures: [{ name: "size", range: [0, 10], about: "How large the answers are." }],
  cases: () =>
    Array.from({ length: 6 }, (_, i): Case => ({ id: `train-${i}`, instance: { a: i, b: 2 * i }, expected: 3 * i })),
  play: () => 0,
  judge: () => ({ scores: [0], measures: [0] }),
};

export function specOf(changes: Partial<CampaignSpec> = {}): CampaignSpec {
  return { ...defaultSpec(sums, "sums"), llm, ...changes };
}

/** A member with this body, and this error in each of the cases. */
export function adder(id: number, body: string, errors: readonly number[] = [1, 2, 3, 4, 5, 6]): Member {
  const genome = programKind.parse(`export default function sum(a, b) { ${body} }`);
  const cases = errors.map((error) => -error);
  const fitness = cases.reduce((total, score) => total + score, 0) / cases.length;
  return memberOf(id, { genome, size: programKind.size(genome), fitness, cases, measures: [3] });
}

export function draftOf(parents: readonly (readonly Member[])[], changes: Partial<Draft> = {}): Draft {
  const tries = parents.map((some) => ({ parents: some, inspirations: [] }));
  return { operator: "llm-rewrite", model: "small", turn: 0, tries, ...changes };
}

/** A desk that permits and lets pass everything, and notes what was permitted and settled. */
export function deskOf(changes: Partial<Desk> = {}): Desk & { readonly permitted: Cost[]; readonly settled: Cost[] } {
  const permitted: Cost[] = [];
  const settled: Cost[] = [];
  return {
    state: emptyState(),
    lessons: [],
    failures: [],
    async permit(most) {
      permitted.push(most);
      return { recordOnly: false, settle: (cost) => void settled.push(cost) };
    },
    refusal: async () => undefined,
    ...changes,
    permitted,
    settled,
  };
}

export function emptyState(changes: Partial<State> = {}): State {
  const find = (hash: string, kind: string): { hash: string; kind: string; bytes: string } => ({
    hash,
    kind,
    bytes: "",
  });
  return { ...createFold(specOf(), sums.objectives[0], find).state, ...changes };
}

export const usage: Usage = { input: 100, cacheWrite: 10, cacheRead: 1000, output: 200 };

type Answer = string | Extract<ModelReply, { status: "failed" }>["fault"];

/** Models that answer by a script, and note what they were asked. */
export function scripted(answer: (request: ModelRequest, place: number) => Answer): Models & {
  readonly asked: ModelRequest[];
  readonly closed: () => boolean;
} {
  const asked: ModelRequest[] = [];
  let isClosed = false;
  return {
    asked,
    closed: () => isClosed,
    async ask(request, signal) {
      signal.throwIfAborted();
      asked.push(request);
      const told = answer(request, asked.length - 1);
      const observed = { ms: 5, tries: 1 };
      return typeof told === "string"
        ? { status: "replied", text: told, usage, observed }
        : { status: "failed", fault: told, usage, observed };
    },
    status: () => ({ inFlight: 0, asked: asked.length, limited: 0, overloaded: 0 }),
    close: async () => void (isClosed = true),
  };
}

/** A reply of a whole program with this body. */
export function programReply(body: string): string {
  return JSON.stringify({ thoughts: "So it is.", program: `export default function sum(a, b) { ${body} }` });
}
