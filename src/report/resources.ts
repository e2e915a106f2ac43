import { count, duration, number, percent } from "../text/figures.ts";
import type { GenerationRow } from "../view/model.ts";
import { markup, type Markup } from "./markup.ts";
import { linePlot, type Point, topOf } from "./line-plot.ts";
import { clockOf } from "./progress.ts";
import type { ReportFacts } from "./report-facts.ts";
import { facts } from "./table.ts";

const piecesMax = 60;

/** What it cost: time, evaluations a second, and which path they took. */
export function resourcesSection({ view, chronicle }: ReportFacts): Markup {
  const { state, generations } = view;
  const seconds = state.elapsedMs / 1000;
  const total = state.evaluations + state.reused;
  const { shared, alone } = chronicle.speeds;
  const evaluated = shared.evaluations + alone.evaluations;
  const ms = shared.ms + alone.ms;
  const clock = clockOf(state.elapsedMs);
  const speed = rates(generations);
  return markup` <div class="pair">
    ${linePlot({
      title: "Evaluations a second",
      about: "Over running time, those included whose outcome was taken from an equal agent.",
      x: { name: clock.name },
      high: topOf(speed.map(([, rate]) => rate)),
      lines: [{ name: "evaluations a second", stroke: 1, points: speed.map(([at, rate]) => [at / clock.ms, rate]) }],
    })}
    <div>
      ${facts([
        ["Running time", duration(seconds)],
        ["Evaluations", count(total)],
        [
          "On the average",
          seconds > 0 ? `${number(Number((total / seconds).toPrecision(3)))} evaluations a second` : "–",
        ],
        [
          "Evaluated together",
          evaluated === 0
            ? undefined
            : `${percent(shared.evaluations, evaluated)}: programs proven confined share a realm`,
        ],
        [
          "Evaluated alone",
          evaluated === 0
            ? undefined
            : `${percent(alone.evaluations, evaluated)}, in a fresh isolate each; ${percent(alone.ms, ms)} of the evaluation time`,
        ],
        [
          "Time in evaluations",
          seconds > 0 && evaluated > 0
            ? `${duration(ms / 1000)}, summed over all lanes: ${number(Number((ms / 1000 / seconds).toPrecision(2)))} lanes were busy on the average`
            : undefined,
        ],
      ])}
    </div>
  </div>`;
}

/** Evaluations a second over even stretches of the generations, by milliseconds of running time. */
function rates(rows: readonly GenerationRow[]): readonly Point[] {
  const every = Math.max(1, Math.ceil(rows.length / piecesMax));
  const points: Point[] = [];
  let before: Pick<GenerationRow, "elapsedMs" | "evaluations" | "reused"> = { elapsedMs: 0, evaluations: 0, reused: 0 };
  for (const [i, row] of rows.entries()) {
    if ((i + 1) % every !== 0 && i !== rows.length - 1) continue;
    const made = row.evaluations + row.reused - before.evaluations - before.reused;
    const ms = row.elapsedMs - before.elapsedMs;
    if (ms > 0) points.push([row.elapsedMs, (1000 * made) / ms]);
    before = row;
  }
  return points;
}
