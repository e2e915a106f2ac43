import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { promptOperators } from "../../src/llm/operators.ts";
import { modelOperators } from "../../src/variation/model-operators.ts";

const ids = [17, 23, 42];

test("each model operator has its file, and there are no others", () => {
  const files = readdirSync("src/llm/operators").filter((name) => name.startsWith("llm-"));
  const names = modelOperators.map(({ name }) => name);
  expect(files.toSorted()).toEqual(names.map((name) => `${name}.ts`).toSorted());
  expect(promptOperators.map(({ name }) => name)).toEqual(names);
});

test.each(modelOperators)(
  "the task of $name names all programs that it is about",
  ({ name, parents: [least, most] }) => {
    const { task, mends = false } = promptOperators.find((operator) => operator.name === name)!;
    expect(mends).toBe(most === 0);
    for (let count = Math.max(1, least); count <= Math.max(1, most); count++) {
      const text = task(ids.slice(0, count));
      expect(text.match(/\d+/g)?.map(Number)).toEqual(expect.arrayContaining(ids.slice(0, count)));
      expect(text).not.toContain("undefined");
    }
  },
);
