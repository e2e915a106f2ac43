import assert from "node:assert/strict";
import type { Backend, Batch } from "../evaluation/backend.ts";
import { evaluateAll } from "../evaluation/backend.ts";
import type { FaultKind, Outcome } from "../evaluation/evaluation.ts";

/** What the laws of a backend are tried on. */
export interface BackendTrial {
  /** At least three genomes, some of which should fail. */
  readonly batch: Batch;
  /** What becomes of each genome. */
  readonly expected: readonly ("scored" | FaultKind)[];
}

/**
 * The laws of a backend: one outcome a genome and in their order, faults as data, the same batch the same outcomes
 * however it is cut, ordered or interleaved, nothing for an empty batch, usable after a reader that stops early, and a
 * clean end. Makes and closes a backend; throws at the first broken law.
 */
export async function checkBackend(create: () => Backend, trial: BackendTrial): Promise<void> {
  const backend = create();
  try {
    await checkOutcomes(backend, trial);
  } finally {
    await backend.close();
  }
  await checkClosed(backend, trial.batch);
}

async function checkOutcomes(backend: Backend, { batch, expected }: BackendTrial): Promise<void> {
  const { genomes } = batch;
  assert.ok(genomes.length >= 3 && expected.length === genomes.length, "The trial needs three genomes or more");
  const part = async (from: number, to: number) => decided(backend, { ...batch, genomes: genomes.slice(from, to) });

  assert.deepEqual(await decided(backend, { ...batch, genomes: [] }), [], "An empty batch has outcomes");

  const outcomes = await decided(backend, batch);
  assert.deepEqual(outcomes.map(kindOf), expected, "Outcomes are not what they should be, or not in order");
  checkShapes(outcomes);

  assert.deepEqual(await decided(backend, batch), outcomes, "The same batch has other outcomes the second time");

  const backwards = await decided(backend, { ...batch, genomes: genomes.toReversed() });
  assert.deepEqual(backwards.toReversed(), outcomes, "Outcomes depend on the order of the genomes");

  const singles: Outcome[] = [];
  for (let k = 0; k < genomes.length; k++) singles.push(...(await part(k, k + 1)));
  assert.deepEqual(singles, outcomes, "A genome alone has another outcome than in its batch");

  const middle = genomes.length >> 1;
  const halves = await Promise.all([part(0, middle), part(middle, genomes.length)]);
  assert.deepEqual(halves.flat(), outcomes, "Two batches at the same time have other outcomes than one");

  for await (const piece of backend.evaluate(batch)) if (piece.length > 0) break;
  assert.deepEqual(await decided(backend, batch), outcomes, "Outcomes differ after a reader that stopped early");

  for (const { lane, pid, evaluations, restarts } of backend.lanes()) {
    assert.ok([lane, pid, evaluations, restarts].every(Number.isSafeInteger), "A lane's status is not whole numbers");
  }
}

/** The outcomes without what was merely observed. */
async function decided(backend: Backend, batch: Batch): Promise<readonly Outcome[]> {
  const outcomes = await evaluateAll(backend, batch);
  // JSON, as the log has it: an absent field and an undefined one are the same.
  return outcomes.map((one) => JSON.parse(JSON.stringify({ ...one, observed: undefined })) as Outcome);
}

function kindOf(outcome: Outcome): "scored" | FaultKind {
  return outcome.status === "scored" ? "scored" : outcome.fault.kind;
}

function checkShapes(outcomes: readonly Outcome[]): void {
  const shapes = new Set<string>();
  for (const outcome of outcomes) {
    if (outcome.status === "failed") {
      const { message } = outcome.fault;
      assert.ok(message.length > 0 && message.length <= 200, `A fault's message has ${message.length} characters`);
      continue;
    }
    const { scores, measures } = outcome;
    assert.ok([...scores.flat(), ...measures].every(Number.isFinite), "A score or measure is not finite");
    shapes.add(JSON.stringify([scores.map((row) => row.length), measures.length]));
  }
  assert.ok(shapes.size <= 1, `Scores or measures differ in number: ${[...shapes].join(" and ")}`);
}

async function checkClosed(backend: Backend, batch: Batch): Promise<void> {
  await backend.close();
  await assert.rejects(evaluateAll(backend, batch), { name: "WorldError" }, "A closed backend still evaluates");
}
