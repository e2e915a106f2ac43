import type { Random } from "../../src/std/random.ts";
import type { Ground } from "./world.ts";

/** The settings of a ground. */
export interface Setting {
  readonly size: number;
  readonly agents: number;
  readonly food: number;
  readonly ticks: number;
  readonly sight: number;
}

const placesCount = 64;
const wallLength = 3;
/** One wall on so many cells. */
const cellsPerWall = 40;

/** A random ground: short walls, and agents and food anywhere else. */
export function groundOf({ size, agents, food, ticks, sight }: Setting, random: Random): Ground {
  const walls = new Set<number>();
  for (let count = Math.floor((size * size) / cellsPerWall); count > 0; count--) {
    const [x, y, upright] = [random.int(size), random.int(size), random.chance(0.5)];
    for (let k = 0; k < wallLength; k++) {
      walls.add(upright ? size * ((y + k) % size) + x : size * y + ((x + k) % size));
    }
  }
  const free = Array.from({ length: size * size }, (_, place) => place).filter((place) => !walls.has(place));
  const places = random.shuffle(free).slice(0, placesCount);
  const starts = Array.from({ length: agents }, () => random.pick(free));
  const ground = random.int(2 ** 31);
  return { size, ticks, sight, walls: [...walls].toSorted((a, b) => a - b), starts, patches: food, places, ground };
}
