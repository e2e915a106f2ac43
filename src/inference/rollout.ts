import type { Fault } from "../evaluation/evaluation.ts";
import { checkedJudgement } from "../lanes/stage.ts";
import type { Agent, Judgement, World } from "../scenario/scenario.ts";
import type { Tensors } from "../scenario/tensors.ts";
import { messageOf, UserError } from "../std/errors.ts";
import { randomFromKey } from "../std/random.ts";
import type { Policy } from "./engines/engine.ts";
import { createEpisodes, type Episodes } from "./flow/episodes.ts";
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
  if (isSolo(arena) && scorer.acted === undefined) return rollOutSolo(arena, players, scorer);
  const group = Math.max(...actingOf(players).map((policy) => policy.group));
  for (const range of rangesOf(players.networks, group)) {
    await playTogether(arena, players, range, scorer);
    scorer.done(range.last - range.first);
  }
}

function rangesOf(networks: number, group: number): readonly Range[] {
  return Array.from({ length: Math.ceil(networks / group) }, (_, i) => ({
    first: i * group,
    last: Math.min(networks, (i + 1) * group),
  }));
}

function actingOf({ self, sitters }: Players): readonly Policy[] {
  return [self, ...sitters].filter((policy) => policy !== undefined);
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function isSolo({ seating, tensors }: Arena): boolean {
  return tensors.flow !== undefined && seating.every((seats) => seats.length === 1);
}

/** Worlds with one seat that are compiled: nothing is made in a step. */
async function rollOutSolo(arena: Arena, { self, networks }: Players, scorer: Scorer): Promise<void> {
  const { tensors, stage } = arena;
  const flow = tensors.flow!;
  const { inputs, outputs } = tensors;
  const episodes = createEpisodes({ flow, inputs, outputs, policy: self, columns: stage.cases.length });
  try {
    for (const [group, range] of rangesOf(networks, self.group).entries()) {
      episodes.seat(group);
      beginAll(arena, episodes, range.last - range.first);
      const steps = Math.min(flow.steps, stage.limits.calls);
      await episodes.play(steps, 1);
      settle(arena, range, scorer, {
        wrong: (e) => (episodes.isWrong(e) ? notFinite : undefined),
        judgement(e) {
          const state = episodes.state(e);
          return { scores: flow.score(state), measures: flow.measure(state) };
        },
      });
      scorer.done(range.last - range.first);
    }
  } finally {
    episodes.free();
  }
}

function beginAll({ tensors, stage }: Arena, episodes: Episodes, networks: number): void {
  for (let network = 0; network < networks; network++) {
    for (const [at, { case: one, key }] of stage.cases.entries()) {
      const state = tensors.flow!.begin(one.instance, randomFromKey(key[0], key[1]));
      episodes.begin(network * stage.cases.length + at, state);
    }
  }
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
  /** Why it went wrong, if it did. */
  wrong?: string;
}

const notFinite = "an action is not finite";

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
  const see = (episode: Episode): void => {
    const seats = places[episode.at]!;
    for (let seat = 0; seat < seats.length; seat++) show(tensors, seats[seat]!, episode, seat);
  };
  const move = (episode: Episode): boolean => {
    const seats = places[episode.at]!;
    for (let seat = 0; seat < seats.length; seat++) hear(tensors, seats[seat]!, episode, seat);
    if (episode.wrong !== undefined) return false;
    if (scorer.acted !== undefined) episode.played.push(...episode.actions);
    episode.world.step(episode.state, episode.actions);
    return !episode.world.over(episode.state);
  };
  for (let step = 0; step < stage.limits.calls && live.length > 0; step++) {
    for (const episode of live) orRefused(episode, see);
    for (const policy of acting) {
      for (let first = range.first; first < range.last; first += policy.group) {
        const computed = policy.forward(first / policy.group);
        if (computed !== undefined) await computed;
      }
    }
    live = live.filter((episode) => orRefused(episode, move));
  }
  for (const { network, at, wrong, played } of all) if (wrong === undefined) scorer.acted?.(network, at, played);
  settle(arena, range, scorer, {
    wrong: (e) => all[e]!.wrong,
    judgement: (e) => judged(arena, all[e]!),
  });
}

/** What the world does, in an episode that has not gone wrong; undefined where it throws, which refuses what was done. */
function orRefused<T>(episode: Episode, act: (episode: Episode) => T): T | undefined {
  if (episode.wrong !== undefined) return undefined;
  try {
    return act(episode);
  } catch (error) {
    episode.wrong = refusalOf(error);
    return undefined;
  }
}

/** Why a world refuses; its contract, which it broke, is its author's concern. */
function refusalOf(error: unknown): string {
  if (error instanceof UserError) throw error;
  return messageOf(error).slice(0, 160);
}

function* episodesOf({ stage, scenario }: Arena, { first, last }: Range): Generator<Episode> {
  for (let network = first; network < last; network++) {
    for (const [at, { case: one, key }] of stage.cases.entries()) {
      const world = scenario.world();
      const state: unknown = world.begin(one.instance, randomFromKey(key[0], key[1]));
      yield { network, at, world, state, actions: [], played: [] };
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
  if (isSelf) episode.wrong = notFinite;
  actions[seat] = 0;
}

function judged({ seating }: Arena, { world, state, at }: Episode): Judgement {
  const seat = seating[at]!.indexOf(0);
  const measures = world.measure?.(state, seat);
  return { scores: world.score(state, seat), ...(measures === undefined ? {} : { measures }) };
}

interface Results {
  /** Why an episode went wrong, if it did. */
  wrong(episode: number): string | undefined;
  judgement(episode: number): Judgement;
}

/** Tells the scorer: the first wrong case fails a network, else each case is judged until the world refuses one. */
function settle({ stage }: Arena, { first, last }: Range, scorer: Scorer, results: Results): void {
  const { cases } = stage;
  for (let network = first; network < last; network++) {
    const start = (network - first) * cases.length;
    const fail = (at: number, message: string): void =>
      scorer.failed(network, { kind: "bad-action", case: cases[at]!.case.id, message });
    const wrong = cases.findIndex((_, at) => results.wrong(start + at) !== undefined);
    if (wrong >= 0) {
      fail(wrong, results.wrong(start + wrong)!);
      continue;
    }
    let at = 0;
    try {
      for (; at < cases.length; at++) {
        scorer.judged(network, at, checkedJudgement(stage, results.judgement(start + at)));
      }
    } catch (error) {
      fail(at, refusalOf(error));
    }
  }
}
