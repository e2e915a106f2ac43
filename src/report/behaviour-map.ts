import type { BehaviourMap, MappedVariant } from "../capabilities/behaviour-map.ts";
import { isProven } from "../capabilities/entry.ts";
import { count } from "../text/figures.ts";
import { type KindOfBehaviour, kindsOfBehaviour } from "../view/behaviour-kinds.ts";
import { share } from "../view/capability-words.ts";
import { type Dot, dotPlot } from "./dot-plot.ts";
import { markup, type Markup } from "./markup.ts";
import type { ReportFacts } from "./report-facts.ts";
import { table } from "./table.ts";

/** What the variants that were looked at did: maps of all of them, and the kinds of behaviour on these. */
export function behavioursBlock(map: BehaviourMap, { capabilities }: ReportFacts): Markup {
  const kinds = kindsOfBehaviour(map, capabilities);
  return markup`<h3>What was done</h3>
    <p>
      Each dot is what some of the ${count(map.variants.length)} variants did that were looked at. Those of dots that lie
      close did the same things in their traces and had the same scores on the same cases, as far as two directions can show
      it. ${kindsText(map)}
    </p>
    <div class="pair">
      ${map.variants.length === 0 ? undefined : [byGeneration(map), ...byCapabilities(map, validatedOf(map, capabilities))]}
    </div>
    ${kinds.length === 0 ? undefined : kindsTable(kinds)}`;
}

function kindsTable(kinds: readonly KindOfBehaviour[]): Markup {
  const learnt = {
    title: "what most of them have learnt",
    cell: (kind: KindOfBehaviour) => kind.capabilities.join(", "),
  };
  return table(kinds, [
    { title: "kind", cell: ({ kind }) => kind },
    { title: "variants", cell: ({ variants }) => count(variants), isFigure: true },
    { title: "since generation", cell: ({ since }) => count(since), isFigure: true },
    { title: "stability", cell: ({ stability }) => share(stability), isFigure: true, isMinor: true },
    ...(kinds.some(({ capabilities }) => capabilities.length > 0) ? [learnt] : []),
  ]);
}

function kindsText({ variants, stabilities, unstable }: BehaviourMap): string {
  const kinds = stabilities.length;
  const none = variants.filter(({ kind }) => kind === undefined).length;
  const found =
    kinds === 1
      ? "One kind of behaviour has its number"
      : `${kinds === 0 ? "No" : kinds} kinds of behaviour have their numbers`;
  const others = unstable === 0 ? "" : `; ${count(unstable)} more did not come back when variants were drawn again`;
  return `${found} there${others}. ${count(none)} variants are of none.`;
}

function byGeneration({ variants }: BehaviourMap): Markup {
  const last = variants.reduce((most, { generation }) => Math.max(most, generation), 0);
  return dotPlot({
    title: "By generation",
    about: "The darker, the later the first of a dot's variants appeared; the area is their number.",
    dots: variants.map((variant) => dotOf(variant, variant.generation / Math.max(1, last))),
    low: "generation 0",
    high: String(last),
  });
}

/** By how many of the validated capabilities are shown; nothing where there are none. */
function byCapabilities({ variants }: BehaviourMap, carriers: readonly ReadonlySet<number>[]): readonly Markup[] {
  if (carriers.length === 0) return [];
  const shownBy = ({ id }: MappedVariant): number => carriers.filter((some) => some.has(id)).length;
  return [
    dotPlot({
      title: "By validated capabilities",
      about: `The darker, the more of them the first of a dot's variants shows; ${share(
        variants.filter((variant) => shownBy(variant) > 0).length / variants.length,
      )} of the variants show any.`,
      dots: variants.map((variant) => dotOf(variant, shownBy(variant) / carriers.length)),
      low: "none",
      high: `${carriers.length} of ${carriers.length}`,
    }),
  ];
}

function validatedOf(
  { shown }: BehaviourMap,
  capabilities: ReportFacts["capabilities"],
): readonly ReadonlySet<number>[] {
  return capabilities.filter((one) => isProven(one) && shown[one.id] !== undefined).map(({ id }) => new Set(shown[id]));
}

function dotOf({ id, at, generation, kind, novelty }: MappedVariant, shade: number): Dot {
  const words = [
    `#${id} in generation ${generation}`,
    kind === undefined ? "of no kind" : `of kind ${kind}`,
    ...(novelty === undefined ? [] : [`novelty ${share(novelty)}`]),
  ];
  return { at, shade, ...(kind === undefined ? {} : { group: String(kind) }), text: words.join(", ") };
}
