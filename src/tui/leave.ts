import { count } from "../text/figures.ts";
import { boxed } from "../text/layout.ts";
import { type Row, row, type Size, span } from "../text/row.ts";
import { fit } from "../text/width.ts";
import type { Live } from "../view/live.ts";
import type { Situation } from "./state.ts";

/** One way to leave, or not to. */
export interface LeaveChoice {
  readonly key: string;
  readonly name: string;
  readonly does: string;
  /** What the runner is asked for; absent where it is left alone. */
  readonly words?: readonly string[];
}

/** What whoever sits here may do with the campaign, the harmless first. Killing takes a capital letter. */
export function leaveChoices({ role, model }: Situation): readonly LeaveChoice[] {
  const detach = { key: "d", name: "detach", does: `the campaign goes on; lamarck attach ${model.view.facts.select}` };
  if (role === "reader") return [detach];
  const phase = model.live?.phase;
  return [
    detach,
    { key: "s", name: "stop", does: "finish what is being evaluated, then end", words: ["stop"] },
    phase === "paused" || phase === "pausing"
      ? { key: "p", name: "go on", does: "end the pause and stay here", words: ["resume"] }
      : { key: "p", name: "pause", does: "finish what is being evaluated, hold, and stay here", words: ["pause"] },
    { key: "K", name: "kill now", does: "drop what is being evaluated; resuming does it again", words: ["kill"] },
  ];
}

function workLine(live: Live | undefined): string {
  const flying = live?.flying ?? 0;
  const { inFlight = 0, queued = 0 } = live?.author ?? {};
  if (flying === 0 && inFlight + queued > 0) return `Calls of language models under way: ${count(inFlight + queued)}.`;
  if (flying === 0) return "Nothing is being evaluated at the moment.";
  if (live?.phase === "paused") return `It is paused; agents that wait: ${count(flying)}.`;
  return `Programs that are being evaluated: ${count(flying)}.`;
}

/** The dialog, in the middle of a room of this size. */
export function leaveRows(situation: Situation, choice: number, size: Size): Row[] {
  const { symbols, model } = situation;
  const columns = Math.min(size.columns - 2, 72);
  const choices = leaveChoices(situation);
  const lines: Row[] = [
    row(workLine(model.live)),
    row(),
    ...choices.map(({ key, name, does }, i) => {
      const isChosen = i === choice;
      const text = `${isChosen ? symbols.cursor : " "} ${key}  ${fit(name, 9)} ${does}`;
      return row(isChosen ? span(fit(text, columns - 4, { symbols }), "selected") : text);
    }),
    row(`  Esc cancel`),
  ];
  const box = boxed("Leave this campaign?", lines, { columns, rows: lines.length + 2 }, symbols);
  const left = " ".repeat(Math.max(0, Math.floor((size.columns - columns) / 2)));
  const above = Math.max(0, Math.floor((size.rows - box.length) / 2));
  return [...Array.from({ length: above }, () => row()), ...box.map((line) => [span(left), ...line])].slice(
    0,
    size.rows,
  );
}
