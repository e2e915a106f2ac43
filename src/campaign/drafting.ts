import type { Proposal } from "../emitters/emitter.ts";
import type { State } from "../events/state.ts";
import type { Cost } from "../variation/calls.ts";
import type { Author, Desk, Lessons, Manuscript } from "./author.ts";
import type { Generation, Tools } from "./tools.ts";
import { noveltyGate } from "./novelty.ts";
import { createPurse, type Share } from "./purse.ts";

/** What models write in a generation: all of it at the same time, to be taken in this order. */
export interface Writing {
  /** Absent where none are due. */
  readonly lessons: Promise<Lessons> | undefined;
  readonly drafts: readonly { readonly proposal: Proposal; readonly manuscript: Promise<Manuscript> }[];
}

/** After so many calls in a row without a reply, models are only tried now and then. */
export const failingMax = 3;

/**
 * How many drafts of a generation are written: all of them, but after failures one, in every second generation at first
 * and every 64th at last. All calls of a generation may fail at once for one reason, so as many are but a start.
 */
export function draftsAllowed(
  { spending: { failing }, spec: { llm } }: Pick<State, "spending" | "spec">,
  generation: number,
): number {
  if (failing < failingMax) return Infinity;
  const trials = Math.max(0, failing - Math.max(failingMax, 1 + (llm?.births ?? 0)));
  return generation % 2 ** Math.min(6, trials + 1) === 0 ? 1 : 0;
}

/** Has these drafts written, and lessons drawn where they are due. Whoever takes less than all waits for the rest with `settled`. */
export function startWriting(proposals: readonly Proposal[], generation: Generation, tools: Tools): Writing {
  const { ports, fold } = tools;
  const { state } = fold;
  const { author } = ports;
  if (author === undefined) return { lessons: undefined, drafts: [] };
  const areDue = lessonsAreDue(state, generation.generation);
  const shares = proposals.length + (areDue ? 1 : 0);
  const calls = shares * author.callsMost;
  const purse = createPurse({
    budget: state.spec.budget,
    wanted: ports.budget,
    unpaid: tools.unpaid,
    spent: state.spending,
    shares,
    worst: times(author.callMost, calls),
    signal: ports.signal,
  });
  const refusal = gateOf(generation, tools);
  const work = async <T>(write: (desk: Desk) => Promise<T>): Promise<T> => {
    const share = purse.share();
    try {
      return await write(deskOf(state, share, refusal));
    } finally {
      share.end();
    }
  };
  return started(author, proposals, areDue, work);
}

function started(
  author: Author,
  proposals: readonly Proposal[],
  areDue: boolean,
  work: <T>(write: (desk: Desk) => Promise<T>) => Promise<T>,
): Writing {
  const lessons = areDue ? work((desk) => author.learn(desk)) : undefined;
  const drafts = proposals.map((proposal) => ({
    proposal,
    manuscript: work((desk) => author.write(proposal.draft!, desk)),
  }));
  // A failure is thrown where they are taken; until then it is not unhandled.
  for (const one of [lessons, ...drafts.map(({ manuscript }) => manuscript)]) one?.catch(() => {});
  return { lessons, drafts };
}

/** Waits until nothing of it is under way any more, whatever came of it. */
export async function settled({ lessons, drafts }: Writing): Promise<void> {
  await Promise.allSettled([lessons, ...drafts.map(({ manuscript }) => manuscript)]);
}

function lessonsAreDue(state: State, generation: number): boolean {
  const every = state.spec.llm?.lessonsEvery ?? 0;
  if (every === 0 || state.members.length === 0 || draftsAllowed(state, generation) < Infinity) return false;
  return state.evaluations - state.lessons.at >= every;
}

/** The campaign as it is now: what is folded later is not seen at this desk. */
function deskOf({ ...state }: State, share: Share, refusal: Desk["refusal"]): Desk {
  return { state, lessons: state.lessons.texts, failures: state.failures, permit: share.permit, refusal };
}

function gateOf({ rivals }: Generation, { campaign, ports, fold, evaluator }: Tools): Desk["refusal"] {
  return noveltyGate({
    scenario: campaign.scenario,
    members: fold.state.members,
    sizeOf: campaign.sizeOf,
    known: rivals.length > 0 ? () => undefined : fold.known,
    backend: ports.backend,
    batchOf: (genomes, first) =>
      evaluator.batch(
        { split: "train", first },
        genomes,
        rivals.map(({ genome }) => genome),
      ),
  });
}

function times({ usd, tokens }: Cost, factor: number): Cost {
  return { usd: usd * factor, tokens: tokens * factor };
}
