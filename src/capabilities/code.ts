import type { Genome } from "../genome/genome.ts";

/** A program as people read a part of one: the expression that it returns, or its statements. */
export function codeOf(program: Genome): string {
  const at = program.bytes.indexOf("export default function");
  const start = program.bytes.indexOf("{\n", at) + 2;
  const end = program.bytes.lastIndexOf("}");
  const body = program.bytes.slice(start, end).replaceAll(/^ {2}/gm, "").trim();
  const before = program.bytes.slice(0, at).trim();
  if (before !== "") return `${before}\n${body}`;
  return /^return [^\n]*;$/.test(body) ? body.slice("return ".length, -1) : body;
}
