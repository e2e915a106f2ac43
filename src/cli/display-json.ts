import type { State } from "../events/state.ts";
import { toJson } from "../text/sanitize.ts";
import { createProgress, type Progress } from "../view/progress.ts";
import type { Display, Launch } from "./display.ts";

/** Prints records of the schema `lamarck/event@1`, one a line, and nothing that an agent wrote. */
export function jsonDisplay(print: (text: string) => void): Display {
  let seq = 0;
  let progress: ReturnType<typeof createProgress> | undefined;
  let last: Progress | undefined;

  function record(event: string, fields: Readonly<Record<string, unknown>>): void {
    print(`${toJson({ schema: "lamarck/event@1", seq: seq++, t: new Date().toISOString(), event, ...fields })}\n`);
  }

  return {
    launch(launch: Launch) {
      progress = createProgress(launch.scenario.objectives[0]);
      record("launch", launchFields(launch));
    },
    event(event, state) {
      if (event.type !== "generation-finished" || progress === undefined) return;
      last = progress(state, performance.now());
      const { generation: gen, evaluations: evals, rate, left, ...rest } = last;
      record("generation", {
        gen,
        evals,
        ...rest,
        rate: Math.round(rate),
        ...costFields(state),
        ...(left ? { eta: { limit: left.limit, seconds: Math.round(left.seconds) } } : {}),
      });
    },
    notice({ level, text, author, reason }) {
      if (level === "info") record("notice", { message: text, author, reason });
      else record("warning", { message: text, author, reason });
    },
    end({ reason, exit, state }) {
      const resumable = ["SIGINT", "SIGTERM", "stopped", "interrupted"].includes(reason);
      const { finished, generation: gen } = state;
      const champion = finished?.champion === undefined ? {} : { champion: finished.champion };
      record("done", {
        status: reason,
        resumable,
        exit,
        gen,
        evals: state.evaluations + state.reused,
        ...champion,
        ...costFields(state),
      });
    },
  };
}

/** What language models have cost; nothing where none are asked. */
function costFields({ spec, spending }: State): Readonly<Record<string, number>> {
  if (spec.llm === undefined) return {};
  const { usd, tokens, calls, failed } = spending;
  return { cost_usd: usd, tokens, calls, calls_failed: failed };
}

function launchFields(launch: Launch): Readonly<Record<string, unknown>> {
  const { version, run, scenario, seed, jobs, budget, folder, how, pid, socket } = launch;
  const fields = {
    lamarck: version,
    run,
    scenario: scenario.name,
    seed,
    jobs,
    budget,
    dir: folder,
    resumed: how !== "new",
  };
  return { ...fields, pid, ...(socket === undefined ? {} : { control: { socket } }) };
}
