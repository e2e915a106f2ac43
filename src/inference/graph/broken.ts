import { closest, UserError } from "../../std/errors.ts";

/** A graph or file that is not right: what is wrong at which place, and what to do about it. */
export function brokenModel(where: string, what: string, hint: string = EXPORT_AGAIN): UserError {
  return new UserError("bad-model", printable(`${where}: ${what}`), printable(hint));
}

/** What to do about a file that was damaged or made wrong. */
export const EXPORT_AGAIN = "Export the model again, or fetch the file again: what is in it is no valid ONNX model.";

/** Asks whether the name that is most like this one was meant; otherwise says what else to do. */
export function suggest(name: string, known: Iterable<string>, otherwise: string): string {
  // A file may hold any number of names of any length, and comparing them takes the product of their lengths.
  const candidates = [...known].slice(0, 1000).filter(({ length }) => length <= NAME_LENGTH_MAX);
  const near = name.length <= NAME_LENGTH_MAX ? closest(name, candidates) : undefined;
  return near === undefined ? otherwise : `Did you mean \`${near}\`? If not: ${otherwise}`;
}

const NAME_LENGTH_MAX = 64;
const MESSAGE_LENGTH_MAX = 1000;

/** A text for people: names in files may be of any length, and hold what moves the cursor of a terminal. */
export function printable(text: string): string {
  const short = text.length <= MESSAGE_LENGTH_MAX ? text : `${text.slice(0, MESSAGE_LENGTH_MAX)}…`;
  return short.replaceAll(/\p{C}/gu, "\u{FFFD}");
}
