import type { Archive } from "../archives/archive.ts";
import type { Member } from "../archives/member.ts";
import { byMerit } from "../archives/merit.ts";
import { evaluateAll } from "../evaluation/backend.ts";
import type { Outcome } from "../evaluation/evaluation.ts";
import type { Search } from "../emitters/emitter.ts";
import type { CampaignFinished, Event, GenerationFinished } from "../events/event.ts";
import { endsPart, hashedText } from "../events/event.ts";
import type { Budget } from "../events/spec.ts";
import type { Fold } from "../events/state.ts";
import { placeOf } from "../events/settling.ts";
import type { Genome } from "../genome/genome.ts";
import { genomeOf } from "../genome/genome.ts";
import type { Split } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { notRecorded } from "../variation/calls.ts";
import type { Random } from "../std/random.ts";
import { randomFromSeed } from "../std/random.ts";
import type { Campaign } from "./assemble.ts";
import { birthsAllowed, reasonToFinish } from "./budget.ts";
import { playGeneration } from "./generation.ts";
import type { CampaignPorts } from "./ports.ts";
import type { Emit, Evaluator, Tools } from "./tools.ts";

/** How the loop ended. */
export type Ending =
  | { readonly stopped: true }
  | { readonly stopped: false; readonly reason: CampaignFinished["reason"] };

/** Members that compete on the validation cases for being the champion. */
const finalists = 10;

/**
 * Runs a campaign until its budget is used, its target reached or it is stopped. `fold` holds the log up to its last
 * finished generation; `tail` are the events after that, of a generation that was interrupted: they are produced
 * again, checked against the tail and not appended twice, and evaluations found there are not repeated.
 */
export async function run(campaign: Campaign, ports: CampaignPorts, fold: Fold, tail: Event[]): Promise<Ending> {
  const { spec, scenario, archive, emitter } = campaign;
  const { state } = fold;
  const random = randomFromSeed(spec.seed);
  const emit = createEmit(ports, fold, tail);
  const tools: Tools = {
    campaign,
    ports,
    fold,
    emit,
    evaluator: createEvaluator(campaign, tail),
    unpaid: unpaidIn(tail),
  };

  let begun = ports.clock();
  while (!ports.signal?.aborted) {
    const budget = ports.budget?.();
    if (tail.length === 0 && isOther(budget, state.spec.budget)) emit({ type: "budget-changed", budget });
    const reason = reasonToFinish(state, scenario.objectives[0]);
    if (reason !== undefined) {
      const ending = await finish(tools, reason);
      // An end that was interrupted comes first, under the budget that led to it.
      if (!isOther(ports.budget?.(), state.spec.budget)) return ending;
      begun = ports.clock();
      continue;
    }
    const generation = state.generation + 1;
    const rivals = chooseRivals(campaign, fold, random.fork("rivals", generation));
    if (rivals.length > 0) emit({ type: "rivals-chosen", generation, ids: rivals.map((member) => member.id) });

    const again = rivals.length > 0 ? onePerId(state.members) : [];
    const proposals = emitter.ask(state.members, birthsAllowed(state), random.fork("ask", generation), state.memory);
    if (!(await playGeneration({ generation, proposals, again, rivals }, tools))) break;
    const placed = place(archive, fold, random.fork("place", generation), generation);
    const ended = ports.clock();
    emit({ ...placed, observed: observedAt(campaign, fold, { t: ports.now(), ms: ended - begun }) });
    // What a strategy learns when this is folded takes time too: it counts for the next generation.
    begun = ended;
  }
  ports.journal.commit();
  return { stopped: true };
}

/** Whether this budget is given and says something else than the campaign's. */
function isOther(budget: Budget | undefined, current: Budget): budget is Budget {
  return budget !== undefined && budgetText(budget) !== budgetText(current);
}

/** The same text for the same budget, whatever the order of its fields. */
function budgetText(budget: Budget): string {
  const { target, ...limits } = budget;
  return JSON.stringify([
    Object.entries(limits).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    target?.over,
    target?.compare,
    target?.value,
  ]);
}

/**
 * Emits an event: checked against the tail while that lasts, appended after; folded either way. A part of the log is
 * durable before anybody is told that it ended.
 */
function createEmit({ journal, subscriber }: CampaignPorts, fold: Fold, tail: Event[]): Emit {
  return (event, genome) => {
    const recorded = tail.shift();
    if (recorded === undefined) {
      journal.append(event);
      if (endsPart(event)) journal.commit();
    } else {
      const [held, again] = [hashedText(recorded), hashedText(event)];
      assert(held === again, `the log holds ${held.slice(0, 300)} where ${again.slice(0, 300)} came again`);
    }
    fold.apply(recorded ?? event, genome);
    subscriber?.(recorded ?? event);
  };
}

function createEvaluator({ spec }: Campaign, tail: readonly Event[]): Evaluator {
  // A variant is evaluated once a generation, and again in a later one where its rivals change.
  const recorded = new Map<string, Outcome>();
  for (const event of tail) {
    if (event.type === "variant-evaluated" && event.outcome.status !== "reused") {
      recorded.set(`${event.generation}:${event.id}`, event.outcome as Outcome);
    }
  }
  const address = { path: spec.scenario.path, options: spec.scenario.options, seed: spec.seed };
  return {
    recorded: (generation, id) => (recorded.size === 0 ? undefined : recorded.get(`${generation}:${id}`)),
    batch: (cases, genomes, rivals) => ({ scenario: address, cases, genomes, rivals }),
  };
}

function unpaidIn(tail: readonly Event[]): ReadonlySet<string> {
  const asked = tail.filter((event) => event.type === "model-asked");
  return new Set(asked.filter(({ why }) => why?.startsWith(notRecorded)).map(({ call }) => call));
}

