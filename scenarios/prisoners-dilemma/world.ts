import type { World } from "../../src/scenario/scenario.ts";
import type { Random } from "../../src/std/random.ts";

/** One match: its length, how often a move slips, and a number that tells its noise from other matches'. */
export interface Match {
  readonly rounds: number;
  readonly noise: number;
  readonly match: number;
}

/** What one of the two did so far. */
export interface Player {
  /** The moves as played: 1 cooperates, -1 defects. */
  moves: number[];
  points: number;
  cooperations: number;
  /** Rounds that came after a defection of the other, and those of them in which this player defected. */
  provocations: number;
  retaliations: number;
  /** Drawn at the start, one a round: whether the move slips, and the player's own random number. */
  slips: boolean[];
  coins: number[];
}

/** A match under way. */
export interface State {
  rounds: number;
  round: number;
  players: [Player, Player];
}

/**
 * The iterated prisoner's dilemma with the payoffs 5, 3, 1, 0 of Axelrod's tournaments (1984), where a move turns into
 * its opposite with the probability `noise`. Runs in the sandbox: refers to nothing outside itself.
 */
export function world(): World {
  function begin({ rounds, noise, match }: Match, random: Random): State {
    const player = (seat: number): Player => {
      const stream = random.fork("match", match, seat);
      const slips = Array.from({ length: rounds }, () => stream.chance(noise));
      const coins = Array.from({ length: rounds }, () => stream.next());
      return { moves: [], points: 0, cooperations: 0, provocations: 0, retaliations: 0, slips, coins };
    };
    return { rounds, round: 0, players: [player(0), player(1)] };
  }

  function observe({ round, players }: State, seat: number): readonly number[] {
    const me = players[seat]!;
    const other = players[1 - seat]!;
    const before = (player: Player, rounds: number): number => player.moves[round - rounds] ?? 0;
    const trust = round === 0 ? 0.5 : other.cooperations / round;
    return [round, before(me, 1), before(other, 1), before(me, 2), before(other, 2), trust, me.coins[round] ?? 0];
  }

  function step(state: State, actions: readonly number[]): void {
    const { round, players } = state;
    const played = players.map((player, seat) => (actions[seat]! > 0 !== player.slips[round] ? 1 : -1));
    players.forEach((player, seat) => {
      const mine = played[seat]!;
      const theirs = played[1 - seat]!;
      player.points += mine > 0 ? (theirs > 0 ? 3 : 0) : theirs > 0 ? 5 : 1;
      if (mine > 0) player.cooperations++;
      if (round > 0 && players[1 - seat]!.moves[round - 1] === -1) {
        player.provocations++;
        if (mine < 0) player.retaliations++;
      }
    });
    players.forEach((player, seat) => player.moves.push(played[seat]!));
    state.round++;
  }

  function measure({ round, players }: State, seat: number): readonly number[] {
    const { cooperations, provocations, retaliations } = players[seat]!;
    return [cooperations / Math.max(1, round), retaliations / Math.max(1, provocations)];
  }

  return {
    begin,
    observe,
    step,
    over: ({ round, rounds }: State) => round >= rounds,
    score: ({ round, players }: State, seat) => [players[seat]!.points / Math.max(1, round)],
    measure,
  };
}
