/** What a command has of the world that called it. Everything that is printed passes here, and is sanitised. */
export interface Terminal {
  /** Prints data: what the command was asked for. */
  out(text: string): void;
  /** Prints messages: what happened on the way. */
  err(text: string): void;
  /** The folder that relative paths start from and whose `.lamarck` holds the runs. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Variables that hold keys: taken out of the environment, so that no child inherits them. */
  readonly keys?: Readonly<Record<string, string | undefined>>;
  /** Which of its streams are a terminal. */
  readonly tty: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** The words after `lamarck`, as they were typed. */
  readonly words: readonly string[];
  /** Calls the listener at each request to stop, until the returned function is called. */
  onStop(listener: (signal: StopSignal) => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
}

export type StopSignal = "SIGINT" | "SIGTERM";

/** Exit codes, part of the documented interface. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  assertion: 3,
  errorRate: 4,
  locked: 5,
  notFound: 6,
  SIGINT: 130,
  SIGTERM: 143,
} as const;
