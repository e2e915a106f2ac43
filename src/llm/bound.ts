import { noUsage, type Usage } from "../variation/calls.ts";
import type { ModelRequest } from "./model.ts";

/** Tokens that a provider adds of its own: roles, and the instructions that go with a schema. */
const addedTokens = 200;

/**
 * The most that one call is reckoned to cost in tokens: what reservations are made of, and what a call counts with whose
 * end is not known. A token of code or English is three or four bytes of UTF-8; two are reckoned, so that text which is
 * cut finely is covered too. What a model thinks to itself is part of its output, which `outputMax` limits.
 */
export function usageBound({ system, prompt, schema, outputMax }: ModelRequest): Usage {
  const bytes = Buffer.byteLength(system) + Buffer.byteLength(prompt) + Buffer.byteLength(JSON.stringify(schema));
  return { ...noUsage, input: Math.ceil(bytes / 2) + addedTokens, output: outputMax };
}
