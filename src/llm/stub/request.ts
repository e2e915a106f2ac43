import { sha256 } from "../../std/hash.ts";

/** A request for a message, as far as the stub reads it. */
export interface StubRequest {
  /** SHA-256 of all that the answer may depend on: not of how it is delivered, or of what is kept in a cache. */
  readonly hash: string;
  readonly model: string;
  readonly outputMax: number;
  readonly stream: boolean;
  /** What stands before the last mark of the cache, and what behind it, the schema included. */
  readonly prefix: string;
  readonly rest: string;
  /** What the messages say. */
  readonly prompt: string;
  /** The JSON schema of the answer; absent where plain text will do. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

interface Block {
  readonly text: string;
  readonly isMarked: boolean;
}

/** Reads the body of a request for a message; a text says what is wrong with it. */
export function requestOf(body: unknown): StubRequest | string {
  if (!isRecord(body)) return "the body is not a JSON object";
  const { model, max_tokens: outputMax, messages, stream = false } = body;
  if (typeof model !== "string" || model === "") return "model: expected a name";
  if (!Number.isInteger(outputMax) || Number(outputMax) < 1) return "max_tokens: expected a whole number from 1";
  if (!Array.isArray(messages) || messages.length === 0) return "messages: expected at least one message";
  const system = blocksOf(body["system"] ?? []);
  const spoken = messages.map((message: unknown) => (isRecord(message) ? blocksOf(message["content"]) : undefined));
  if (system === undefined || spoken.includes(undefined)) return "expected text, or a list of blocks of text";
  const schema = schemaOf(body["output_config"]);
  const conversation = spoken.flatMap((blocks) => blocks!);
  const blocks = [...system, ...conversation];
  const mark = blocks.findLastIndex(({ isMarked }) => isMarked) + 1;
  const prompt = textOf(conversation);
  return {
    hash: sha256(JSON.stringify([model, outputMax, textOf(system), prompt, schema])),
    model,
    outputMax: Number(outputMax),
    stream: stream === true,
    prefix: textOf(blocks.slice(0, mark)),
    rest: textOf(blocks.slice(mark)) + (schema === undefined ? "" : JSON.stringify(schema)),
    prompt,
    ...(schema === undefined ? {} : { schema }),
  };
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The blocks of text of a message or the instructions; undefined where there is anything else. */
function blocksOf(content: unknown): readonly Block[] | undefined {
  if (typeof content === "string") return [{ text: content, isMarked: false }];
  if (!Array.isArray(content)) return undefined;
  const blocks = content.map((block: unknown): Block | undefined =>
    isRecord(block) && block["type"] === "text" && typeof block["text"] === "string"
      ? { text: block["text"], isMarked: isRecord(block["cache_control"]) }
      : undefined,
  );
  return blocks.includes(undefined) ? undefined : (blocks as readonly Block[]);
}

function textOf(blocks: readonly Block[]): string {
  return blocks.map(({ text }) => text).join("\n");
}

function schemaOf(config: unknown): StubRequest["schema"] {
  const format = isRecord(config) ? config["format"] : undefined;
  const schema = isRecord(format) ? format["schema"] : undefined;
  return isRecord(schema) ? schema : undefined;
}
