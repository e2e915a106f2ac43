import type { Fault } from "../evaluation/evaluation.ts";
import { checkedJudgement } from "../lanes/stage.ts";
import type { Agent, Judgement, World } from "../scenario/scenario.ts";
import type { Episodes, Tensors } from "../scenario/tensors.ts";
import { randomFromKey } from "../std/random.ts";
import type { Policy } from "./engines/engine.ts";
import type { Arena } from "./seats.ts";

/** Who acts: the networks under evaluation, and each sitter once beside each of them. */
export interface Players {
  readonly self: Policy;
  /** One entry a sitter; undefined for references. */
  readonly sitters: readonly (Policy | undefined)[];
  /** How many networks are under evaluation. */
  readonly networks: number;
}

/** Told what came of it, network by network. */
export interface Scorer {
  /** Cases come in order. */
  judged(network: number, at: number, judgement: Judgement): void;
  /** At the first of its cases that went wrong. */
  failed(network: number, fault: Fault): void;
  /** All seats' actions in a case, step by step; present where these are wanted. */
  acted?(network: number, at: number, actions: readonly number[]): void;
  /** So many networks more have been played. */
  done(networks: number): void;
}

/**
 * Plays every network in every case of an arena: a group of networks at a time, one step of all its episodes at a time.
 * Policies may differ in how many networks they compute at once, as long as the smaller groups divide the larger ones.
 */
export async function rollOut(arena: Arena, players: Players, scorer: Scorer): Promise<void> {
  const group = Math.max(...actingOf(players).map((policy) => policy.group));
  const play = isSolo(arena) && scorer.acted === undefined ? playSolo : playTogether;
  for (let first = 0; first < players.networks; first += group) {
    const last = Math.min(players.networks, first + group);
    await play(arena, players, { first, last }, scorer);
    scorer.done(last - first);
  }
}

function actingOf({ self, sitters }: Players): readonly Policy[] {
  return [self, ...sitters].filter((policy) => policy !== undefined);
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function isSolo({ seating, tensors }: Arena): boolean {
  return tensors.episodes !== undefined && seating.every((seats) => seats.length === 1);
}

/** Worlds with one seat that come in arrays: nothing is made in a step. */
async function playSolo(arena: Arena, { self }: Players, { first, last }: Range, scorer: Scorer): Promise<void> {
  const { tensors, stage } = arena;
  const { cases, limits } = stage;
  const { inputs, outputs } = tensors;
  const columns = cases.length;
  const count = (last - first) * columns;
  const episodes = tensors.episodes!(count);
  const wrong = new Uint8Array(count);
  const live = new Int32Array(count);
  for (let e = 0; e < count; e++) {
    const { case: one, key } = cases[e % columns]!;
    episodes.begin(e, one.instance, randomFromKey(key[0], key[1]));
    live[e] = e;
  }
  const place = (e: number, width: number): number =>
    (first + Math.floor(e / columns)) * width * columns + (e % columns);
  let living = count;
  for (let step = 0; step < limits.calls && living > 0; step++) {
    for (let i = 0; i < living; i++) episodes.observe(live[i]!, self.inputs, place(live[i]!, inputs), columns);
    const computed = self.forward(first / self.group);
    if (computed !== undefined) await computed;
    let kept = 0;
    for (let i = 0; i < living; i++) {
      const e = live[i]!;
      const at = place(e, outputs);
      if (!areFinite(self.outputs, at, columns, outputs)) wrong[e] = 1;
      else if (!episodes.step(e, self.outputs, at, columns)) live[kept++] = e;
    }
    living = kept;
  }
  settle(arena, { first, last }, scorer, {
    isWrong: (e) => wrong[e] === 1,
    judgement: (e) => judgementOf(episodes, e),
  });
}

function judgementOf(episodes: Episodes, e: number): Judgement {
  return { scores: episodes.score(e), measures: episodes.measure(e) };
}

function areFinite(values: Float32Array, at: number, stride: number, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const value = values[at + i * stride]!;
    if (value - value !== 0) return false;
  }
  return true;
}

/** An episode in a world of any number of seats. */
interface Episode {
  readonly network: number;
  readonly at: number;
  readonly world: World;
  readonly state: unknown;
  readonly actions: number[];
  readonly played: number[];
  isWrong: boolean;
}

/** Who decides in a seat of a case. */
interface Place {
  /** Whether it is the network under evaluation. */
  readonly isSelf: boolean;
  /** A network's policy, and the column of its inputs and outputs that is this seat's. */
  readonly policy?: Policy;
  readonly column: number;
  /** How many columns the policy has. */
  readonly stride: number;
  /** A reference's function. */
  readonly act?: Agent;
}

