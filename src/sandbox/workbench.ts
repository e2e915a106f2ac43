import type { CaseSet, ScenarioAddress } from "../evaluation/backend.ts";
import { createStage, type Stage } from "../lanes/stage.ts";
import type { Seat } from "../scenario/scenario.ts";
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
  const names: string[] = [];
  const numberOf = (seat: Seat): number => {
    if (seat === "self") return 0;
    const name = JSON.stringify(seat);
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name) + 1;
  };
  const cases = bench.cases.map(({ case: one, key }) => ({
    instance: JSON.stringify(one.instance) ?? "null",
    key,
    seats: (one.seats ?? ["self"]).map((seat) => numberOf(seat)),
  }));
  const others = names.map((name) => seated(JSON.parse(name) as Exclude<Seat, "self">, bench, rivals));
  const takes = scenario.agent.parameters.map(({ type }) => type);
  const setup = { takes, returns: scenario.agent.returns, fuel: limits.fuel, answer: limits.answer, cases };
  return { setup, play, others, wallMs: limits.wallMs, memoryMb };
}

function seated(seat: Exclude<Seat, "self">, bench: Workbench, rivals: readonly string[]): AgentCode {
  const { scenario, file, gate } = bench;
  // Fewer members than seats: they come round again; none at all: the first reference stands in.
  const source =
    "reference" in seat
      ? scenario.references?.find(({ name }) => name === seat.reference)?.source
      : (rivals[seat.rival % Math.max(1, rivals.length)] ?? scenario.references?.[0]?.source);
  const ruling = gate(source ?? "");
  if (ruling.kind !== "refused") return ruling;
  throw new UserError(
    "scenario-reference",
    `${file}: a seated agent is refused: ${ruling.message}`,
    "Correct the agent's source in `references`.",
  );
}
