import { join } from "node:path";
import { hasAnatomy } from "../capabilities/anatomies.ts";
import type { Specimen } from "../capabilities/specimen.ts";
import { specimensOf } from "../capabilities/specimens.ts";
import type { Proving } from "../capabilities/trial.ts";
import type { Event } from "../events/event.ts";
import { neatGenesMax } from "../genome/kinds/neat.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError, WorldError } from "../std/errors.ts";
import { openGenomes } from "../store/genome-index.ts";
import type { RunReader } from "../store/run-directory.ts";
import { count } from "../text/figures.ts";

/** Who was looked at in a log. */
export interface Gathered {
  /** In order of birth; those that failed when they were played again are left out. */
  readonly specimens: readonly Specimen[];
  readonly births: number;
  /** How many generations were finished. */
  readonly generations: number;
  /** The line of first parents of a variant, from its founder. */
  lineageOf(id: number): readonly number[];
}

/** Picks programs and networks out of what is in a run's log by now, and has them played on the training cases for their traces. */
export async function gather(
  run: RunReader,
  scenario: Scenario,
  { proving, say }: { readonly proving: Proving; readonly say: (text: string) => void },
): Promise<Gathered> {
  const genomes = openGenomes(join(run.path, "genomes.jsonl"));
  const genomeOf = (hash: string) => {
    const genome = genomes.find(hash);
    if (genome !== undefined) return genome;
    throw new WorldError("genome-damaged", `A genome is missing in ${run.path}: ${hash}`, "Restore it from a copy.");
  };
  const { spec } = run.manifest;
  const { births, generations, lineageOf } = ancestry(run.events());
  const picks = specimensOf(run.events(), { spec, objective: scenario.objectives[0], genomeOf });
  const agents = picks.filter(({ genome }) => hasAnatomy(genome));
  if (agents.length === 0 && picks.length > 0) throw nothingToMine(run);
  say(`plays ${count(agents.length)} of ${count(births)} variants`);
  const played = await proving.play(
    agents.map(({ genome }) => genome),
    "train",
  );
  const specimens = agents.flatMap((pick, i) => {
    const { traces } = played[i]!;
    return traces.length === 0 ? [] : [{ ...pick, traces }];
  });
  return { specimens, births, generations, lineageOf };
}

function nothingToMine({ manifest: { id } }: RunReader): UserError {
  return new UserError(
    "nothing-to-mine",
    `The run ${id} evolves no agents whose parts can be told apart: no programs, and no networks of at most ${count(neatGenesMax)} weights`,
    "Mine a run with `--kind program`, `--kind neat`, or `--kind network` and a smaller `network.hidden`.",
  );
}

function ancestry(events: Iterable<Event>): Omit<Gathered, "specimens"> {
  const parents = new Map<number, number>();
  let births = 0;
  let generations = 0;
  for (const event of events) {
    if (event.type === "generation-finished") generations++;
    if (event.type !== "variant-born") continue;
    births++;
    const [first] = event.parents;
    if (first !== undefined) parents.set(event.id, first);
  }
  return {
    births,
    generations,
    lineageOf(id) {
      const line = [id];
      for (let at = parents.get(id); at !== undefined; at = parents.get(at)) line.push(at);
      return line.toReversed();
    },
  };
}
