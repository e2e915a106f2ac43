import type { Display, Launch } from "./display.ts";
import { oneLine, toJson } from "../text/sanitize.ts";
import { createProgress, type Progress } from "./progress.ts";

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
      const { version, run, scenario, seed, jobs, budget, folder, resumed } = launch;
      progress = createProgress(scenario.objectives[0]);
      record("launch", {
        lamarck: version,
        run,
        scenario: scenario.name,
        seed,
        jobs,
        budget,
        dir: folder,
        resumed,
        pid: process.pid,
      });
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
        ...(left ? { eta: { ...left, seconds: Math.round(left.seconds) } } : {}),
      });
    },
    warn: (message) => record("warning", { message: oneLine(message, 500) }),
    end({ reason, exit, state }) {
      const resumable = reason === "SIGINT" || reason === "SIGTERM";
      const { finished, generation: gen } = state;
      const champion = finished?.champion === undefined ? {} : { champion: finished.champion };
      record("done", { status: reason, resumable, exit, gen, evals: state.evaluations + state.reused, ...champion });
    },
  };
}
