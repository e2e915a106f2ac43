import { messageOf, UserError } from "../std/errors.ts";
import type { Random } from "../std/random.ts";
import type { Case, Scenario, Split } from "./scenario.ts";

/**
 * The cases of a split, held to the scenario's contract. Throws `UserError` when there are none, when ids repeat, when
 * an instance is missing, or when a seat names nobody; `file` names the scenario's file.
 */
export function casesOf(scenario: Scenario, split: Split, random: Random, file: string): readonly Case[] {
  let cases: readonly Case[];
  try {
    cases = scenario.cases(split, random);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw fault(file, `\`cases("${split}")\` threw: ${messageOf(error)}`, "Make `cases` work for each split.", error);
  }
  if (!Array.isArray(cases) || cases.length === 0) {
    throw fault(file, `\`cases("${split}")\` gave no cases`, "Return a list of at least one case for each split.");
  }
  return checkCases(cases, scenario, file);
}

/** Cases that fit a scenario, also those that a user brought. Throws `UserError` as `casesOf` does. */
export function checkCases(cases: readonly Case[], scenario: Scenario, file: string): readonly Case[] {
  const ids = new Set<string>();
  for (const [i, one] of cases.entries()) {
    if (typeof one?.id !== "string" || one.id === "") {
      throw fault(file, `Expected \`id\` of case ${i} to be a text`, "Give each case an id of its own.");
    }
    if (ids.has(one.id)) throw fault(file, `Two cases have the id \`${one.id}\``, "Give each case an id of its own.");
    ids.add(one.id);
    if (one.instance === undefined) {
      throw fault(
        file,
        `Case \`${one.id}\` has no \`instance\``,
        "Give each case an instance made of plain JSON data.",
      );
    }
    checkSeats(one, scenario, file);
  }
  return cases;
}

function checkSeats({ id, seats }: Case, scenario: Scenario, file: string): void {
  if (seats === undefined) return;
  if (seats.filter((seat) => seat === "self").length !== 1) {
    throw fault(file, `Case \`${id}\` does not seat \`self\` exactly once`, "Put `self` into one of its seats.");
  }
  for (const seat of seats) {
    if (seat === "self") continue;
    if ("rival" in seat) {
      const rivals = scenario.rivals ?? 0;
      if (Number.isInteger(seat.rival) && seat.rival >= 0 && seat.rival < rivals) continue;
      throw fault(
        file,
        `Case \`${id}\` seats rival ${seat.rival} of ${rivals}`,
        "Raise `rivals`, or count rivals from 0.",
      );
    }
    if (scenario.references?.some(({ name }) => name === seat.reference)) continue;
    throw fault(file, `Case \`${id}\` seats \`${seat.reference}\`, who is no reference`, "Add it to `references`.");
  }
}

function fault(file: string, what: string, hint: string, cause?: unknown): UserError {
  return new UserError("scenario-cases", `${what} (${file})`, hint, cause === undefined ? undefined : { cause });
}
