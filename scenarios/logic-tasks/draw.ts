import { createPicture, inLine, type Picture } from "../../src/scenario/picture.ts";
import { taskOf, tasks } from "./tasks.ts";
import type { State } from "./world.ts";

/** The answers as a table, a column a tick and a row an input, what each tick performed, and what was earned so far. */
export function draw(state: State, columns: number, rows: number): readonly string[] {
  const picture = createPicture(columns, rows);
  picture.write(0, 0, statusOf(state, columns));
  const width = Math.max(1, Math.min(5, Math.floor((columns - label) / state.environment.ticks)));
  const top = rows >= 10 ? 2 : 1;
  drawAnswers(picture, state, { top, width });
  const list = top + (rows >= 10 ? 8 : 6);
  if (rows - list >= 3) drawTasks(picture, state, list);
  return picture.lines();
}

const label = 8;

function statusOf({ environment: { ticks, rewards }, tick, answered, first }: State, columns: number): string {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  const earned = sum(rewards.filter((_, task) => first[task]! >= 0));
  const done = first.filter((at) => at >= 0).length;
  return inLine(
    [
      columns < 12 ? `tick ${tick}` : `tick ${String(tick).padStart(2)}/${ticks}`,
      `${done} of ${tasks.length} tasks`,
      `earned ${earned} of ${sum(rewards)}`,
      ...(answered > 0 ? [`${answered} of 4 inputs answered`] : []),
    ],
    columns,
  );
}

interface Place {
  readonly top: number;
  /** Columns a tick. */
  readonly width: number;
}

function drawAnswers(picture: Picture, state: State, { top, width }: Place): void {
  const { environment, tables, table, answered } = state;
  // Where not all ticks fit, the last ones are shown.
  const fitting = Math.max(1, Math.floor((picture.columns - label) / width));
  const from = Math.max(0, Math.min(environment.ticks - fitting, tables.length + 1 - fitting));
  for (let input = 0; input < 4; input++) {
    picture.write(0, top + input, `a${input >> 1} b${input & 1}`);
    for (let tick = from; tick < environment.ticks; tick++) {
      const known = tick < tables.length || (tick === tables.length && environment.order.indexOf(input) < answered);
      const bits = tables[tick] ?? table;
      const sign = known ? ((bits >> input) & 1 ? "█" : "·") : " ";
      picture.write(label + (tick - from) * width, top + input, sign.repeat(Math.max(1, width - 2)));
    }
  }
  if (width < 3) return;
  picture.write(0, top + 4, "task");
  for (const [tick, done] of tables.entries()) {
    const name = taskOf(done)?.name ?? "-";
    if (tick >= from) picture.write(label + (tick - from) * width, top + 4, name.slice(0, Math.max(1, width - 1)));
  }
}

/** The nine tasks, when each was first performed, and what it is worth. */
function drawTasks(picture: Picture, { environment, first }: State, top: number): void {
  const room = picture.rows - top;
  const height = Math.min(room, Math.ceil(tasks.length / Math.max(1, Math.floor(picture.columns / 27))));
  for (const [i, { name }] of tasks.entries()) {
    const [column, row] = [27 * Math.floor(i / height), top + (i % height)];
    const at = first[i]! < 0 ? "" : `at tick ${first[i]}`;
    const reward = environment.rewards[i]!;
    picture.write(column, row, `${first[i]! < 0 ? "○" : "●"} ${name.padEnd(5)}${String(reward).padStart(2)}  ${at}`);
  }
}
