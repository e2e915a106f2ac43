import type { Capability } from "../../capabilities/capability.ts";
import { isProven } from "../../capabilities/entry.ts";
import { programRows } from "../../text/highlight.ts";
import { type Column, cutRow, fact, rule, tableRows, wrapped } from "../../text/layout.ts";
import { type Row, row, type Size, span } from "../../text/row.ts";
import { oneLine } from "../../text/sanitize.ts";
import type { Symbols } from "../../text/symbols.ts";
import { capabilityPage, type Fact } from "../../view/capability-page.ts";
import { effectText, type Piece, share } from "../../view/capability-words.ts";
import type { Key, Scene, Screen, Step } from "../screen.ts";
import { emptyRows } from "./capabilities-empty.ts";
import { listMoves } from "./list-keys.ts";
import { counted, idle } from "./variant-words.ts";

/** Which capability is looked at, counted from 0, and how many rows of its page are above. */
export interface CapabilitiesState {
  readonly at: number;
  readonly above: number;
}

/** What agents have learnt in this scenario: those of the workspace's catalogue, each with its evidence. */
export const capabilitiesScreen: Screen<CapabilitiesState> = {
  id: "capabilities",
  title: "Capabilities",
  short: "Caps",
  keys: [
    { keys: ["j", "down"], does: "the next capability", hint: "move" },
    { keys: ["k", "up"], does: "the capability before" },
    { keys: ["g", "home"], does: "the first capability" },
    { keys: ["G", "end"], does: "the last capability" },
    { keys: ["l", "right", "page-down"], does: "further down its page", hint: "page" },
    { keys: ["h", "left", "page-up"], does: "back up its page" },
    { keys: ["enter"], does: "open the variant that showed it first, where that is of this run", hint: "first" },
    { keys: ["P"], does: "play that variant" },
    { keys: ["y"], does: "copy the command that prints the page", hint: "copy" },
  ],
  start: { at: 0, above: 0 },
  render(scene, state) {
    const { capabilities } = scene.model;
    const { columns, rows } = scene.size;
    if (capabilities.length === 0) return emptyRows(scene, scene.size);
    const at = placeOf(scene, state);
    const page = pageRows(scene, capabilities[at]!);
    const room = roomOf(scene);
    const above = Math.min(state.above, Math.max(0, page.length - room.page));
    const list = capabilityRows(scene, { columns, rows: room.list }, at);
    const shown = page.slice(above, above + room.page);
    return [...list, rule(columns, scene.symbols), ...shown].slice(0, rows);
  },
  press,
};

/** The capabilities in a list, for a pane; what will be there where there are none. */
export function capabilitiesRows(scene: Scene, size: Size): readonly Row[] {
  return scene.model.capabilities.length === 0 ? emptyRows(scene, size) : capabilityRows(scene, size);
}

/** A list with its heading; those around the chosen one, or the first. */
function capabilityRows(scene: Scene, { columns, rows }: Size, at?: number): readonly Row[] {
  const { model, symbols } = scene;
  const { capabilities } = model;
  const room = Math.max(1, rows - 2);
  const from = Math.max(0, Math.min((at ?? 0) - Math.floor(room / 2), capabilities.length - room));
  const some = capabilities.slice(from, from + room);
  const here = capabilities.filter((one) => isHere(scene, one)).length;
  const heading = ` ${counted(capabilities.length, "capability", "capabilities")} in this scenario, ${here} first seen in this run (*)`;
  const selected = at === undefined ? undefined : at - from;
  const table = tableRows(columnsOf(scene, selected === undefined ? undefined : some[selected]), some, {
    columns,
    symbols,
    selected,
  });
  return [cutRow(row(span(heading, "dim")), columns, symbols), ...table].slice(0, Math.max(0, rows));
}

