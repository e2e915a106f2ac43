import { sha256 } from "../std/hash.ts";
import type { ModelRequest } from "./model.ts";

/** The name of a request: the SHA-256 of its fields in a fixed order, the schema as it was given. */
export function callOf({ model, system, prompt, schema, outputMax }: ModelRequest): string {
  return sha256(JSON.stringify({ model, system, prompt, schema, outputMax }));
}
