import { counted } from "../capabilities/proving.ts";
import { removal } from "../capabilities/removal.ts";
import type { Subject } from "../capabilities/subject.ts";
import type { Proving } from "../capabilities/trial.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";
import { type Graft, graftOf } from "../variation/graft.ts";
import { unitsOf } from "../variation/knockout.ts";

/** The part of a carrier that is responsible, to be put elsewhere, as the tests find it; undefined where it cannot be. */
export async function partOf(
  { candidate, carrier, seed }: Subject,
  { proving, scenario }: { readonly proving: Proving; readonly scenario: Scenario },
): Promise<Graft | undefined> {
  const trials = { pattern: candidate.pattern, scenario, proving: counted(proving), random: randomFromSeed(seed) };
  const { parts } = await removal(carrier, unitsOf(carrier, scenario.agent), trials);
  const [part] = parts;
  return part && graftOf(part.core, scenario.agent);
}
