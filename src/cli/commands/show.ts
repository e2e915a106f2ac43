import { genomeText, sizeUnit } from "../../view/genome-text.ts";
import { hasStandings, type Standing, standingOf } from "../../view/standing.ts";
import { UserError } from "../../std/errors.ts";
import { median } from "../../std/statistics.ts";
import { decidedText } from "../../evaluation/decided.ts";
import type { Outcome } from "../../evaluation/evaluation.ts";
import { kindOn } from "../../events/spec.ts";
import type { Genome } from "../../genome/genome.ts";
import { programKind } from "../../genome/kinds/program.ts";
import type { Objective, Scenario } from "../../scenario/scenario.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { type Asked, askedFor, askedText, authorText, notAsked } from "../asked.ts";
import { genomesOf, scenarioOf, variantId, variantRecord, type VariantRecord, viewOf } from "../history.ts";
import { printEnvelope } from "../output.ts";
import { toAscii } from "../../text/ascii.ts";
import { number } from "../../text/figures.ts";
import { oneLine } from "../../text/sanitize.ts";
import { abilityOf } from "../../tui/ability.ts";
import { meanScore } from "../../view/score.ts";
import type { Terminal } from "../terminal.ts";
import { tracedLines, tracedVariant } from "../traced.ts";
import { agentsOf, trialOf, withAgents } from "../trial.ts";

/** `lamarck show`: a variant's program, in the simplest form that scores the same, and where it came from; or what it did. */
export const showCommand: CliCommand = {
  define(command) {
    command
      .argument("<run>", "an id, the beginning of one, a folder, or latest")
      .argument("<variant>", "its number, or champion, or best")
      .option(
        "--prompt",
        "print what language models were asked for it and what they answered, in place of its program",
      )
      .option("--trace", "print what it did on its training cases, as tokens, in place of its program")
      .option("--case <id>", "with --trace: only this case, of any split")
      .option("--raw", "print a program as it was evolved, not simplified")
      .option("--json", "print an envelope of JSON");
  },
  act: show,
};

async function show(terminal: Terminal, options: FlagValues, [word, variant]: Words): Promise<number> {
  checkEffects(options);
  const run = findRun(word, terminal.cwd);
  if (options["trace"] === true) return showTrace(terminal, run, await variantId(run, variant), options);
  if (options["prompt"] === true)
    return showPrompt(terminal, run, await variantId(run, variant), options["json"] === true);
  const scenario = await scenarioOf(run);
  const objective = scenario.objectives[0];
  const record = variantRecord(run, await variantId(run, variant));
  const [genome] = genomesOf(run, [record.born.genome]);
  const standing = hasStandings(run.manifest.spec) ? standingOf(await viewOf(run, terminal.cwd), record.born.id) : [];
  const plain = options["raw"] === true ? genome! : await simplified(run, scenario, record, genome!);
  const simpler = plain.hash === genome!.hash ? undefined : plain;
  if (options["json"] === true) {
    const { born, outcome, from, children } = record;
    const { type: _, ...birth } = born;
    const asked = askedOf(run, record);
    const size =
      simpler === undefined ? {} : { simplified: { program: simpler.bytes, size: programKind.size(simpler) } };
    printEnvelope(terminal, "show", {
      ...birth,
      ...(from === undefined ? {} : { from }),
      children,
      ...Object.fromEntries(standing.map(({ label, text }) => [label, text])),
      outcome,
      ...(asked.length === 0 ? {} : { calls: asked.map(({ call }) => call) }),
      program: genome!.bytes,
      ...size,
    });
    return 0;
  }
  const notes =
    simpler === undefined
      ? ""
      : `// Simplified from ${record.born.size} to ${programKind.size(simpler)} nodes, with the same scores on all training cases; --raw shows it as it was.\n`;
  terminal.out(
    `${recordText(run, record, { objective, standing })}\n\n${notes}${genomeText(plain, scenario).trimEnd()}\n`,
  );
  return 0;
}

