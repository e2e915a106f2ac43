import type { World } from "../../src/scenario/scenario.ts";

/** One environment: how long an agent lives there, and what is rewarded. */
export interface Environment {
  readonly ticks: number;
  /** In which order the four inputs come in a tick; input `2 * a + b`. */
  readonly order: readonly number[];
  /** Which task each of the 16 truth tables performs, -1 for none, and what each task is worth. */
  readonly taskOf: readonly number[];
  readonly rewards: readonly number[];
}

/** An episode under way. */
export interface State {
  readonly environment: Environment;
  tick: number;
  /** How many of the tick's four inputs were answered, and with which bits. */
  answered: number;
  table: number;
  /** Its last answer to each input. */
  last: number[];
  /** The truth table of each tick that is over, and the tick at which each task was first performed, -1 for never. */
  tables: number[];
  first: number[];
}

/**
 * The nine logic tasks of Avida (Lenski et al. 2003) for agents that answer with bits: all four inputs in lockstep,
 * so that a tick's answers are a truth table. Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  function begin(environment: Environment): State {
    return {
      environment,
      tick: 0,
      answered: 0,
      table: 0,
      last: [0, 0, 0, 0],
      tables: [],
      first: environment.rewards.map(() => -1),
    };
  }

  function observe({ environment, answered, last, tick }: State): readonly unknown[] {
    const input = environment.order[answered]!;
    return [input >> 1 > 0, (input & 1) > 0, last[input]! > 0, tick];
  }

  function step(state: State, actions: readonly number[]): void {
    const { environment, last } = state;
    const input = environment.order[state.answered]!;
    const bit = actions[0]! > 0 ? 1 : 0;
    last[input] = bit;
    state.table |= bit << input;
    state.answered++;
    if (state.answered < environment.order.length) return;
    const task = environment.taskOf[state.table]!;
    if (task >= 0 && state.first[task]! < 0) state.first[task] = state.tick;
    state.tables.push(state.table);
    state.answered = 0;
    state.table = 0;
    state.tick++;
  }

  function score({ environment: { rewards }, first }: State): readonly number[] {
    let earned = 0;
    let all = 0;
    for (let task = 0; task < rewards.length; task++) {
      all += rewards[task]!;
      if (first[task]! >= 0) earned += rewards[task]!;
    }
    return [earned / all];
  }

  return {
    begin,
    observe,
    step,
    over: ({ environment, tick }: State) => tick >= environment.ticks,
    score,
    measure: ({ environment: { taskOf }, first, tables }: State) => [
      first.filter((tick) => tick >= 0).length,
      tables.filter((table) => taskOf[table]! >= 0).length / Math.max(1, tables.length),
    ],
  };
}
