import type { BehaviourMap, MappedVariant } from "../capabilities/behaviour-map.ts";
import { count, number, percent } from "../text/figures.ts";
import { isValidated, kindsOfBehaviour } from "../view/behaviour-kinds.ts";
import { markup, type Markup } from "./markup.ts";
import { at, figure, type Frame, page, plotWidth } from "./plot.ts";
import type { ReportFacts } from "./report-facts.ts";
import { scaleOf, type Scale } from "./scale.ts";
import { table } from "./table.ts";

const frame: Frame = { left: 8, top: 8, width: plotWidth - 16, height: 252 };
/** So many shades there are; the style sheet names them `h0` to `h8`. The first ones are too faint for a dot. */
const shades = [2, 3, 4, 5, 6, 7, 8];
const radiusMin = 2.4;
const radiusMax = 11;

/** What the variants that were looked at did: a map of all of them, and the kinds of behaviour in it. */
export function behavioursSection({ capabilities }: ReportFacts, map: BehaviourMap): Markup {
  const kinds = kindsOfBehaviour(map, capabilities);
  const none = map.variants.filter(({ kind }) => kind === undefined).length;
  return markup`<h3>What was done</h3>
    <p>
      Each dot is what some of the ${count(map.variants.length)} variants that were looked at did. Dots that lie close did
      the same things in their traces and had the same scores on the same cases, as far as two directions can show it.
      ${kindsText(kinds.length, none, map.unstable)}
    </p>
    <div class="pair">
      ${scatter(map, new Set(capabilities.filter(isValidated).flatMap(({ id }) => map.shown[id] ?? [])))}
      ${
        kinds.length === 0
          ? undefined
          : table(kinds, [
              { title: "kind", cell: ({ kind }) => kind },
              { title: "variants", cell: ({ variants }) => count(variants), isFigure: true },
              { title: "since generation", cell: ({ since }) => count(since), isFigure: true },
              { title: "stability", cell: ({ stability }) => number(stability), isFigure: true, isMinor: true },
              { title: "most of them have learnt", cell: (kind) => kind.capabilities.join(", ") },
            ])
      }
    </div>`;
}

function kindsText(kinds: number, none: number, unstable: number): string {
  const found = kinds === 1 ? "There is one kind of behaviour" : `There are ${kinds} kinds of behaviour`;
  const others = unstable === 0 ? "" : `, ${count(unstable)} more did not come back when variants were drawn again`;
  return `${found}${others}; ${count(none)} variants are of none.`;
}

/** Variants of one place, of which the first appeared in a generation. */
interface Dot {
  readonly at: readonly [x: number, y: number];
  readonly first: MappedVariant;
  readonly variants: number;
  /** How many of them show a validated capability. */
  readonly carriers: number;
}

function scatter({ variants }: BehaviourMap, carriers: ReadonlySet<number>): Markup {
  const dots = dotsOf(variants, carriers);
  const [x, y] = [0, 1].map((k) =>
    scaleOf(
      dots.map((dot) => dot.at[k]!),
      4,
      0.06,
    ),
  ) as [Scale, Scale];
  const last = variants.reduce((most, { generation }) => Math.max(most, generation), 0);
  const most = dots.reduce((largest, dot) => Math.max(largest, dot.variants), 1);
  const place = ([px, py]: readonly [number, number]): readonly [number, number] => [
    frame.left + x.share(px) * frame.width,
    frame.top + (1 - y.share(py)) * frame.height,
  ];
  const circles = dots
    .toSorted((a, b) => b.variants - a.variants)
    .map((dot) => {
      const [cx, cy] = place(dot.at);
      const radius = Math.max(radiusMin, radiusMax * Math.sqrt(dot.variants / most));
      const shade = shades[Math.floor((dot.first.generation / (last + 1)) * shades.length)]!;
      const ring = dot.carriers > 0 ? "carrier" : "plain";
      return markup`<circle class="dot h${shade} ${ring}" cx="${at(cx)}" cy="${at(cy)}" r="${at(radius)}"
        ><title>${dotText(dot)}</title></circle
      >`;
    });
  const caption = {
    title: "Map of behaviours",
    about: `A dot's area is the number of variants; a ring marks those with validated capabilities, ${percent(
      variants.filter(({ id }) => carriers.has(id)).length,
      variants.length,
    )} of all. Numbers are kinds of behaviour.`,
  };
  const body = markup`<rect
      class="plane"
      x="${frame.left}"
      y="${frame.top}"
      width="${frame.width}"
      height="${frame.height}"
    />${circles}${labels(dots, place)}`;
  return figure(caption, page(frame.top * 2 + frame.height, caption, body), key(last));
}

/** Variants by their places, those that appeared first at the front. */
function dotsOf(variants: readonly MappedVariant[], carriers: ReadonlySet<number>): readonly Dot[] {
  const dots = new Map<string, Dot>();
  for (const variant of variants) {
    const place = [...variant.at, variant.kind].join();
    const { first, variants: many, carriers: some } = dots.get(place) ?? { first: variant, variants: 0, carriers: 0 };
    dots.set(place, { at: variant.at, first, variants: many + 1, carriers: some + (carriers.has(variant.id) ? 1 : 0) });
  }
  return [...dots.values()];
}

function dotText({ first, variants, carriers }: Dot): string {
  const kind = first.kind === undefined ? "of no kind" : `kind ${first.kind}`;
  const novelty = first.novelty === undefined ? "" : `, then newer than ${percent(first.novelty, 1)}`;
  return `${count(variants)} variants, ${kind}; #${first.id} first, in generation ${first.generation}${novelty}; ${count(carriers)} with validated capabilities`;
}

/** The number of each kind, at the place where most of it is. */
function labels(dots: readonly Dot[], place: (at: readonly [number, number]) => readonly [number, number]): Markup {
  const largest = new Map<number, Dot>();
  for (const dot of dots) {
    const { kind } = dot.first;
    if (kind !== undefined && dot.variants > (largest.get(kind)?.variants ?? 0)) largest.set(kind, dot);
  }
  return markup`${[...largest].map(([kind, dot]) => {
    const [x, y] = place(dot.at);
    return markup`<text class="kind-number" x="${at(x)}" y="${at(y + 3.5)}" text-anchor="middle">${kind}</text>`;
  })}`;
}

function key(last: number): Markup {
  const steps = shades.map((shade, i) => markup`<rect class="cell h${shade}" x="${i * 12}" width="12" height="10" />`);
  return markup`<p class="legend">
    first in generation 0 <svg class="ramp" viewBox="0 0 ${shades.length * 12} 10">${steps}</svg> ${last}
  </p>`;
}
