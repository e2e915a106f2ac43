import type {
  Case,
  Options,
  Parameter,
  ScenarioFactory,
  Seat,
  Split,
  SteppedScenario,
} from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";
import { draw } from "./draw.ts";
import { groundOf, type Setting } from "./ground.ts";
import { references } from "./references.ts";
import { tensors } from "./tensors.ts";
import { acts, stepTokens, trace } from "./trace.ts";
import { world } from "./world.ts";

const defaults = { size: 12, agents: 4, food: 2, ticks: 100, sight: 2, rivals: 4 } as const;

const factory: ScenarioFactory = {
  name: "foraging",
  options: {
    size: whole("How wide and high the ground is, in cells.", defaults.size, [8, 40]),
    agents: whole("How many forage together.", defaults.agents, [2, 6]),
    food: whole("How many patches of food there are at a time.", defaults.food, [1, 20]),
    ticks: whole("How long they forage.", defaults.ticks, [20, 1000]),
    sight: whole(
      "How many steps away food and others are seen; calls are heard three times as far.",
      defaults.sight,
      [1, 20],
    ),
    rivals: whole(
      "How many members of the population each agent meets, beside the references.",
      defaults.rivals,
      [0, 32],
    ),
  },
  create,
};
export default factory;

function whole(about: string, byDefault: number, range: readonly [number, number]) {
  return { type: "number", about, default: byDefault, range, whole: true } as const;
}

function create(options: Options): SteppedScenario {
  const setting = { ...defaults, ...(options as unknown as Partial<Setting> & { readonly rivals?: number }) };
  const { agents, ticks, rivals } = setting;
  return {
    name: factory.name,
    brief: briefOf(setting),
    agent: {
      name: "act",
      about: "1 east, -1 west, 2 north, -2 south, 0 stay, 3 give, -3 call; rounded, and cut beyond.",
      parameters: [
        {
          name: "foodWay",
          type: "number",
          about: `${stepTo("the nearest patch of food in sight")}; where none is, a step for who looks for some.`,
        },
        nearness("food"),
        ...seenAs("mate", "the nearest other agent in sight"),
        { name: "mateCalls", type: "number", about: "1 where that agent called in the tick before, else 0." },
        { name: "mateEnergy", type: "number", about: "Its energy by 50, at most 1; 0 where none is in sight." },
        ...seenAs("call", "the nearest other agent that called in the tick before"),
        { name: "energy", type: "number", about: "The own energy by 50, at most 1." },
        { name: "gift", type: "number", about: "1 where somebody gave to it in the tick before, else 0." },
        { name: "last", type: "number", about: "The own action before, -3 to 3; 0 at first." },
        { name: "coin", type: "number", about: "A random number from 0 to 1, new in each tick." },
      ],
      returns: "number",
    },
    objectives: [
      { name: "energy", direction: "maximize", about: "Energy gained: eaten and given, less what was spent." },
    ],
    measures: [
      { name: "moving", range: [0, 1], about: "Cells travelled a tick." },
      { name: "company", range: [0, 1], about: "Share of the ticks that ended with another within one step." },
    ],
    trace,
    acts,
    stepTokens,
    limits: { calls: ticks, answer: agents * ticks, fuel: 1_000_000 + 1000 * agents * ticks, wallMs: 1000 },
    rivals,
    primitives: {
      operators: ["+", "-", "*"],
      functions: ["abs", "min", "max"],
      constants: { from: -3, to: 3, integers: false },
      statements: false,
    },
    references,
    cases: (split, random) => casesOf(split, setting, random.fork("foraging", split)),
    world,
    draw,
    tensors,
  };
}

function briefOf({ size, agents, food, ticks, sight }: Setting): string {
  return [
    `${agents} agents look for food for ${ticks} ticks on a torus of ${size} by ${size} cells with`,
    "walls; who leaves it on one side enters on the other. Each begins with an energy of 5. In each tick each returns",
    "one number, which is rounded: 1 goes east, -1 west, 2 north, -2 south, 0 stays, 3 gives, -3 calls and stays;",
    "beyond that it is cut. A step costs 0.1, also into a wall, where one stays. Several agents may be in one cell.",
    `Food grows in ${food} patches of one cell with 16 bites each; a patch that is eaten up grows again`,
    "elsewhere. Whoever is in the cell of a patch at the end of a tick eats a bite, whatever it did: it is worth 1,",
    `or 2 in company, so that eating together pays twice as much in half the time. Patches and others are seen up to`,
    `${sight} steps away, calls are heard up to ${3 * sight}; they last a tick, cost nothing, and may be false. Who`,
    "gives loses 1, and the nearest within one step, the same cell included, gains 3. Others may follow calls, share,",
    "lie or take without giving. The score is the energy gained: what was eaten and given, less what was spent.",
  ].join(" ");
}

function seenAs(what: string, who: string): readonly Parameter[] {
  const about = `${stepTo(who)}, or where none is.`;
  return [{ name: `${what}Way`, type: "number", about }, nearness(what)];
}

function stepTo(whom: string): string {
  return `The step to ${whom}, as the action that takes it: 1, -1, 2 or -2; 0 in the same cell`;
}

function nearness(what: string): Parameter {
  const about = "How near that is: 1 in the same cell, 1/2 one step away, 1/3 two, and so on; 0 where none is.";
  return { name: `${what}Near`, type: "number", about };
}

/** How often each company is met, the others being all of one kind, of every kind, or rivals. */
const repeats: Readonly<Record<Split, number>> = { train: 1, validation: 2, test: 4 };
/** How often rivals are met in training; the best of each kind that evolved are met in the test. */
const rivalMeetings: Readonly<Record<Split, number>> = { train: 3, validation: 0, test: 4 };
const testRivals = 2;

function casesOf(split: Split, setting: Setting & { readonly rivals: number }, random: Random): readonly Case[] {
  const others = Array.from({ length: setting.agents - 1 }, (_, at) => at);
  const rivals = split === "test" ? Math.min(testRivals, setting.rivals) : setting.rivals;
  const companies: readonly (readonly [name: string, seats: readonly Seat[]])[] = Array.from(
    { length: repeats[split] },
    (_, again) => [
      ...references.map(({ name }) => [`${name}-${again}`, others.map(() => ({ reference: name }))] as const),
      [
        `mixed-${again}`,
        others.map((at) => ({ reference: references[(at + again + 1) % references.length]!.name })),
      ] as const,
    ],
  ).flat();
  const meetings = Array.from({ length: rivals > 0 ? rivalMeetings[split] : 0 }, (_, again) => {
    return [`rivals-${again}`, others.map((at) => ({ rival: (at + again) % rivals }))] as const;
  });
  return [...companies, ...meetings].map(([name, seats], i): Case => {
    const instance = groundOf(setting, random.fork(name));
    const self = i % setting.agents;
    return { id: `${split}-${name}`, instance, seats: [...seats.slice(0, self), "self", ...seats.slice(self)] };
  });
}
