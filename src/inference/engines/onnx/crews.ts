import type { Brain } from "../engine.ts";
import { layersPlan } from "./layers.ts";
import { numbersOf, type Plan, type StepPlan } from "./plan.ts";
import { sweepsPlan } from "./sweeps.ts";

/** Networks of one plan that one run of a graph computes, and where they are among all. */
export interface Crew<P extends StepPlan = StepPlan> {
  readonly plan: P;
  /** Their places in the list of all networks. */
  readonly networks: readonly number[];
  /** How many networks the graph takes; the last ones may be nobody. */
  readonly places: number;
  /** The first of its places, counted over all crews. */
  readonly from: number;
}

/** Graphs take so many networks, or twice, four times, ... as many; more at once leave the second-level cache. */
const placesMin = 16;
const placesMax = 256;
/** Networks with more numbers than this are computed one by one: they fill the second-level cache. */
const numbersTogetherMax = 1 << 16;

/** Parts networks into crews; large ones are alone where `mayBeAlone`. */
export function crewsOf(brains: readonly Brain[], mayBeAlone: boolean): readonly Crew<Plan>[] {
  const crews: Crew<Plan>[] = [];
  for (const { plan, networks } of plannedFrom(brains)) {
    const isAlone = mayBeAlone && numbersOf(plan) > numbersTogetherMax;
    addCrews(crews, plan, networks, isAlone ? networks.map(() => 1) : sizesFor(networks.length));
  }
  return crews;
}

/** Parts this many networks of one plan into crews. */
export function crewsTogether<P extends StepPlan>(plan: P, count: number): readonly Crew<P>[] {
  const crews: Crew<P>[] = [];
  addCrews(crews, plan, [...Array.from({ length: count }).keys()], sizesFor(count));
  return crews;
}

function addCrews<P extends StepPlan>(
  crews: Crew<P>[],
  plan: P,
  networks: readonly number[],
  sizes: readonly number[],
): void {
  const last = crews.at(-1);
  let from = last === undefined ? 0 : last.from + last.places;
  let first = 0;
  for (const places of sizes) {
    crews.push({ plan, networks: networks.slice(first, first + places), places, from });
    first += places;
    from += places;
  }
}

function plannedFrom(brains: readonly Brain[]): Iterable<{ readonly plan: Plan; readonly networks: number[] }> {
  const planned = new Map<string, { readonly plan: Plan; readonly networks: number[] }>();
  let layers: Plan | undefined;
  for (const [network, brain] of brains.entries()) {
    // Those with layers are all of one shape.
    const plan = brain.kind === "neat" ? sweepsPlan(brain.network) : (layers ??= layersPlan(brain.network.shape));
    const group = planned.get(plan.key) ?? { plan, networks: [] };
    group.networks.push(network);
    planned.set(plan.key, group);
  }
  return planned.values();
}

/** Few sizes, so that there are few graphs; at most a seventh more places than networks where these are many. */
function sizesFor(networks: number): readonly number[] {
  const sizes: number[] = [];
  for (let left = networks; left > 0;) {
    const above = Math.max(placesMin, 2 ** Math.ceil(Math.log2(left)));
    const size = Math.min(placesMax, left > above * 0.875 ? above : Math.max(placesMin, above / 2));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}
