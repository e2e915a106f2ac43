import type { Event, LessonsLearnt } from "../events/event.ts";
import { added, nothingSpent, type Spent } from "../events/spending.ts";
import type { State } from "../events/state.ts";
import { oneLine } from "../text/sanitize.ts";
import type { CallResult, ModelCall } from "../variation/calls.ts";

/** What language models were asked in a run, as far as people look at it; every text is safe to print. */
export interface CallLog {
  /** How many calls came to what. */
  readonly results: Readonly<Record<CallResult, number>>;
  /** Calls to which there was no reply, by the fault's name; the most frequent first. */
  readonly faults: readonly CallFault[];
  /** The fault of the latest call; undefined where that was answered. */
  readonly fault: CallFault | undefined;
  /** What models learnt from the campaign, oldest first; the latest 50. */
  readonly lessons: readonly LessonsRow[];
  /** Whether models were to write children in the latest generation and were asked for none. */
  readonly isSilent: boolean;
  /** The calls for a variant in their order; none where they are not among the latest 8,192 of the run. */
  of(variant: number): readonly ModelCall[];
}

/** Calls without a reply that have one cause. */
export interface CallFault {
  /** As the provider's adapter calls it, such as `overloaded`. */
  readonly name: string;
  readonly count: number;
  /** What the latest one said. */
  readonly why: string;
}

/** What models learnt at one time. */
export interface LessonsRow {
  readonly generation: number;
  /** How many evaluations there were. */
  readonly evaluations: number;
  readonly texts: readonly string[];
}

/** What a language model was asked and answered, as it is kept with the run: not safe to print. */
export interface Exchange {
  readonly model: string;
  readonly system: string;
  readonly prompt: string;
  readonly reply:
    | { readonly status: "replied"; readonly text: string }
    | { readonly status: "failed"; readonly fault: { readonly name: string; readonly message: string } };
}

/** The same as the view fills it. */
export interface CallBook extends CallLog {
  /** Told of each event with the state after it. */
  apply(event: Event, state: State): void;
  /** What was asked for the child that is born next. */
  spent(): Spent;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const callsMax = 8192;
const lessonsMax = 50;
const faultsMax = 50;

/** An empty call book. */
export function createCallBook(): CallBook {
  const results = { used: 0, rejected: 0, duplicate: 0, failed: 0 };
  const faults = createFaultCounts();
  const kept = createKept();
  const lessons: LessonsRow[] = [];
  let pending: ModelCall[] = [];
  let fault: CallFault | undefined;
  let drafts = { asked: 0, silent: 0 };
  let isSilent = false;

  function addCall(call: ModelCall): void {
    results[call.result]++;
    fault = call.result === "failed" ? faults.add(call.why ?? "") : undefined;
    // Lessons are nobody's birth, whether or not there came any.
    if (call.role !== "scratchpad" && call.role !== "naming") pending.push(call);
  }

  /** Where nothing came of the asking, the log repeats what was known. */
  function learn({ generation, lessons: texts }: LessonsLearnt, { evaluations }: State): void {
    const row = { generation, evaluations, texts: texts.map((text) => oneLine(text, 400)) };
    if (texts.length === 0 || row.texts.join("\n") === lessons.at(-1)?.texts.join("\n")) return;
    if (lessons.push(row) > lessonsMax) lessons.shift();
  }

  return {
    results,
    get faults() {
      return faults.rows();
    },
    get fault() {
      return fault;
    },
    lessons,
    get isSilent() {
      return isSilent;
    },
    of: kept.of,
    spent: () => pending.reduce(added, nothingSpent),
    apply(event, state) {
      switch (event.type) {
        case "model-asked":
          return addCall(printable(event));
        case "lessons-learnt":
          return learn(event, state);
        case "variant-born":
          if (event.draft !== undefined) drafts[pending.length > 0 ? "asked" : "silent"]++;
          kept.add(event.id, pending);
          pending = [];
          return undefined;
        case "generation-finished":
          isSilent = drafts.silent > 0 && drafts.asked === 0;
          drafts = { asked: 0, silent: 0 };
          return undefined;
        default:
          return undefined;
      }
    },
  };
}

/** Counts faults by the name that a reason begins with; of too many names the rest are others. */
function createFaultCounts(): { add(why: string): CallFault; rows(): readonly CallFault[] } {
  const faults = new Map<string, Mutable<CallFault>>();
  return {
    rows: () => [...faults.values()].toSorted((a, b) => b.count - a.count),
    add(why) {
      const given = /^[a-z-]+/.exec(why)?.[0] ?? "unknown";
      const name = faults.has(given) || faults.size < faultsMax ? given : "other";
      const fault = faults.get(name) ?? { name, count: 0, why };
      faults.set(name, fault);
      fault.count++;
      fault.why = why;
      return fault;
    },
  };
}

/** The calls for the latest variants that any were made for. */
function createKept(): { add(variant: number, calls: readonly ModelCall[]): void; of: CallLog["of"] } {
  const kept = new Map<number, readonly ModelCall[]>();
  let many = 0;
  return {
    of: (variant) => kept.get(variant) ?? [],
    add(variant, calls) {
      if (calls.length === 0) return;
      kept.set(variant, calls);
      many += calls.length;
      for (const [oldest, { length }] of kept) {
        if (many <= callsMax) break;
        kept.delete(oldest);
        many -= length;
      }
    },
  };
}

function printable({ call, role, operator, model, usage, usd, result, why, observed }: ModelCall): ModelCall {
  return {
    call: oneLine(call, 64),
    role,
    ...(operator === undefined ? {} : { operator: oneLine(operator, 60) }),
    model: oneLine(model, 60),
    usage,
    usd,
    result,
    ...(why === undefined ? {} : { why: oneLine(why, 300) }),
    ...(observed === undefined ? {} : { observed }),
  };
}
