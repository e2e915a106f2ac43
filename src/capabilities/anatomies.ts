import type { Genome } from "../genome/genome.ts";
import { isNetwork } from "../genome/kinds.ts";
import { neatGenesMax } from "../genome/kinds/neat.ts";
import { networkKind } from "../genome/kinds/network.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { assert } from "../std/errors.ts";
import { networkAnatomy } from "./anatomies/network.ts";
import { programAnatomy } from "./anatomies/program.ts";
import type { Anatomy } from "./anatomy.ts";

/** Whether parts of a genome can be told apart: it is a program, or a network of at most 10,000 weights. */
export function hasAnatomy(genome: Genome): boolean {
  if (genome.kind === "network") return networkKind.size(genome) <= neatGenesMax;
  return genome.kind === "program" || genome.kind === "neat";
}

/** The anatomy of a genome's kind. */
export function anatomyOf(genome: Genome, scenario: Scenario): Anatomy {
  assert(hasAnatomy(genome), `the parts of this ${genome.kind} can be told apart`);
  return isNetwork(genome) ? networkAnatomy(scenario) : programAnatomy(scenario);
}
