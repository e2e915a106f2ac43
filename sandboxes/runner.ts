import type { Calculate } from "./formula.ts";
import type { Fuel } from "./meter.ts";

/** The function of a program. */
type AgentFunction = (...inputs: unknown[]) => unknown;
type Factory = (fuel: Fuel, blow: () => never) => AgentFunction;

/** Makes an agent anew, so that nothing it remembers passes from one case to the next. */
type Instantiate = () => AgentFunction;

/** What the runner needs to know of the scenario and its cases. */
export interface RunnerSetup {
  /** The types of what agents are given. */
  readonly takes: readonly ("number" | "boolean" | "number[]")[];
  readonly returns: "number" | "boolean" | "number[]";
  /** Fuel a case. */
  readonly fuel: number;
  /** The most numbers in an answer. */
  readonly answer: number;
  readonly cases: readonly RunnerCase[];
}

/** One case. */
export interface RunnerCase {
  /** The instance as JSON. */
  readonly instance: string;
  /** Two words of a random key. */
  readonly key: readonly [number, number];
  /** Who sits where: 0 is the evaluated agent, k from 1 the k-th of the other agents. */
  readonly seats: readonly number[];
}

/** What the runner is made of. */
export interface RunnerParts {
  readonly setup: RunnerSetup;
  readonly numbers: Float64Array;
  readonly fuel: Fuel;
  readonly blow: () => never;
  readonly play: (agents: readonly AgentFunction[], instance: unknown, random: unknown, self: number) => unknown;
  readonly calculate: Calculate;
  readonly randomFromKey: (key0: number, key1: number) => { next(): number };
  /** Names the key of `Math.random`; making a generator costs more than many a case. */
  readonly reseed: (key0: number, key1: number) => void;
}

/** The runner's ways to play a program. Verdicts: 0 fine, 1 crashed, 2 exhausted, 3 bad action. */
export interface Runner {
  /** Seats one program, given as the factory of the evaluated agent and those of the others. Runs no guest code. */
  seat(...factories: Factory[]): void;
  /** Plays cases of the seated program, with faults caught and named; they come in order. False ends the program. */
  playCases(from: number, to: number): boolean;
  /** Plays confined programs from the `from`-th on, as many as fit in the numbers; returns how many were played. */
  together(programs: readonly AgentFunction[], others: readonly AgentFunction[], from: number): number;
  /**
   * Does the same with formulas, in doubles: of each its length, then its words. Nothing counts as played where `play`
   * gave one of them what the signature does not have: they know numbers and truth values alone.
   */
  formulas(words: ArrayBuffer, others: readonly AgentFunction[], from: number): number;
  /** The message of the k-th program that the last call played; empty where it did not fail. */
  messageOf(k: number): string;
}

/**
 * The trusted code inside the isolate: it plays cases with agents and writes what they did into `numbers`, memory that
 * the guest never sees: for each program its verdict, then either the failed case or, case by case, how many numbers
 * the answer has and these numbers. It is made before any guest code runs and uses only what it captured then.
 *
 * Its source text is run inside the isolate, so it refers to nothing outside itself.
 */
