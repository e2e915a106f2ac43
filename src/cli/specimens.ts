import { join } from "node:path";
import type { Specimen } from "../capabilities/specimen.ts";
import { createSelectionTest } from "../capabilities/selection.ts";
import { createPicker } from "../capabilities/specimens.ts";
import type { Event } from "../events/event.ts";
import type { Genome } from "../genome/genome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { WorldError } from "../std/errors.ts";
import { followLog } from "../store/follow.ts";
import { openGenomes } from "../store/genome-index.ts";
import type { RunReader } from "../store/run-directory.ts";
import type { Remembering } from "./remembering.ts";

/** Who was looked at in a log. */
export interface Gathered {
  /** In order of birth; those that failed when they were played again are left out. */
  readonly specimens: readonly Specimen[];
  readonly births: number;
  /** How many generations were finished. */
  readonly generations: number;
  /** How likely the better ones would have had so many children without selection; absent where nobody had any. */
  readonly selection?: number;
  /** The line of first parents of a variant, from its founder. */
  lineageOf(id: number): readonly number[];
}

/** Picks programs out of a run's log as it grows. */
export interface Gatherer {
  /** Reads what is in the log by now, up to the end of so many generations at most; how many it has read. */
  read(generationsMax?: number): number;
  /** How long the campaign has run until there, in milliseconds. */
  elapsedMs(): number;
  /** Who sat in the rivals' seats last; programs only. */
  rivals(): readonly Genome[];
  /** Has the picks of what was read played on the training cases for their traces. */
  gather(proving: Remembering): Promise<Gathered>;
}

/** So many events are read at once. */
const eventsAtOnce = 4096;

/** Opens the log of a run, which may still grow. */
export function createGatherer(run: RunReader, scenario: Scenario): Gatherer {
  const log = followLog(join(run.path, "events.jsonl"));
  const genomes = openGenomes(join(run.path, "genomes.jsonl"));
  const genomeOf = (hash: string): Genome => {
    const genome = genomes.find(hash);
    if (genome !== undefined) return genome;
    throw new WorldError("genome-damaged", `A genome is missing in ${run.path}: ${hash}`, "Restore it from a copy.");
  };
  const picker = createPicker({ spec: run.manifest.spec, objective: scenario.objectives[0], genomeOf });
  const selection = createSelectionTest(run.manifest.spec, scenario.objectives[0]);
  const chronicle = createChronicle(scenario.rivals !== undefined && scenario.rivals > 0);
  const unread: Event[] = [];

  function next(): Event | undefined {
    if (unread.length === 0) unread.push(...log.poll(eventsAtOnce).toReversed());
    if (log.restarts() === 0) return unread.pop();
    throw new WorldError("log-damaged", `The log of ${run.path} was cut while it was mined`, "Mine it again.");
  }

  return {
    read(generationsMax = Infinity) {
      while (chronicle.generations() < generationsMax) {
        const event = next();
        if (event === undefined) break;
        picker.apply(event);
        selection.apply(event);
        chronicle.apply(event);
      }
      return chronicle.generations();
    },
    elapsedMs: chronicle.elapsedMs,
    rivals: () => chronicle.rivals().map(genomeOf).filter(isProgram),
    async gather(proving) {
      const picks = picker.picks().filter(({ genome }) => isProgram(genome));
      const played = await proving.remember(picks.map(({ genome }) => genome));
      const specimens = picks.flatMap((pick, i): Specimen[] => {
        const { traces } = played[i]!;
        return traces.length === 0 ? [] : [{ ...pick, traces }];
      });
      const chance = selection.chance();
      return { ...chronicle.told(), ...(chance === undefined ? {} : { selection: chance }), specimens };
    },
  };
}

function isProgram({ kind }: Genome): boolean {
  return kind === "program";
}

/** What a log says beside who is picked, up to the last generation that was finished. */
interface Chronicle {
  apply(event: Event): void;
  generations(): number;
  elapsedMs(): number;
  /** The genomes of those who sat in the rivals' seats last, by their hashes. */
  rivals(): readonly string[];
  told(): Omit<Gathered, "specimens" | "selection">;
}

function createChronicle(hasRivals: boolean): Chronicle {
  // By variant; founders have no first parent.
  const parents: (number | undefined)[] = [];
  const hashes: string[] = [];
  let chosen: readonly number[] = [];
  let [generations, births, elapsedMs] = [0, 0, 0];
  let rivals: readonly string[] = [];
  return {
    apply(event) {
      if (event.type === "rivals-chosen") chosen = event.ids;
      if (event.type === "variant-born") {
        parents.push(event.parents[0]);
        if (hasRivals) hashes.push(event.genome);
      }
      if (event.type !== "generation-finished") return;
      generations++;
      elapsedMs += event.observed.ms;
      births = parents.length;
      rivals = chosen.map((id) => hashes[id]!);
    },
    generations: () => generations,
    elapsedMs: () => elapsedMs,
    rivals: () => rivals,
    told: () => ({
      births,
      generations,
      lineageOf(id) {
        const line = [id];
        for (let at = parents[id]; at !== undefined; at = parents[at]) line.push(at);
        return line.toReversed();
      },
    }),
  };
}
