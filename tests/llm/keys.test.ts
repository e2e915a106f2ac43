import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkKey } from "../../src/llm/check-key.ts";
import { keyFrom } from "../../src/llm/keys.ts";
import { createStub } from "../../src/llm/stub/stub.ts";
import { inFolder } from "../simulation/mortal.ts";
import { refuse, startProvider } from "./provider.ts";
import { canary } from "./requests.ts";

/** What was thrown, with all that people see of it. */
async function thrownBy(work: () => unknown): Promise<Record<string, string>> {
  try {
    await work();
  } catch (error) {
    const { name, code, message, hint, cause } = error as Error & Record<string, string>;
    return { name, code: code!, message, hint: hint!, cause: String(cause) };
  }
  throw new Error("Nothing was thrown");
}

describe("the key", () => {
  test("comes from the environment, without the space around it", () => {
    expect(keyFrom({ ANTHROPIC_API_KEY: ` ${canary}\n` })).toBe(canary);
  });

  test("comes from the first line of a file, which goes before the environment", () =>
    inFolder((folder) => {
      const file = join(folder, "key");
      writeFileSync(file, ` ${canary}\r\nanything else\n`, { mode: 0o600 });
      expect(keyFrom({ ANTHROPIC_API_KEY: "another" }, file)).toBe(canary);
    }));

  test.each([{}, { ANTHROPIC_API_KEY: "" }, { ANTHROPIC_API_KEY: " \n" }])(
    "that is not there is asked for, with the ways to go on without (%j)",
    async (env) => {
      const { name, code, hint } = await thrownBy(() => keyFrom(env));
      expect({ name, code }).toEqual({ name: "UserError", code: "no-key" });
      for (const way of ["ANTHROPIC_API_KEY", "--llm-key-file", "leave `--llm` out", "lamarck llm-stub"]) {
        expect(hint).toContain(way);
      }
    },
  );

  test("in a file that is not there is asked for", async () => {
    expect(await thrownBy(() => keyFrom({}, "no/such/file"))).toMatchObject({ name: "UserError", code: "no-key" });
  });

  test.skipIf(process.platform === "win32")("in a file that others can read is refused, with the cure", () =>
    inFolder(async (folder) => {
      const file = join(folder, "key");
      writeFileSync(file, canary);
      for (const mode of [0o640, 0o604, 0o620]) {
        chmodSync(file, mode);
        const { code, hint } = await thrownBy(() => keyFrom({}, file));
        expect({ code, hint }).toEqual({ code: "key-open-to-others", hint: `Make it yours alone: chmod 600 ${file}` });
      }
      chmodSync(file, 0o400);
      expect(keyFrom({}, file)).toBe(canary);
    }),
  );

  test.each(["two words", "ключ", "line\u0000"])("that cannot be sent is refused and not shown (%j)", async (key) => {
    const thrown = await thrownBy(() => keyFrom({ ANTHROPIC_API_KEY: key }));
    expect(thrown["code"]).toBe("bad-key");
    expect(JSON.stringify(thrown)).not.toContain(key);
  });

  test("in an empty file is missed by the file's name", () =>
    inFolder(async (folder) => {
      const file = join(folder, "key");
      writeFileSync(file, "\nsecond line\n", { mode: 0o600 });
      expect((await thrownBy(() => keyFrom({}, file)))["message"]).toBe(`The API key in ${file} is empty`);
    }));
});

describe("checking the key before a campaign", () => {
  test("passes where the provider knows it and the models, and costs nothing", async () => {
    const stub = await createStub();
    await checkKey({ key: canary, baseUrl: stub.url }, ["claude-haiku-4-5", "claude-sonnet-4-5"]);
    expect(stub.stats()).toMatchObject({ requests: 0, paid: 0 });
    await stub.close();
  });

  test("says that the key is refused, and does not show it", async () => {
    const stub = await createStub({ refusedKey: canary });
    const thrown = await thrownBy(() => checkKey({ key: canary, baseUrl: stub.url }, ["claude-haiku-4-5"]));
    expect(thrown).toMatchObject({ name: "UserError", code: "key-refused" });
    expect(JSON.stringify(thrown)).not.toContain(canary);
    await stub.close();
  });

  test("names the model that the provider does not have", async () => {
    const stub = await createStub();
    const thrown = await thrownBy(() => checkKey({ key: canary, baseUrl: stub.url }, ["claude-haiku-4-5", "gpt"]));
    expect(thrown).toMatchObject({
      name: "UserError",
      code: "unknown-model",
      message: expect.stringContaining("`gpt`"),
    });
    await stub.close();
  });

  test("says that nobody can be reached", async () => {
    const stub = await createStub();
    await stub.close();
    const thrown = await thrownBy(() => checkKey({ key: canary, baseUrl: stub.url }, ["claude-haiku-4-5"]));
    expect(thrown).toMatchObject({ name: "WorldError", code: "provider-unreachable" });
  });

  test.each([
    ["that has no list of models", 404, "<html>Not here</html>"],
    ["that is overloaded", 529, '{"type":"error","error":{"type":"overloaded_error","message":"Busy"}}'],
  ])("passes with a server %s", async (_title, status, body) => {
    await using provider = await startProvider((response) => void response.writeHead(status).end(body));
    await checkKey({ key: canary, baseUrl: provider.url }, ["claude-haiku-4-5"]);
    expect(provider.came()).toBe(1);
  });

  test("can be given up", async () => {
    await using provider = await startProvider((response) => refuse(response, 401, "authentication_error"));
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(checkKey({ key: canary, baseUrl: provider.url }, ["claude-haiku-4-5"], signal)).rejects.toThrow(
      "enough",
    );
  });
});
