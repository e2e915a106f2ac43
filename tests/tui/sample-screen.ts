import { row } from "../../src/text/row.ts";
import { numbered, type Screen, type ScreenId } from "../../src/tui/screen.ts";

interface SampleState {
  readonly at: number;
}

/** A small screen that uses every kind of action: a list of ten variants. */
function sampleScreen(id: ScreenId): Screen<SampleState> {
  return {
    id,
    title: id[0]!.toUpperCase() + id.slice(1),
    short: id.slice(0, 4),
    keys: [
      { keys: ["j", "down"], does: "the next one", hint: "next" },
      { keys: ["k", "up"], does: "the one before" },
      { keys: ["enter"], does: "open it", hint: "open" },
      { keys: ["m"], does: "mark it" },
      { keys: ["K"], does: "end it", hint: "end" },
      { keys: ["P"], does: "play it" },
      { keys: ["F"], does: "filter by it" },
      { keys: ["+"], does: "more lanes" },
      { keys: ["c"], does: "copy it" },
    ],
    start: { at: 0 },
    render: ({ size, selected, filter }, { at }) =>
      Array.from({ length: Math.min(10, size.rows) }, (_, i) =>
        row(`${i === at ? ">" : " "} #${i} ${id} selected ${selected ?? "-"} filter ${filter}`.slice(0, size.columns)),
      ),
    press(key, _scene, { at }) {
      const move = (to: number) => {
        const next = Math.min(9, Math.max(0, to));
        return { state: { at: next }, act: { do: "select", id: next } } as const;
      };
      switch (key) {
        case "j":
        case "down":
          return move(at + 1);
        case "k":
        case "up":
          return move(at - 1);
        case "enter":
          return { act: { do: "open", screen: "variant", id: at } };
        case "m":
          return { act: { do: "mark", id: at } };
        case "K":
          return { act: { do: "ask", question: `End #${at}?`, yes: { do: "command", words: ["note", `end ${at}`] } } };
        case "P":
          return { act: { do: "play", id: at } };
        case "F":
          return { act: { do: "filter", text: `id=${at}` } };
        case "+":
          return { act: { do: "command", words: ["set", "jobs", "5"] } };
        case "c":
          return { act: { do: "copy", text: `lamarck show r7q2 ${at}\u001b[31m` } };
        default:
          return undefined;
      }
    },
  };
}

/** All screens, each a list of its own. */
export const sampleScreens: readonly Screen<unknown>[] = [...numbered, "variant" as const, "playback" as const].map(
  (id) => sampleScreen(id),
);
