import type { BehaviourMap } from "../capabilities/behaviour-map.ts";
import type { Capability } from "../capabilities/capability.ts";
import { genomeText } from "../view/genome-text.ts";
import type { Genome } from "../genome/genome.ts";
import type { RunView } from "../view/model.ts";
import type { Chronicle } from "./chronicle.ts";

/** All that a report is made of. The same facts give the same page. */
export interface ReportFacts {
  readonly view: RunView;
  readonly chronicle: Chronicle;
  /** What the run is doing, in a word. */
  readonly state: string;
  /** The hash of the log, without what was merely observed. */
  readonly logHash: string;
  /** What people asked of it while it ran, oldest first. */
  readonly asked: readonly Asked[];
  /** The capabilities of the workspace's catalogue that were found in this scenario, those that came furthest first. */
  readonly capabilities: readonly Capability[];
  /** What its variants did, as mining left it beside the log; absent where it has not been mined. */
  readonly behaviours?: BehaviourMap;
  /** When the report is made, as ISO text, and by which Lamarck. */
  readonly made: { readonly t: string; readonly lamarck: string };
  /** A genome of the run by its hash, from the disk. */
  genome(hash: string): Genome | undefined;
}

/** Something that somebody asked of a run, as it is kept beside the log. */
export interface Asked {
  readonly t: string;
  readonly author: string;
  readonly text: string;
  readonly reason?: string;
}

/** Whom a report is about: the champion, or the best that lives; undefined where nobody does. */
export function shownId({ view }: ReportFacts): number | undefined {
  return view.state.finished?.champion ?? view.state.best?.id;
}

/** Its program; undefined where nobody lives, or the disk has it no more. */
export function programOf({ view, genome }: ReportFacts, id: number | undefined): string | undefined {
  const row = id === undefined ? undefined : view.variants.row(id);
  const found = row === undefined ? undefined : genome(row.genome);
  return found === undefined ? undefined : genomeText(found, view.facts.scenario);
}
