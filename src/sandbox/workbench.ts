import type { CaseSet, ScenarioAddress } from "../evaluation/backend.ts";
import { type OtherSeat, seatingOf, sitterIn } from "../lanes/seating.ts";
import { createStage, type Stage } from "../lanes/stage.ts";
import { UserError } from "../std/errors.ts";
import { createGate } from "./gate.ts";
import type { Ruling } from "./gate.ts";
import { playSource } from "./judging.ts";
import type { AgentCode, Configuration } from "./protocol.ts";

/** A scenario made ready for programs. */
export interface Workbench extends Stage {
  readonly gate: (source: string) => Ruling;
  /** Whether a program is called so seldom that a formula is better computed than compiled. */
  readonly isBrief: boolean;
  /** The source of the play that enters the sandbox. */
  readonly play: string;
}

const memoryMb = 32;
/** As many calls as a compiled program takes to make up for its compilation. */
const briefCallsMax = 500;

/** Loads a scenario and draws its cases. Throws `UserError` where the scenario breaks its contract. */
export async function createWorkbench(address: ScenarioAddress, set: CaseSet): Promise<Workbench> {
  const stage = await createStage(address, set);
  const { scenario, limits, cases } = stage;
  return {
    ...stage,
    gate: createGate(scenario.agent, limits),
    isBrief: cases.length * limits.calls <= briefCallsMax,
    play: playSource(scenario, limits, address.path),
  };
}

/** What a sandbox must know to play the cases. Throws `UserError` for a seat that cannot be taken. */
export function configurationOf(bench: Workbench, rivals: readonly string[]): Configuration {
  const { scenario, limits, play } = bench;
  const { seats, others: seatsOfOthers } = seatingOf(bench.cases);
  const cases = bench.cases.map(({ case: one, key }, i) => ({
    instance: JSON.stringify(one.instance) ?? "null",
    key,
    seats: seats[i]!,
  }));
  const others = seatsOfOthers.map((seat) => seated(seat, bench, rivals));
  const takes = scenario.agent.parameters.map(({ type }) => type);
  const setup = { takes, returns: scenario.agent.returns, fuel: limits.fuel, answer: limits.answer, cases };
  return { setup, play, others, wallMs: limits.wallMs, memoryMb };
}

function seated(seat: OtherSeat, bench: Workbench, rivals: readonly string[]): AgentCode {
  const { scenario, file, gate } = bench;
  const sitter = sitterIn(seat, scenario, rivals);
  const source = "rival" in sitter ? sitter.rival : sitter.reference?.source;
  const ruling = gate(source ?? "");
  if (ruling.kind !== "refused") return ruling;
  throw new UserError(
    "scenario-reference",
    `${file}: a seated agent is refused: ${ruling.message}`,
    "Correct the agent's source in `references`.",
  );
}
