import type { Capability } from "../../capabilities/capability.ts";
import { closest, UserError } from "../../std/errors.ts";
import { findEntry, readCatalogue, retractCapability } from "../../store/catalogue.ts";
import { lineDiff } from "../../text/line-diff.ts";
import { toJson } from "../../text/sanitize.ts";
import { author } from "../author.ts";
import { printCapabilities } from "../capability-list.ts";
import { capabilityText } from "../capability-text.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { limitOf, printEnvelope } from "../output.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** What can be done with the catalogue. */
export const capabilityVerbs = ["list", "show", "verify", "export", "retract", "diff"] as const;
type Verb = (typeof capabilityVerbs)[number];

/** `lamarck capabilities`: what agents have learnt in the runs of this folder, with its evidence. */
export const capabilitiesCommand: CliCommand = {
  define(command) {
    command
      .argument("[verb]", `one of ${capabilityVerbs.join(", ")}`, "list")
      .argument("[ids...]", "capabilities: ids, or beginnings of them")
      .option("--all", "verify: all of them")
      .option("--reason <text>", "retract: why, for whoever reads it later")
      .option("--limit <count>", "list: how many are shown", "100")
      .option("--json", "print an envelope of JSON");
  },
  act: capabilities,
};

async function capabilities(terminal: Terminal, options: FlagValues, words: Words): Promise<number> {
  const [word, ids] = words as unknown as readonly [string, readonly string[]];
  const verb = verbOf(word);
  const entries = readCatalogue(terminal.cwd);
  switch (verb) {
    case "list":
      return list(terminal, options, entries);
    case "show":
      return show(terminal, options, entries, one(entries, verb, ids));
    case "verify": {
      const { verify } = await import("../verify.ts");
      const chosen = options["all"] === true ? entries : some(entries, verb, ids);
      return verify(terminal, chosen, { all: entries, isJson: options["json"] === true });
    }
    case "export": {
      const chosen = ids.length === 0 ? entries : some(entries, verb, ids);
      const file = {
        schema: "lamarck/catalogue@1",
        entries: Object.fromEntries(chosen.map((entry) => [entry.id, entry])),
      };
      terminal.out(`${toJson(file, 2)}\n`);
      return exitCodes.done;
    }
    case "retract":
      return retract(terminal, options, one(entries, verb, ids));
    case "diff":
      return diff(terminal, options, entries, some(entries, verb, ids));
    default:
      return verb satisfies never;
  }
}

function verbOf(word: string): Verb {
  const found = capabilityVerbs.find((verb) => verb === word);
  if (found !== undefined) return found;
  const near = closest(word, capabilityVerbs);
  const hint = near === undefined ? `There are ${capabilityVerbs.join(", ")}.` : `Did you mean ${near}?`;
  throw new UserError("usage", `There is no verb \`${word}\``, hint);
}

function some(entries: readonly Capability[], verb: Verb, ids: readonly string[]): readonly Capability[] {
  if (ids.length > 0) return ids.map((id) => findEntry(entries, id));
  const hint =
    verb === "verify" ? "Name one, or all of them with `--all`." : "`lamarck capabilities list` has their ids.";
  throw new UserError("usage", `\`capabilities ${verb}\` needs the id of a capability`, hint);
}

function one(entries: readonly Capability[], verb: Verb, ids: readonly string[]): Capability {
  const [first, ...others] = some(entries, verb, ids);
  if (others.length === 0) return first!;
  throw new UserError("usage", `\`capabilities ${verb}\` takes one capability, got ${ids.length}`, "Name one.");
}

function list(terminal: Terminal, options: FlagValues, entries: readonly Capability[]): number {
  const limit = limitOf(textOf(options, "limit")!);
  const isJson = options["json"] === true;
  if (entries.length > 0 || isJson) {
    printCapabilities(terminal, { isJson, limit }, entries);
    return exitCodes.done;
  }
  terminal.err("No capabilities were found here yet. Look for some in a run with `lamarck mine latest`.\n");
  return exitCodes.done;
}

function show(terminal: Terminal, options: FlagValues, entries: readonly Capability[], chosen: Capability): number {
  if (options["json"] === true) printEnvelope(terminal, "capability", chosen);
  else terminal.out(`${capabilityText(chosen, entries)}\n`);
  return exitCodes.done;
}

async function retract(terminal: Terminal, options: FlagValues, { id }: Capability): Promise<number> {
  const reason = textOf(options, "reason")?.trim() ?? "";
  if (reason === "") {
    throw new UserError("usage", "A capability is not retracted without a reason", 'Give it with `--reason "..."`.');
  }
  const retraction = { by: author(), t: new Date().toISOString(), reason };
  const retracted = await retractCapability(terminal.cwd, id, retraction);
  if (options["json"] === true) printEnvelope(terminal, "capability", retracted);
  else
    terminal.out(`${id} ${retracted.name}: retracted by ${retracted.retracted!.by}: ${retracted.retracted!.reason}\n`);
  return exitCodes.done;
}

function diff(
  terminal: Terminal,
  options: FlagValues,
  entries: readonly Capability[],
  [before, after, ...others]: readonly Capability[],
): number {
  if (before === undefined || after === undefined || others.length > 0) {
    throw new UserError("usage", "`capabilities diff` takes two capabilities", "Name two ids.");
  }
  const linesOf = (capability: Capability): readonly string[] => capabilityText(capability, entries).split("\n");
  const lines = lineDiff(linesOf(before), linesOf(after));
  if (options["json"] === true)
    printEnvelope(terminal, "capabilities-diff", { before: before.id, after: after.id, lines });
  else {
    const text = lines.map(({ sign, text: line }) => `${sign} ${line}\n`).join("");
    terminal.out(`--- ${before.id}  ${before.name}\n+++ ${after.id}  ${after.name}\n${text}`);
  }
  return exitCodes.done;
}
