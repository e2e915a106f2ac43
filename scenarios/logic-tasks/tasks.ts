/** One of the nine functions of two bits that are rewarded. */
export interface LogicTask {
  readonly name: string;
  readonly reward: number;
  /** Its truth tables, one or, where the inputs may be swapped, two: bit `2 * a + b` of a table is the function's value. */
  readonly tables: readonly number[];
}

/** How many truth tables of two bits there are. */
export const tablesMax = 16;

/** The nine tasks with the rewards of Lenski, Ofria, Pennock and Adami (2003), which double with the NANDs needed. */
export const tasks: readonly LogicTask[] = [
  task("NOT", 2, (a) => !a),
  task("NAND", 2, (a, b) => !(a && b)),
  task("AND", 4, (a, b) => a && b),
  task("ORN", 4, (a, b) => a || !b),
  task("OR", 8, (a, b) => a || b),
  task("ANDN", 8, (a, b) => a && !b),
  task("NOR", 16, (a, b) => !(a || b)),
  task("XOR", 16, (a, b) => a !== b),
  task("EQU", 32, (a, b) => a === b),
];

/**
 * What was performed at each whole tick of an episode: the name of one of the nine tasks, or undefined where it was none. `outputs` are the
 * agent's answers in order (above 0 is true), four a tick, one for each input; `order` is the order of the inputs in the instance.
 */
export function performedTasks(outputs: readonly number[], order: readonly number[]): readonly (string | undefined)[] {
  return Array.from({ length: Math.floor(outputs.length / order.length) }, (_, tick) => {
    const from = tick * order.length;
    const table = order.reduce((bits, input, i) => bits | (outputs[from + i]! > 0 ? 1 << input : 0), 0);
    return taskOf(table)?.name;
  });
}

/** The task that a truth table performs. */
export function taskOf(table: number): LogicTask | undefined {
  return tasks.find(({ tables }) => tables.includes(table));
}

function task(name: string, reward: number, of: (a: boolean, b: boolean) => boolean): LogicTask {
  const table = (swapped: boolean): number =>
    [0, 1, 2, 3].reduce((bits, input) => {
      const [a, b] = [input >= 2, input % 2 === 1];
      return bits | (of(swapped ? b : a, swapped ? a : b) ? 1 << input : 0);
    }, 0);
  return { name, reward, tables: [...new Set([table(false), table(true)])] };
}
