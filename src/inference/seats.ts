import { runInThisContext } from "node:vm";
import type { Genome } from "../genome/genome.ts";
import type { Stage } from "../lanes/stage.ts";
import type { Agent, Seat, SteppedScenario } from "../scenario/scenario.ts";
import { isStepped } from "../scenario/scenario.ts";
import { tensorsOf } from "../scenario/seating.ts";
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
  if (!isStepped(scenario)) {
    throw new UserError(
      "no-networks",
      `Networks cannot play ${scenario.name}: it calls its agents as it likes (${file})`,
      "Networks play worlds in steps, with `world`; evolve programs here.",
    );
  }
  const tensors = tensorsOf(scenario);
  if (tensors === undefined) {
    throw new UserError(
      "no-networks",
      `Networks cannot play ${scenario.name}: its agents see or return lists of numbers (${file})`,
      "Give the scenario `tensors`, which turn what an agent sees into numbers; or evolve programs.",
    );
  }
  const names: string[] = [];
  const numberOf = (seat: Seat): number => {
    if (seat === "self") return 0;
    const name = JSON.stringify(seat);
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name) + 1;
  };
  const seating = stage.cases.map(({ case: one }) => (one.seats ?? ["self"]).map(numberOf));
  const sitters = names.map((name) => sitterOf(JSON.parse(name) as Exclude<Seat, "self">, stage, rivals));
  return { stage, scenario, tensors, seating, sitters };
}

function sitterOf(seat: Exclude<Seat, "self">, { scenario, file }: Stage, rivals: readonly Genome[]): Sitter {
  // Fewer members than seats: they come round again; none at all: the first reference stands in.
  const rival = "rival" in seat ? rivals[seat.rival % Math.max(1, rivals.length)] : undefined;
  if (rival !== undefined) return { kind: "network", genome: rival };
  const { references = [] } = scenario;
  const reference = "reference" in seat ? references.find(({ name }) => name === seat.reference) : references[0];
  try {
    return { kind: "reference", act: functionOf(reference!.source, file) };
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