function onePerId(members: readonly Member[]): Member[] {
  return [...new Map(members.map((member) => [member.id, member])).values()];
}

/** The rivals of a generation: the best member and others at random, as many of each kind as of any other. */
function chooseRivals({ scenario }: Campaign, { state }: Fold, random: Random): Member[] {
  const wanted = scenario.rivals ?? 0;
  if (wanted === 0 || state.members.length === 0) return [];
  const { best } = state;
  const others = random.shuffle(onePerId(state.members).filter(({ id }) => id !== best?.id));
  const all = best === undefined ? others : [best, ...others];
  const queues = byKind(all);
  const turns = Math.max(...queues.map(({ length }) => length));
  const inTurn = Array.from({ length: turns }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? [])).flat();
  return inTurn.slice(0, wanted);
}

/** The members of each kind of genome, in their order; the kind of the first member first. */
function byKind(members: readonly Member[]): readonly (readonly Member[])[] {
  const kinds = [...new Set(members.map(({ genome }) => genome.kind))];
  return kinds.map((kind) => members.filter(({ genome }) => genome.kind === kind));
}

/** Lets the archive decide who lives and puts the difference into an event. */
function place(archive: Archive, fold: Fold, random: Random, generation: number): Omit<GenerationFinished, "observed"> {
  const { members } = fold.state;
  const placed = archive.place({ generation, members, newcomers: fold.newcomers(), random });
  const before = new Map<number, number>();
  for (const { id, island, niche } of members) before.set(placeOf(id, island), niche);
  const after = new Set<number>();
  for (const { id, island } of placed) after.add(placeOf(id, island));
  const entered = placed.filter(({ id, island, niche }) => before.get(placeOf(id, island)) !== niche);
  const left = members.filter(({ id, island }) => !after.has(placeOf(id, island)));
  return {
    type: "generation-finished",
    generation,
    entered: entered.map(({ id, island, niche }) => [id, island, niche] as const),
    left: left.map(({ id, island }) => [id, island] as const),
  };
}

/** What is noted of a generation beside what it decided: the time, and how strategies drew its samples. */
function observedAt(
  { emitter }: Campaign,
  { state }: Fold,
  { t, ms }: { readonly t: string; readonly ms: number },
): GenerationFinished["observed"] {
  const searches = state.memory === undefined ? [] : (emitter.memory?.searches?.(state.memory) ?? []);
  return { t, ms: Math.round(ms * 1000) / 1000, ...(searches.length === 0 ? {} : { searches: searches.map(rounded) }) };
}

function rounded(search: Search): Search {
  const { sigma, axisRatio } = search;
  const figure = (value: number): number => Number(value.toPrecision(4));
  return { ...search, sigma: figure(sigma), ...(axisRatio === undefined ? {} : { axisRatio: figure(axisRatio) }) };
}

/**
 * Chooses the champion on validation cases, measures it and the references on test cases, and ends the log. Where several
 * kinds evolve, the best of each is measured, and where agents meet all of them are rivals to everybody.
 */
async function finish(tools: Tools, reason: CampaignFinished["reason"]): Promise<Ending> {
  const { campaign, fold, emit, ports } = tools;
  if (fold.state.finished !== undefined) return { stopped: false, reason: fold.state.finished.reason };
  const objective = campaign.scenario.objectives[0];
  const contenders = byKind(onePerId(fold.state.members).toSorted(byMerit)).flatMap((kind) => kind.slice(0, finalists));
  const means = await judgeAll(
    tools,
    "validation",
    contenders.map(({ id, genome }) => ({ agent: id, genome })),
  );
  const sign = objective.direction === "maximize" ? 1 : -1;
  const scores = means.map((mean) => (mean === undefined ? -Infinity : sign * mean));
  const inOrder = contenders.toSorted((a, b) => scores[contenders.indexOf(b)]! - scores[contenders.indexOf(a)]!);
  const bests = byKind(inOrder).map((kind) => kind[0]!);
  const champion = bests[0];
  const references = (campaign.scenario.references ?? []).map((reference) => ({
    agent: reference.name,
    genome: genomeOf("program", reference.source),
  }));
  if (champion !== undefined) {
    const measured = bests.map(({ id, genome }) => ({ agent: id, genome }));
    const meet = bests.length > 1 && (campaign.scenario.rivals ?? 0) > 0;
    const rivals = meet ? bests.map(({ genome }) => genome) : [];
    await judgeAll(tools, "test", [...measured, ...references], rivals);
  }
  emit({
    type: "campaign-finished",
    reason,
    ...(champion === undefined ? {} : { champion: champion.id }),
    observed: { t: ports.now() },
  });
  return { stopped: false, reason };
}

/** Evaluates agents on a split, emits each outcome, and returns the mean of the first objective where there is one. */
async function judgeAll(
  { ports, emit, evaluator }: Tools,
  split: Split,
  agents: readonly { readonly agent: number | string; readonly genome: Genome }[],
  rivals: readonly Genome[] = [],
): Promise<(number | undefined)[]> {
  if (agents.length === 0) return [];
  const batch = evaluator.batch(
    { split },
    agents.map(({ genome }) => genome),
    rivals,
  );
  const outcomes = await evaluateAll(ports.backend, batch);
  return agents.map(({ agent }, i) => {
    const { observed, ...outcome } = outcomes[i]!;
    emit({ type: "agent-judged", agent, split, outcome, ...(observed ? { observed } : {}) });
    if (outcome.status === "failed") return undefined;
    return outcome.scores.reduce((sum, row) => sum + row[0]!, 0) / outcome.scores.length;
  });
}
