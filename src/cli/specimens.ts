import { join } from "node:path";
import { hasAnatomy } from "../capabilities/anatomies.ts";
import type { Specimen } from "../capabilities/specimen.ts";
import { createPicker } from "../capabilities/specimens.ts";
import type { Genome } from "../genome/genome.ts";
import { neatGenesMax } from "../genome/kinds/neat.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { UserError, WorldError } from "../std/errors.ts";
import { openGenomes } from "../store/genome-index.ts";
import type { RunReader } from "../store/run-directory.ts";
import { count } from "../text/figures.ts";
import { chaptersOf, type LogChapter } from "./chapters.ts";
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

/** Picks programs and networks out of a run's log as it grows. */
export interface Gatherer {
  /** Reads what is in the log by now, up to the end of so many generations at most; how many it has read. */
  read(generationsMax?: number): number;
  /** How long the campaign has run until there, in milliseconds. */
  elapsedMs(): number;
  /** Who sat in the rivals' seats last. */
  rivals(): readonly Genome[];
  /** Has the picks of what was read played on the training cases for their traces. */
  gather(proving: Remembering): Promise<Gathered>;
}

/** Opens the log of a run, which may still grow. */
export function createGatherer(run: RunReader, scenario: Scenario): Gatherer {
  const chapters = chaptersOf(run.path);
  const genomes = openGenomes(join(run.path, "genomes.jsonl"));
  const genomeOf = (hash: string): Genome => {
    const genome = genomes.find(hash);
    if (genome !== undefined) return genome;
    throw new WorldError("genome-damaged", `A genome is missing in ${run.path}: ${hash}`, "Restore it from a copy.");
  };
  const picker = createPicker({ spec: run.manifest.spec, objective: scenario.objectives[0], genomeOf });
  const read: Pick<LogChapter, "firstBirth" | "events">[] = [];
  let elapsedMs = 0;
  let rivals: readonly number[] = [];

  /** The genome of a variant, by its birth. */
  function genomeOfVariant(id: number): Genome {
    const chapter = read.findLast(({ firstBirth }) => firstBirth <= id);
    for (const event of chapter?.events() ?? []) {
      if (event.type === "variant-born" && event.id === id) return genomeOf(event.genome);
    }
    throw new WorldError(
      "log-damaged",
      `Variant ${id} is not born in the log of ${run.path}`,
      "Restore it from a copy.",
    );
  }

  return {
    read(generationsMax = Infinity) {
      if (read.length >= generationsMax) return read.length;
      chapters.read((chapter) => {
        picker.add(chapter);
        elapsedMs += chapter.finished.observed.ms;
        rivals = chapter.rivals;
        const { firstBirth, events } = chapter;
        return read.push({ firstBirth, events }) < generationsMax;
      });
      return read.length;
    },
    elapsedMs: () => elapsedMs,
    rivals: () => rivals.map(genomeOfVariant),
    async gather(proving) {
      const all = picker.picks();
      const picks = all.filter(({ genome }) => hasAnatomy(genome));
      if (picks.length === 0 && all.length > 0) throw nothingToMine(run);
      const played = await proving.remember(picks.map(({ genome }) => genome));
      const specimens = picks.flatMap((pick, i): Specimen[] => {
        const { traces } = played[i]!;
        return traces.length === 0 ? [] : [{ ...pick, traces }];
      });
      const selection = picker.selection();
      const told = { births: picker.births(), generations: read.length, lineageOf: picker.lineOf };
      return { specimens, ...told, ...(selection === undefined ? {} : { selection }) };
    },
  };
}

function nothingToMine({ manifest: { id } }: RunReader): UserError {
  return new UserError(
    "nothing-to-mine",
    `The run ${id} evolves no agents whose parts can be told apart: no programs, and no networks of at most ${count(neatGenesMax)} weights`,
    "Mine a run with `--kind program`, `--kind neat`, or `--kind network` and a smaller `network.hidden`.",
  );
}
