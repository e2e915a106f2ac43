import type { PlayedScenario } from "../../src/scenario/scenario.ts";

/** A scenario whose score is the agent's answer itself: what a program did can be read from its outcome. */
const echo: PlayedScenario = {
  name: "echo",
  brief: "Answer a number with a number.",
  agent: {
    name: "f",
    about: "Any number.",
    parameters: [{ name: "x", type: "number", about: "The case." }],
    returns: "number",
  },
  objectives: [{ name: "answer", direction: "minimize", about: "The answer." }],
  limits: { calls: 1, answer: 1 },
  cases: () => Array.from({ length: 20 }, (_, i) => ({ id: String(i), instance: i / 10 })),
  play: (agents, instance: number): number => agents[0]!(instance),
  judge: (answer: number) => ({ scores: [answer] }),
};
export default echo;