/** Throws `UserError` for an option that would have no effect. */
function checkEffects(options: FlagValues): void {
  const isTrace = options["trace"] === true;
  const idle = (isTrace ? ["prompt", "raw"] : ["case"]).find((name) => options[name] !== undefined);
  if (idle === undefined) return;
  throw new UserError(
    "bad-option",
    `\`--${idle}\` does nothing ${isTrace ? "with" : "without"} \`--trace\``,
    `Leave it out, or ${isTrace ? "leave out" : "add"} \`--trace\`.`,
  );
}

/** What a variant does, as tokens of its scenario. */
async function showTrace(terminal: Terminal, run: RunReader, id: number, options: FlagValues): Promise<number> {
  const caseId = textOf(options, "case");
  const traced = await tracedVariant(run, id, caseId);
  if (options["json"] === true) printEnvelope(terminal, "show-trace", traced);
  else {
    const isAscii = abilityOf(terminal.env).symbols.name === "ascii";
    for (const line of tracedLines(traced, caseId !== undefined)) terminal.out(`${isAscii ? toAscii(line) : line}\n`);
  }
  return 0;
}

/** The requests and replies that led to a variant. */
function showPrompt(terminal: Terminal, run: RunReader, id: number, isJson: boolean): number {
  const record = variantRecord(run, id);
  const asked = askedOf(run, record);
  if (asked.length === 0) throw notAsked(run, id);
  if (isJson) {
    const { operator, draft } = record.born;
    const calls = asked.map(({ call, exchange }) => ({ ...call, ...exchange }));
    printEnvelope(terminal, "show-prompt", { id, operator, draft, calls });
  } else terminal.out(`#${id} of ${run.manifest.id}: ${authorText(record.born, asked)}\n\n${askedText(asked)}\n`);
  return 0;
}

function askedOf(run: RunReader, { born }: VariantRecord): readonly Asked[] {
  return born.draft === undefined ? [] : askedFor(run, born.id);
}

/** The simplest program found whose outcome is the same; itself where it failed or is no program. */
async function simplified(
  run: RunReader,
  scenario: Scenario,
  { outcome, rivals }: VariantRecord,
  genome: Genome,
): Promise<Genome> {
  if (genome.kind !== programKind.name || outcome?.status !== "scored") return genome;
  const { simplify } = await import("../../variation/simplify.ts");
  return withAgents(agentsOf(run, scenario), async (backend) => {
    const trial = trialOf(run, backend, rivals);
    const wanted = decidedText(outcome);
    return simplify(genome, async (candidate) => decidedText(await trial(candidate)) === wanted);
  });
}

function recordText(
  run: RunReader,
  { born: birth, outcome, from, children }: VariantRecord,
  { objective, standing }: { readonly objective: Objective; readonly standing: readonly Standing[] },
): string {
  const parents = birth.parents.map((id) => `#${id}`).join(" and ");
  const asked = birth.draft === undefined ? [] : askedFor(run, birth.id);
  return [
    `#${birth.id} of ${run.manifest.id}`,
    `  born     in generation ${birth.generation} by ${birth.operator}${parents === "" ? "" : ` from ${parents}`}, on island ${birth.island}`,
    ...(birth.draft === undefined ? [] : [`  models   ${authorText(birth, asked)}`]),
    ...standing.map(({ label, text }) => `  ${label.padEnd(8)} ${text}`),
    `  size     ${birth.size} ${sizeUnit(kindOn(run.manifest.spec, birth.island))}`,
    `  children ${children}`,
    `  genome   ${birth.genome}`,
    `  training ${outcomeText(outcome, objective)}${from === undefined ? "" : ` (taken from #${from}, whose genome is equal)`}`,
  ].join("\n");
}

function outcomeText(outcome: Outcome | undefined, { name, direction }: Objective): string {
  if (outcome === undefined) return "not evaluated yet";
  if (outcome.status === "failed") return oneLine(`failed with ${outcome.fault.kind}: ${outcome.fault.message}`);
  const scores = outcome.scores.map((row) => row[0]!);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const [best, worst] = direction === "minimize" ? [low, high] : [high, low];
  return `${name} mean ${number(meanScore(outcome))}, median ${number(median(scores))}, best ${number(best)}, worst ${number(worst)} of ${scores.length} cases`;
}
