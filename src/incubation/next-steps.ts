import type { Comparison, Phase } from "../capabilities/incubation.ts";

const steps: Readonly<Record<string, string>> = {
  contract: "Correct it until `lamarck evaluate` scores it in this scenario.",
  replay: "Find the case on which it fails with `lamarck evaluate` and `lamarck play --program`, and mend it.",
  behaviour: "Look at what it does with `lamarck play --program`, and claim what it shows.",
  champion: "Compare it with somebody who never fails and whose score is not 0.",
  time: "Make it quicker, or allow more with `slowdown`.",
  edges: "Let it answer extreme numbers and empty lists too.",
  determinism: "Report this: the sandbox has let something through that differs from time to time.",
  exploit: "Look at what it does with `lamarck play --program`, and mend the judge where it is to blame.",
  rollback: "Check that the disk has room and can be written.",
};

/** What to do after a phase that was not passed, one sentence for each check that failed. */
export function nextSteps({ checks, comparisons }: Phase): readonly string[] {
  const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
  const known = failed.flatMap((name) => steps[name] ?? []);
  const drops = failed.some((name) => name.endsWith(": drop"))
    ? ["It has learnt the training cases: train it on more of them, or on other sizes, and claim again."]
    : [];
  return [...known, ...comparisons.filter(({ ended }) => ended !== "shown" && ended !== "open").map(stepOf), ...drops];
}

function stepOf({ arena, against, ended }: Comparison): string {
  const where = arena === "training" ? "" : ` on ${arena} cases`;
  switch (ended) {
    case "futile":
      return against === "champion"
        ? `The gain${where} is less than claimed: improve it, or claim less with \`prediction.least\`.`
        : "Random search does as well: look for a harder scenario, or a better innovation.";
    case "no more cases":
      return `There are too few different cases${where} to tell: give the scenario more, or fresh ones for each seed.`;
    case "budget":
    case "open":
    case "shown":
      return `The gain over ${against}${where} could not be shown yet: raise \`budget.evaluations\`.`;
    default:
      return ended satisfies never;
  }
}
