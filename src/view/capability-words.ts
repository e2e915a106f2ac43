import type { Ablation, Capability, CapabilityStatus, Cultivation, Example } from "../capabilities/capability.ts";
import { markovLengthMin } from "../capabilities/markov.ts";
import { count, number } from "../text/figures.ts";

/** A piece of a text, and whether it is what is meant. */
export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

const standing: readonly CapabilityStatus[] = [
  "graduated",
  "cultivated",
  "validated",
  "candidate",
  "correlated",
  "retracted",
];

/** Capabilities as lists show them: those that have come furthest first, in their order. */
export function inStanding(capabilities: readonly Capability[]): readonly Capability[] {
  return capabilities.toSorted((a, b) => standing.indexOf(a.status) - standing.indexOf(b.status));
}

/** A pattern of tokens in words. */
export function patternText({ pattern, gap }: Pick<Capability, "pattern" | "gap">): string {
  if (pattern.length === 1) return pattern[0]!;
  return `${pattern.join(", then ")} (${gap === 0 ? "nothing" : `at most ${gap} others`} between)`;
}

/** The tokens of an example, those of the pattern in brackets, with how many are left out at its ends. */
export function exampleText({ before, after, tokens, marked }: Example): string {
  const left = (many: number): string[] => (many === 0 ? [] : [`(${count(many)} more)`]);
  const shown = tokens.map((token, i) => (marked.includes(i) ? `[${token}]` : token));
  return [...left(before), ...shown, ...left(after)].join(" ");
}

/** A program in pieces, as it is, of which those of the responsible part are marked. */
export function programPieces({ program, ablation }: Pick<Capability, "program" | "ablation">): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const [from, to] of ablation.places) {
    pieces.push({ text: program.slice(end, from), isMarked: false }, { text: program.slice(from, to), isMarked: true });
    end = to;
  }
  pieces.push({ text: program.slice(end).trimEnd(), isMarked: false });
  return pieces.filter(({ text }) => text !== "");
}

/** The mean score, whole and without the part. */
export function effectText({ score: [whole, without] }: Pick<Ablation, "score">): string {
  return `${number(whole)} to ${number(without)}`;
}

/** What is known of a capability and how, one sentence a test, each with its name. */
export function evidenceOf(capability: Capability): readonly (readonly [test: string, sentence: string])[] {
  const { replay, ablation, transplant, exploit, support, cultivation } = capability;
  const [lost, of] = ablation.sham;
  return [
    ["replay", `shown on ${replay.shown} of ${replay.seeds} seeds that the search had not seen`],
    [
      "without it",
      `shown on ${share(ablation.shown[1])} of the training cases, not ${share(ablation.shown[0])}; the mean score goes from ${effectText(ablation)}`,
    ],
    ["sham", `taking out another part as large loses it in ${lost} of ${of} tries`],
    [
      "transplant",
      `put into ${transplant.success[1]} programs that are no relatives, ${transplant.success[0]} show it; of a random part as large, ${transplant.sham[0]} of ${transplant.sham[1]}`,
    ],
    ["exploit", exploit.suspected ? `suspected: ${exploit.why ?? "no reason is given"}` : "nothing points to one"],
    [
      "spread",
      `shown by ${share(support.early)} of the early variants and ${share(support.late)} of the late ones, in ${lineagesText(support.lineages)}`,
    ],
    ["chance", `${chanceOf(capability)}, corrected for all patterns that were looked at`],
    ...(cultivation === undefined ? [] : ([["cultivated", triedText(capability, cultivation)]] as const)),
  ];
}

/** What came of cultivating a capability, in a sentence. */
export function cultivationText(
  { scenario }: Pick<Capability, "scenario">,
  cultivation: Omit<Cultivation, "tries">,
): string {
  const { passed, replicates, success, control, bounds, generations, size, options } = cultivation;
  const range = ([low, high]: readonly [number, number]): string => `${share(low)} to ${share(high)}`;
  const others = Object.entries(options).filter(([name, value]) => !isSame(value, scenario.options[name]));
  return [
    passed ? "it persists" : "it does not pass",
    ...(others.length === 0 ? [] : [` where ${others.map(([name, value]) => settingText(name, value)).join(" ")}`]),
    `: ${generations.free} generations after ${generations.helped} of help,`,
    ` it is shown in ${success} of ${replicates} populations of ${size} that were given the part (${range(bounds.success)}),`,
    ` and in ${control} of ${replicates} that were given others (${range(bounds.control)})`,
  ].join("");
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Files are long, so of them no more than their setting is told. */
function settingText(name: string, value: unknown): string {
  return typeof value === "object" ? `${name} is another` : `${name}=${String(value)}`;
}

/** The same with how often it was tried, and who can be had. */
function triedText(capability: Capability, cultivation: Cultivation): string {
  const { tries, population } = cultivation;
  return [
    cultivationText(capability, cultivation),
    ...(tries === 1 ? [] : [`tried ${tries} times`]),
    ...(population === undefined ? [] : [`those who show it are in ${population}`]),
  ].join("; ");
}

function lineagesText(lineages: number): string {
  return lineages === 1 ? "one lineage" : `${lineages} lineages that share no founder`;
}

function chanceOf({ pattern, evidence: { permutation, markov, shadow } }: Capability): string {
  const figures = [
    `p ${number(permutation)} if early and late did not matter`,
    // The order of fewer tokens is all in the steps from one to the next.
    ...(pattern.length < markovLengthMin ? [] : [`${number(markov)} if only the step from one token to the next did`]),
    ...(shadow === undefined ? [] : [`${number(shadow)} if nobody were selected`]),
  ];
  return figures.join(", ");
}

/** A share as whole percent. */
function share(part: number): string {
  return `${Math.round(100 * part)} %`;
}
