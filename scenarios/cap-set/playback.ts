import { createPicture, inLine, type Picture } from "../../src/scenario/picture.ts";
import type { Case, Playback } from "../../src/scenario/scenario.ts";
import { digitsOf, judge, third } from "./judge.ts";
import type { Space } from "./play.ts";

/** The largest sizes that are known, by dimension (FunSearch, Nature 2024, for 8). */
const largest: Readonly<Record<number, number>> = { 3: 9, 4: 20, 5: 45, 6: 112, 7: 236, 8: 512 };

/**
 * Shows a cap set vector by vector. All vectors lie in a square: half of the digits count along it, half of them down,
 * so that its thirds, ninths and so on are the smaller spaces within. Throws where the answer is no cap set.
 */
export function playback(answer: unknown, one: Case): Playback {
  judge(answer, one);
  const { n } = one.instance as Space;
  const chosen = typeof answer === "number" ? [answer] : (answer as readonly number[]);
  const blockedAt = blockings(chosen, n);
  return {
    frames: chosen.length + 1,
    draw(frame, columns, rows) {
      const picture = createPicture(columns, rows);
      const scene = { n, chosen: chosen.slice(0, frame), blockedAt };
      const top = drawFigures(picture, scene);
      drawSpace(picture, scene, top);
      return picture.lines();
    },
  };
}

interface Scene extends Space {
  /** The vectors in the set, the latest last. */
  readonly chosen: readonly number[];
  /** For each vector the size of the set from which on it would complete a line. */
  readonly blockedAt: Uint16Array;
}

function blockings(chosen: readonly number[], n: number): Uint16Array {
  const blockedAt = new Uint16Array(3 ** n).fill(0xffff);
  const vectors = chosen.map((index) => digitsOf(index, n));
  for (const [size, vector] of vectors.entries()) {
    for (const before of vectors.slice(0, size)) {
      const index = third(vector, before);
      blockedAt[index] = Math.min(blockedAt[index]!, size + 1);
    }
  }
  return blockedAt;
}

/** The set in figures; returns the first row that is left. */
function drawFigures(picture: Picture, { n, chosen, blockedAt }: Scene): number {
  const { columns, rows } = picture;
  const blocked = blockedAt.filter((at) => at <= chosen.length).length;
  const last = chosen.at(-1);
  const known = largest[n];
  const latest = last === undefined ? [] : [`latest ${digitsOf(last, n).join("")}`];
  const size = `size ${String(chosen.length).padStart(3)}`;
  const facts = [`blocked ${blocked}`, `free ${3 ** n - blocked - chosen.length} of ${3 ** n}`];
  if (known !== undefined) facts.push(`largest known ${known}`);
  picture.write(0, 0, inLine([size, ...latest, ...facts], columns));
  return rows >= 6 ? 2 : 1;
}

type Mark = "latest" | "chosen" | "blocked" | "free";

/** Draws the space in the largest way that fits: cells, half cells, dots; the finer ones beside what is blocked. */
function drawSpace(picture: Picture, scene: Scene, top: number): void {
  const across = 3 ** Math.ceil(scene.n / 2);
  const down = 3 ** Math.floor(scene.n / 2);
  const room = { columns: picture.columns, rows: picture.rows - top };
  const marks = marksOf(scene, across, down);
  for (const wide of [4, 2, 1]) {
    if (across * wide <= room.columns && down <= room.rows) return drawCells(picture, marks, { top, wide });
  }
  const halves = across <= room.columns && Math.ceil(down / 2) <= room.rows;
  // Where even dots take too much room, one stands for a smaller space, and is set where any vector of it is.
  const fits = (one: number): boolean => across / one / 2 <= room.columns && down / one / 4 <= room.rows;
  const scale = [1, 3, 9, 27].find(fits) ?? 81;
  const width = Math.max(halves ? across : Math.ceil(across / scale / 2), top > 1 ? 11 : 0);
  for (const [panel, title] of (2 * width + 3 <= room.columns ? ["in the set", "blocked"] : [""]).entries()) {
    const left = panel * (width + 3);
    if (top > 1) picture.write(left, top - 1, title);
    if (halves) drawHalves(picture, marks, { top, left, panel });
    else drawDots(picture, marks, { top, left, panel, scale });
  }
}

/** Rows of vectors: digits in turn count down and along, the first of them in the largest steps. */
function marksOf({ n, chosen, blockedAt }: Scene, across: number, down: number): readonly (readonly Mark[])[] {
  const members = new Set(chosen);
  const marks = Array.from({ length: down }, () => Array.from({ length: across }, (): Mark => "free"));
  for (let index = 0; index < blockedAt.length; index++) {
    let [x, y] = [0, 0];
    for (const [i, digit] of digitsOf(index, n).entries()) {
      if ((n - i) % 2 === 1) x = x * 3 + digit;
      else y = y * 3 + digit;
    }
    const blocked = blockedAt[index]! <= chosen.length;
    const latest = index === chosen.at(-1);
    marks[y]![x] = latest ? "latest" : members.has(index) ? "chosen" : blocked ? "blocked" : "free";
  }
  return marks;
}

const cells: Readonly<Record<Mark, string>> = { latest: "▓", chosen: "█", blocked: "·", free: " " };

function drawCells(
  picture: Picture,
  marks: readonly (readonly Mark[])[],
  { top, wide }: { readonly top: number; readonly wide: number },
): void {
  for (const [y, line] of marks.entries()) {
    for (const [x, mark] of line.entries()) {
      // A cell of its own for each vector: filled ones keep a margin where there is room.
      const filled = mark === "chosen" || mark === "latest";
      const text = filled ? cells[mark].repeat(Math.max(1, wide - 1)) : cells[mark].padStart(Math.ceil(wide / 2));
      picture.write(x * wide, top + y, text);
    }
  }
}

interface Panel {
  readonly top: number;
  readonly left: number;
  /** 0 shows what is chosen, 1 what is blocked. */
  readonly panel: number;
}

function drawHalves(picture: Picture, marks: readonly (readonly Mark[])[], { top, left, panel }: Panel): void {
  for (let y = 0; y < marks.length; y += 2) {
    for (let x = 0; x < marks[y]!.length; x++) {
      const upper = shown(marks[y]![x], panel);
      const lower = shown(marks[y + 1]?.[x], panel);
      picture.write(left + x, top + y / 2, upper && lower ? "█" : upper ? "▀" : lower ? "▄" : "·");
    }
  }
}

function drawDots(
  picture: Picture,
  marks: readonly (readonly Mark[])[],
  { top, left, panel, scale }: Panel & { readonly scale: number },
): void {
  for (const [y, line] of marks.entries()) {
    for (const [x, mark] of line.entries()) {
      if (shown(mark, panel)) picture.dot(left * 2 + Math.floor(x / scale), top * 4 + Math.floor(y / scale));
    }
  }
}

function shown(mark: Mark | undefined, panel: number): boolean {
  return panel === 0 ? mark === "chosen" || mark === "latest" : mark === "blocked";
}
