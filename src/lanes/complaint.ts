import { UserError } from "../std/errors.ts";

/** A user's mistake as plain data: errors lose their fields between threads. */
export interface Complaint {
  /** Code, message and hint. */
  readonly complaint: readonly [string, string, string];
}

/** What a lane does for a task: a user's mistake is answered as a complaint. */
export async function orComplaint<Reply>(work: () => Promise<Reply>): Promise<Reply | Complaint> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { complaint: [error.code, error.message, error.hint] };
  }
}
