// Who gets the proposals when one arm is better than the others, and when that changes: the bandit on a script.
import { parseArgs } from "node:util";
import { type BanditOptions } from "../src/emitters/bandit.ts";
import { banditDefaults } from "../src/campaign/with-models.ts";
import { playScript, shareOf } from "../tests/emitters/scripted-arms.ts";

const { values: flags } = parseArgs({
  options: {
    seeds: { type: "string", default: "30" },
    /** The first seed. */
    first: { type: "string", default: "1" },
    arms: { type: "string", default: "5,15,25" },
    births: { type: "string", default: "1,8,20,100" },
    /** How often a child of the best arm, and of the others, is better than its parent. */
    best: { type: "string", default: "0.5" },
    others: { type: "string", default: "0.1" },
  },
});

/** The best arm is another one from this proposal on. */
const change = 400;
const windows = [
  [50, 100],
  [100, 150],
  [150, 200],
  [200, 400],
  [450, 500],
  [550, 600],
  [600, 800],
] as const;

const numbers = (text: string): readonly number[] => text.split(",").map(Number);
const seeds = Array.from({ length: Number(flags.seeds) }, (_, i) => Number(flags.first) + i);
const [best, others] = [Number(flags.best), Number(flags.others)];

/** A world of 800 proposals: who is the best arm before and after the change, and what a draft costs by model. */
interface World {
  readonly winners: readonly [string, string];
  readonly models: Readonly<Record<string, number>>;
}

const worlds: Readonly<Record<string, World>> = {
  "an operator is the best arm": { winners: ["operator-0", "operator-1"], models: { useless: 0.02 } },
  "a model is the best arm": { winners: ["llm-edit cheap", "operator-1"], models: { cheap: 0.004, useless: 0.02 } },
};

for (const [name, world] of Object.entries(worlds)) {
  console.log(
    `\nAt first ${name}: the shares of ${world.winners[0]}, and from proposal ${change} on of ${world.winners[1]}`,
  );
  const sizes = numbers(flags.arms).flatMap((arms) => numbers(flags.births).map((births) => ({ arms, births })));
  console.table(
    sizes.flatMap((size) => [
      { choice: "bandit", ...size, ...rowOf(world, size, banditDefaults) },
      ...(size.births === sizes[0]!.births ? [{ choice: "weights", ...size, ...rowOf(world, size, undefined) }] : []),
    ]),
  );
}

function rowOf(
  world: World,
  { arms, births }: { readonly arms: number; readonly births: number },
  bandit?: BanditOptions,
) {
  const { winners, models } = world;
  const operators = arms - Object.keys(models).length;
  const chance = (arm: string, proposal: number): number =>
    arm.endsWith("useless") ? 0 : arm === winners[proposal < change ? 0 : 1] ? best : others;
  const played = seeds.map((seed) =>
    playScript({ seed, births, proposals: 800, operators, models, chance, ...(bandit && { bandit }) }),
  );
  const percent = (value: (all: readonly string[]) => number): string =>
    `${Math.round((100 * played.reduce((sum, one) => sum + value(one.arms), 0)) / seeds.length)} %`;
  const shares = windows.map(([from, to]) => {
    const winner = winners[from < change ? 0 : 1];
    return [`${from}-${to}`, percent((all) => shareOf(winner, all, from, to))];
  });
  return {
    ...Object.fromEntries(shares),
    useless: percent((all) => shareOf("llm-edit useless", all, 200, 400)),
    better: percent((all) => all.reduce((sum, arm, at) => sum + chance(arm, at), 0) / all.length),
    usd: (played.reduce((sum, { usd }) => sum + usd, 0) / seeds.length).toFixed(2),
  };
}
