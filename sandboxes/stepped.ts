/** What a stepped world offers to the code that drives it. */
interface Steps<State> {
  begin(instance: unknown, random: unknown): State;
  observe(state: State, seat: number): readonly unknown[];
  step(state: State, actions: readonly number[]): void;
  over(state: State): boolean;
}

type AgentFunction = (...inputs: unknown[]) => unknown;

/**
 * Turns a stepped world into a play: its answer is the list of all actions, one number a seat and step, which the
 * engine replays at home. Booleans become 0 and 1. An action of the agent under evaluation, who sits in the seat
 * `self`, that is not finite ends the play; those of others count as 0, since nobody may fail by another's fault.
 *
 * Its source text is run inside the isolate, so it refers to nothing outside itself.
 */
export function playOf<State>(
  makeWorld: () => Steps<State>,
  stepsMax: number,
): (agents: readonly AgentFunction[], instance: unknown, random: unknown, self: number) => readonly number[] {
  // Captured before the realm is hardened, and faster there than spreading.
  const { apply } = Reflect;
  return (agents, instance, random, self) => {
    const world = makeWorld();
    const state = world.begin(instance, random);
    const played: number[] = [];
    for (let step = 0; step < stepsMax && !world.over(state); step++) {
      const actions: number[] = [];
      for (let seat = 0; seat < agents.length; seat++) {
        let action = Number(apply(agents[seat]!, undefined, world.observe(state, seat)));
        if (action - action !== 0) {
          if (seat === self) throw new Error("its action is not finite");
          action = 0;
        }
        actions[seat] = action;
        played[played.length] = action;
      }
      world.step(state, actions);
    }
    return played;
  };
}
