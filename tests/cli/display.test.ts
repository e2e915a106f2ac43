import { describe, expect, test } from "vitest";
import { chooseDisplay } from "../../src/cli/display.ts";
import { UserError } from "../../src/std/errors.ts";

const terminal = { stdin: true, stdout: true, stderr: true };
const piped = { ...terminal, stdout: false };
const fed = { ...terminal, stdin: false };

type Env = Readonly<Record<string, string>>;

describe("the display", () => {
  test.each<[shown: string, flag: string | undefined, env: Env, tty: typeof terminal]>([
    ["full", undefined, {}, terminal],
    ["plain", undefined, {}, piped],
    ["plain", undefined, {}, fed],
    ["plain", undefined, { CI: "true" }, terminal],
    ["full", undefined, { CI: "false" }, terminal],
    ["plain", undefined, { TERM: "dumb" }, terminal],
    ["plain", undefined, { CLAUDECODE: "1" }, terminal],
    ["full", "full", { CI: "1", TERM: "dumb", LAMARCK_DISPLAY: "json" }, terminal],
    ["json", "json", { LAMARCK_DISPLAY: "full" }, terminal],
    ["inline", undefined, { LAMARCK_DISPLAY: "inline", CI: "1" }, terminal],
    ["plain", undefined, { LAMARCK_DISPLAY: "full" }, piped],
    ["none", undefined, { LAMARCK_DISPLAY: "none" }, piped],
    ["full", "auto", {}, terminal],
  ])("is %s for --display %s, %o and %o", (shown, flag, env, tty) => {
    expect(chooseDisplay(flag, { env, tty })).toBe(shown);
  });

  test.each([
    ["full", {}, piped],
    ["full", {}, fed],
    ["inline", {}, piped],
    ["fancy", {}, terminal],
    [undefined, { LAMARCK_DISPLAY: "fancy" }, terminal],
  ])("cannot be %s with %o and %o, and that is a mistake", (flag, env, tty) => {
    expect(() => chooseDisplay(flag, { env, tty })).toThrow(UserError);
  });
});
