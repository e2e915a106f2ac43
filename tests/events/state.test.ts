import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/evaluation/evaluation.ts";
import type { Event, GenerationFinished } from "../../src/events/event.ts";
import { endsPart } from "../../src/events/event.ts";
import type { Fold, State } from "../../src/events/state.ts";
import { bestOf, createFold } from "../../src/events/state.ts";
import { genomeOf } from "../../src/genome/genome.ts";
import { memberOf } from "../../src/testing/members.ts";
import { foldOf, play } from "../simulation/play.ts";
import { campaignOf, sorts } from "../simulation/worlds.ts";

const { spec } = campaignOf();
const minimize = { name: "error", direction: "minimize", about: "" } as const;

function started(parsimony = 0): Fold {
  return createFold({ ...spec, parsimony }, minimize, (hash) => genomeOf("fake", hash));
}

interface Told {
  readonly parents?: readonly number[];
  readonly operator?: string;
  readonly island?: number;
  readonly genome?: string;
  readonly generation?: number;
}

function birth(
  id: number,
  { parents = [], operator = "grow", island = 0, genome = `g${id}`, generation = 0 }: Told = {},
): Event {
  return { type: "variant-born", id, generation, genome, size: 10, parents, operator, island };
}

function scored(...scores: number[]): Outcome {
  return { status: "scored", scores: scores.map((score) => [score, 99]), measures: [0.5] };
}

function evaluation(
  id: number,
  outcome: Outcome | { readonly status: "reused"; readonly from: number },
  generation = 0,
): Event {
  return { type: "variant-evaluated", id, generation, outcome };
}

function settling(
  number: number,
  entered: GenerationFinished["entered"],
  left: GenerationFinished["left"] = [],
): Event {
  return { type: "generation-finished", generation: number, entered, left, observed: { t: "", ms: 7 } };
}

function folded(...events: readonly Event[]): Fold {
  const fold = started();
  for (const event of events) fold.apply(event);
  return fold;
}

/** What a state says, as plain data. */
function plain(state: State): unknown {
  return JSON.parse(JSON.stringify({ ...state, operators: [...state.operators] }));
}

const failed: Outcome = { status: "failed", fault: { kind: "exhausted", message: "It used up its fuel." } };

