import type { Capability } from "../capabilities/capability.ts";
import { wrapped } from "../text/layout.ts";
import { capabilityPage, type Fact } from "../view/capability-page.ts";
import type { Piece } from "../view/capability-words.ts";

const columns = 100;
const labelColumns = 13;

/** A capability as a page: what it is, an example, the responsible code, how that is known, and where it comes from. */
export function capabilityText(capability: Capability, others: readonly Capability[]): string {
  return capabilityPage(capability, others)
    .map((section) => {
      const program = "program" in section ? programLines(section.program) : [];
      return [section.title, ...program, ...section.facts.flatMap(factLines)].join("\n");
    })
    .join("\n\n");
}

function programLines(pieces: readonly Piece[]): readonly string[] {
  const text = pieces.map((piece) => (piece.isMarked ? `⟦${piece.text}⟧` : piece.text)).join("");
  return text.split("\n").map((line) => `  ${line}`);
}

function factLines([label, text]: Fact): readonly string[] {
  const lines = wrapped(text, columns - labelColumns - 2);
  return lines.map((line, i) => `  ${(i === 0 ? label : "").padEnd(labelColumns)}${line}`);
}
