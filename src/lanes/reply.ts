import type { Fault, Outcome } from "../evaluation/evaluation.ts";
import type { Judgement } from "../scenario/scenario.ts";

/** What became of a task: flat numbers, so that nothing has to be cloned. */
export interface Reply {
  /** One entry a genome; null where it was scored. */
  readonly faults: (Fault | null)[];
  /** What ended it, one entry a genome. */
  readonly notes: (string | null)[];
  /** Genomes × cases × objectives. */
  readonly scores: Float64Array;
  /** Genomes × measures, means over the cases. */
  readonly measures: Float64Array;
  readonly cases: number;
  readonly objectives: number;
  /** Which path ran it, one entry a genome, where there are several. */
  readonly speeds?: ("shared" | "alone")[];
}

/** How large the parts of a reply are. */
export interface ReplySize {
  readonly genomes: number;
  readonly cases: number;
  readonly objectives: number;
  readonly measures: number;
}

export function createReply({ genomes, cases, objectives, measures }: ReplySize): Reply {
  return {
    faults: Array.from({ length: genomes }, () => null),
    notes: Array.from({ length: genomes }, () => null),
    scores: new Float64Array(genomes * cases * objectives),
    measures: new Float64Array(genomes * measures),
    cases,
    objectives,
  };
}

/** Enters how a genome did on a case. Cases must be entered one after the other, as means are sums. */
export function enterJudgement(
  { scores, measures, cases, objectives, faults }: Reply,
  genome: number,
  at: number,
  judgement: Judgement,
): void {
  for (let o = 0; o < objectives; o++) scores[(genome * cases + at) * objectives + o] = judgement.scores[o]!;
  const width = measures.length / Math.max(1, faults.length);
  for (let m = 0; m < width; m++) measures[genome * width + m]! += judgement.measures![m]! / cases;
}

/** The outcomes of a task that took so many milliseconds, one a genome. */
export function outcomesOf(reply: Reply, ms: number): Outcome[] {
  const { faults, scores, measures, cases, objectives, notes, speeds } = reply;
  const measureCount = measures.length / Math.max(1, faults.length);
  const each = Math.round((ms / Math.max(1, faults.length)) * 1000) / 1000;
  return faults.map((fault, k): Outcome => {
    const note = notes[k];
    const speed = speeds?.[k];
    const observed = {
      ms: each,
      ...(speed === undefined ? {} : { speed }),
      ...(note == null ? {} : { note }),
    };
    if (fault !== null) return { status: "failed", fault, observed };
    const rows: number[][] = [];
    for (let one = 0; one < cases; one++) rows.push(numbersOf(scores, k * cases + one, objectives));
    return { status: "scored", scores: rows, measures: numbersOf(measures, k, measureCount), observed };
  });
}

/** The row with this number in a table; a loop, since views of typed arrays are dear. */
function numbersOf(table: Float64Array, row: number, width: number): number[] {
  const numbers: number[] = [];
  for (let i = row * width; i < (row + 1) * width; i++) numbers.push(table[i]!);
  return numbers;
}
