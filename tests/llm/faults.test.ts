import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanerOf, refusalOf } from "../../src/llm/faults.ts";
import { canary } from "./requests.ts";

const clean = cleanerOf(canary);

/** An error as the provider's client throws it. */
function refused(status: number, headers: Readonly<Record<string, string>>): Error {
  return Object.assign(new Error("No."), { status, headers: new Headers(headers) });
}

describe("what is shown of a provider's words", () => {
  test("is one short line without the key, whatever they are", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constant(canary), fc.constant("\u001b[2J\n"))),
        (parts) => {
          const shown = clean(parts.join(""));
          expect(shown.length).toBeLessThanOrEqual(200);
          expect(shown).not.toContain(canary);
          expect(shown).not.toMatch(/[\p{C}\n]/u);
        },
      ),
    ));

  test("is cut between characters", () => {
    expect(clean(`${"y".repeat(199)}🦎`)).toBe("y".repeat(199));
    expect(clean(`${"y".repeat(198)}🦎z`)).toBe(`${"y".repeat(198)}🦎`);
  });
});

describe("how long to wait after a refusal", () => {
  test.each([
    [{ "retry-after": "2" }, 2000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after-ms": "70", "retry-after": "2" }, 70],
    [{ "retry-after": "0" }, undefined],
    [{ "retry-after": "-1" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, undefined],
    [{}, undefined],
  ])("is as the provider says, where it says so: %j", (headers, ms) => {
    expect(refusalOf(refused(429, headers), clean).afterMs).toBe(ms);
  });

  test("may be until a date", () => {
    const headers = { "retry-after": new Date(Date.now() + 3_600_000).toUTCString() };
    const { afterMs } = refusalOf(refused(503, headers), clean);
    expect(afterMs).toBeGreaterThan(3_000_000);
    expect(afterMs).toBeLessThanOrEqual(3_600_000);
  });
});

describe("a failure to connect", () => {
  test("is told by its innermost reason, and sure to have sent nothing only where no connection was made", () => {
    const failed = (code: string): Error =>
      new Error("Connection error.", {
        cause: new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code }) }),
      });
    const { fault, again, isUncertain } = refusalOf(failed("ECONNREFUSED"), clean);
    expect({ fault, again, isUncertain }).toEqual({
      fault: { name: "unreachable", message: "No connection: no (ECONNREFUSED)" },
      again: true,
      isUncertain: false,
    });
    expect(refusalOf(failed("ECONNRESET"), clean)).toMatchObject({ again: true, isUncertain: true });
  });
});