/** Worlds with any seats: each player's policy has a column for each seat that it sits in. */
async function playTogether(arena: Arena, players: Players, range: Range, scorer: Scorer): Promise<void> {
  const { stage, tensors } = arena;
  const places = placesOf(arena, players);
  const all = [...episodesOf(arena, range)];
  const acting = actingOf(players);
  let live = all.filter(({ world, state }) => !world.over(state));
  for (let step = 0; step < stage.limits.calls && live.length > 0; step++) {
    for (const episode of live) {
      const seats = places[episode.at]!;
      for (let seat = 0; seat < seats.length; seat++) show(tensors, seats[seat]!, episode, seat);
    }
    for (const policy of acting) {
      for (let first = range.first; first < range.last; first += policy.group) {
        const computed = policy.forward(first / policy.group);
        if (computed !== undefined) await computed;
      }
    }
    for (const episode of live) {
      const seats = places[episode.at]!;
      for (let seat = 0; seat < seats.length; seat++) hear(tensors, seats[seat]!, episode, seat);
      if (episode.isWrong) continue;
      if (scorer.acted !== undefined) episode.played.push(...episode.actions);
      episode.world.step(episode.state, episode.actions);
    }
    live = live.filter(({ world, state, isWrong }) => !isWrong && !world.over(state));
  }
  for (const { network, at, isWrong, played } of all) if (!isWrong) scorer.acted?.(network, at, played);
  settle(arena, range, scorer, {
    isWrong: (e) => all[e]!.isWrong,
    judgement: (e) => judged(arena, all[e]!),
  });
}

function* episodesOf({ stage, scenario }: Arena, { first, last }: Range): Generator<Episode> {
  for (let network = first; network < last; network++) {
    for (const [at, { case: one, key }] of stage.cases.entries()) {
      const world = scenario.world();
      const state: unknown = world.begin(one.instance, randomFromKey(key[0], key[1]));
      yield { network, at, world, state, actions: [], played: [], isWrong: false };
    }
  }
}

/** How many columns each player needs, the network under evaluation first. */
export function columnsOf({ seating, sitters }: Arena): readonly number[] {
  return [0, ...sitters.map((_, i) => i + 1)].map((player) =>
    seating.reduce((sum, seats) => sum + seats.filter((one) => one === player).length, 0),
  );
}

function placesOf(arena: Arena, { self, sitters }: Players): readonly (readonly Place[])[] {
  const counts = columnsOf(arena);
  const next = counts.map(() => 0);
  return arena.seating.map((seats) =>
    seats.map((player): Place => {
      const sitter = player === 0 ? undefined : arena.sitters[player - 1];
      const column = next[player]!++;
      const stride = counts[player]!;
      const isSelf = player === 0;
      if (sitter?.kind === "reference") return { isSelf, column, stride, act: sitter.act };
      const policy = isSelf ? self : sitters[player - 1];
      return { isSelf, column, stride, ...(policy === undefined ? {} : { policy }) };
    }),
  );
}

/** Shows a seat's player the state, or lets a reference act on it. */
function show(tensors: Tensors, { policy, act, column, stride }: Place, episode: Episode, seat: number): void {
  const { world, state, network, actions } = episode;
  const observation = world.observe(state, seat);
  if (act !== undefined) actions[seat] = Number(act(...observation));
  else if (policy !== undefined) {
    tensors.encode(observation, policy.inputs, network * tensors.inputs * stride + column, stride);
  }
}

/** Takes a seat's action. One of the network under evaluation that is not finite ends the episode; another's counts as 0. */
function hear(tensors: Tensors, { policy, column, stride, isSelf }: Place, episode: Episode, seat: number): void {
  const { network, actions } = episode;
  if (policy !== undefined) {
    const at = network * tensors.outputs * stride + column;
    const isFinite = areFinite(policy.outputs, at, stride, tensors.outputs);
    actions[seat] = isFinite ? tensors.decode(policy.outputs, at, stride) : Number.NaN;
  }
  if (Number.isFinite(actions[seat])) return;
  if (isSelf) episode.isWrong = true;
  actions[seat] = 0;
}

function judged({ seating }: Arena, { world, state, at }: Episode): Judgement {
  const seat = seating[at]!.indexOf(0);
  const measures = world.measure?.(state, seat);
  return { scores: world.score(state, seat), ...(measures === undefined ? {} : { measures }) };
}

interface Results {
  isWrong(episode: number): boolean;
  judgement(episode: number): Judgement;
}

/** Tells the scorer: the first wrong case fails a network, else each case is judged. */
function settle({ stage }: Arena, { first, last }: Range, scorer: Scorer, results: Results): void {
  const { cases } = stage;
  for (let network = first; network < last; network++) {
    const start = (network - first) * cases.length;
    const wrong = cases.findIndex((_, at) => results.isWrong(start + at));
    if (wrong >= 0) {
      const message = "an action is not finite";
      scorer.failed(network, { kind: "bad-action", case: cases[wrong]!.case.id, message });
      continue;
    }
    for (let at = 0; at < cases.length; at++) {
      scorer.judged(network, at, checkedJudgement(stage, results.judgement(start + at)));
    }
  }
}
