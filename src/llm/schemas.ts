/** What a reply is to hold. */
export type ReplyShape = "edits" | "program" | "lessons";

type Schema = Readonly<Record<string, unknown>>;

const text = { type: "string" };

/** The JSON schemas that replies keep to; providers that bind a model to one take no limits on lengths. */
export const schemas: Readonly<Record<ReplyShape, Schema>> = {
  edits: object({ thoughts: text, edits: { type: "array", items: object({ search: text, replace: text }) } }),
  program: object({ thoughts: text, program: text }),
  lessons: object({ lessons: { type: "array", items: text } }),
};

function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}
