import { resolve } from "node:path";
import type { Scenario } from "../../scenario/scenario.ts";
import { findRun } from "../../store/run-directory.ts";
import { UserError } from "../../std/errors.ts";
import { toAscii } from "../../text/ascii.ts";
import { number } from "../../text/figures.ts";
import type { Size } from "../../text/row.ts";
import { abilityOf } from "../../tui/ability.ts";
import type { Episodes } from "../../view/playback.ts";
import { readAgent } from "../agent-file.ts";
import { type CliCommand, type FlagValues, listOf, repeatable, textOf, type Words } from "../command.ts";
import { chooseDisplay } from "../display.ts";
import { settingsFlag, wholeFlag } from "../flags.ts";
import { scenarioOf, stateOf, variantId } from "../history.ts";
import { printEnvelope } from "../output.ts";
import { addressOf, type PlaybackRequest, recordEpisodes, seatedGenomes } from "../playback.ts";
import { resolveSpec, specRequest } from "../spec.ts";
import type { Terminal } from "../terminal.ts";

/** `lamarck play`: what an agent does on a case, as pictures; in the terminal's playback where there is one. */
export const playCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest; with --program a scenario")
      .argument("[variant]", "its number, or champion, or best (default: the champion, else the best)")
      .option("--case <id>", "the case to play (default: the first training case)")
      .option("--frames <number>", "how many pictures are printed, from first to last at even distances (default: 5)")
      .option("--size <columns>x<rows>", "how large the pictures are (default: 80x18)")
      .option("--program <file>", "play a program or a network (.onnx, .json) of your own in a scenario")
      .option("--seed <number>", "with --program: cases are drawn from it (default: 1)")
      .option("--set <path=value>", "with --program: scenario.NAME=VALUE, a setting (repeatable)", repeatable)
      .option("--display <name>", "full for the terminal's playback, plain for printed pictures")
      .option("--json", "print the pictures in an envelope of JSON");
  },
  act: play,
};

async function play(terminal: Terminal, options: FlagValues, [word, variant]: Words): Promise<number> {
  const isProgram = options["program"] !== undefined;
  const isPrinted = ["frames", "size", "json", "program"].some((name) => options[name] !== undefined);
  const shown = { frames: framesOf(textOf(options, "frames")), size: sizeOf(textOf(options, "size")) };
  const caseId = textOf(options, "case");
  if (isProgram) {
    const request = await programRequest(terminal, options, word);
    return print(terminal, options, { ...request, case: caseId, ...shown, name: textOf(options, "program")! });
  }
  const run = findRun(word, terminal.cwd);
  const scenario = await scenarioOf(run);
  const named =
    variant ?? (stateOf(run, scenario.objectives[0]).finished?.champion === undefined ? "best" : "champion");
  const id = await variantId(run, named);
  if (!isPrinted && chooseDisplay(textOf(options, "display"), terminal) === "full") {
    return watch(terminal, { run, scenario, id, case: caseId });
  }
  const request = {
    scenario,
    address: addressOf(run),
    engine: run.manifest.spec.engine,
    ...(await seatedGenomes(run, scenario, id)),
    case: caseId,
  };
  return print(terminal, options, { ...request, ...shown, name: `#${id}` });
}

async function programRequest(terminal: Terminal, options: FlagValues, word: string): Promise<PlaybackRequest> {
  const { cwd } = terminal;
  const asked = textOf(options, "seed");
  const flags = asked === undefined ? {} : { seed: wholeFlag("--seed", asked, 0) };
  const { spec, loaded } = await resolveSpec(specRequest(word, settingsFlag(listOf(options, "set")), flags, cwd));
  const address = { path: loaded.path, options: loaded.options, seed: spec.seed };
  const genome = await readAgent(resolve(cwd, textOf(options, "program")!), loaded.scenario);
  return { scenario: loaded.scenario, address, genome, rivals: [] };
}

/** How many pictures are printed, and how large they are. */
interface Printed {
  readonly frames: number;
  readonly size: Size;
  /** Who plays, as people call it. */
  readonly name: string;
}

async function print(terminal: Terminal, options: FlagValues, wanted: PlaybackRequest & Printed): Promise<number> {
  const { scenario, size, name } = wanted;
  const { createAgents } = await import("../agents.ts");
  const agents = createAgents({ scenario, lanes: 1, engine: wanted.engine });
  let episodes: Episodes;
  try {
    episodes = await recordEpisodes(wanted, agents);
  } finally {
    await agents.close();
  }
  const one = episodes.cases[episodes.first]!;
  const playback = episodes.open(episodes.first);
  const pictures = evenly(wanted.frames, playback.frames).map((frame) => ({
    frame,
    lines: playback.draw(frame, size.columns, size.rows).map((line) => line.trimEnd()),
  }));
  if (options["json"] === true) {
    const { id, seats, scores } = one;
    const data = { scenario: scenario.name, agent: name, case: id, seats, scores, frames: playback.frames, pictures };
    printEnvelope(terminal, "play", data, { total: playback.frames, shown: pictures.length });
    return 0;
  }
  const scores = (one.scores ?? []).map((score, i) => `   ${scenario.objectives[i]?.name ?? "score"} ${number(score)}`);
  const against = one.seats.length > 1 ? `   ${one.seats.join(" against ")}` : "";
  const isAscii = abilityOf(terminal.env).symbols.name === "ascii";
  const show = (text: string): void => terminal.out(`${isAscii ? toAscii(text) : text}\n`);
  show(`${name}   ${one.id}${scores.join("")}${against}`);
  for (const { frame, lines } of pictures) {
    show(
      `-- ${frame}/${playback.frames - 1} ${"-".repeat(Math.max(0, size.columns - 6 - `${frame}${playback.frames - 1}`.length))}`,
    );
    for (const line of lines) show(line);
  }
  return 0;
}

/** So many whole numbers below `total` at even distances, the first and the last among them. */
function evenly(wanted: number, total: number): readonly number[] {
  const shown = Math.min(wanted, total);
  if (shown === 1) return [total - 1];
  return Array.from({ length: shown }, (_, i) => Math.round((i * (total - 1)) / (shown - 1)));
}

function framesOf(text = "5"): number {
  return wholeFlag("--frames", text, 1, 100_000);
}

function sizeOf(text = "80x18"): Size {
  const [, columns, rows] = /^(\d{1,3})x(\d{1,3})$/.exec(text) ?? [];
  const size = { columns: Number(columns), rows: Number(rows) };
  if (size.columns >= 10 && size.rows >= 3) return size;
  throw new UserError(
    "bad-option-value",
    `Expected \`--size\` to be columns x rows, from 10x3 to 999x999, got \`${text}\``,
    "Write `--size 100x30`, for example.",
  );
}

/** The terminal's own viewer, opened on the playback. */
async function watch(
  terminal: Terminal,
  {
    run,
    scenario,
    id,
    case: caseId,
  }: { run: ReturnType<typeof findRun>; scenario: Scenario; id: number; case: string | undefined },
): Promise<number> {
  const { openViewing } = await import("../viewing.ts");
  const { runTui } = await import("../../tui/run.ts");
  const viewing = openViewing({ run, scenario, cwd: terminal.cwd, isReader: true });
  viewing.play(id, caseId);
  const { stdin, stdout } = process;
  await runTui(viewing, {
    role: "reader",
    display: "full",
    env: terminal.env,
    screen: "playback",
    selected: id,
    stdin,
    stdout,
  });
  return 0;
}
