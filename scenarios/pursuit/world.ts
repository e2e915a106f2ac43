import type { World } from "../../src/scenario/scenario.ts";

/** Who is a predator (1) and who prey (-1), where each starts, and how long the hunt is. */
export interface Hunt {
  readonly roles: readonly number[];
  /** Place and heading of each, the place in 0 to 1 each way. */
  readonly starts: readonly (readonly [x: number, y: number, heading: number])[];
  readonly steps: number;
}

/** One of the animals. */
export interface Animal {
  readonly role: number;
  x: number;
  y: number;
  /** Radians; to the left is positive. */
  heading: number;
  alive: boolean;
  /** Steps that it lived, how many of them brought it closer to its nearest foe, and the sum of its turns. */
  lived: number;
  closer: number;
  turned: number;
  caught: number;
  /** Where it was after each step: x, y, x, y ... */
  path: number[];
}

/** A hunt under way. */
export interface State {
  readonly steps: number;
  step: number;
  animals: readonly Animal[];
}

/**
 * Predators and prey on a torus. All move at the same time; predators are faster, prey turn tighter, and whoever turns
 * slows down. Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  const reach = 0.03;
  const farthest = Math.SQRT1_2;
  const paces = { predator: { speed: 0.016, turn: Math.PI / 10 }, prey: { speed: 0.0136, turn: Math.PI / 5 } };

  function begin({ roles, starts, steps }: Hunt): State {
    const animals = roles.map((role, seat): Animal => {
      const [x, y, heading] = starts[seat]!;
      return { role, x, y, heading, alive: true, lived: 0, closer: 0, turned: 0, caught: 0, path: [x, y] };
    });
    return { steps, step: 0, animals };
  }

  /** The shortest way from one coordinate to another around the torus, -0.5 to 0.5. */
  function way(from: number, to: number): number {
    return to - from - Math.round(to - from);
  }

  function distance(one: Animal, other: Animal): number {
    const [dx, dy] = [way(one.x, other.x), way(one.y, other.y)];
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** The nearest living animal of a role, but for itself and another one. */
  function nearest({ animals }: State, one: Animal, role: number, but?: Animal): Animal | undefined {
    let found: Animal | undefined;
    let shortest = Infinity;
    for (const other of animals) {
      if (other === one || other === but || !other.alive || other.role !== role) continue;
      const far = distance(one, other);
      if (far >= shortest) continue;
      found = other;
      shortest = far;
    }
    return found;
  }

  /** Adds where another is as one sees it: ahead, to the left, near; all 0 where there is none. */
  function see(one: Animal, other: Animal | undefined, into: number[]): void {
    if (other === undefined) {
      into.push(0, 0, 0);
      return;
    }
    const bearing = Math.atan2(way(one.y, other.y), way(one.x, other.x)) - one.heading;
    into.push(Math.cos(bearing), Math.sin(bearing), 1 - distance(one, other) / farthest);
  }

  function observe(state: State, seat: number): readonly number[] {
    const me = state.animals[seat]!;
    const foe = nearest(state, me, -me.role);
    const seen = [me.role];
    see(me, foe, seen);
    if (foe === undefined) seen.push(0, 0);
    else seen.push(Math.cos(foe.heading - me.heading), Math.sin(foe.heading - me.heading));
    see(me, foe === undefined ? undefined : nearest(state, me, -me.role, foe), seen);
    see(me, nearest(state, me, me.role), seen);
    return seen;
  }

  function move(animal: Animal, action: number): void {
    // What is no number turns to the right.
    const turn = action > 1 ? 1 : action > -1 ? action : -1;
    const pace = animal.role > 0 ? paces.predator : paces.prey;
    const speed = pace.speed * (1 - Math.abs(turn) / 2);
    animal.heading += turn * pace.turn;
    animal.x += speed * Math.cos(animal.heading);
    animal.y += speed * Math.sin(animal.heading);
    animal.x -= Math.floor(animal.x);
    animal.y -= Math.floor(animal.y);
    animal.lived++;
    animal.turned += Math.abs(turn);
    animal.path.push(animal.x, animal.y);
  }

  function step(state: State, actions: readonly number[]): void {
    const { animals } = state;
    const foes = animals.map((one) => (one.alive ? nearest(state, one, -one.role) : undefined));
    const far = foes.map((foe, seat) => (foe === undefined ? 0 : distance(animals[seat]!, foe)));
    for (const [seat, animal] of animals.entries()) if (animal.alive) move(animal, actions[seat]!);
    for (const [seat, foe] of foes.entries()) {
      if (foe !== undefined && distance(animals[seat]!, foe) < far[seat]!) animals[seat]!.closer++;
    }
    for (const prey of animals) {
      if (prey.role > 0 || !prey.alive) continue;
      const hunter = nearest(state, prey, 1);
      if (hunter === undefined || distance(prey, hunter) > reach) continue;
      prey.alive = false;
      hunter.caught++;
    }
    state.step++;
  }

  function score({ animals, steps }: State, seat: number): readonly number[] {
    const me = animals[seat]!;
    if (me.role < 0) return [me.alive ? 1 : me.lived / steps];
    return [me.caught / animals.filter(({ role }) => role < 0).length];
  }

  return {
    begin,
    observe,
    step,
    over: ({ animals, step: now, steps }: State) =>
      now >= steps || !animals.some(({ role, alive }) => role < 0 && alive),
    score,
    measure: ({ animals }: State, seat: number) => {
      const { closer, turned, lived } = animals[seat]!;
      return [closer / Math.max(1, lived), turned / Math.max(1, lived)];
    },
  };
}
