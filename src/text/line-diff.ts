/** A line of a comparison: in both texts, only in the first, or only in the second. */
export interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

const linesMax = 4000;

/** The shortest way from one list of lines to another, by their longest common subsequence; from the 4,000th line on, none in common. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  const [a, b] = [before.slice(0, linesMax), after.slice(0, linesMax)];
  const width = b.length + 1;
  // lengths[i * width + j]: of the longest common subsequence of what follows line i and line j.
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] = a[i] === b[j] ? lengths[at + width + 1]! + 1 : Math.max(lengths[at + width]!, lengths[at + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const at = i * width + j;
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: " ", text: a[i++]! });
      j++;
    } else if (i < before.length && (j >= b.length || i >= a.length || lengths[at + width]! >= lengths[at + 1]!)) {
      lines.push({ sign: "-", text: before[i++]! });
    } else lines.push({ sign: "+", text: after[j++]! });
  }
  return lines;
}
