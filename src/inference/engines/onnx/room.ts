import type { Crew } from "./crews.ts";

/** Where networks read and write: in their own order for who uses them, crew by crew for the graphs. */
export interface Room {
  readonly inputs: Float32Array;
  readonly outputs: Float32Array;
  inputsOf(crew: Crew): Float32Array;
  outputsOf(crew: Crew): Float32Array;
  /** Brings inputs to the crews. */
  gather(): void;
  /** Brings outputs from the crews. */
  scatter(): void;
}

/** Room for crews of networks with the same inputs and outputs. Nothing is copied where there is one plan. */
export function createRoom(crews: readonly Crew[], columns: number): Room {
  const { plan } = crews[0]!;
  const networks = crews.reduce((sum, crew) => sum + crew.networks.length, 0);
  const places = crews.reduce((sum, crew) => sum + crew.places, 0);
  const [given, made] = [plan.inputs * columns, plan.outputs * columns];
  const crewInputs = new Float32Array(places * given);
  const crewOutputs = new Float32Array(places * made);
  const partOf = (array: Float32Array, crew: Crew, width: number): Float32Array =>
    array.subarray(crew.from * width, (crew.from + crew.places) * width);
  const parts = {
    inputsOf: (crew: Crew) => partOf(crewInputs, crew, given),
    outputsOf: (crew: Crew) => partOf(crewOutputs, crew, made),
  };
  if (crews.every((crew) => crew.plan === plan)) {
    const inputs = crewInputs.subarray(0, networks * given);
    return { inputs, outputs: crewOutputs.subarray(0, networks * made), ...parts, gather() {}, scatter() {} };
  }
  const placeOf = new Int32Array(networks);
  for (const crew of crews) for (const [i, network] of crew.networks.entries()) placeOf[network] = crew.from + i;
  const inputs = new Float32Array(networks * given);
  const outputs = new Float32Array(networks * made);
  const bring = mover(inputs, crewInputs, given);
  const fetch = mover(crewOutputs, outputs, made);
  return {
    inputs,
    outputs,
    ...parts,
    gather() {
      for (let i = 0; i < networks; i++) bring(i * given, placeOf[i]! * given);
    },
    scatter() {
      for (let i = 0; i < networks; i++) fetch(placeOf[i]! * made, i * made);
    },
  };
}

/** Copies pieces of this many numbers, number by number: they are small. */
function mover(source: Float32Array, target: Float32Array, count: number): (at: number, to: number) => void {
  return (at, to) => {
    for (let i = 0; i < count; i++) target[to + i] = source[at + i]!;
  };
}
