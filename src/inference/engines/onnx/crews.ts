import type { NetworkShape } from "../../../genome/kinds/network/shape.ts";
import type { Brain } from "../engine.ts";
import { blocksPlan } from "./blocks.ts";
import { layersPlan } from "./layers.ts";
import { numbersOf, type Plan, type StepPlan, widthOf } from "./plan.ts";
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
/** Weights and values of a crew, 4 MiB: as many as stay in the last cache for whole episodes, each core's share of it. */
const numbersMax = 1 << 20;
/** Networks with more than 1 MiB of weights are computed one by one: a call costs little beside them. */
const weightsTogetherMax = 1 << 18;

/** Where crews compute. */
export interface Setting {
  readonly isOnDevice: boolean;
  /** Observations a step that each network sees. */
  readonly columns: number;
  /** The width of the processor's blocks of channels, where networks with layers are computed in them. */
  readonly blockWidth?: number | undefined;
}

/** Parts networks into crews. */
export function crewsOf(brains: readonly Brain[], setting: Setting): readonly Crew<Plan>[] {
  const crews: Crew<Plan>[] = [];
  for (const planned of plannedFrom(brains, setting.blockWidth)) addCrews(crews, planned, setting);
  return crews;
}

/** Parts this many networks of one plan into crews. */
export function crewsTogether<P extends StepPlan>(plan: P, count: number, setting: Setting): readonly Crew<P>[] {
  const crews: Crew<P>[] = [];
  addCrews(crews, { plan, networks: [...Array.from({ length: count }).keys()] }, setting);
  return crews;
}

/** Networks of one plan. */
interface Planned<P extends StepPlan = Plan> {
  readonly plan: P;
  readonly networks: number[];
}

function addCrews<P extends StepPlan>(
  crews: Crew<P>[],
  { plan, networks }: Planned<P>,
  { isOnDevice, columns }: Setting,
): void {
  const last = crews.at(-1);
  let from = last === undefined ? 0 : last.from + last.places;
  let first = 0;
  const sizes = isOnDevice
    ? sizesFor(networks.length, placesMax, 0.5)
    : sizesFor(networks.length, roomFor(plan, columns), 0.875);
  for (const places of sizes) {
    crews.push({ plan, networks: networks.slice(first, first + places), places, from });
    first += places;
    from += places;
  }
}

/** How many networks are computed together at most. It follows from the plan and the columns alone. */
function roomFor(plan: StepPlan, columns: number): number {
  const weights = numbersOf(plan);
  if (weights > weightsTogetherMax) return 1;
  // What the widest layer is given, and what it makes.
  const numbers = weights + 2 * columns * widthOf(plan);
  return Math.min(placesMax, Math.max(placesMin, 2 ** Math.floor(Math.log2(numbersMax / numbers))));
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
