import { runInThisContext } from "node:vm";
import type { Genome } from "../genome/genome.ts";
import { type OtherSeat, seatingOf, sitterIn } from "../lanes/seating.ts";
import type { Stage } from "../lanes/stage.ts";
import type { Agent, SteppedScenario } from "../scenario/scenario.ts";
import { seatsOf } from "../scenario/seating.ts";
import type { Tensors } from "../scenario/tensors.ts";
import { messageOf, UserError } from "../std/errors.ts";

/** Who sits in a seat beside the network under evaluation. */
export type Sitter =
  | { readonly kind: "network"; readonly genome: Genome }
  /** A reference agent: its code is the scenario's own, as trusted as the world. */
  | { readonly kind: "reference"; readonly act: Agent };

/** A world made ready for networks. */
export interface Arena {
  readonly stage: Stage;
  readonly scenario: SteppedScenario;
  readonly tensors: Tensors;
  /** For each case, seat by seat: 0 for the network under evaluation, else one more than the number of a sitter. */
  readonly seating: readonly (readonly number[])[];
  readonly sitters: readonly Sitter[];
}

/** Makes a world ready. Throws `UserError` where networks cannot sit in it. */
export function arenaOf(stage: Stage, rivals: readonly Genome[]): Arena {
  const { scenario, file } = stage;
  const tensors = seatsOf(scenario, ` (${file})`);
  const { seats, others } = seatingOf(stage.cases);
  const sitters = others.map((seat) => sitterOf(seat, stage, rivals));
  return { stage, scenario: scenario as SteppedScenario, tensors, seating: seats, sitters };
}

function sitterOf(seat: OtherSeat, { scenario, file }: Stage, rivals: readonly Genome[]): Sitter {
  const sitter = sitterIn(seat, scenario, rivals);
  if ("rival" in sitter) return { kind: "network", genome: sitter.rival };
  try {
    return { kind: "reference", act: functionOf(sitter.reference!.source, file) };
  } catch (error) {
    throw new UserError(
      "scenario-reference",
      `${file}: a seated agent cannot be used: ${messageOf(error)}`,
      "Correct the agent's source in `references`.",
    );
  }
}

function functionOf(source: string, file: string): Agent {
  const expression = source
    .trim()
    .replace(/^export\s+default\s+/, "")
    .replace(/;\s*$/, "");
  const act = runInThisContext(`"use strict";(${expression})`, { filename: `${file}: a reference` }) as Agent;
  return (...inputs) => {
    try {
      return act(...inputs);
    } catch {
      // It has no action then, as in the sandbox.
      return Number.NaN;
    }
  };
}
