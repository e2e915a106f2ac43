import type { ScenarioFactory, SteppedScenario } from "../../src/scenario/scenario.ts";

/** A world that shows its agents a number of its own choice once: the score is the sum of the actions. */
const factory: ScenarioFactory = {
  name: "strange",
  options: {
    shown: { type: "string", about: "What is shown in the third step.", default: "1" },
    steps: { type: "number", about: "How many steps there are.", default: 12, whole: true },
  },
  create: ({ shown, steps }): SteppedScenario => ({
    name: "strange",
    brief: "Answer what you like; the score is the sum of the answers.",
    agent: {
      name: "answer",
      about: "What is added.",
      parameters: [
        { name: "shown", type: "number", about: "A number." },
        { name: "step", type: "number", about: "The step, from 0 to 1." },
      ],
      returns: "number",
    },
    objectives: [{ name: "sum", direction: "maximize", about: "Sum of the answers." }],
    references: [
      { name: "one", about: "Answers 1.", source: "export default function answer(shown, step) { return 1; }" },
    ],
    cases: (split) =>
      [1, 2, 3].map((i) => ({ id: `${split}-${i}`, instance: { shown: shown as string, steps: Number(steps) } })),
    world: () => ({
      begin: ({ shown: text, steps: count }: { shown: string; steps: number }) => ({ text, count, step: 0, sum: 0 }),
      observe: ({ text, count, step }) => [step === 2 ? Number(text) : 1, step / count],
      step(state, [action]) {
        state.sum += action!;
        state.step++;
      },
      over: ({ step, count }) => step >= count,
      score: ({ sum }) => [sum],
    }),
  }),
};
// oxlint-disable-next-line import/no-default-export -- a scenario file
export default factory;