export function createRunner(parts: RunnerParts): Runner {
  const { setup, numbers, fuel, blow, play, calculate, randomFromKey, reseed } = parts;
  const { isArray } = Array;
  const { isFinite } = Number;
  const { freeze, keys: keysOf } = Object;
  const { apply } = Reflect;
  const { slice } = String.prototype;
  const { parse } = JSON;
  const capacity = numbers.length;
  /** Thrown by the guards to leave `play`; a primitive, so that the guest could learn nothing from catching it. */
  const leave = "leave";
  const spent = "it used up its fuel, time or memory";
  const none = setup.returns === "boolean" ? false : setup.returns === "number" ? 0 : freeze([]);
  let fault = 0;
  let message = "";

  let messages: string[] = [];
  /** Thrown for a value of the wrong type. The guest never holds it, so it cannot throw it itself. */
  const wrong = freeze({});
  let complaint = "";

  const { cases } = setup;
  const usesRandom = play.length > 2;
  const instances: unknown[] = [];
  for (let i = 0; i < cases.length; i++) instances[i] = frozen(parse(cases[i]!.instance));
  /** Numbers that a program can fill at most. */
  const room = 2 + cases.length * (setup.answer + 1);

  function frozen(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const names = keysOf(value);
    for (let i = 0; i < names.length; i++) frozen((value as Record<string, unknown>)[names[i]!]);
    return freeze(value);
  }

  function short(text: string): string {
    return apply(slice, text, [0, 160]);
  }

  /** The text of something that was thrown; reading it may run guest code, which the caller's limits cover. */
  function textOf(thrown: unknown): string {
    try {
      if (typeof thrown === "string") return short(thrown);
      if (typeof thrown !== "object" || thrown === null) return "something that is not an error was thrown";
      const { name, message: said } = thrown as { name?: unknown; message?: unknown };
      return short(`${typeof name === "string" ? name : "Error"}: ${typeof said === "string" ? said : ""}`);
    } catch {
      return "an error that cannot be read was thrown";
    }
  }

  function blame(kind: number, why: string): never {
    if (fault === 0) {
      fault = kind;
      message = why;
    }
    throw leave;
  }

  /** What the agent returned, when it is what the signature says; lists are copied. */
  function checked(value: unknown): unknown {
    if (setup.returns !== "number[]") {
      if (typeof value === setup.returns) return value;
      return refuse(`it returned ${value === null ? "null" : typeof value}, expected ${setup.returns}`);
    }
    if (!isArray(value) || value.length > setup.answer) return refuse("it returned no list of numbers");
    const copy: number[] = [];
    for (let i = 0; i < value.length; i++) {
      const one: unknown = value[i];
      if (typeof one !== "number") return refuse("it returned a list of other things than numbers");
      copy[i] = one;
    }
    return copy;
  }

  function refuse(why: string): never {
    complaint = why;
    throw wrong;
  }

  /** Writes how many numbers the answer has, then these, and returns the next offset. */
  function write(answer: unknown, offset: number): number {
    if (typeof answer === "number" && isFinite(answer)) {
      numbers[offset] = 1;
      numbers[offset + 1] = answer;
      return offset + 2;
    }
    const list = typeof answer === "number" ? [answer] : answer;
    if (!isArray(list) || list.length > setup.answer) return blame(3, "its play gave no answer of numbers");
    numbers[offset] = list.length;
    for (let i = 0; i < list.length; i++) {
      const one: unknown = list[i];
      if (typeof one !== "number" || !isFinite(one)) return blame(3, "it gave an answer that is not finite");
      numbers[offset + 1 + i] = one;
    }
    return offset + 1 + list.length;
  }

  let makers: Instantiate[] = [];
  /** Where the program's numbers begin, and where its next answer goes. */
  let start = 0;
  let offset = 0;

  function begin(at: number): void {
    start = at;
    offset = at + 1;
    numbers[start] = 0;
    fault = 0;
    message = "";
  }

  /** Plays one case with agents made anew; false when the program failed, which ends it. */
  function playCase(one: number): boolean {
    try {
      const { key, seats } = cases[one]!;
      reseed(key[1], key[0]);
      const agents: AgentFunction[] = [];
      let self = 0;
      for (let seat = 0; seat < seats.length; seat++) {
        agents[seat] = makers[seats[seat]!]!();
        if (seats[seat] === 0) self = seat;
      }
      const random = usesRandom ? randomFromKey(key[0], key[1]) : undefined;
      offset = write(play(agents, instances[one], random, self), offset);
      return true;
    } catch (error) {
      // What `play` throws by itself is its complaint about what the agent gave it.
      if (fault === 0) {
        fault = 3;
        message = textOf(error);
      }
      numbers[start] = fault;
      numbers[start + 1] = one;
      offset = start + 2;
      return false;
    }
  }

  /**
   * Makes an agent with fuel of its own for each case. Fuel is only spent inside it, so that what `play` does costs
   * nothing. The evaluated agent's faults are named and end the case; another agent that fails answers `none` from
   * then on, which is nobody else's fault.
   */
  function makerOf(factory: Factory, evaluated: boolean): Instantiate {
    return () => {
      let left = setup.fuel;
      let lost = false;

      function metered(run: () => unknown): unknown {
        if (lost) return none;
        fuel.n = left;
        fuel.d = 0;
        try {
          const value = run();
          if (fuel.n < 0) throw spent;
          return value;
        } catch (error) {
          lost = true;
          if (!evaluated) return none;
          if (error === wrong) return blame(3, complaint);
          const why = textOf(error);
          return fuel.n < 0 ? blame(2, spent) : blame(1, why);
        } finally {
          left = fuel.n;
          fuel.n = Infinity;
        }
      }

      const agent = metered(() => factory(fuel, blow)) as AgentFunction;
      if (typeof agent !== "function" && !lost) blame(3, "its default export is not a function");
      return (...inputs) => metered(() => checked(apply(agent, undefined, inputs)));
    };
  }

  function playShared(programs: readonly AgentFunction[], others: readonly AgentFunction[], from: number): number {
    messages = [];
    makers = [];
    for (let k = 0; k < others.length; k++) makers[k + 1] = () => others[k]!;
    offset = 0;
    let program = from;
    for (; program < programs.length && offset + room <= capacity; program++) {
      const agent = programs[program]!;
      makers[0] = () => agent;
      begin(offset);
      for (let one = 0; one < cases.length && playCase(one); one++);
      messages[program - from] = message;
    }
    return program - from;
  }

  const { takes } = setup;
  let isStrange = false;

  /** The agent that computes the formula at these places of the words. */
  function agentOf(words: Float64Array, from: number, to: number): AgentFunction {
    return (...inputs) => {
      for (let i = 0; i < takes.length; i++)
        if (typeof inputs[i] !== takes[i] && takes[i] !== "number[]") isStrange = true;
      const value = calculate(words, from, to, inputs);
      return setup.returns === "boolean" ? value === 1 : value;
    };
  }

  return {
    seat(...factories) {
      makers = [];
      for (let k = 0; k < factories.length; k++) makers[k] = makerOf(factories[k]!, k === 0);
      messages = [];
      begin(0);
    },
    playCases(from, to) {
      let one = from;
      while (one < to && playCase(one)) one++;
      messages = [message];
      return one === to;
    },
    together: playShared,
    formulas(buffer, others, from) {
      const words = new Float64Array(buffer);
      const agents: AgentFunction[] = [];
      for (let at = 0; at < words.length; at += 1 + words[at]!)
        agents[agents.length] = agentOf(words, at + 1, at + 1 + words[at]!);
      isStrange = false;
      const played = playShared(agents, others, from);
      return isStrange ? 0 : played;
    },
    messageOf: (k) => messages[k] ?? "",
  };
}
