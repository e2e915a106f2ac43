import { describe, expect, test } from "vitest";
import { type Complaint, errorOf, orComplaint } from "../../src/lanes/complaint.ts";
import { UserError, WorldError } from "../../src/std/errors.ts";

describe("what a lane complains of", () => {
  test.each([UserError, WorldError])("keeps its sort, code, message and hint on the way home: %o", async (Kind) => {
    const error = new Kind("no-memory", "There is no memory", "Use less.");
    const reply: unknown = structuredClone(await orComplaint(() => Promise.reject(error)));
    const again = errorOf(reply as Complaint);
    expect(again).toBeInstanceOf(Kind);
    expect(again).toMatchObject({ code: "no-memory", message: "There is no memory", hint: "Use less." });
  });

  test("is no defect of a lane's own, which is thrown", async () => {
    await expect(orComplaint(() => Promise.reject(new TypeError("a defect")))).rejects.toThrow("a defect");
  });
});
