import assert from "node:assert/strict";
import type { Playback } from "../scenario/scenario.ts";

const sizes = [
  [80, 24],
  [150, 40],
  [60, 12],
  [20, 5],
  [10, 3],
  [1, 1],
] as const;

/** Checks that pictures are lines of text that keep to their size, hold no control characters and are the same twice. */
export function checkPictures(draw: (columns: number, rows: number) => readonly string[], what: string): void {
  for (const [columns, rows] of sizes) {
    const lines: unknown = draw(columns, rows);
    assert.ok(Array.isArray(lines), `${what} gives no list of lines`);
    for (const line of lines as unknown[]) {
      assert.equal(typeof line, "string", `${what} gives a line that is no text`);
      assert.ok(!/\p{Cc}/u.test(line as string), `${what} gives a line with a control character or a line break`);
    }
    const fits = lines.length <= rows && (lines as string[]).every((line) => line.length <= columns);
    assert.ok(fits, `${what} does not keep to ${columns} columns and ${rows} rows`);
    assert.deepEqual(draw(columns, rows), lines, `${what} gives another picture the second time`);
  }
}

/** Checks a playback: whole frames from 1, and pictures as above, in whatever order they are asked for. */
export function checkPlayback(playback: Playback, what: string): void {
  const { frames } = playback;
  assert.ok(Number.isInteger(frames) && frames >= 1, `${what} has ${frames} frames, expected a whole number from 1`);
  const middle = Math.floor(frames / 2);
  for (const frame of [frames - 1, 0, middle]) {
    checkPictures((columns, rows) => playback.draw(frame, columns, rows), `${what} at frame ${frame}`);
  }
}
