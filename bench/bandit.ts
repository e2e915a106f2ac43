// Who gets the proposals when one arm is better than the others, and when that changes: the bandit on a script.
import { parseArgs } from "node:util";
import { banditDefaults } from "../src/campaign/with-models.ts";
import { playScript, type Script, shareOf } from "../tests/emitters/scripted-arms.ts";

const { values: flags } = parseArgs({
  options: {
    seeds: { type: "string", default: "30" },
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
const seeds = Array.from({ length: Number(flags.seeds) }, (_, i) => i + 1);
const [best, others] = [Number(flags.best), Number(flags.others)];

/** The arms that are to win before and after the change, and what a draft costs. */
const worlds: Readonly<Record<string, Pick<Script, "models"> & { readonly winners: readonly [string, string] }>> = {
  "an operator": { winners: ["operator-0", "operator-1"], models: { useless: 0.02 } },
  "a paid arm": { winners: ["llm-edit cheap", "operator-1"], models: { cheap: 0.004, useless: 0.02 } },
};

for (const [name, { winners, models }] of Object.entries(worlds)) {
  const rows = numbers(flags.arms).flatMap((arms) =>
    numbers(flags.births).map((births) => {
      const operators = arms - Object.keys(models!).length;
      const chance = (arm: string, proposal: number): number =>
        arm.endsWith("useless") ? 0 : arm === winners[proposal < change ? 0 : 1] ? best : others;
      const played = seeds.map((seed) =>
        playScript({ seed, births, proposals: 800, operators, models: models!, chance, bandit: banditDefaults }),
      );
      const mean = (value: (arms: readonly string[]) => number): string =>
        `${Math.round((100 * played.reduce((sum, one) => sum + value(one.arms), 0)) / seeds.length)} %`;
      const shares = windows.map(([from, to]) => {
        const winner = winners[from < change ? 0 : 1];
        return [`${from}-${to}`, mean((all) => shareOf(winner, all, from, to))] as const;
      });
      return {
        arms,
        births,
        ...Object.fromEntries(shares),
        useless: mean((all) => shareOf("llm-edit useless", all, 200, 400)),
      };
    }),
  );
  console.log(
    `\nThe share of ${name} that is better for its cost, ${winners[0]}, and from proposal ${change} on of ${winners[1]}`,
  );
  console.table(rows);
}
console.log("With fixed weights each arm has its share of 1 / arms all the time.");
