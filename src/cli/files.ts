import { readFileSync, statSync } from "node:fs";
import { messageOf, UserError } from "../std/errors.ts";

const megabyte = 1 << 20;

/** The text of a file that the user named. Throws `UserError` when it cannot be read or is larger than allowed. */
export function readText(path: string, bytesMax: number = 64 * megabyte): string {
  let size: number;
  try {
    ({ size } = statSync(path));
    if (size <= bytesMax) return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const message = isMissing ? `There is no file ${path}` : `Cannot read ${path}: ${messageOf(error)}`;
    throw new UserError("file-unreadable", message, "Check the path.", { cause: error });
  }
  const limit = bytesMax / megabyte;
  throw new UserError("file-too-large", `${path} is larger than ${limit} MiB`, "Name a smaller file.");
}

/** The value in a JSON file. Throws `UserError` when it cannot be read or is not JSON. */
export function readJson(path: string, bytesMax?: number): unknown {
  const text = readText(path, bytesMax);
  try {
    return JSON.parse(text);
  } catch (error) {
    const line = lineOfFault(text, messageOf(error));
    const place = line === undefined ? path : `${path}, line ${line}`;
    throw new UserError(
      "bad-json",
      `${place} is not JSON: ${messageOf(error)}`,
      "Strings and keys stand in double quotes; there are no comments and no commas before a closing bracket.",
      { cause: error },
    );
  }
}

function lineOfFault(text: string, message: string): number | undefined {
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? undefined : text.slice(0, Number(position)).split("\n").length;
}
