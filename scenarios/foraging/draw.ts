import { createPicture, inLine, type Picture } from "../../src/scenario/picture.ts";
import type { Forager, State } from "./world.ts";

const cellWidth = 2;
const listWidth = 25;

/** The ground from above, and beside it who everybody is, what each has and did. Rows are cells, from the north. */
export function draw(state: State, columns: number, rows: number, names: readonly string[]): readonly string[] {
  const picture = createPicture(columns, rows);
  const self = Math.max(0, names.indexOf("agent"));
  picture.write(0, 0, statusOf(state, self, columns));
  const { size } = state.ground;
  const listed = columns >= 40;
  const room = columns - (listed ? listWidth : 0);
  const field = { width: Math.min(size, Math.floor(room / cellWidth)), height: Math.min(size, rows - 1) };
  if (field.width > 0 && field.height > 0) drawGround(picture, state, { ...field, ...cornerOf(state, self, field) });
  if (listed) drawList(picture, state, { names, left: cellWidth * field.width + 2 });
  return picture.lines();
}

function statusOf({ tick, ground, foragers }: State, self: number, columns: number): string {
  const { energy, eaten, gave, received } = foragers[self]!;
  return inLine(
    [
      columns < 12 ? `tick ${tick}` : `tick ${String(tick).padStart(3)}/${ground.ticks}`,
      `energy ${energy.toFixed(1)}`,
      `ate ${eaten.toFixed(0)}`,
      `gave ${gave}`,
      `was given ${received}`,
    ],
    columns,
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Corner {
  /** The cell at the lower left of the picture. */
  readonly west: number;
  readonly south: number;
}

/** All of the ground, or where it does not fit, what is around the agent. */
function cornerOf({ ground: { size }, foragers }: State, self: number, { width, height }: Size): Corner {
  const me = foragers[self]!;
  return {
    west: width < size ? me.x - Math.floor(width / 2) : 0,
    south: height < size ? me.y - Math.floor(height / 2) : 0,
  };
}

function drawGround(picture: Picture, state: State, { width, height, west, south }: Size & Corner): void {
  const { ground, walls, patches, foragers } = state;
  const wrapped = (at: number): number => ((at % ground.size) + ground.size) % ground.size;
  for (let row = 0; row < height; row++) {
    const y = wrapped(south + height - 1 - row);
    for (let column = 0; column < width; column++) {
      const x = wrapped(west + column);
      const place = ground.size * y + x;
      const patch = patches.find((one) => one.place === place);
      const here = foragers.flatMap((one, seat) => (one.x === x && one.y === y ? [seat] : []));
      const sign = walls[place]! ? "██" : here.length > 0 ? signOf(here, state) : patch ? foodOf(patch.stock) : " ·";
      picture.write(cellWidth * column, 1 + row, sign);
    }
  }
}

/** Who is in a cell: one with what it does, two beside each other, or how many. */
function signOf(here: readonly number[], { foragers }: State): string {
  const [first, second] = here;
  if (here.length > 2) return `${here.length}&`;
  if (second !== undefined) return letterOf(first!) + letterOf(second);
  const { last, eaters } = foragers[first!]!;
  return letterOf(first!) + (last === -3 ? "!" : last === 3 ? "+" : eaters > 0 ? "%" : " ");
}

function letterOf(seat: number): string {
  return "ABCDEF"[seat] ?? "?";
}

function foodOf(stock: number): string {
  return stock > 10 ? "%%" : "% ";
}

function drawList(
  picture: Picture,
  { foragers }: State,
  { names, left }: { readonly names: readonly string[]; readonly left: number },
): void {
  // Each has two rows where there is room for them.
  const height = picture.rows > 1 + 2 * foragers.length ? 2 : 1;
  for (const [seat, forager] of foragers.entries()) {
    const row = 1 + height * seat;
    const name = (names[seat] ?? "").padEnd(11).slice(0, 11);
    picture.write(left, row, `${letterOf(seat)} ${name} ${forager.energy.toFixed(1).padStart(6)}`);
    if (height === 2) picture.write(left + 2, row + 1, doingOf(forager));
  }
  const legend = ["% food  █ wall", "! calls  + gives  % eats"];
  const below = 2 + height * foragers.length;
  if (picture.rows >= below + legend.length)
    for (const [i, text] of legend.entries()) picture.write(left, below + i, text);
}

function doingOf({ last, blocked, eaters, gift }: Forager): string {
  const did = blocked ? "at a wall" : ["calls", "south", "west", "stays", "east", "north", "gives"][last + 3]!;
  return [did, ...(eaters > 0 ? ["eats"] : []), ...(gift > 0 ? ["is given"] : [])].join(", ");
}
