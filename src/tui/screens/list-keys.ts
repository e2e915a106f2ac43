import type { Action, Key, Scene } from "../screen.ts";

/** How far a key goes in a list with pages of so many rows; its ends are infinitely far. */
export function listMoves(page: number): ReadonlyMap<Key, number> {
  return new Map([
    ["j", 1],
    ["down", 1],
    ["k", -1],
    ["up", -1],
    ["page-down", page],
    ["page-up", -page],
    ["g", -Infinity],
    ["home", -Infinity],
    ["G", Infinity],
    ["end", Infinity],
  ]);
}

/** The keys that ask for something to be done with a variant, on all screens that show variants. */
export const variantKeys: readonly Key[] = ["enter", "p", "m", "a", "P", "y"];

/** What such a key asks for. */
export function variantAct(key: Key, { model }: Scene, id: number): Action | undefined {
  switch (key) {
    case "enter":
      return { do: "open", screen: "variant", id };
    case "p":
      return { do: "pin", id };
    case "m":
      return { do: "mark", id };
    case "a":
      return { do: "open", screen: "tree", id };
    case "P":
      return { do: "play", id };
    case "y":
      return { do: "copy", text: `lamarck show ${model.view.facts.select} ${id}` };
    default:
      return undefined;
  }
}
