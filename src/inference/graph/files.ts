import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, sep } from "node:path";
import { messageOf, UserError, WorldError } from "../../std/errors.ts";
import { brokenModel } from "./broken.ts";
import { checkModel } from "./check.ts";
import { decodeModel } from "./decode.ts";
import type { ReadExternal } from "./decode-tensor.ts";
import { encodeParts } from "./encode.ts";
import type { Model } from "./graph.ts";

/** The largest file that is read, in bytes. */
const FILE_BYTES_MAX = 2 ** 31 - 1;

/**
 * The model of an `.onnx` file, with weights from files beside it where it has any, and checked. Throws `UserError`
 * where there is no such file or it is broken; files outside the model's folder are never read.
 */
export function readModel(path: string): Model {
  const files = new Map<string, Uint8Array>();
  const external: ReadExternal = (location, where) => {
    const known = files.get(location) ?? readBytes(pathBeside(path, location, where), where);
    files.set(location, known);
    return known;
  };
  const model = decodeModel(readBytes(path, path), { name: basename(path), external });
  checkModel(model, basename(path));
  return model;
}

/** Writes an `.onnx` file; with `external`, a file of this name beside it holds the weights. Throws `WorldError`. */
export function writeModel(path: string, model: Model, external?: string): void {
  const parts = encodeParts(model, external === undefined ? {} : { external });
  try {
    if (external !== undefined) writeFileSync(join(dirname(path), external), parts.external!);
    writeFileSync(path, parts.bytes);
  } catch (thrown) {
    throw new WorldError(
      "cannot-write",
      `Cannot write ${path}: ${messageOf(thrown)}`,
      "Free space or change the path.",
    );
  }
}

function readBytes(path: string, where: string): Uint8Array {
  if (!existsSync(path))
    throw brokenModel(
      where,
      where === path ? "there is no such file" : `there is no file ${path}`,
      "Check the path, and that all files are there.",
    );
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new Error("it is no file");
    if (stat.size <= FILE_BYTES_MAX) {
      const { buffer, byteOffset, length } = readFileSync(path);
      return new Uint8Array(buffer, byteOffset, length);
    }
    throw new UserError(
      "bad-model",
      `${where}: ${path} has ${stat.size} bytes`,
      `Files have at most ${FILE_BYTES_MAX}.`,
    );
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw brokenModel(
      where,
      `cannot read ${path}: ${messageOf(thrown)}`,
      "Check the path, and that all files are there.",
    );
  }
}

/** The place of a file that a model names. Links that lead out of the folder are seen through. */
function pathBeside(model: string, location: string, where: string): string {
  const folder = realpathSync(dirname(model));
  const outside = brokenModel(
    where,
    `its numbers should be in "${location}", which is not in the model's folder`,
    "Put both files into one folder, and name the one in the other without a path.",
  );
  if (location === "" || isAbsolute(location) || location.includes("\0") || location.includes("\\")) throw outside;
  const path = join(folder, location);
  if (!path.startsWith(folder + sep)) throw outside;
  try {
    if (!realpathSync(path).startsWith(folder + sep)) throw outside;
  } catch (thrown) {
    if (thrown === outside) throw outside;
    throw brokenModel(where, `its numbers should be in "${location}", which is not there`, "Put it beside the model.");
  }
  return path;
}
