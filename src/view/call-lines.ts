import { failingMax } from "../campaign/drafting.ts";
import type { State } from "../events/state.ts";
import { count } from "../text/figures.ts";
import type { CallLog, LessonsRow } from "./calls.ts";
import type { LogLine } from "./model.ts";
import { troubleOf } from "./money.ts";

/** Writes the lines about language models: when something changes, since there may be thousands of calls. */
export interface CallTeller {
  /** A call has ended. */
  asked(state: State): void;
  learnt(): void;
  /** A generation is finished, at this moment. */
  finished(state: State, t: string): void;
}

/** Tells of what the calls come to, event by event. */
export function createCallTeller(calls: CallLog, add: (line: LogLine) => void): CallTeller {
  let failing = 0;
  let wasSilent = false;
  let told: LessonsRow | undefined;
  return {
    asked({ spending }) {
      const news = newsOf(failing, spending.failing, calls);
      failing = spending.failing;
      if (news !== undefined) add({ t: "", ...news });
    },
    learnt() {
      const latest = calls.lessons.at(-1);
      if (latest === undefined || latest === told) return;
      told = latest;
      const { texts, evaluations } = latest;
      for (const [i, text] of texts.entries()) {
        const which = `lesson ${i + 1} of ${texts.length} after ${count(evaluations)} evals`;
        add({ t: "", level: "info", text: `${which}: ${text}` });
      }
    },
    finished(state, t) {
      const isSilent = calls.isSilent && state.spending.failing === 0;
      const trouble = isSilent && !wasSilent ? troubleOf({ state, calls }, state.spec.budget) : undefined;
      wasSilent = isSilent;
      if (trouble !== undefined) add({ t, level: "warn", text: `${trouble.text}: ${trouble.effect}` });
    },
  };
}

/** What is worth a line when another call has ended: failures that begin, that go on, that are over. */
function newsOf(before: number, now: number, { fault }: CallLog): Pick<LogLine, "level" | "text"> | undefined {
  if (now === 0) {
    const text = `language models answer again, after ${count(before)} failed ${before === 1 ? "call" : "calls"}`;
    return before === 0 ? undefined : { level: "info", text };
  }
  const why = fault?.why ?? "";
  if (now === failingMax) {
    const many = `${count(now)} calls of language models in a row failed`;
    return { level: "error", text: `${many}: ${why}; they are asked only now and then` };
  }
  return now === 1 ? { level: "warn", text: `a call of a language model failed: ${why}` } : undefined;
}
