import type { Reference, Scenario, Seat } from "../scenario/scenario.ts";
import type { KeyedCase } from "./stage.ts";

/** A seat of anybody but the agent under evaluation. */
export type OtherSeat = Exclude<Seat, "self">;

/** Who sits where. */
export interface Seating {
  /** For each case, seat by seat: 0 for the agent under evaluation, else one more than the place among the others. */
  readonly seats: readonly (readonly number[])[];
  /** The others, each once. */
  readonly others: readonly OtherSeat[];
}

/** Numbers those who sit in the seats of some cases, in the order in which they first appear. */
export function seatingOf(cases: readonly KeyedCase[]): Seating {
  const names: string[] = [];
  const numberOf = (seat: Seat): number => {
    if (seat === "self") return 0;
    const name = JSON.stringify(seat);
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name) + 1;
  };
  const seats = cases.map(({ case: one }) => (one.seats ?? ["self"]).map(numberOf));
  return { seats, others: names.map((name) => JSON.parse(name) as OtherSeat) };
}

/** Who takes a seat: one of the rivals, or a reference. */
export function sitterIn<Rival>(
  seat: OtherSeat,
  { references = [] }: Scenario,
  rivals: readonly Rival[],
): { readonly rival: Rival } | { readonly reference: Reference | undefined } {
  if ("reference" in seat) return { reference: references.find(({ name }) => name === seat.reference) };
  // Fewer members than seats: they come round again; none at all: the first reference stands in.
  const rival = rivals[seat.rival % Math.max(1, rivals.length)];
  return rival === undefined ? { reference: references[0] } : { rival };
}
