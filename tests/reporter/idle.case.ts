import { expect, test } from "vitest";

test.skip("is skipped", () => expect(1).toBe(1));
