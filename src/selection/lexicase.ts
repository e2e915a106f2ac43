import type { Member } from "../archives/member.ts";
import { assert } from "../std/errors.ts";
import { expectNumber } from "../std/expect.ts";
import type { Random } from "../std/random.ts";
import { medianAbsoluteDeviation } from "../std/statistics.ts";
import type { Selection } from "./selection.ts";

export interface LexicaseOptions {
  /**
   * How far behind the best a member may be on a case and stay: in the objective's unit (0 is plain lexicase), or
   * `automatic` for each case's median absolute deviation over the members; `automatic` unless told.
   */
  readonly epsilon?: "automatic" | number;
  /** The share of the cases that is looked at in a generation, above 0 and at most 1; 1 unless told. */
  readonly downsample?: number;
}

/**
 * Cases in random order, each keeping only those within epsilon of the best that is left; one of the last ones left,
 * each as likely as the other, is the parent. Semi-dynamic epsilon-lexicase selection (La Cava, Spector and Danai,
 * GECCO 2016) on a sample of the cases drawn once a generation (Hernandez et al., GECCO 2019). Throws `UserError` for
 * settings out of range.
 */
export function lexicase({ epsilon = "automatic", downsample = 1 }: LexicaseOptions = {}): Selection {
  if (epsilon !== "automatic") expectNumber("epsilon", epsilon, 0, Number.MAX_VALUE);
  expectNumber("downsample", downsample, Number.MIN_VALUE, 1);
  return {
    name: "lexicase",
    prepare: (members, random) => chooser(tableOf(members, sampleCases(members, downsample, random), epsilon)),
  };
}

/** The members in classes of equal rows, and what each class scored, one column a case. */
interface Table {
  readonly classes: readonly (readonly Member[])[];
  readonly columns: readonly Float64Array[];
  readonly epsilons: readonly number[];
}

function sampleCases(members: readonly Member[], downsample: number, random: Random): number[] {
  const count = members[0]!.cases.length;
  assert(
    members.every((member) => member.cases.length === count),
    "all members were evaluated on as many cases",
  );
  const cases = Array.from({ length: count }, (_, index) => index);
  if (downsample === 1 || count === 0) return cases;
  return random.shuffle(cases).slice(0, Math.max(1, Math.round(downsample * count)));
}

/** Epsilon is taken over all members, before equal ones are put together, so that their number counts. */
function tableOf(members: readonly Member[], cases: readonly number[], epsilon: "automatic" | number): Table {
  const scores = cases.map((one) => members.map((member) => member.cases[one]!));
  const epsilons = scores.map((column) => (epsilon === "automatic" ? medianAbsoluteDeviation(column) : epsilon));
  const classes = equalRows(scores, members.length);
  const columns = scores.map((column) => Float64Array.from(classes, (rows) => column[rows[0]!]!));
  return { classes: classes.map((rows) => rows.map((row) => members[row]!)), columns, epsilons };
}

/** Row numbers in groups with the same score in every column. */
function equalRows(columns: readonly (readonly number[])[], count: number): number[][] {
  const compare = (a: number, b: number): number => {
    for (const column of columns) if (column[a] !== column[b]) return column[a]! < column[b]! ? -1 : 1;
    return 0;
  };
  const groups: number[][] = [];
  for (const row of Array.from({ length: count }, (_, index) => index).toSorted(compare)) {
    const group = groups.at(-1);
    if (group !== undefined && compare(group[0]!, row) === 0) group.push(row);
    else groups.push([row]);
  }
  return groups;
}

function chooser({ classes, columns, epsilons }: Table): (random: Random) => Member {
  const allCases = Int32Array.from(columns.keys());
  const allClasses = Int32Array.from(classes.keys());
  const order = allCases.slice();
  const left = allClasses.slice();

  return (random) => {
    // The scratch lists start afresh each time: a choice must not depend on the choices before it.
    order.set(allCases);
    left.set(allClasses);
    let count = left.length;
    for (let turn = 0; turn < order.length && count > 1; turn++) {
      const drawn = turn + random.int(order.length - turn);
      const one = order[drawn]!;
      order[drawn] = order[turn]!;
      count = keepBest(columns[one]!, epsilons[one]!, left, count);
    }
    return pickMember(classes, left.subarray(0, count), random);
  };
}

/** Moves the classes within epsilon of the best to the front of `left`, in their order, and says how many they are. */
function keepBest(column: Float64Array, epsilon: number, left: Int32Array, count: number): number {
  let best = -Infinity;
  for (let i = 0; i < count; i++) {
    const score = column[left[i]!]!;
    if (score > best) best = score;
  }
  const least = best - epsilon;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = left[i]!;
    if (column[row]! >= least) left[kept++] = row;
  }
  return kept;
}

/** One member out of these classes, each as likely as the other, so that putting equals together changed nothing. */
function pickMember(classes: readonly (readonly Member[])[], rows: Int32Array, random: Random): Member {
  let size = 0;
  for (const row of rows) size += classes[row]!.length;
  let drawn = random.int(size);
  for (const row of rows) {
    const members = classes[row]!;
    if (drawn < members.length) return members[drawn]!;
    drawn -= members.length;
  }
  throw new RangeError("The draw lies beyond the members that are left");
}