function columnsOf(scene: Scene, chosen: Capability | undefined): readonly Column<Capability>[] {
  const signs = (one: Capability): string =>
    `${one === chosen ? scene.symbols.cursor : " "}${isHere(scene, one) ? "*" : " "}`;
  return [
    { title: " ", width: 2, drop: 0, cell: (one) => span(signs(one), "accent") },
    { title: "name", width: 20, widthMax: 48, drop: 0, cell: ({ name }) => oneLine(name, 60) },
    { title: "class", width: 14, drop: 3, cell: (one) => one.class },
    {
      title: "status",
      width: 10,
      drop: 1,
      cell: (one) => span(one.status, isProven(one) ? "good" : "dim"),
    },
    { title: "lineages", width: 8, align: "right", drop: 4, cell: ({ support }) => String(support.lineages) },
    { title: "score, without it", width: 18, drop: 2, cell: ({ ablation }) => effectText(ablation) },
    { title: "novelty", width: 7, align: "right", drop: 5, cell: ({ behaviour }) => share(behaviour?.novelty) },
    { title: "id", width: 8, widthMax: 16, drop: 6, cell: ({ id }) => span(id, "dim") },
  ];
}

function isHere({ model }: Scene, { firstSeen }: Capability): boolean {
  return firstSeen.run === model.view.facts.id;
}

const labelColumns = 12;

function pageRows({ model, symbols, size: { columns } }: Scene, capability: Capability): readonly Row[] {
  const facts = ([label, text]: Fact): readonly Row[] =>
    wrapped(text, Math.max(1, columns - labelColumns - 3)).map((line, i) =>
      row(" ", ...fact(i === 0 ? label : "", line, labelColumns)),
    );
  // The list above says already what the first section does.
  const [, ...sections] = capabilityPage(capability, model.capabilities);
  return sections
    .flatMap((section) => [
      row(span(` ${section.title}`, "title")),
      ...("program" in section ? codeRows(section.program, columns, symbols) : []),
      ...section.facts.flatMap(facts),
    ])
    .map((one) => cutRow(one, columns, symbols));
}

/** The program with its marked pieces in brackets that no program has. */
function codeRows(pieces: readonly Piece[], columns: number, symbols: Symbols): readonly Row[] {
  const [open, close] = symbols.name === "ascii" ? ["[[", "]]"] : ["⟦", "⟧"];
  const text = pieces.map((piece) => (piece.isMarked ? `${open}${piece.text}${close}` : piece.text)).join("");
  return programRows(text, Math.max(1, columns - 1)).map((line) => row(" ", ...line));
}

function placeOf({ model }: Scene, { at }: CapabilitiesState): number {
  return Math.min(at, model.capabilities.length - 1);
}

/** The rows of the list with its two headings, and those of the page; a rule is between them. */
function roomOf({ model, size: { rows } }: Scene): { readonly list: number; readonly page: number } {
  const list = Math.min(2 + model.capabilities.length, Math.max(3, Math.floor(rows / 3)));
  return { list, page: Math.max(0, rows - list - 1) };
}

function press(key: Key, scene: Scene, state: CapabilitiesState): Step<CapabilitiesState> | undefined {
  const { capabilities } = scene.model;
  if (capabilities.length === 0) return idle(capabilitiesScreen, key, "There are no capabilities yet.");
  const at = placeOf(scene, state);
  const { id, firstSeen } = capabilities[at]!;
  const turn = Math.max(1, roomOf(scene).page - 2);
  switch (key) {
    case "l":
    case "right":
    case "page-down": {
      const last = Math.max(0, pageRows(scene, capabilities[at]!).length - roomOf(scene).page);
      return { state: { at, above: Math.min(last, state.above + turn) } };
    }
    case "h":
    case "left":
    case "page-up":
      return { state: { at, above: Math.max(0, state.above - turn) } };
    case "y":
      return { act: { do: "copy", text: `lamarck capabilities show ${id}` } };
    case "enter":
    case "P": {
      if (!isHere(scene, capabilities[at]!)) {
        return { act: { do: "say", text: `It was first seen in the run ${oneLine(firstSeen.run, 40)}.` } };
      }
      const { variant } = firstSeen;
      return { act: key === "P" ? { do: "play", id: variant } : { do: "open", screen: "variant", id: variant } };
    }
    default: {
      const by = listMoves(1).get(key);
      if (by === undefined) return undefined;
      return { state: { at: Math.max(0, Math.min(capabilities.length - 1, at + by)), above: 0 } };
    }
  }
}
