import { anatomyOf } from "../capabilities/anatomies.ts";
import type { Grafting } from "../capabilities/anatomy.ts";
import { counted } from "../capabilities/proving.ts";
import { removal } from "../capabilities/removal.ts";
import type { Subject } from "../capabilities/subject.ts";
import type { Proving } from "../capabilities/trial.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";

/** Puts the part of a carrier that is responsible elsewhere, as the tests find it; undefined where that cannot be. */
export async function graftingFor(
  { candidate, carrier, seed }: Subject,
  { proving, scenario }: { readonly proving: Proving; readonly scenario: Scenario },
): Promise<Grafting | undefined> {
  const random = randomFromSeed(seed);
  const trials = { pattern: candidate.pattern, scenario, proving: counted(proving), random };
  const anatomy = anatomyOf(carrier, scenario);
  const { parts } = await removal({ ...anatomy.dissected(carrier), anatomy }, trials);
  return parts[0] && anatomy.graftingOf(parts[0].core, random.fork("grafting"));
}
