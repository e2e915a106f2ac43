import type { World } from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";

/** A ground to forage on. Places are cells of a torus of `size` by `size`: `size * y + x`, y to the north. */
export interface Ground {
  readonly size: number;
  readonly ticks: number;
  /** How many steps away food and others are seen; calls are heard three times as far. */
  readonly sight: number;
  readonly walls: readonly number[];
  /** Where each agent begins. */
  readonly starts: readonly number[];
  /** How many patches of food there are, and where they grow, one place after the other, then from the first again. */
  readonly patches: number;
  readonly places: readonly number[];
  /** Tells the chance of this ground from that of others. */
  readonly ground: number;
}

/** One of the agents. */
export interface Forager {
  x: number;
  y: number;
  energy: number;
  /** The action before: 1 east, -1 west, 2 north, -2 south, 0 stayed, 3 gave, -3 called. */
  last: number;
  blocked: boolean;
  /** What it was given in the tick before, and how often it gave, called and was given to. */
  gift: number;
  gave: number;
  called: number;
  received: number;
  eaten: number;
  moved: number;
  /** Ticks with another within one step. */
  beside: number;
  /** Whether it ate in the tick before. */
  eats: boolean;
  coin: number;
}

/** Food in one place. */
export interface Patch {
  place: number;
  stock: number;
}

/** Foraging under way. */
export interface State {
  readonly ground: Ground;
  readonly walls: readonly boolean[];
  tick: number;
  foragers: readonly Forager[];
  patches: readonly Patch[];
  /** How many patches have grown so far. */
  grown: number;
  /** Drawn at the start, one a tick and agent. */
  coins: readonly number[];
}

/**
 * Agents that look for food on a torus, in company or alone, and may call and give. Runs in the sandbox: refers to
 * nothing outside itself.
 */
