import { createHash, hash } from "node:crypto";

/** SHA-256 of a text, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

/** A SHA-256 that is fed piece by piece. */
export interface RunningHash {
  update(text: string): void;
  digest(): string;
}

/** Starts a SHA-256 over many pieces of text. */
export function runningHash(): RunningHash {
  const state = createHash("sha256");
  return {
    update: (text) => void state.update(text),
    digest: () => state.digest("hex"),
  };
}
