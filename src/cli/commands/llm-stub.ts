import { spawn } from "node:child_process";
import { once } from "node:events";
import type { FaultName, StubOptions } from "../../llm/stub/options.ts";
import { faultNames } from "../../llm/stub/options.ts";
import { createStub, type Stub } from "../../llm/stub/stub.ts";
import type { StubStats } from "../../llm/stub/ledger.ts";
import { messageOf, UserError } from "../../std/errors.ts";
import { count } from "../../text/figures.ts";
import type { CliCommand, FlagValues, Words } from "../command.ts";
import { listOf, repeatable, textOf } from "../command.ts";
import { badFlag, numberFlag, wholeFlag } from "../flags.ts";
import { printEnvelope } from "../output.ts";
import { exitCodes, type StopSignal, type Terminal } from "../terminal.ts";

/** `lamarck llm-stub`: a stand-in for language models, to try campaigns with them without a key. */
export const llmStubCommand: CliCommand = {
  define(command) {
    command
      .argument("[command...]", "after `--`: a command to run with the stub; it ends with that command")
      .option("--port <port>", "where it listens on 127.0.0.1 (default: a free port)")
      .option("--seed <seed>", "what its answers depend on besides the request", "0")
      .option("--latency <least-most>", "how long an answer takes, in milliseconds", "0-0")
      .option("--useless <share>", "answers that are no good", "0.1")
      .option("--fault <name=share>", `requests that meet one of: ${faultNames.join(", ")}`, repeatable)
      .option("--tries <count>", "how often a request meets its 429, 529 or 500; from 10 on it is never answered", "1")
      .option("--retry-after <seconds>", "how long a 429 asks to wait", "1")
      .option("--refuse-after <requests>", "refuse the key after so many requests")
      .option("--tokens-scale <factor>", "multiply all tokens, to see budgets work", "1")
      .option("--json", "print an envelope of JSON when it listens, and one when it ends");
  },
  act: llmStub,
};

async function llmStub(terminal: Terminal, options: FlagValues, words: Words): Promise<number> {
  const [program, ...rest] = words[0] as unknown as readonly string[];
  const stub = await createStub(stubOptions(options));
  const isJson = options["json"] === true;
  try {
    if (program !== undefined) return await runWith(stub, terminal, [program, ...rest]);
    const stopped = Promise.withResolvers<StopSignal>();
    const forget = terminal.onStop(stopped.resolve);
    if (isJson) printEnvelope(terminal, "llm-stub", { url: stub.url, env: environment(stub) });
    else announce(stub, terminal);
    await stopped.promise;
    forget();
    return exitCodes.done;
  } finally {
    await stub.close();
    if (isJson) printEnvelope(terminal, "llm-stub", { url: stub.url, stats: stub.stats() });
    else terminal.err(statsText(stub.stats()));
  }
}

function stubOptions(options: FlagValues): StubOptions {
  const text = (name: string): string => textOf(options, name)!;
  const [port, refuseAfter] = [textOf(options, "port"), textOf(options, "refuseAfter")];
  return {
    ...(port === undefined ? {} : { port: wholeFlag("--port", port, 0, 65_535) }),
    seed: wholeFlag("--seed", text("seed"), 0),
    latencyMs: latencyFlag(text("latency")),
    useless: numberFlag("--useless", text("useless"), 0, 1),
    faults: faultsFlag(listOf(options, "fault")),
    tries: wholeFlag("--tries", text("tries"), 1, 1000),
    retryAfter: numberFlag("--retry-after", text("retryAfter"), 0, 3600),
    ...(refuseAfter === undefined ? {} : { refuseAfter: wholeFlag("--refuse-after", refuseAfter, 0) }),
    tokensScale: numberFlag("--tokens-scale", text("tokensScale"), 0, 1_000_000),
  };
}

function latencyFlag(text: string): readonly [number, number] {
  const [, least, most] = /^(\d{1,6})-(\d{1,6})$/.exec(text) ?? [];
  if (Number(least) <= Number(most)) return [Number(least), Number(most)];
  throw badFlag("--latency", text, "two numbers of milliseconds, the smaller first", "200-2000");
}

function faultsFlag(pairs: readonly string[]): Partial<Record<FaultName, number>> {
  const faults: Partial<Record<FaultName, number>> = {};
  for (const pair of pairs) {
    const [, word, share] = /^([\w-]+)=(.+)$/.exec(pair) ?? [];
    const name = faultNames.find((known) => known === word);
    if (name === undefined || share === undefined) {
      throw badFlag("--fault", pair, `\`name=share\` with one of ${faultNames.join(", ")}`, "429=0.1");
    }
    faults[name] = numberFlag(`--fault ${name}`, share, 0, 1);
  }
  return faults;
}

/** What makes a client ask the stub. The key is a word that no message has, since clients blot it out wherever it is. */
function environment({ url }: Stub): Readonly<Record<string, string>> {
  return { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "no-key-needed" };
}

function announce(stub: Stub, { out, err }: Terminal): void {
  for (const [name, value] of Object.entries(environment(stub))) out(`export ${name}=${value}\n`);
  err(
    "A stand-in for language models listens here until Ctrl-C. It costs nothing: the prices of a campaign are only\n" +
      "counted. Set the two variables above in another terminal, and try:\n\n" +
      "  lamarck run bin-packing --llm claude-haiku-4-5 --budget-usd 0.10 --budget-evals 400\n\n",
  );
}

/** Runs a command that asks the stub, and returns its exit code. */
async function runWith(stub: Stub, terminal: Terminal, [program, ...words]: readonly [string, ...string[]]) {
  // A key or a token of the user's own has no business with the stub.
  const { ANTHROPIC_AUTH_TOKEN: _, ...env } = terminal.env;
  const child = spawn(program, words, { cwd: terminal.cwd, env: { ...env, ...environment(stub) }, stdio: "inherit" });
  // Ctrl-C reaches the command by itself; it alone decides what to make of it.
  const forget = terminal.onStop((signal) => void (signal === "SIGTERM" && child.kill(signal)));
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return (
      code ?? (signal === "SIGTERM" ? exitCodes.SIGTERM : signal === "SIGINT" ? exitCodes.SIGINT : exitCodes.failed)
    );
  } catch (error) {
    const hint = "Give the command after `--` as in a shell: `lamarck llm-stub -- lamarck run bin-packing`.";
    throw new UserError("no-command", `Cannot run \`${program}\`: ${messageOf(error)}`, hint, { cause: error });
  } finally {
    forget();
  }
}

function statsText({ requests, paid, distinct, cut, byFault, usage }: StubStats): string {
  const faults = Object.entries(byFault).map(([name, times]) => `${name} ${count(times)}`);
  const { input, cacheWrite, cacheRead, output } = usage;
  return [
    `requests ${count(requests)}, answered ${count(paid)}, distinct ${count(distinct)}, cut off ${count(cut)}`,
    `tokens   input ${count(input)}, to the cache ${count(cacheWrite)}, from it ${count(cacheRead)}, output ${count(output)}`,
    ...(faults.length === 0 ? [] : [`faults   ${faults.join(", ")}`]),
    "",
  ].join("\n");
}
