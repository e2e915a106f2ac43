import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { genomeKinds } from "../../src/genome/kinds.ts";

test("the list of genome kinds holds every file of the folder", () => {
  const files = readdirSync(new URL("../../src/genome/kinds/", import.meta.url)).filter((file) => file.endsWith(".ts"));
  expect(files.toSorted()).toEqual(genomeKinds.map(({ name }) => `${name}.ts`).toSorted());
});
