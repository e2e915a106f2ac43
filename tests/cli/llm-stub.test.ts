import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call } from "./terminal.ts";

const launcher = resolve("bin/lamarck.js");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-llm-stub-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the built command line; `seen` hears all of its output so far, and can stop it. */
async function lamarck(words: readonly string[], seen?: (out: string, stop: (signal: NodeJS.Signals) => void) => void) {
  const env = { ...process.env, ANTHROPIC_API_KEY: "sk-own", ANTHROPIC_AUTH_TOKEN: "own-token" };
  const child = spawn(process.execPath, [launcher, ...words], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    seen?.(out, (signal) => void child.kill(signal));
  });
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return new Promise<{ code: number | null; out: string; err: string }>((done) =>
    child.once("close", (code) => done({ code, out, err })),
  );
}

describe("lamarck llm-stub", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("says how to be asked, answers, and counts at %s", async (signal) => {
    let asked: Promise<unknown> | undefined;
    const ended = await lamarck(["llm-stub", "--seed", "3"], (out, stop) => {
      const [, baseURL] = /^export ANTHROPIC_BASE_URL=(http:\/\/127\.0\.0\.1:\d+)$/m.exec(out) ?? [];
      if (baseURL === undefined || !out.includes("export ANTHROPIC_API_KEY=no-key-needed\n")) return;
      const client = new Anthropic({ apiKey: "no-key-needed", baseURL });
      const request = { model: "claude-haiku-4-5", max_tokens: 100, messages: [{ role: "user", content: "Hello" }] };
      asked ??= client.messages.create(request as Anthropic.MessageCreateParamsNonStreaming).then((message) => {
        stop(signal);
        return message;
      });
    });
    expect(await asked).toMatchObject({ content: [{ text: "This is the stub of a language model." }] });
    expect(ended.code).toBe(0);
    expect(ended.err).toContain("lamarck run bin-packing --llm claude-haiku-4-5");
    expect(ended.err).toContain("requests 1, answered 1, distinct 1, cut off 0");
  });

  test("prints JSON when it listens and when it has ended", async () => {
    const stopAt = { text: "ANTHROPIC_BASE_URL", signal: "SIGINT" } as const;
    const { code, out } = await call(folder, ["llm-stub", "--json"], stopAt);
    expect(code).toBe(0);
    const [listening, ended] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)) as [Envelope, Envelope];
    expect(listening).toMatchObject({
      schema: "lamarck/llm-stub@1",
      data: { env: { ANTHROPIC_API_KEY: "no-key-needed" } },
    });
    expect(ended.data).toMatchObject({ url: listening.data.url, stats: { requests: 0, paid: 0 } });
  });

  test("runs a command that asks it, with no other key or token, and ends with its exit code", async () => {
    const script =
      "const { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key, ANTHROPIC_AUTH_TOKEN: token } = process.env;" +
      "const reply = await fetch(url + '/v1/models/claude-x', { headers: { 'x-api-key': key } });" +
      "console.log(JSON.stringify({ key, token, id: (await reply.json()).id }));" +
      "process.exitCode = 7;";
    const words = ["llm-stub", "--", process.execPath, "--input-type=module", "--eval", script];
    const { code, out, err } = await lamarck(words);
    expect(JSON.parse(out)).toEqual({ key: "no-key-needed", id: "claude-x" });
    expect(code).toBe(7);
    expect(err).toContain("requests 0");
  });
});

interface Envelope {
  readonly data: { readonly url: string };
}

const mistakes: readonly (readonly [words: string, says: RegExp])[] = [
  ["--fault 42=0.1", /name=share.*429, 529/],
  ["--fault 429=2", /`--fault 429` to be a number from 0 to 1, got `2`/],
  ["--fault 429=0.7 --fault empty=0.7", /1 at most together, got 1.4/],
  ["--latency 20-10", /milliseconds, the smaller first/],
  ["--useless much", /`--useless` to be a number from 0 to 1/],
  ["--port 70000", /`--port`/],
  ["-- no-such-command-here", /Cannot run `no-such-command-here`/],
];

test.each(mistakes)("`lamarck llm-stub %s` says what to do", async (words, says) => {
  const called = await call(folder, ["llm-stub", ...words.split(" ")]);
  expect(called.err).toMatch(says);
  expect(called.err).not.toMatch(/\n\s+at /);
  expect(called).toMatchObject({ code: 2, out: "" });
});
