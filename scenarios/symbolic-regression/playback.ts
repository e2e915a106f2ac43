import { createPicture, inLine, type Picture } from "../../src/scenario/picture.ts";
import type { Case, Playback, Plays } from "../../src/scenario/scenario.ts";
import { judge, scaledOutputs } from "./judge.ts";

/** Pictures of one episode at most: large tables are shown several points at a time. */
const framesMax = 60;

/** A point of the chart, in the order in which it is shown. */
interface Mark {
  readonly x: number;
  readonly expected: number;
  readonly output: number;
  /** The case that was asked for. */
  readonly asked: boolean;
}

/**
 * Shows the outputs beside what was sought, point by point: over the input where there is one, else over the expected
 * value, where a perfect agent makes a diagonal. Throws where an answer is none.
 */
export function playbackOf(scaled: boolean): (answer: unknown, one: Case, all: Plays) => Playback {
  return (answer, one, all) => {
    judge(answer, one);
    const plays = all.answers.length > 0 ? all : { answers: [answer as never], cases: [one] };
    for (const [i, each] of plays.answers.entries()) judge(each, plays.cases[i]!);
    const outputs = scaled ? scaledOutputs(plays.answers, plays.cases) : (plays.answers as readonly number[]);
    const single = plays.cases.every(({ instance }) => (instance as readonly number[]).length === 1);
    const marks = plays.cases.map(({ id, instance, expected }, i): Mark => {
      const value = expected as number;
      const x = single ? (instance as readonly number[])[0]! : value;
      return { x, expected: value, output: outputs[i]!, asked: id === one.id };
    });
    const ordered = marks.toSorted((a, b) => a.x - b.x);
    const step = Math.ceil(ordered.length / framesMax);
    return {
      frames: Math.ceil(ordered.length / step) + 1,
      draw(frame, columns, rows) {
        const picture = createPicture(columns, rows);
        drawChart(picture, { marks: ordered, shown: frame * step, single, point: one });
        return picture.lines();
      },
    };
  };
}

interface Scene {
  readonly marks: readonly Mark[];
  /** How many of the points have their output shown. */
  readonly shown: number;
  readonly single: boolean;
  readonly point: Case;
}

function drawChart(picture: Picture, scene: Scene): void {
  const { columns, rows } = picture;
  picture.write(0, 0, figuresOf(scene, columns));
  const legended = rows >= 8;
  const legend = scene.single
    ? ["o sought", "dots: output", "x where both meet", "* this case"]
    : ["dots: perfect", "x output over sought", "* this case"];
  if (legended) picture.write(0, 1, inLine(legend, columns));
  const [low, high] = boundsOf(scene.marks);
  const labels = [high, low].map((value) => String(Number(value.toPrecision(3))));
  const left = columns >= 40 ? Math.max(...labels.map((label) => label.length)) + 1 : 0;
  const top = legended ? 2 : 1;
  const bottom = rows - (rows >= 8 ? 2 : 1);
  if (bottom < top || columns - left < 4) return;
  if (left > 0) {
    for (let row = top; row <= bottom; row++) picture.write(left, row, "│");
    picture.write(left - 1 - labels[0]!.length, top, labels[0]!);
    if (bottom > top) picture.write(left - 1 - labels[1]!.length, bottom, labels[1]!);
  }
  const edge = left > 0 ? left + 1 : 0;
  const [from, to] = [scene.marks[0]!.x, scene.marks.at(-1)!.x];
  const across = (x: number): number => edge * 2 + ((x - from) / (to - from || 1)) * ((columns - edge) * 2 - 1);
  const down = (y: number): number => {
    const share = Math.min(1, Math.max(0, (y - low) / (high - low || 1)));
    return top * 4 + (1 - share) * ((bottom - top + 1) * 4 - 1);
  };
  if (bottom < rows - 1) drawEnds(picture, edge, [from, to]);
  drawMarks(picture, scene, { across, down });
}

function figuresOf({ marks, shown, single, point }: Scene, columns: number): string {
  const seen = marks.slice(0, shown);
  const errors = seen.map(({ expected, output }) => Math.abs(expected - output));
  const mean = errors.reduce((sum, error) => sum + error / errors.length, 0);
  const worst = errors.reduce((most, error) => Math.max(most, error), 0);
  const figure = (value: number): string => (seen.length === 0 ? "-" : String(Number(value.toPrecision(4))));
  const asked = marks.find((mark) => mark.asked);
  const where = single ? `at ${figureOf(asked?.x)}` : `at (${(point.instance as number[]).map(figureOf).join(", ")})`;
  return inLine(
    [
      `point ${String(seen.length).padStart(String(marks.length).length)}/${marks.length}`,
      `mean error ${figure(mean)}`,
      `worst ${figure(worst)}`,
      `this case ${where}: sought ${figureOf(asked?.expected)}, output ${figureOf(asked?.output)}`,
    ],
    columns,
  );
}

function figureOf(value: number | undefined): string {
  return value === undefined ? "-" : String(Number(value.toPrecision(4)));
}

/** From the lowest to the highest value that is sought, and half as much again for outputs that miss it. */
function boundsOf(marks: readonly Mark[]): readonly [number, number] {
  const lowest = marks.reduce((least, { expected }) => Math.min(least, expected), Infinity);
  const highest = marks.reduce((most, { expected }) => Math.max(most, expected), -Infinity);
  const margin = (highest - lowest || 1) / 2;
  const outputs = marks.map(({ output }) => output);
  const low = outputs.reduce((least, output) => Math.min(least, Math.max(output, lowest - margin)), lowest);
  const high = outputs.reduce((most, output) => Math.max(most, Math.min(output, highest + margin)), highest);
  return [low, high];
}

function drawEnds(picture: Picture, edge: number, ends: readonly [number, number]): void {
  const [left, right] = ends.map((value) => String(Number(value.toPrecision(3)))) as [string, string];
  picture.write(edge, picture.rows - 1, left);
  if (edge + left.length + right.length < picture.columns) {
    picture.write(picture.columns - right.length, picture.rows - 1, right);
  }
}

interface Scale {
  readonly across: (x: number) => number;
  readonly down: (y: number) => number;
}

function drawMarks(picture: Picture, { marks, shown, single }: Scene, { across, down }: Scale): void {
  const cell = ({ x }: Mark, y: number): readonly [number, number] => [across(x) >> 1, down(y) >> 2];
  const seen = marks.slice(0, shown);
  if (single) {
    for (const [i, mark] of seen.entries()) {
      const before = seen[i - 1] ?? mark;
      picture.line([across(before.x), down(before.output)], [across(mark.x), down(mark.output)]);
    }
    for (const mark of marks) picture.write(...cell(mark, mark.expected), "o");
  } else {
    const [first, last] = [marks[0]!, marks.at(-1)!];
    picture.line([across(first.x), down(first.x)], [across(last.x), down(last.x)]);
  }
  for (const mark of seen) {
    const [column, row] = cell(mark, mark.output);
    if (!single || row === cell(mark, mark.expected)[1]) picture.write(column, row, "x");
  }
  const asked = marks.find((mark) => mark.asked);
  if (asked === undefined) return;
  if (single) picture.write(...cell(asked, asked.expected), "*");
  else if (seen.includes(asked)) picture.write(...cell(asked, asked.output), "*");
}
