import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BehaviourMap } from "../../src/capabilities/behaviour-map.ts";
import { readBehaviours, writeBehaviours } from "../../src/store/behaviours.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamarck-behaviours-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("What variants did is read as it was kept, and there is none where it was not or is damaged", () => {
  const map: BehaviourMap = {
    schema: "lamarck/behaviours@1",
    variants: [{ id: 3, generation: 1, at: [0.5, -2], kind: 1, novelty: 0.25 }],
    stabilities: [0.8],
    unstable: 2,
    shown: { abc: [3] },
  };
  expect(readBehaviours(folder)).toBeUndefined();
  writeBehaviours(folder, map);
  expect(readBehaviours(folder)).toEqual(map);
  writeBehaviours(folder, { ...map, unstable: 0 });
  expect(readBehaviours(folder)).toEqual({ ...map, unstable: 0 });
  for (const damage of ["{", '{"schema":"lamarck/behaviours@9"}']) {
    writeFileSync(join(folder, "behaviours.json"), damage);
    expect(readBehaviours(folder)).toBeUndefined();
  }
});