export function world(): World {
  const atFirst = 5;
  const step = 0.1;
  const stockFull = 16;
  const companyFactor = 2;
  const giftCost = 1;
  const giftWorth = 3;
  const hearing = 3;

  function begin(ground: Ground, random: Random): State {
    const { size, ticks, starts, patches, places } = ground;
    const stream = random.fork("foraging", ground.ground);
    const coins = Array.from({ length: ticks * starts.length }, () => stream.next());
    const walls = Array.from({ length: size * size }, () => false);
    for (const place of ground.walls) walls[place] = true;
    const foragers = starts.map((place, seat): Forager => {
      const counted = { gave: 0, called: 0, received: 0, eaten: 0, moved: 0, beside: 0 };
      const before = { last: 0, blocked: false, gift: 0, eats: false, coin: coins[seat]! };
      return { x: place % size, y: Math.floor(place / size), energy: atFirst, ...before, ...counted };
    });
    const grown = Array.from({ length: patches }, (_, i): Patch => ({ place: places[i]!, stock: stockFull }));
    return { ground, walls, tick: 0, foragers, patches: grown, grown: patches, coins };
  }

  /** The shortest way from one coordinate to another around the torus. */
  function way(from: number, to: number, size: number): number {
    const ahead = to - from;
    return ahead - size * Math.round(ahead / size);
  }

  /** Finds the nearest other, the next in the order of seats where equal; -1 where nobody is so near. */
  function nearest({ foragers, ground }: State, seat: number, reach: number, calling: boolean): number {
    const { size } = ground;
    const me = foragers[seat]!;
    let found = -1;
    let near = reach;
    for (let k = 1; k < foragers.length; k++) {
      const at = (seat + k) % foragers.length;
      const other = foragers[at]!;
      if (calling && other.last !== -3) continue;
      const far = Math.abs(way(me.x, other.x, size)) + Math.abs(way(me.y, other.y, size));
      if (far > near || (far === near && found >= 0)) continue;
      found = at;
      near = far;
    }
    return found;
  }

  function observe(state: State, seat: number): readonly number[] {
    const { foragers, patches, ground } = state;
    const { size, sight } = ground;
    const me = foragers[seat]!;
    const seen = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    /** Notes where a place is as one sees it, and returns how near. */
    function note(x: number, y: number, reach: number, at: number): void {
      const [east, north] = [way(me.x, x, size), way(me.y, y, size)];
      const near = 1 - (Math.abs(east) + Math.abs(north)) / (reach + 1);
      if (near <= seen[at + 2]!) return;
      seen[at] = east / reach;
      seen[at + 1] = north / reach;
      seen[at + 2] = near;
    }
    for (const { place } of patches) note(place % size, Math.floor(place / size), sight, 0);
    const mate = foragers[nearest(state, seat, sight, false)];
    if (mate !== undefined) {
      note(mate.x, mate.y, sight, 3);
      seen[6] = mate.last === -3 ? 1 : 0;
      seen[7] = Math.min(1, mate.energy / 50);
    }
    const caller = foragers[nearest(state, seat, hearing * sight, true)];
    if (caller !== undefined) note(caller.x, caller.y, hearing * sight, 8);
    seen[11] = Math.min(1, me.energy / 50);
    seen[12] = me.gift > 0 ? 1 : 0;
    seen[13] = me.last;
    seen[14] = me.blocked ? 1 : 0;
    seen[15] = me.coin;
    return seen;
  }

  /** The whole number from -3 to 3 that an action means; what is no number stays. */
  function meant(action: number): number {
    return action >= -3 && action <= 3 ? Math.round(action) + 0 : action > 3 ? 3 : action < -3 ? -3 : 0;
  }

  function give(state: State, seat: number): void {
    const me = state.foragers[seat]!;
    const to = me.energy < giftCost ? undefined : state.foragers[nearest(state, seat, 1, false)];
    if (to === undefined) return;
    me.energy -= giftCost;
    me.gave++;
    to.gift += giftWorth;
    to.received++;
  }

  function move({ ground: { size }, walls }: State, me: Forager): void {
    if (me.energy < step) return;
    const [east, north] = Math.abs(me.last) === 1 ? [me.last, 0] : [0, me.last / 2];
    const x = (me.x + east + size) % size;
    const y = (me.y + north + size) % size;
    me.energy -= step;
    me.blocked = walls[size * y + x]!;
    if (me.blocked) return;
    me.x = x;
    me.y = y;
    me.moved++;
  }

  function feed(state: State, patch: Patch): void {
    const { size, places } = state.ground;
    const eaters = state.foragers.filter(({ x, y }) => size * y + x === patch.place);
    const share = Math.min(1, patch.stock / eaters.length);
    for (const eater of eaters) {
      const worth = eaters.length > 1 ? companyFactor * share : share;
      eater.energy += worth;
      eater.eaten += worth;
      eater.eats = true;
      patch.stock -= share;
    }
    if (patch.stock > 1e-9) return;
    patch.place = places[state.grown % places.length]!;
    patch.stock = stockFull;
    state.grown++;
  }

  function advance(state: State, actions: readonly number[]): void {
    const { foragers, coins } = state;
    for (const [seat, me] of foragers.entries()) {
      me.last = meant(actions[seat]!);
      me.blocked = false;
      me.eats = false;
      me.gift = 0;
    }
    for (const [seat, me] of foragers.entries()) if (me.last === 3) give(state, seat);
    for (const me of foragers) {
      me.energy += me.gift;
      if (me.last === -3) me.called++;
      else if (me.last !== 0 && me.last !== 3) move(state, me);
    }
    for (const patch of state.patches) feed(state, patch);
    state.tick++;
    for (const [seat, me] of foragers.entries()) {
      if (nearest(state, seat, 1, false) >= 0) me.beside++;
      me.coin = coins[state.tick * foragers.length + seat] ?? 0;
    }
  }

  return {
    begin,
    observe,
    step: advance,
    over: ({ ground, tick }: State) => tick >= ground.ticks,
    score: ({ foragers }: State, seat) => [foragers[seat]!.energy - atFirst],
    measure: ({ foragers, ground: { ticks } }: State, seat) => {
      const { moved, beside } = foragers[seat]!;
      return [moved / ticks, beside / ticks];
    },
  };
}
