import type { Proposal } from "../emitters/emitter.ts";
import { draftsAllowed, settled, startWriting, type Writing } from "./drafting.ts";
import { createNursery, type Nursery } from "./nursery.ts";
import { Stopped } from "./purse.ts";
import type { Generation, Tools } from "./tools.ts";

/**
 * Lets a generation be born and evaluated: all births in order, those that models write last, then all outcomes in the
 * same order. Breeding, writing and evaluation overlap, but the log does not show it. False when it was stopped before
 * the end.
 */
export async function playGeneration(generation: Generation, tools: Tools): Promise<boolean> {
  const nursery = createNursery(generation, tools);
  const allowed = tools.ports.author === undefined ? 0 : draftsAllowed(tools.fold.state, generation.generation);
  const drafts: Proposal[] = [];
  for (const proposal of generation.proposals) {
    if (proposal.draft !== undefined && drafts.length < allowed) drafts.push(proposal);
    else nursery.bear(proposal);
  }
  nursery.launch(generation.again);
  const writing = startWriting(drafts, generation, tools);
  if (await bearWritten(writing, nursery, generation, tools)) return nursery.finished(generation.again);
  await nursery.abandoned();
  return false;
}

/** Bears what models have written as soon as it is its turn; false when the campaign was stopped. */
async function bearWritten(
  writing: Writing,
  nursery: Nursery,
  { generation }: Generation,
  { fold, emit }: Tools,
): Promise<boolean> {
  try {
    const learnt = await writing.lessons;
    for (const call of learnt?.calls ?? []) emit({ type: "model-asked", generation, ...call });
    if (learnt !== undefined && learnt.calls.length > 0) {
      emit({ type: "lessons-learnt", generation, lessons: learnt.lessons ?? fold.state.lessons.texts });
    }
    for (const { proposal, manuscript } of writing.drafts) {
      const { child, calls } = await manuscript;
      for (const call of calls) emit({ type: "model-asked", generation, ...call });
      const { operator, model } = proposal.draft!;
      nursery.bear(child === undefined ? proposal : { ...proposal, ...child, operator }, { operator, model });
      nursery.launch();
    }
    return true;
  } catch (error) {
    await settled(writing);
    if (!(error instanceof Stopped)) throw error;
    return false;
  }
}
