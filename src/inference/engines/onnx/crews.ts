import type { NetworkShape } from "../../../genome/kinds/network/shape.ts";
import type { Brain } from "../engine.ts";
import { blocksPlan } from "./blocks.ts";
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

/** Graphs take so many networks, or a power of two times as many; but for those that are computed one by one. */
const placesMin = 16;
/** At more a call costs next to nothing, however small the networks are. */
const placesMax = 1024;
/** Numbers of a crew, 4 MiB: as many as stay in the last cache for whole episodes, a share of it for each core. */
const numbersMax = 1 << 20;
/** Networks with more than 1 MiB of numbers are computed one by one: a call costs little beside them. */
const numbersTogetherMax = 1 << 18;

/** Where crews compute. */
export interface Setting {
  readonly isOnDevice: boolean;
  /** The width of the processor's blocks of channels, where networks with layers are computed in them. */
  readonly blockWidth?: number | undefined;
}

/** Parts networks into crews. */
export function crewsOf(brains: readonly Brain[], { isOnDevice, blockWidth }: Setting): readonly Crew<Plan>[] {
  const crews: Crew<Plan>[] = [];
  for (const { plan, networks } of plannedFrom(brains, blockWidth)) addCrews(crews, plan, networks, isOnDevice);
  return crews;
}

/** Parts this many networks of one plan into crews. */
export function crewsTogether<P extends StepPlan>(plan: P, count: number, isOnDevice: boolean): readonly Crew<P>[] {
  const crews: Crew<P>[] = [];
  addCrews(crews, plan, [...Array.from({ length: count }).keys()], isOnDevice);
  return crews;
}

function addCrews<P extends StepPlan>(
  crews: Crew<P>[],
  plan: P,
  networks: readonly number[],
  isOnDevice: boolean,
): void {
  const last = crews.at(-1);
  let from = last === undefined ? 0 : last.from + last.places;
  let first = 0;
  const sizes = isOnDevice
    ? sizesFor(networks.length, placesMax, 0.5)
    : sizesFor(networks.length, roomFor(plan), 0.875);
  for (const places of sizes) {
    crews.push({ plan, networks: networks.slice(first, first + places), places, from });
    first += places;
    from += places;
  }
}

/** How many networks are computed together at most. It follows from the plan alone. */
function roomFor(plan: StepPlan): number {
  const numbers = numbersOf(plan);
  if (numbers > numbersTogetherMax) return 1;
  return Math.min(placesMax, Math.max(placesMin, 2 ** Math.floor(Math.log2(numbersMax / numbers))));
}

interface Planned {
  readonly plan: Plan;
  readonly networks: number[];
}

function plannedFrom(brains: readonly Brain[], blockWidth: number | undefined): Iterable<Planned> {
  const planned = new Map<string, Planned>();
  const planFor = (shape: NetworkShape): Plan =>
    blockWidth === undefined ? layersPlan(shape) : blocksPlan(shape, blockWidth);
  let layers: Plan | undefined;
  for (const [network, brain] of brains.entries()) {
    // Those with layers are all of one shape.
    const plan = brain.kind === "neat" ? sweepsPlan(brain.network) : (layers ??= planFor(brain.network.shape));
    const group = planned.get(plan.key) ?? { plan, networks: [] };
    group.networks.push(network);
    planned.set(plan.key, group);
  }
  return planned.values();
}

/** Few sizes, so that there are few graphs. Up to `max` at once, and one size more where it would be filled to this part. */
function sizesFor(networks: number, max: number, filled: number): readonly number[] {
  const sizes: number[] = [];
  const least = Math.min(max, placesMin);
  for (let left = networks; left > 0;) {
    const above = 2 ** Math.ceil(Math.log2(left));
    const size = Math.min(max, Math.max(least, left > above * filled ? above : above / 2));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}
