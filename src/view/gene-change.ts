import { number, signed } from "../text/figures.ts";

/** What became of one gene of a network from one network to the next. */
export interface GeneChange {
  readonly change: "added" | "removed" | "enabled" | "disabled" | "changed";
  /** Which gene: a connection as `x -> h0`, a bias as `bias of h0`, a unit as `unit h0 (relu)`. */
  readonly gene: string;
  /** Its weight or bias; absent where it has none, or has none any more. */
  readonly before?: number;
  readonly after?: number;
}

/** How two networks differ. */
export interface NetworkDifference {
  /** The whole in a few lines. */
  readonly summary: readonly string[];
  /** Genes that came, went, or were switched, then changed values, the largest change first: at most as many as asked for. */
  readonly changes: readonly GeneChange[];
  /** How many changes there are. */
  readonly total: number;
}

/** Which of two genes' values changed more. */
export function byChange(a: GeneChange, b: GeneChange): number {
  return sizeOf(b) - sizeOf(a);
}

function sizeOf({ before = 0, after = 0 }: GeneChange): number {
  return Math.abs(after - before);
}

/** Changes in lines: a sign (`+` came, `-` went, `~` is another), the gene, and its values. */
export function changeLines(changes: readonly GeneChange[]): readonly string[] {
  const width = Math.min(40, Math.max(0, ...changes.map(({ gene }) => gene.length)));
  return changes.map((one) => `${signs[one.change]} ${one.gene.padEnd(width)}  ${valueText(one)}`.trimEnd());
}

const signs: Readonly<Record<GeneChange["change"], string>> = {
  added: "+",
  removed: "-",
  enabled: "~",
  disabled: "~",
  changed: "~",
};

function valueText({ change, before, after }: GeneChange): string {
  const figure = (value: number): string => number(value).padStart(9);
  const isMoved = before !== undefined && after !== undefined && before !== after;
  const value = after ?? before;
  const moved = isMoved ? `${figure(before)} -> ${figure(after)}  ${signed(after - before).padStart(9)}` : undefined;
  const text = moved ?? (value === undefined ? "" : figure(value));
  return change === "enabled" || change === "disabled" ? `${text}  ${change}` : text;
}

/** How many values changed, and by how much: for values that changed by these differences. */
export function spreadText(differences: Float32Array, what: string): string {
  let [changed, squares, most] = [0, 0, 0];
  for (const difference of differences) {
    if (difference === 0) continue;
    changed++;
    squares += difference * difference;
    most = Math.max(most, Math.abs(difference));
  }
  if (changed === 0) return `none of ${differences.length} ${what} changed`;
  const size = Math.sqrt(squares / changed);
  return `${changed} of ${differences.length} ${what} changed, by ${number(size)} (root mean square) and ${number(most)} at most`;
}
