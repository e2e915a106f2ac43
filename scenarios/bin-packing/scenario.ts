import type {
  Case,
  OptionFile,
  Options,
  PlayedScenario,
  ScenarioFactory,
  Signature,
  Split,
} from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";
import { type Family, freshCases, publishedSets, uniform, weibull } from "./instances.ts";
import { judge } from "./judge.ts";
import { type Packing, play } from "./play.ts";
import { playback } from "./playback.ts";
import { answerTokens, tokens } from "./tokens.ts";
import { casesOfFile } from "./user-file.ts";

const factory: ScenarioFactory = {
  name: "bin-packing",
  options: {
    instances: {
      type: "string",
      about: "The family that cases are drawn from, or a published test set with its family for training.",
      default: "uniform",
      choices: ["uniform", "weibull", ...Object.keys(publishedSets)],
    },
    items: {
      type: "number",
      about: "Items an instance in drawn cases; 500 uniform or 5,000 Weibull ones where unset.",
      range: [10, 20_000],
      whole: true,
    },
    trainCases: {
      type: "number",
      about: "Training instances; 48 uniform or 4 Weibull ones where unset.",
      range: [1, 1000],
      whole: true,
    },
    file: { type: "file", about: "Your own instances as JSON, in place of all others." },
  },
  create,
};
export default factory;

/**
 * All that an agent is told. FunSearch's skeleton shows a rule the remaining spaces of all bins at once; `twins` and
 * `heirs` are a digest of that same list (how often two of its values occur), so nothing about later items is given
 * away, and bins with the same space still look alike, which is what makes the play fast.
 */
const agent: Signature = {
  name: "priority",
  about: "How much an item wants a bin; it goes to the bin with the highest priority, ties to the oldest.",
  parameters: [
    { name: "item", type: "number", about: "Size of the item, from 1 to the capacity." },
    { name: "space", type: "number", about: "Remaining space of the bin, from item to capacity." },
    { name: "gap", type: "number", about: "Space that would be left, space - item, from 0." },
    { name: "twins", type: "number", about: "How many open bins have exactly this space; 0 for an empty bin." },
    {
      name: "heirs",
      type: "number",
      about: "How many open bins have exactly the space that would be left, space - item; 0 when none would be left.",
    },
    { name: "capacity", type: "number", about: "Size of an empty bin." },
  ],
  returns: "number",
};

const parameters = agent.parameters.map(({ name }) => name).join(", ");

function create(options: Options): PlayedScenario {
  const { cases, itemsMax, capacityMax } = caseSource(options);
  const calls = itemsMax * (capacityMax + 1);
  return {
    name: factory.name,
    brief: [
      "Online bin packing. Items arrive one by one and each must be put at once, for good, into a bin with enough",
      "remaining space; later items are unknown. The function gives the priority of a bin for the item; the item goes",
      "to the bin with the highest priority, and ties go to the bin that was opened first. An empty bin is always",
      "among the choices, with space equal to capacity. Use as few bins as possible: the score is the share of bins",
      "used beyond the lower bound ceil(sum of sizes / capacity). Bins that end with a little space that no item",
      "fits are waste; bins that are filled exactly are best.",
    ].join(" "),
    agent,
    objectives: [
      {
        name: "excess",
        direction: "minimize",
        about: "Bins used over the lower bound ceil(sum of sizes / capacity), minus 1.",
      },
    ],
    measures: [
      { name: "perfect", range: [0, 1], about: "Share of the used bins that are filled exactly." },
      { name: "levels", range: [0, 1], about: "Distinct remaining spaces of open bins, mean over time, by capacity." },
    ],
    trace: tokens,
    limits: {
      calls,
      fuel: Math.min(100_000_000, Math.max(1_000_000, 200 * calls)),
      answer: itemsMax,
      wallMs: 250 + Math.ceil(calls / 200),
    },
    primitives: { functions: ["abs", "min", "max", "sqrt", "floor", "exp", "log"] },
    references: [
      {
        name: "first-fit",
        about: "The oldest bin with room (Johnson 1973).",
        source: `export default function priority(${parameters}) { return 0; }`,
      },
      {
        name: "best-fit",
        about: "The fullest bin with room (Johnson 1973).",
        source: `export default function priority(${parameters}) { return -space; }`,
      },
    ],
    cases,
    play,
    judge,
    answerTokens,
    playback,
  };
}

interface CaseSource {
  readonly cases: (split: Split, random: Random) => readonly Case[];
  /** No case has more items, or more capacity. */
  readonly itemsMax: number;
  readonly capacityMax: number;
}

function caseSource(options: Options): CaseSource {
  if (options["file"] !== undefined) {
    const cases = casesOfFile(options["file"] as OptionFile);
    const all = Object.values(cases).flat();
    return { cases: (split) => cases[split], ...bounds(all.map((one) => one.instance as Packing)) };
  }
  const choice = (options["instances"] ?? "uniform") as string;
  const published = publishedSets[choice];
  const base = published?.family ?? (choice === "weibull" ? weibull : uniform);
  const family: Family = {
    ...base,
    items: Number(options["items"] ?? base.items),
    counts: { ...base.counts, train: Number(options["trainCases"] ?? base.counts.train) },
  };
  const fixed = published?.instances() ?? [];
  const { itemsMax } = bounds(fixed.map(([, instance]) => instance));
  return {
    cases(split, random) {
      if (split !== "test" || published === undefined) return freshCases(family, split, random);
      return fixed.map(([name, instance]) => ({ id: `${choice}/${name}`, instance }));
    },
    itemsMax: Math.max(itemsMax, family.items),
    capacityMax: family.capacity,
  };
}

function bounds(packings: readonly Packing[]): { itemsMax: number; capacityMax: number } {
  return {
    itemsMax: packings.reduce((most, { items }) => Math.max(most, items.length), 0),
    capacityMax: packings.reduce((most, { capacity }) => Math.max(most, capacity), 0),
  };
}
