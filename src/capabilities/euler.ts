import type { Random } from "../std/random.ts";

/**
 * The same tokens with the same steps from one to the next (how often each token follows each), in another order: one of
 * all such rows, each as likely as any other. Such a row is a tour over all edges of a graph: a random tree of last exits
 * leads to the last token, and all other exits are shuffled (Kandel, Matias, Unger and Winkler, Discrete Applied
 * Mathematics 71, 1996, with the tree of Wilson, STOC 1996).
 */
export function eulerShuffle(tokens: Uint16Array, random: Random): Uint16Array {
  const last = tokens.at(-1);
  if (last === undefined) return tokens.slice();
  const exits = new Map<number, number[]>();
  for (let at = 0; at + 1 < tokens.length; at++) {
    const known = exits.get(tokens[at]!);
    if (known === undefined) exits.set(tokens[at]!, [tokens[at + 1]!]);
    else known.push(tokens[at + 1]!);
  }
  const tree = lastExits(exits, last, random);
  const left = new Map([...exits].map(([token, to]) => [token, ordered(to, tree.get(token), random)]));
  const shuffled = tokens.slice();
  for (let at = 1; at < tokens.length; at++) shuffled[at] = left.get(shuffled[at - 1]!)!.pop()!;
  return shuffled;
}

/** For each token but the last, through which exit it is left for the last time: random walks, their loops erased. */
function lastExits(exits: ReadonlyMap<number, readonly number[]>, last: number, random: Random): Map<number, number> {
  const tree = new Map<number, number>();
  const isIn = new Set([last]);
  for (const token of exits.keys()) {
    const walk = new Map<number, number>();
    for (let at = token; !isIn.has(at); at = walk.get(at)!) walk.set(at, random.pick(exits.get(at)!));
    for (let at = token; !isIn.has(at); at = walk.get(at)!) {
      isIn.add(at);
      tree.set(at, walk.get(at)!);
    }
  }
  return tree;
}

/** The exits of a token in random order, to be taken from the end; the one for the last time is the first. */
function ordered(exits: readonly number[], lastExit: number | undefined, random: Random): number[] {
  if (lastExit === undefined) return random.shuffle(exits);
  const others = exits.slice();
  others.splice(others.indexOf(lastExit), 1);
  return [lastExit, ...random.shuffle(others)];
}
