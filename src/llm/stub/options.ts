import { UserError } from "../../std/errors.ts";
import { expectNumber, expectWhole } from "../../std/expect.ts";

/** What the stub can do wrong on purpose. */
export const faultNames = [
  /** Refused for too many requests, with `retry-after`; only the first tries of a request. */
  "429",
  /** Refused as overloaded; only the first tries of a request. */
  "529",
  /** An internal error; only the first tries of a request. */
  "500",
  /** The stream begins, and then says that it is overloaded; only the first tries of a request. */
  "stream-error",
  /** Hangs until the client goes: half of the time before the answer begins, half of the time in it. */
  "timeout",
  /** Waits in the middle of the answer. */
  "slow",
  /** The stream ends in the middle: half of the time with a broken connection. */
  "truncated",
  /** Text that is not the JSON that was asked for. */
  "malformed",
  /** An edit of a passage that is not there; a program that does not parse. */
  "bad-edit",
  /** No text at all. */
  "empty",
  /** 10 MiB of text. */
  "huge",
  /** A program with orders to whoever reads it, false fences, and what looks like a key. */
  "injection",
  /** The model will not answer. */
  "refusal",
  /** The key is not good. */
  "refused-key",
] as const;
export type FaultName = (typeof faultNames)[number];

/** How the stub behaves. Shares are from 0 to 1, and drawn by the request's hash, so that they repeat. */
export interface StubOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** A whole number from 0; 0 unless told. */
  readonly seed?: number;
  /** The share of requests that each fault hits; a request meets one at most. */
  readonly faults?: Readonly<Partial<Record<FaultName, number>>>;
  /** The share of answers that change nothing or make the program worse; 0.1 unless told. */
  readonly useless?: number;
  /** The share of requests whose marked prefix is not in the cache any more, so that it is written; 0.1 unless told. */
  readonly cold?: number;
  /** An answer takes between so many milliseconds; 0 unless told. */
  readonly latencyMs?: readonly [least: number, most: number];
  /** How long a slow answer waits, in milliseconds; 3,000 unless told. */
  readonly slowMs?: number;
  /** Seconds in the `retry-after` of a 429; 1 unless told. */
  readonly retryAfter?: number;
  /** How many tries of a request meet its 429, 529, 500 or error in the stream before it is answered, from 1; from 10 on it never is. 1 unless told. */
  readonly tries?: number;
  /** From which request on the key is refused, counted from 0; never unless told. */
  readonly refuseAfter?: number;
  /** A key that is refused. */
  readonly refusedKey?: string;
  /** Multiplies what is counted as tokens; 1 unless told. */
  readonly tokensScale?: number;
  /** How often a batch has to be asked for before it has ended, from 0; 1 unless told. */
  readonly batchPolls?: number;
}

/** Options with the defaults filled in. */
export type StubSettings = Required<Omit<StubOptions, "refusedKey">> & Pick<StubOptions, "refusedKey">;

/** Fills the defaults in. Throws `UserError` for settings out of range. */
export function settled(options: StubOptions): StubSettings {
  const settings: StubSettings = {
    port: 0,
    seed: 0,
    faults: {},
    useless: 0.1,
    cold: 0.1,
    latencyMs: [0, 0],
    slowMs: 3000,
    retryAfter: 1,
    tries: 1,
    refuseAfter: Number.MAX_SAFE_INTEGER,
    tokensScale: 1,
    batchPolls: 1,
    ...options,
  };
  expectWhole("port", settings.port, 0, 65_535);
  expectWhole("seed", settings.seed, 0, Number.MAX_SAFE_INTEGER);
  expectNumber("useless", settings.useless, 0, 1);
  expectNumber("cold", settings.cold, 0, 1);
  const [least, most] = settings.latencyMs;
  expectNumber("latency", least, 0, 600_000);
  expectNumber("latency", most, least, 600_000);
  expectNumber("slow", settings.slowMs, 0, 600_000);
  expectNumber("retry-after", settings.retryAfter, 0, 3600);
  expectWhole("tries", settings.tries, 1, 1000);
  expectWhole("refuse-after", settings.refuseAfter, 0, Number.MAX_SAFE_INTEGER);
  expectNumber("tokens-scale", settings.tokensScale, 0, 1_000_000);
  expectWhole("batch-polls", settings.batchPolls, 0, 1000);
  checkFaults(settings.faults);
  return settings;
}

function checkFaults(faults: StubSettings["faults"]): void {
  let sum = 0;
  for (const [name, share] of Object.entries(faults)) {
    if (!(faultNames as readonly string[]).includes(name)) {
      throw new UserError("bad-setting", `There is no fault \`${name}\``, `Faults are ${faultNames.join(", ")}.`);
    }
    expectNumber(`fault ${name}`, share, 0, 1);
    sum += share;
  }
  // Shares that a user added up to 1 may be more by an error of rounding.
  if (sum > 1 + 1e-9) {
    throw new UserError(
      "bad-setting",
      `Expected the shares of faults to be 1 at most together, got ${sum}`,
      "A request meets one fault at most: lower the shares.",
    );
  }
}
