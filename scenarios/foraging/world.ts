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
  /** Its last action: a way (1 east, -1 west, 2 north, -2 south), 0 stayed, 3 gave, -3 called. */
  last: number;
  /** Whether a wall stopped it, what it went to (food in sight, else a caller, else another), and whether it gave. */
  blocked: boolean;
  aim: "" | "food" | "caller" | "other";
  gives: boolean;
  /** How many ate with it from one patch, itself included; 0 where it did not eat. */
  eaters: number;
  /** The energy that it was given in the last tick. */
  gift: number;
  /** The way that it would wander, and its random number of the tick. */
  wander: number;
  coin: number;
  eaten: number;
  gave: number;
  received: number;
  moved: number;
  /** Ticks that ended with another within one step. */
  beside: number;
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
  const stepCost = 0.1;
  const stockFull = 16;
  const companyFactor = 2;
  const giftCost = 1;
  const giftWorth = 3;
  const energySeen = 50;
  const hearing = 3;
  const turning = 0.1;
  const ways = [1, -1, 2, -2];

  function begin(ground: Ground, random: Random): State {
    const { size, ticks, starts, patches, places } = ground;
    const stream = random.fork("foraging", ground.ground);
    const coins = Array.from({ length: (ticks + 1) * starts.length }, () => stream.next());
    const walls = Array.from({ length: size * size }, () => false);
    for (const place of ground.walls) walls[place] = true;
    const foragers = starts.map((place): Forager => {
      const counted = { eaten: 0, gave: 0, received: 0, moved: 0, beside: 0 };
      const before = { last: 0, blocked: false, gives: false, eaters: 0, gift: 0, wander: 0, coin: 0 };
      return { x: place % size, y: Math.floor(place / size), energy: atFirst, aim: "", ...before, ...counted };
    });
    const grown = Array.from({ length: patches }, (_, i): Patch => ({ place: places[i]!, stock: stockFull }));
    const state = { ground, walls, tick: 0, foragers, patches: grown, grown: patches, coins };
    toss(state);
    return state;
  }

  /** A new random number for each agent, and the way that it would wander, mostly straight on. */
  function toss({ tick, foragers, coins }: State): void {
    for (let seat = 0; seat < foragers.length; seat++) {
      const me = foragers[seat]!;
      const coin = coins[tick * foragers.length + seat]!;
      // The agent sees the coin's first digits, as it were, and the way depends on the others.
      const chance = (1024 * coin) % 1;
      if (me.wander === 0 || me.blocked || chance < turning) me.wander = ways[Math.floor(40 * chance) % 4]!;
      else if (Math.abs(me.last) === 1 || Math.abs(me.last) === 2) me.wander = me.last;
      me.coin = coin;
    }
  }

  /** The shortest way from one coordinate to another around the torus. */
  function between(from: number, to: number, size: number): number {
    const ahead = to - from;
    return 2 * ahead > size ? ahead - size : 2 * ahead < -size ? ahead + size : ahead;
  }

  /** Steps from an agent to a cell. */
  function distance(me: Forager, x: number, y: number, size: number): number {
    return Math.abs(between(me.x, x, size)) + Math.abs(between(me.y, y, size));
  }

  /** The seat of the nearest other, the next in order where equal; -1 where nobody is so near. */
  function nearest({ foragers, ground }: State, seat: number, reach: number, calling: boolean): number {
    const me = foragers[seat]!;
    let found = -1;
    let near = reach + 1;
    for (let k = 1; k < foragers.length; k++) {
      const at = (seat + k) % foragers.length;
      const other = foragers[at]!;
      if (calling && other.last !== -3) continue;
      const far = distance(me, other.x, other.y, ground.size);
      if (far >= near) continue;
      found = at;
      near = far;
    }
    return found;
  }

  function isWall({ ground: { size }, walls }: State, me: Forager, way: number): boolean {
    const x = (me.x + (Math.abs(way) === 1 ? way : 0) + size) % size;
    const y = (me.y + (Math.abs(way) === 2 ? way / 2 : 0) + size) % size;
    return walls[size * y + x]!;
  }

  /** The way to a cell: along the longer side first, around a wall; 0 for the own cell. */
  function wayTo(state: State, me: Forager, x: number, y: number): number {
    const east = between(me.x, x, state.ground.size);
    const north = between(me.y, y, state.ground.size);
    const isWide = Math.abs(east) >= Math.abs(north);
    const first = isWide ? Math.sign(east) : 2 * Math.sign(north);
    const second = isWide ? 2 * Math.sign(north) : Math.sign(east);
    if (first === 0 || !isWall(state, me, first)) return first;
    return second === 0 || isWall(state, me, second) ? me.wander : second;
  }

  /** Notes the way to a cell, and how near it is. */
  function note(state: State, me: Forager, place: number, seen: number[], at: number): void {
    const { size } = state.ground;
    const x = place % size;
    const y = (place - x) / size;
    seen[at] = wayTo(state, me, x, y);
    seen[at + 1] = 1 / (1 + distance(me, x, y, size));
  }

  /** The place of the nearest food in sight, the earlier patch where equal; -1 where there is none. */
  function foodOf({ patches, ground: { size, sight } }: State, me: Forager): number {
    let found = -1;
    let near = sight + 1;
    for (let i = 0; i < patches.length; i++) {
      const { place } = patches[i]!;
      const x = place % size;
      const far = distance(me, x, (place - x) / size, size);
      if (far >= near) continue;
      found = place;
      near = far;
    }
    return found;
  }

  function observe(state: State, seat: number): readonly number[] {
    const { foragers, ground } = state;
    const { size, sight } = ground;
    const me = foragers[seat]!;
    const own = Math.min(1, me.energy / energySeen);
    const seen = [me.wander, 0, 0, 0, 0, 0, 0, 0, own, me.gift > 0 ? 1 : 0, me.last, me.coin];
    const food = foodOf(state, me);
    if (food >= 0) note(state, me, food, seen, 0);
    const mate = foragers[nearest(state, seat, sight, false)];
    if (mate !== undefined) {
      note(state, me, size * mate.y + mate.x, seen, 2);
      seen[4] = mate.last === -3 ? 1 : 0;
      seen[5] = Math.min(1, mate.energy / energySeen);
    }
    const caller = foragers[nearest(state, seat, hearing * sight, true)];
    if (caller !== undefined) note(state, me, size * caller.y + caller.x, seen, 6);
    return seen;
  }

  /** The whole number from -3 to 3 that an action means; what is no number stays. */
  function meant(action: number): number {
    const whole = Math.round(Math.max(-3, Math.min(3, action)));
    // Neither NaN nor a zero with a sign.
    return whole === 0 || !(whole >= -3) ? 0 : whole;
  }

  function give(state: State, seat: number): void {
    const me = state.foragers[seat]!;
    const to = me.energy < giftCost ? undefined : state.foragers[nearest(state, seat, 1, false)];
    if (to === undefined) return;
    me.energy -= giftCost;
    me.gives = true;
    me.gave++;
    to.gift += giftWorth;
    to.received++;
  }

  function move(state: State, me: Forager): void {
    if (me.energy < stepCost) {
      me.last = 0;
      return;
    }
    const { size } = state.ground;
    me.energy -= stepCost;
    me.blocked = isWall(state, me, me.last);
    if (me.blocked) return;
    if (Math.abs(me.last) === 1) me.x = (me.x + me.last + size) % size;
    else me.y = (me.y + me.last / 2 + size) % size;
    me.moved++;
  }

  function feed(state: State, patch: Patch): void {
    const { foragers, ground } = state;
    let eaters = 0;
    for (const { x, y } of foragers) if (ground.size * y + x === patch.place) eaters++;
    if (eaters === 0) return;
    const share = Math.min(1, patch.stock / eaters);
    for (const me of foragers) {
      if (ground.size * me.y + me.x !== patch.place) continue;
      const worth = eaters > 1 ? companyFactor * share : share;
      me.energy += worth;
      me.eaten += worth;
      me.eaters = eaters;
    }
    patch.stock -= share * eaters;
    // Thirds do not always add up to a whole.
    if (patch.stock > 1e-9) return;
    patch.place = ground.places[state.grown % ground.places.length]!;
    patch.stock = stockFull;
    state.grown++;
  }

  /** What an action is the step to, out of what draws most of all that is there: food in sight, a caller, another in sight. */
  function aimOf(state: State, seat: number, action: number): Forager["aim"] {
    if (action === 0 || Math.abs(action) === 3) return "";
    const { size, sight } = state.ground;
    const me = state.foragers[seat]!;
    const food = foodOf(state, me);
    if (food >= 0) return wayTo(state, me, food % size, Math.floor(food / size)) === action ? "food" : "";
    const caller = state.foragers[nearest(state, seat, hearing * sight, true)];
    const other = caller ?? state.foragers[nearest(state, seat, sight, false)];
    return other && wayTo(state, me, other.x, other.y) === action ? (caller ? "caller" : "other") : "";
  }

  function step(state: State, actions: readonly number[]): void {
    const { foragers } = state;
    for (let seat = 0; seat < foragers.length; seat++) foragers[seat]!.aim = aimOf(state, seat, meant(actions[seat]!));
    for (let seat = 0; seat < foragers.length; seat++) {
      const me = foragers[seat]!;
      me.last = meant(actions[seat]!);
      me.blocked = false;
      me.gives = false;
      me.eaters = 0;
      me.gift = 0;
    }
    // Gifts go to whom the giver saw beside it, before anybody moves.
    for (let seat = 0; seat < foragers.length; seat++) if (foragers[seat]!.last === 3) give(state, seat);
    for (const me of foragers) {
      me.energy += me.gift;
      if (me.last !== 0 && Math.abs(me.last) !== 3) move(state, me);
    }
    for (const patch of state.patches) feed(state, patch);
    state.tick++;
    toss(state);
    for (let seat = 0; seat < foragers.length; seat++) {
      if (nearest(state, seat, 1, false) >= 0) foragers[seat]!.beside++;
    }
  }

  return {
    begin,
    observe,
    step,
    over: ({ ground, tick }: State) => tick >= ground.ticks,
    score: ({ foragers }: State, seat) => [foragers[seat]!.energy - atFirst],
    measure: ({ foragers, ground: { ticks } }: State, seat) => {
      const { moved, beside } = foragers[seat]!;
      return [moved / ticks, beside / ticks];
    },
  };
}
