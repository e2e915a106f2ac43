import { anatomyOf } from "../capabilities/anatomies.ts";
import type { Grafting } from "../capabilities/anatomy.ts";
import { counted } from "../capabilities/proving.ts";
import { removal } from "../capabilities/removal.ts";
import type { Subject } from "../capabilities/subject.ts";
import type { Proving } from "../capabilities/trial.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { randomFromSeed } from "../std/random.ts";

/** How the part of a carrier that is responsible is put elsewhere; undefined where it cannot stand by itself. */
export async function graftingFor(
  { candidate, carrier, seed }: Subject,
  { proving, scenario }: { readonly proving: Proving; readonly scenario: Scenario },
): Promise<Grafting | undefined> {
  const random = randomFromSeed(seed);
  const anatomy = anatomyOf(carrier, scenario);
  const trials = { pattern: candidate.pattern, scenario, proving: counted(proving), random };
  const { parts } = await removal({ ...anatomy.dissected(carrier), anatomy }, trials);
  const [part] = parts;
  return part && anatomy.graftingOf(part.core, random.fork("cultivate", carrier.hash));
}
