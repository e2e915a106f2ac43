import type { Capability, Standing } from "../capabilities/capability.ts";
import { count } from "../text/figures.ts";
import { oneLine } from "../text/sanitize.ts";
import {
  agentsOf,
  contingencyText,
  evidenceOf,
  exampleText,
  patternText,
  type Piece,
  share,
  carrierPieces,
} from "./capability-words.ts";

/** A part of the page on a capability: named facts, perhaps with code of which some pieces are marked. */
export type Section =
  | { readonly title: string; readonly facts: readonly Fact[] }
  | { readonly title: string; readonly program: readonly Piece[]; readonly facts: readonly Fact[] };

/** What is said, and of what, in a word; all of it on one line and safe to print. */
export type Fact = readonly [label: string, text: string];

/** What a capability is, which code it is, how that is known, and where it comes from. `others` have names for its prerequisites. */
export function capabilityPage(capability: Capability, others: readonly Capability[]): readonly Section[] {
  const { id, kind, ablation, example, contingency, firstSeen, command } = capability;
  const sections: readonly Section[] = [
    { title: "What it is", facts: headFacts(capability) },
    {
      title: "What they do",
      facts: [
        ["pattern", patternText(capability)],
        ...(contingency === undefined
          ? []
          : [["how often", contingencyText(capability.pattern, contingency)] as const]),
        ["example", `on case ${example.case}: ${exampleText(example)}`],
      ],
    },
    {
      title: `What makes them do it: ${ablation.size} of ${ablation.of} ${kind === undefined ? "nodes" : "hidden nodes and connections"}`,
      program: carrierPieces(capability),
      facts: kind === undefined ? [["by itself", onOneLine(ablation.part)]] : [],
    },
    { title: "How that is known", facts: evidenceOf(capability) },
    { title: "Where it comes from", facts: originFacts(capability, others) },
    {
      title: "See it again",
      facts: [
        ["watch", `lamarck play ${firstSeen.run} ${firstSeen.variant} --case ${example.case}`],
        ["verify", command],
        ["entry", `lamarck capabilities show ${id}`],
      ],
    },
  ];
  return sections.map((section) => ({
    ...section,
    facts: section.facts.map(([label, text]) => [label, oneLine(text, 2000)]),
  }));
}

/** Parts one after the other, and statements with nothing but a space between. */
function onOneLine(part: string): string {
  return part.replaceAll(/(?<=[{};])\n\s*/g, " ").replaceAll("\n", "; ");
}

function headFacts({
  id,
  name,
  label,
  class: sort,
  status,
  scenario,
  incubation,
  retracted,
}: Capability): readonly Fact[] {
  const settings = Object.entries(scenario.options).map(([key, value]) => `${key}=${String(value)}`);
  return [
    ["name", name],
    ...(label === undefined ? [] : [["model's", label] as const]),
    ["class", `${sort}, ${status}`],
    ...(incubation === undefined
      ? []
      : [["incubated", `better than ${incubation.champion.name}, as record ${incubation.id} shows`] as const]),
    ...(retracted === undefined
      ? []
      : [["retracted", `by ${retracted.by}, ${retracted.t}: ${retracted.reason}`] as const]),
    ["scenario", [scenario.path, ...settings].join(" ")],
    ["id", id],
  ];
}

function originFacts(capability: Capability, others: readonly Capability[]): readonly Fact[] {
  const { firstSeen, prerequisites, carriers, behaviour } = capability;
  const { variant, run, generation, lineage } = firstSeen;
  const before = prerequisites.map(
    (id) => `${others.find((one) => one.id === id)?.name ?? "what is not here"} (${id})`,
  );
  return [
    ["first", `variant #${variant} of ${run}, in generation ${generation}`],
    ["line", shortened(lineage.map((id) => `#${id}`)).join(" > ")],
    ["comes after", before.length === 0 ? "nothing else that was found" : before.join(", ")],
    ["carriers", `${count(carriers.length)} different ${agentsOf(capability)}`],
    ...(behaviour === undefined ? [] : behaviourFacts(behaviour)),
  ];
}

const kindsShown = 4;

/** How new it was, and of which kinds of behaviour those are who show it. */
function behaviourFacts({ novelty, carriers, kinds, of }: Standing): readonly Fact[] {
  const shares = kinds.slice(0, kindsShown).map(([kind, some]) => `${share(some / carriers)} are of kind ${kind}`);
  const others = kinds.length > kindsShown ? `, others of ${kinds.length - kindsShown} more` : "";
  const theirs = kinds.length === 0 ? "are of none" : `${shares.join(", ")}${others}`;
  return [
    [
      "novelty",
      novelty === undefined
        ? "there from the start, before anything could be new"
        : `further from its nearest than ${share(novelty)} of what was done up to then`,
    ],
    ["behaviour", `${of} ${of === 1 ? "kind" : "kinds"} in its run; of those who show it, ${theirs}`],
  ];
}

const endsShown = 6;

/** The beginning and the end of a long list, with how many are left out between. */
function shortened(items: readonly string[]): readonly string[] {
  const left = items.length - 2 * endsShown;
  if (left <= 1) return items;
  return [...items.slice(0, endsShown), `(${count(left)} more)`, ...items.slice(-endsShown)];
}
