import type {
  Ablation,
  Capability,
  CapabilityStatus,
  Cultivation,
  Example,
  Transplant,
} from "../capabilities/capability.ts";
import type { Contingency } from "../capabilities/contingency.ts";
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
export function patternText({ pattern, response, gap }: Pick<Capability, "pattern" | "response" | "gap">): string {
  if (pattern.length === 1) return pattern[0]!;
  if (response) return `${pattern.at(-1)} right after ${pattern.slice(0, -1).join(", then ")}`;
  return `${pattern.join(", then ")} (${gap === 0 ? "nothing" : `at most ${gap} others`} between)`;
}

/** The tokens of an example, those of the pattern in brackets, with how many are left out at its ends. */
export function exampleText({ before, after, tokens, marked }: Example): string {
  const left = (many: number): string[] => (many === 0 ? [] : [`(${count(many)} more)`]);
  const shown = tokens.map((token, i) => (marked.includes(i) ? `[${token}]` : token));
  return [...left(before), ...shown, ...left(after)].join(" ");
}

/** How often an act is done in answer to something, and how often otherwise. */
export function contingencyText(pattern: readonly string[], { after, otherwise }: Contingency): string {
  const [act, context] = [pattern.at(-1), pattern.slice(0, -1).join(", then ")];
  const times = ([done, of]: Contingency["after"]): string => `${share(done / of)} of ${count(of)} times`;
  return `${act} ${times(after)} right after ${context}; otherwise ${times(otherwise)}`;
}

/**
 * A carrier in pieces: a program as it is, of which those of the responsible part are marked; of a network its responsible
 * part alone, since all of it would hide that.
 */
export function carrierPieces({
  program,
  kind,
  ablation,
}: Pick<Capability, "program" | "kind" | "ablation">): readonly Piece[] {
  if (kind !== undefined) return [{ text: ablation.part, isMarked: false }];
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
  const { replay, ablation, transplant, exploit, support, evidence, cultivation } = capability;
  const [lost, of] = ablation.sham;
  return [
    ["replay", `shown on ${replay.shown} of ${replay.seeds} seeds that the search had not seen`],
    ["without it", `${lossText(capability)}; the mean score goes from ${effectText(ablation)}`],
    ["sham", `taking out another part as large loses it in ${lost} of ${of} tries`],
    ["transplant", transplantText(transplant, agentsOf(capability))],
    ["exploit", exploit.suspected ? `suspected: ${exploit.why ?? "no reason is given"}` : "nothing points to one"],
    [
      "spread",
      `shown by ${share(support.early)} of the early variants and ${share(support.late)} of the late ones, in ${lineagesText(support.lineages)}`,
    ],
    ["chance", `${chanceOf(capability)}, corrected for all patterns that were looked at`],
    ...(evidence.selection === undefined
      ? []
      : [["selection", `the better ones had more children than others (p ${number(evidence.selection)})`] as const]),
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
  if (typeof value === "object") return `${name} is another`;
  return `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`;
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

/** What the carriers of a capability are. */
export function agentsOf({ kind }: Pick<Capability, "kind">): string {
  return kind === undefined ? "programs" : "networks";
}

function lossText({ response, ablation: { shown } }: Pick<Capability, "response" | "ablation">): string {
  const [whole, without] = shown.map(share);
  return response
    ? `what comes before makes the act likelier by ${without}, not by ${whole}`
    : `shown on ${without} of the training cases, not ${whole}`;
}

function transplantText({ success, sham, p }: Transplant, agents: string): string {
  if (p === undefined) return `not put into ${agents} that are no relatives`;
  return `put into ${agents} that are no relatives, it is shown in ${success[0]} of ${success[1]} ways; random parts as large, in ${sham[0]} of ${sham[1]} (p ${number(p)})`;
}

function lineagesText(lineages: number): string {
  return lineages === 1 ? "one lineage" : `${lineages} lineages that share no founder`;
}

function chanceOf({ pattern, response, evidence: { permutation, markov, shadow } }: Capability): string {
  const figures = [
    `p ${number(permutation)} if early and late did not matter`,
    // The order of fewer tokens is all in the steps from one to the next, and so is a response.
    ...(response || pattern.length < markovLengthMin
      ? []
      : [`${number(markov)} if only the step from one token to the next did`]),
    ...(shadow === undefined ? [] : [`${number(shadow)} if nobody were selected`]),
  ];
  return figures.join(", ");
}

/** A share as whole percent; a dash where it is not known. */
export function share(part: number | undefined): string {
  return part === undefined ? "-" : `${Math.round(100 * part)} %`;
}
