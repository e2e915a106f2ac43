import { describe, expect, test } from "vitest";
import { attached } from "../../src/std/attached.ts";

describe("what is attached to an object", () => {
  test("is what was told last, each memory's own, and nothing to those of which nothing was told", () => {
    const [lengths, names] = [attached<object, number>(), attached<object, string>()];
    const [one, other] = [{}, {}];
    lengths.set(one, 1);
    names.set(one, "one");
    lengths.set(one, 2);
    expect([lengths.get(one), names.get(one)]).toEqual([2, "one"]);
    expect([lengths.get(other), names.get(other)]).toEqual([undefined, undefined]);
  });

  test("is neither seen nor taken along by whoever lists, compares or copies the object", () => {
    const lengths = attached<object, number>();
    const owner = { name: "owner" };
    lengths.set(owner, 5);
    expect(Reflect.ownKeys(owner)).toEqual(["name"]);
    expect(owner).toStrictEqual({ name: "owner" });
    expect(lengths.get({ ...owner })).toBeUndefined();
    expect(lengths.get(structuredClone(owner))).toBeUndefined();
  });
});
