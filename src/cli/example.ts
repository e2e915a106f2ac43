/** The files of an example: a scenario and a campaign's spec, by their names. */
export const exampleFiles: Readonly<Record<string, string>> = {
  "scenario.ts": `import type { Agent, Case, PlayedScenario } from "lamarck";

/** How full trucks get when parcels arrive one by one: a program decides which parcel to take along. */
const scenario: PlayedScenario = {
  name: "trucks",
  brief:
    "Parcels arrive one by one, each with a weight and a worth. A truck carries a limited weight. The function says whether to load the parcel at hand; later ones are unknown. The score is the worth of the load.",
  agent: {
    name: "take",
    about: "Above 0 loads the parcel, if it still fits.",
    parameters: [
      { name: "weight", type: "number", about: "Weight of the parcel, 1 to 20." },
      { name: "worth", type: "number", about: "Worth of the parcel, 1 to 20." },
      { name: "room", type: "number", about: "Weight that the truck can still carry, 0 to 100." },
      { name: "left", type: "number", about: "Parcels that are still to come." },
    ],
    returns: "number",
  },
  objectives: [{ name: "worth", direction: "maximize", about: "Worth of the load, as a share of all parcels' worth." }],
  limits: { calls: 60 },
  references: [
    { name: "all", about: "Loads whatever fits.", source: "export default function take(weight, worth, room, left) { return 1; }" },
    {
      name: "dense",
      about: "Loads what is worth more than it weighs.",
      source: "export default function take(weight, worth, room, left) { return worth - weight; }",
    },
  ],
  cases: (split, random) =>
    Array.from({ length: split === "train" ? 20 : 50 }, (_, i): Case => {
      const draw = random.fork(split, i);
      const parcels = Array.from({ length: 60 }, () => [1 + draw.int(20), 1 + draw.int(20)]);
      return { id: \`\${split}-\${i}\`, instance: parcels };
    }),
  play,
  judge,
};
export default scenario;

/** Runs in the sandbox: it uses nothing from outside itself. Returns which parcels were loaded, by 0 and 1. */
function play(agents: readonly Agent[], parcels: readonly (readonly [number, number])[]): number[] {
  let room = 100;
  return parcels.map(([weight, worth], i) => {
    const wanted: unknown = agents[0]!(weight, worth, room, parcels.length - 1 - i);
    if (typeof wanted !== "number" || !(wanted > 0) || weight > room) return 0;
    room -= weight;
    return 1;
  });
}

/** Runs at home and trusts nothing: the answer comes from the sandbox. */
function judge(loaded: readonly number[], { instance }: Case): { scores: number[] } {
  const parcels = instance as readonly (readonly [number, number])[];
  if (!Array.isArray(loaded) || loaded.length !== parcels.length || !loaded.every((one) => one === 0 || one === 1)) {
    throw new Error("expected a 0 or 1 for each parcel");
  }
  let [weight, worth, all] = [0, 0, 0];
  parcels.forEach(([parcelWeight, parcelWorth], i) => {
    weight += parcelWeight * loaded[i]!;
    worth += parcelWorth * loaded[i]!;
    all += parcelWorth;
  });
  if (weight > 100) throw new Error("the truck is overloaded");
  return { scores: [worth / all] };
}
`,
  "campaign.json": `{
  "scenario": { "path": "scenario.ts" },
  "seed": 1,
  "population": 100,
  "births": 100,
  "budget": { "generations": 30 }
}
`,
};
