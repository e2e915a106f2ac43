import type { CliCommand, FlagValues, Words } from "../command.ts";
import { choiceFlag } from "../flags.ts";
import { populationSchema } from "../population.ts";
import { toJson } from "../../text/sanitize.ts";
import type { Schema } from "../schema.ts";
import { specSchema } from "../spec-schema.ts";
import type { Terminal } from "../terminal.ts";

const draft = "https://json-schema.org/draft/2020-12/schema";

const eventSchema: Schema = {
  $schema: draft,
  title: "A record of `lamarck run --display json`",
  type: "object",
  properties: {
    schema: { const: "lamarck/event@1" },
    seq: { type: "integer", minimum: 0 },
    t: { type: "string", description: "The time, as ISO 8601 has it." },
    event: { enum: ["launch", "generation", "notice", "warning", "done"] },
    run: { type: "string", description: "Of launch: the run's id." },
    pid: { type: "integer", description: "Of launch: the process that runs it; absent where nobody does." },
    control: {
      type: "object",
      description: "Of launch: where that process listens for viewers and commands.",
      properties: { socket: { type: "string" } },
      required: ["socket"],
    },
    message: { type: "string", description: "Of notice and warning." },
    author: { type: "string", description: "Of notice: who asked for it, as user@host:terminal." },
    reason: { type: "string", description: "Of notice: why." },
    status: { type: "string", description: "Of done: how it ended, or how the run was left." },
    exit: { type: "integer", description: "Of done: the exit code." },
  },
  required: ["schema", "seq", "t", "event"],
};

const envelopeSchema: Schema = {
  $schema: draft,
  title: "What read commands print with --json; `data` is the command's own",
  type: "object",
  properties: {
    schema: { type: "string", description: "`lamarck/<command>@1`" },
    as_of: { type: "string", description: "The time, as ISO 8601 has it." },
    truncated: { type: "boolean" },
    counts: {
      type: "object",
      properties: { total: { type: "integer", minimum: 0 }, shown: { type: "integer", minimum: 0 } },
      required: ["total", "shown"],
    },
    data: {},
  },
  required: ["schema", "as_of", "truncated", "counts", "data"],
};

/** The formats that have a schema, by name. */
export const schemas = {
  spec: specSchema,
  event: eventSchema,
  envelope: envelopeSchema,
  population: populationSchema,
} as const;

/** `lamarck schema`: the JSON Schema of a format, or the names there are. */
export const schemaCommand: CliCommand = {
  define(command) {
    command.argument("[name]", `one of ${Object.keys(schemas).join(", ")}`);
  },
  act: schema,
};

async function schema(terminal: Terminal, _options: FlagValues, [name]: Words): Promise<number> {
  const names = Object.keys(schemas) as (keyof typeof schemas)[];
  if (name === undefined) terminal.out(`${names.join("\n")}\n`);
  else terminal.out(`${toJson(schemas[choiceFlag("schema", name, names)], 2)}\n`);
  return 0;
}