describe("the fold of a log", () => {
  test.each(Object.keys(sorts))(
    "read back up to any part's end and then continued is the state that lived: %s",
    async (name) => {
      const campaign = sorts[name]!(3);
      const { events, genomes, state } = await play(campaign);
      const read = JSON.parse(JSON.stringify(events)) as Event[];
      for (const [i, event] of read.entries()) {
        if (!endsPart(event)) continue;
        const fold = createFold(campaign.spec, campaign.scenario.objectives[0], (hash) => ({
          kind: "program",
          hash,
          bytes: "",
        }));
        for (const one of read.slice(0, i + 1)) fold.apply(one);
        fold.replaceGenomes((hash) => genomes.get(hash)!);
        expect(fold.state.members.includes(fold.state.best!)).toBe(true);
        for (const one of read.slice(i + 1))
          fold.apply(one, one.type === "variant-born" ? genomes.get(one.genome) : undefined);
        expect(plain(fold.state)).toEqual(plain(state));
      }
    },
  );

  test("does not depend on what was merely observed, but for the running time", async () => {
    const campaign = campaignOf();
    const { events, genomes, state } = await play(campaign);
    const others = events.map((event) => ({ ...event, observed: { t: "later", ms: 1 } }) as Event);
    const { state: other } = foldOf(campaign, others, genomes);
    expect(other.elapsedMs).toBe(4);
    expect(plain({ ...other, elapsedMs: 0, finished: undefined })).toEqual(
      plain({ ...state, elapsedMs: 0, finished: undefined }),
    );
  });

  test("counts births, evaluations, reused outcomes, faults and what each operator achieved", () => {
    const { state } = folded(
      birth(0),
      birth(1),
      evaluation(0, scored(4, 6)),
      evaluation(1, scored(8)),
      settling(0, [
        [0, 0, 0],
        [1, 0, 0],
      ]),
      birth(2, { parents: [0, 1], operator: "cross", generation: 1 }),
      birth(3, { parents: [1], operator: "cut", generation: 1 }),
      birth(4, { parents: [1], operator: "cut", genome: "g3", generation: 1 }),
      birth(5, { parents: [1], operator: "cut", genome: "g0", generation: 1 }),
      evaluation(2, scored(5), 1),
      evaluation(3, failed, 1),
      evaluation(4, { status: "reused", from: 3 }, 1),
      evaluation(5, { status: "reused", from: 0 }, 1),
      settling(1, []),
    );
    expect(state).toMatchObject({ generation: 1, births: 6, evaluations: 4, reused: 2, elapsedMs: 14 });
    expect(state.faults).toEqual({ crashed: 0, exhausted: 2, "bad-action": 0, refused: 0 });
    expect(Object.fromEntries(state.operators)).toEqual({
      // Whoever has no parents beats none, and a child as good as its best parent does not beat it.
      grow: { births: 2, bred: 0, improved: 0, failed: 0, drafts: 0, usd: 0 },
      cross: { births: 1, bred: 1, improved: 0, failed: 0, drafts: 0, usd: 0 },
      cut: { births: 3, bred: 3, improved: 1, failed: 2, drafts: 0, usd: 0 },
    });
    expect(state.members.map(({ id, children }) => [id, children])).toEqual([
      [0, 1],
      [1, 4],
    ]);
  });

  test("turns scores so that more is better, takes the first objective, and charges for size", () => {
    const fold = started(0.25);
    for (const event of [birth(0), evaluation(0, scored(4, 6)), settling(0, [[0, 0, 3]])]) fold.apply(event);
    expect(fold.state.members).toEqual([
      {
        id: 0,
        genome: genomeOf("fake", "g0"),
        size: 10,
        generation: 0,
        fitness: -7.5,
        cases: [-4, -6],
        measures: [0.5],
        children: 0,
        island: 0,
        niche: 3,
      },
    ]);
    expect(fold.state.best).toBe(fold.state.members[0]);
  });

  test("offers the scored newcomers in order of birth until the generation is finished", () => {
    const fold = folded(
      birth(0),
      birth(1),
      birth(2),
      evaluation(0, scored(3)),
      evaluation(1, failed),
      evaluation(2, scored(1)),
    );
    expect(fold.newcomers().map(({ id }) => id)).toEqual([0, 2]);
    fold.apply(settling(0, [[2, 0, 0]]));
    expect(fold.newcomers()).toEqual([]);
    expect(fold.state.members.map(({ id }) => id)).toEqual([2]);
  });

  test("lets a variant live on several islands, move between niches, and leave one island only", () => {
    const fold = folded(birth(0), birth(1, { island: 1 }), evaluation(0, scored(3)), evaluation(1, scored(4)));
    const homes = (): unknown => fold.state.members.map(({ id, island, niche }) => [id, island, niche]);
    fold.apply(
      settling(0, [
        [0, 0, 5],
        [1, 1, 6],
      ]),
    );
    fold.apply(settling(1, [[0, 1, 5]]));
    expect(homes()).toEqual([
      [0, 0, 5],
      [1, 1, 6],
      [0, 1, 5],
    ]);
    fold.apply(settling(2, [[0, 0, 7]], [[1, 1]]));
    expect(homes()).toEqual([
      [0, 1, 5],
      [0, 0, 7],
    ]);
    fold.apply(settling(3, [], [[0, 1]]));
    expect(homes()).toEqual([[0, 0, 7]]);
  });

  test("gives a member that meets new rivals its new merits, on all its islands, and the worst fitness where it fails", () => {
    const fold = folded(birth(0), birth(1), evaluation(0, scored(3)), evaluation(1, scored(4)));
    fold.apply(
      settling(0, [
        [0, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
      ]),
    );
    fold.apply({ type: "rivals-chosen", generation: 1, ids: [0] });
    fold.apply(evaluation(0, scored(9), 1));
    fold.apply(evaluation(1, failed, 1));
    expect(fold.state.rivals).toEqual([0]);
    expect(fold.state.members.map(({ id, fitness }) => [id, fitness])).toEqual([
      [0, -9],
      [1, -Number.MAX_VALUE],
      [0, -9],
    ]);
    fold.apply(settling(1, []));
    expect(fold.state.best?.id).toBe(0);
    expect(fold.state).toMatchObject({ evaluations: 4, faults: { exhausted: 0 } });
  });

  test("measures a child against what its parents were worth when it was born", () => {
    const { state } = folded(
      birth(0),
      evaluation(0, scored(5)),
      settling(0, [[0, 0, 0]]),
      birth(1, { parents: [0], operator: "cut", generation: 1 }),
      evaluation(0, scored(1), 1),
      evaluation(1, scored(3), 1),
      settling(1, [[1, 0, 0]]),
      birth(2, { parents: [0], operator: "cut", generation: 2 }),
      evaluation(2, scored(3), 2),
    );
    expect(state.operators.get("cut")).toEqual({ births: 2, bred: 2, improved: 1, failed: 0, drafts: 0, usd: 0 });
  });

  test("goes on under another budget, also when it was finished", () => {
    const fold = folded({ type: "campaign-finished", reason: "generations", observed: { t: "" } });
    expect(fold.state.finished?.reason).toBe("generations");
    fold.apply({ type: "budget-changed", budget: { generations: 9 } });
    expect(fold.state.finished).toBeUndefined();
    expect(fold.state.spec).toEqual({ ...spec, budget: { generations: 9 } });
  });

  test("takes the spec from the log", () => {
    const fold = folded({
      type: "campaign-started",
      spec: { ...spec, seed: 77 },
      scenarioHash: "",
      observed: { t: "", lamarck: "", node: "" },
    });
    expect(fold.state.spec.seed).toBe(77);
  });

  test("remembers the outcomes of 30,000 genomes, forgets the oldest first, and never within a generation", () => {
    const fold = started();
    for (let id = 0; id < 30_002; id++) {
      fold.apply(birth(id));
      fold.apply(evaluation(id, scored(1)));
    }
    expect(fold.known("g0")).toBe(0);
    fold.apply(settling(0, []));
    expect(fold.known("g1")).toBeUndefined();
    expect(fold.known("g2")).toBe(2);
  });

  test.each<[string, readonly Event[], string]>([
    ["is born out of turn", [birth(1)], "variant 1 is born when 0 is next"],
    [
      "enters without a score",
      [birth(0), evaluation(0, failed), settling(0, [[0, 0, 0]])],
      "variant 0 enters an archive",
    ],
    [
      "takes the outcome of nobody",
      [birth(0), evaluation(0, { status: "reused", from: 7 })],
      "a reused outcome belongs",
    ],
  ])("stops at a log in which a variant %s", (_, events, message) => {
    expect(() => folded(...events)).toThrow(message);
  });
});

test("the best of some members is the fittest, then the smallest, then the oldest", () => {
  expect(bestOf([])).toBeUndefined();
  const members = [
    memberOf(4),
    memberOf(3, { fitness: 2, size: 9 }),
    memberOf(2, { fitness: 2 }),
    memberOf(1, { fitness: 2 }),
  ];
  expect(bestOf(members)?.id).toBe(1);
});
