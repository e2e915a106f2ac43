import { UserError } from "../../std/errors.ts";

/** A graph or file that is not right: what is wrong at which place, and what to do about it. */
export function brokenModel(where: string, what: string, hint: string = EXPORT_AGAIN): UserError {
  return new UserError("bad-model", `${where}: ${what}`, hint);
}

/** What to do about a file that was damaged or made wrong. */
export const EXPORT_AGAIN = "Export the model again, or fetch the file again: what is in it is no valid ONNX model.";
