import type { Access } from "../llm/client.ts";
import type { ModelRequest, ModelsStatus } from "../llm/model.ts";

/** What a courier works with: the first line that it reads. It is how the key reaches it, and the only way. */
export interface CourierSettings extends Access {
  /** Calls at the same time. */
  readonly inFlight: number;
  /** The file that keeps the replies. */
  readonly calls: string;
  /** The file that keeps which batch a call is in, where calls wait for one another to go out together. */
  readonly batches?: string;
  /** Says who writes these files. */
  readonly lock: string;
}

/** Every other line to a courier. */
export interface ToCourier {
  readonly request: ModelRequest;
}

/** A line from a courier; `call` is the SHA-256 of a request. */
export type FromCourier =
  /** The reply is on the disk. */
  | { readonly type: "kept"; readonly call: string; readonly status: ModelsStatus }
  /** There is neither a reply nor a fault that could be kept. */
  | { readonly type: "failed"; readonly call: string; readonly error: PlainError }
  | { readonly type: "status"; readonly status: ModelsStatus };

/** An error as data. */
export interface PlainError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** The longest line to a courier, and from one, in UTF-16 units. */
export const toCourierMax = 1 << 24;
export const fromCourierMax = 1 << 16;

/** What a line of a courier says; undefined where it is none. */
export function parseFromCourier(text: string): FromCourier | undefined {
  const line = objectIn(text);
  if (line === undefined) return undefined;
  const { type, call, status, error } = line as Partial<Record<string, unknown>>;
  const isWhole =
    (type === "status" && isStatus(status)) ||
    (type === "kept" && typeof call === "string" && isStatus(status)) ||
    (type === "failed" && typeof call === "string" && isError(error));
  return isWhole ? (line as FromCourier) : undefined;
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isStatus(value: unknown): value is ModelsStatus {
  if (typeof value !== "object" || value === null) return false;
  const counts = Object.values(value);
  return counts.length >= 4 && counts.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function isError(value: unknown): value is PlainError {
  if (typeof value !== "object" || value === null) return false;
  const { code, message, hint } = value as Partial<Record<string, unknown>>;
  return [code, message, hint].every((text) => typeof text === "string");
}
