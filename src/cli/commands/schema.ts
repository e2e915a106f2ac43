import type { CliCommand, FlagValues, Words } from "../command.ts";
import { choiceFlag } from "../flags.ts";
import { populationSchema } from "../population.ts";
import { toJson } from "../../text/sanitize.ts";
import { hypothesisSchema } from "../hypothesis.ts";
import type { Schema } from "../schema.ts";
import { eventSchema } from "../event-schema.ts";
import { pricesSchema, specSchema } from "../spec-schema.ts";
import type { Terminal } from "../terminal.ts";

const draft = "https://json-schema.org/draft/2020-12/schema";

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
  prices: pricesSchema,
  hypothesis: hypothesisSchema,
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
