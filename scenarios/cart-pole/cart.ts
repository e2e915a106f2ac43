import { type Picture, signed } from "../../src/scenario/picture.ts";

/** The cart stays between plus and minus this, in metres. */
export const xLimit = 2.4;

/** A cart with its poles, the first one's hinge to the left of the second's. */
export interface Cart {
  readonly x: number;
  /** Which way the last push went: above 0 to the right, 0 nowhere. */
  readonly push: number;
  /** Angles from upright in radians, right is positive, and lengths by the longest. */
  readonly poles: readonly { readonly theta: number; readonly length: number }[];
}

/** Draws the track at the bottom of the picture, and the cart on it with its poles at their true angles. */
export function drawCart(picture: Picture, cart: Cart): void {
  const { columns, rows } = picture;
  const labelled = rows >= 6;
  const ground = rows - (labelled ? 2 : 1);
  const half = columns >= 40 ? 4 : 2;
  const across = (x: number): number => half + ((x + xLimit) / (2 * xLimit)) * (columns - 1 - 2 * half);
  drawTrack(picture, ground, across, labelled);
  const tall = ground >= 8;
  const top = ground - (tall ? 2 : 1);
  const middle = across(cart.x);
  drawPoles(picture, cart, [middle * 2 + 1, top * 4 - 1], top - (ground >= 12 ? 3 : ground >= 7 ? 2 : 1));
  const left = Math.round(middle) - half;
  picture.write(left, top, "█".repeat(2 * half + 1));
  if (tall) {
    picture.write(left + 1, top + 1, "●");
    picture.write(left + 2 * half - 1, top + 1, "●");
  }
  if (cart.push > 0) picture.write(left + 2 * half + 2, top, "━━▶");
  if (cart.push < 0) picture.write(left - 4, top, "◀━━");
}

function drawTrack(picture: Picture, ground: number, across: (x: number) => number, labelled: boolean): void {
  picture.write(0, ground, "─".repeat(picture.columns));
  for (const metres of [-xLimit, -1.2, 0, 1.2, xLimit]) {
    const at = Math.round(across(metres));
    picture.write(at, ground, "┴");
    const label = metres === 0 ? "0 m" : signed(metres, 1);
    if (labelled && (picture.columns >= 40 || metres === 0 || Math.abs(metres) === xLimit)) {
      picture.write(Math.max(0, Math.min(picture.columns - label.length, at - 1)), ground + 1, label);
    }
  }
}

function drawPoles(picture: Picture, { poles }: Cart, [x, y]: readonly [number, number], room: number): void {
  // A quarter of the width at most, so that a pole that falls stays in the picture.
  const longest = Math.max(0, Math.min(room * 4, picture.columns / 2)) - 1;
  const apart = poles.length > 1 ? 2 : 0;
  for (const [i, { theta, length }] of poles.entries()) {
    for (const shift of [-0.5, 0.5]) {
      const foot = x + shift + apart * (2 * i - 1);
      const reach = longest * length;
      if (reach > 0) picture.line([foot, y], [foot + reach * Math.sin(theta), y - reach * Math.cos(theta)]);
    }
  }
}
