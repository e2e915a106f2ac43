import { extname } from "node:path";
import { checkSeated } from "../campaign/seats.ts";
import { type Genome, genomeOf } from "../genome/genome.ts";
import { isNetwork } from "../genome/kinds.ts";
import { neatKind } from "../genome/kinds/neat.ts";
import { networkKind } from "../genome/kinds/network.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { messageOf, UserError } from "../std/errors.ts";
import { oneLine } from "../text/sanitize.ts";
import { readText } from "./files.ts";

const programBytesMax = 1 << 24;
const networkBytesMax = 1 << 27;

/**
 * The agent of a user's file: a network of an `.onnx` model or of a genome's `.json`, else a program as it is, whatever
 * it is. Throws `UserError` where the file is broken, or its network does not fit the world.
 */
export async function readAgent(path: string, scenario: Scenario): Promise<Genome> {
  const genome = await genomeIn(path);
  if (!isNetwork(genome)) return genome;
  return naming(path, () => {
    checkSeated(genome, scenario);
    return genome;
  });
}

async function genomeIn(path: string): Promise<Genome> {
  switch (extname(path).toLowerCase()) {
    case ".onnx": {
      const { readModel } = await import("../inference/graph/files.ts");
      const models = await import("../inference/models.ts");
      return naming(path, () => models.genomeIn(readModel(path)));
    }
    case ".json": {
      const text = readText(path, networkBytesMax);
      // Only networks of evolved topology tell their nodes.
      return naming(path, () => (/"nodes"\s*:/.test(text) ? neatKind : networkKind).parse(text));
    }
    default:
      return genomeOf("program", readText(path, programBytesMax));
  }
}

/** What goes wrong with a file is said with its name. */
function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = messageOf(error);
    throw new UserError(
      error.code,
      message.includes(path) ? message : `${message} (${oneLine(path, 300)})`,
      error.hint,
      {
        cause: error,
      },
    );
  }
}
