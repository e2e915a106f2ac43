import { UserError, WorldError } from "../std/errors.ts";

/** A user's mistake, or a failure of the world, as plain data: errors lose their fields between threads. */
export interface Complaint {
  /** Code, message and hint. */
  readonly complaint: readonly [string, string, string];
  readonly of: "user" | "world";
}

/** What a lane does for a task: errors that say what to do are answered as complaints. */
export async function orComplaint<Reply>(work: () => Promise<Reply>): Promise<Reply | Complaint> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError || error instanceof WorldError)) throw error;
    return {
      complaint: [error.code, error.message, error.hint],
      of: error instanceof UserError ? "user" : "world",
    };
  }
}

/** The error that a complaint was made of. */
export function errorOf({ complaint, of }: Complaint): UserError | WorldError {
  return of === "user" ? new UserError(...complaint) : new WorldError(...complaint);
}
