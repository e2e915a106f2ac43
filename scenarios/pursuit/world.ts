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
  /** Its nearest foe before the step, and how far away that was. */
  foe: Animal | undefined;
  far: number;
  /** Where it was after its last steps: x, y of its `lived`-th step at `2 * (lived % trail)`. */
  path: number[];
}

interface Found {
  nearest: Animal | undefined;
  second: Animal | undefined;
  near: number;
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
  const trail = 24;
  const farthest = Math.SQRT1_2;
  const paces = { predator: { speed: 0.016, turn: Math.PI / 10 }, prey: { speed: 0.0136, turn: Math.PI / 5 } };

  function begin({ roles, starts, steps }: Hunt): State {
    const animals = roles.map((role, seat): Animal => {
      const [x, y, heading] = starts[seat]!;
      const unmoved = { lived: 0, closer: 0, turned: 0, caught: 0, foe: undefined, far: 0, path: [x, y] };
      return { role, x, y, heading, alive: true, ...unmoved };
    });
    return { steps, step: 0, animals };
  }

  /** The shortest way from one coordinate to another around the torus, -0.5 to 0.5. */
  function way(from: number, to: number): number {
    return to - from - Math.round(to - from);
  }

  function distance(one: Animal, other: Animal): number {
    const x = way(one.x, other.x);
    const y = way(one.y, other.y);
    return Math.sqrt(x * x + y * y);
  }

  // What `look` found last. Worlds are stepped millions of times: nothing is made where nothing need be.
  const found: Found = { nearest: undefined, second: undefined, near: Infinity };

  /** Finds the nearest living animal of a role, how near it is, and the second nearest; the first seat where equal. */
  function look(animals: readonly Animal[], one: Animal, role: number): void {
    let nearest: Animal | undefined;
    let second: Animal | undefined;
    let near = Infinity;
    let next = Infinity;
    for (let seat = 0; seat < animals.length; seat++) {
      const other = animals[seat]!;
      if (other === one || !other.alive || other.role !== role) continue;
      const far = distance(one, other);
      if (far < near) {
        second = nearest;
        next = near;
        nearest = other;
        near = far;
      } else if (far < next) {
        second = other;
        next = far;
      }
    }
    found.nearest = nearest;
    found.second = second;
    found.near = near;
  }

  /** Notes where another is as one sees it: ahead, to the left, near; all stay 0 where there is none. */
  function see(one: Animal, other: Animal | undefined, seen: number[], at: number): void {
    if (other === undefined) return;
    const bearing = Math.atan2(way(one.y, other.y), way(one.x, other.x)) - one.heading;
    seen[at] = Math.cos(bearing);
    seen[at + 1] = Math.sin(bearing);
    seen[at + 2] = 1 - distance(one, other) / farthest;
  }

  function observe({ animals }: State, seat: number): readonly number[] {
    const me = animals[seat]!;
    const seen = [me.role, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    look(animals, me, -me.role);
    const { nearest: foe } = found;
    see(me, foe, seen, 1);
    see(me, found.second, seen, 6);
    if (foe !== undefined) {
      const course = foe.heading - me.heading;
      seen[4] = Math.cos(course);
      seen[5] = Math.sin(course);
    }
    look(animals, me, me.role);
    see(me, found.nearest, seen, 9);
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
    const at = 2 * (animal.lived % trail);
    animal.path[at] = animal.x;
    animal.path[at + 1] = animal.y;
  }

  function step(state: State, actions: readonly number[]): void {
    const { animals } = state;
    for (const one of animals) {
      if (!one.alive) continue;
      look(animals, one, -one.role);
      one.foe = found.nearest;
      one.far = found.near;
    }
    for (let seat = 0; seat < animals.length; seat++) if (animals[seat]!.alive) move(animals[seat]!, actions[seat]!);
    for (const one of animals) {
      if (one.alive && one.foe !== undefined && distance(one, one.foe) < one.far) one.closer++;
    }
    for (const prey of animals) {
      if (prey.role > 0 || !prey.alive) continue;
      look(animals, prey, 1);
      if (found.nearest === undefined || found.near > reach) continue;
      prey.alive = false;
      found.nearest.caught++;
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
