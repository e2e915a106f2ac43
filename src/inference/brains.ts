import type { Genome } from "../genome/genome.ts";
import { neatOf } from "../genome/kinds/neat.ts";
import { networkOf } from "../genome/kinds/network.ts";
import { UserError } from "../std/errors.ts";
import type { Brain } from "./engines/engine.ts";

/** The network that a genome is. Throws `UserError` where it is none. */
export function brainOf(genome: Genome): Brain {
  switch (genome.kind) {
    case "network":
      return { kind: "network", network: networkOf(genome) };
    case "neat":
      return { kind: "neat", network: neatOf(genome) };
    default:
      throw new UserError(
        "no-network",
        `Expected a network, got a genome of the kind \`${genome.kind}\``,
        "Evaluate programs in the sandbox.",
      );
  }
}
