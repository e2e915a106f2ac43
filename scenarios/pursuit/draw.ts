import { createPicture, inLine, type Picture } from "../../src/scenario/picture.ts";
import type { Animal, State } from "./world.ts";

/** The torus as a rectangle: predators as arrows, prey as discs, each with its trail; who was caught is an x. */
export function draw(state: State, columns: number, rows: number, names: readonly string[]): readonly string[] {
  const picture = createPicture(columns, rows);
  picture.write(0, 0, statusOf(state, columns, names));
  const framed = columns >= 30 && rows >= 10;
  const field = framed ? frame(picture) : { left: 0, top: 1, width: columns, height: Math.max(0, rows - 1) };
  const self = names.indexOf("agent");
  for (const [seat, animal] of state.animals.entries()) drawTrail(picture, animal, field, seat === self);
  for (const [seat, animal] of state.animals.entries()) {
    const column = field.left + Math.min(field.width - 1, Math.floor(animal.x * field.width));
    const row = field.top + Math.min(field.height - 1, Math.floor((1 - animal.y) * field.height));
    picture.write(column, row, signOf(animal, seat === self));
  }
  return picture.lines();
}

function statusOf({ step, steps, animals }: State, columns: number, names: readonly string[]): string {
  const prey = animals.filter(({ role }) => role < 0);
  const role = animals[names.indexOf("agent")]?.role;
  return inLine(
    [
      columns < 12 ? `step ${step}` : `step ${String(step).padStart(3)}/${steps}`,
      ...(role === undefined ? [] : [`agent is ${role > 0 ? "the predator ▲" : "prey ●"}`]),
      `caught ${prey.filter(({ alive }) => !alive).length} of ${prey.length}`,
      ...[...new Set(names)].filter((name) => name !== "agent").map((name) => `against ${name}`),
    ],
    columns,
  );
}

interface Field {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function frame(picture: Picture): Field {
  const { columns, rows } = picture;
  picture.write(0, 1, `┌${"┄".repeat(columns - 2)}┐`);
  picture.write(0, rows - 1, `└${"┄".repeat(columns - 2)}┘`);
  for (let row = 2; row < rows - 1; row++) {
    picture.write(0, row, "│");
    picture.write(columns - 1, row, "│");
  }
  return { left: 1, top: 2, width: columns - 2, height: rows - 3 };
}

function drawTrail(
  picture: Picture,
  { path, alive, lived }: Animal,
  { left, top, width, height }: Field,
  own: boolean,
): void {
  if (!alive) return;
  const trail = path.length / 2;
  for (let step = lived - trail + 1; step <= lived; step++) {
    // The agent's own trail is whole, the others' are broken.
    if (!own && step % 2 === 1) continue;
    const at = 2 * (step % trail);
    picture.dot(2 * (left + path[at]! * width), 4 * (top + (1 - path[at + 1]!) * height));
  }
}

function signOf({ role, alive, heading }: Animal, own: boolean): string {
  if (!alive) return "x";
  if (role < 0) return own ? "●" : "○";
  const quarter = ((Math.round((2 * heading) / Math.PI) % 4) + 4) % 4;
  return (own ? "▶▲◀▼" : "►↑◄↓")[quarter]!;
}
