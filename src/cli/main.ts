import { Command, CommanderError } from "commander";
import { closest, messageOf, UserError, WorldError } from "../std/errors.ts";
import type { CliCommand, FlagValues, Words } from "./command.ts";
import { version } from "./package.ts";
import { oneLine, sanitize, toJson } from "../text/sanitize.ts";
import { exitCodes, type Terminal } from "./terminal.ts";

/** A command's line in the help, and where it is loaded from when it is called. */
interface Entry {
  readonly name: string;
  readonly about: string;
  /** Whether it is for programs, and not told of. */
  readonly isHidden?: true;
  readonly load: () => Promise<CliCommand>;
}

/** All commands, in the order of the help. */
const entries: readonly Entry[] = [
  {
    name: "run",
    about: "Run a campaign, or go on with one",
    load: async () => (await import("./commands/run.ts")).runCommand,
  },
  {
    name: "resume",
    about: "Go on with a run that was stopped",
    load: async () => (await import("./commands/resume.ts")).resumeCommand,
  },
  {
    name: "attach",
    about: "Watch a run, live or afterwards",
    load: async () => (await import("./commands/attach.ts")).attachCommand,
  },
  {
    name: "ctl",
    about: "Steer a run: pause, resume, stop, kill, set, checkpoint, note",
    load: async () => (await import("./commands/ctl.ts")).ctlCommand,
  },
  { name: "ls", about: "List the runs here", load: async () => (await import("./commands/ls.ts")).lsCommand },
  {
    name: "status",
    about: "Show how far a run is",
    load: async () => (await import("./commands/status.ts")).statusCommand,
  },
  {
    name: "top",
    about: "List the best variants of a run",
    load: async () => (await import("./commands/top.ts")).topCommand,
  },
  {
    name: "show",
    about: "Show a variant: its program or network, scores and parents",
    load: async () => (await import("./commands/show.ts")).showCommand,
  },
  {
    name: "lineage",
    about: "List the ancestors of a variant",
    load: async () => (await import("./commands/lineage.ts")).lineageCommand,
  },
  {
    name: "diff",
    about: "Compare two variants, line by line",
    load: async () => (await import("./commands/diff.ts")).diffCommand,
  },
  {
    name: "replay",
    about: "Evaluate a variant again and compare with the log",
    load: async () => (await import("./commands/replay.ts")).replayCommand,
  },
  {
    name: "play",
    about: "Watch what a variant does in its world",
    load: async () => (await import("./commands/play.ts")).playCommand,
  },
  {
    name: "evaluate",
    about: "Score a program or network of your own in a scenario",
    load: async () => (await import("./commands/evaluate.ts")).evaluateCommand,
  },
  {
    name: "export",
    about: "Write variants, a program, a network or a population to files",
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  {
    name: "import",
    about: "Make a population of models, networks or programs",
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  {
    name: "compare",
    about: "Compare runs of one scenario",
    load: async () => (await import("./commands/compare.ts")).compareCommand,
  },
  {
    name: "report",
    about: "Write a run as one HTML page",
    load: async () => (await import("./commands/report.ts")).reportCommand,
  },
  {
    name: "mine",
    about: "Look in a run for what its agents have learnt",
    load: async () => (await import("./commands/mine.ts")).mineCommand,
  },
  {
    name: "capabilities",
    about: "List what agents have learnt: list, show, verify, export, retract, diff",
    load: async () => (await import("./commands/capabilities.ts")).capabilitiesCommand,
  },
  {
    name: "cultivate",
    about: "Spread a capability in populations, and see whether it persists",
    load: async () => (await import("./commands/cultivate.ts")).cultivateCommand,
  },
  {
    name: "incubate",
    about: "Find out whether an agent is better, as a hypothesis claims",
    load: async () => (await import("./commands/incubate.ts")).incubateCommand,
  },
  {
    name: "validate",
    about: "Check a scenario or a spec",
    load: async () => (await import("./commands/validate.ts")).validateCommand,
  },
  {
    name: "init",
    about: "Write an example scenario to start from",
    load: async () => (await import("./commands/init.ts")).initCommand,
  },
  {
    name: "doctor",
    about: "Check that this machine can run campaigns",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
  {
    name: "llm-stub",
    about: "Stand in for language models, to try them without a key",
    load: async () => (await import("./commands/llm-stub.ts")).llmStubCommand,
  },
  {
    name: "schema",
    about: "Print the JSON Schema of a format",
    load: async () => (await import("./commands/schema.ts")).schemaCommand,
  },
  {
    name: "log",
    about: "Print the hash of a run's log, or what happened",
    load: async () => (await import("./commands/log.ts")).logCommand,
  },
  {
    name: "completion",
    about: "Print a completion script for bash, zsh or fish",
    load: async () => (await import("./commands/completion.ts")).completionCommand(wholeProgram),
  },
  {
    name: "complete",
    about: "",
    isHidden: true,
    load: async () => (await import("./commands/complete.ts")).completeCommand,
  },
];

/** All commands with their arguments and options, for those who complete them. */
async function wholeProgram(): Promise<Command> {
  const program = new Command("lamarck");
  for (const { name, about, isHidden, load } of entries) {
    if (isHidden !== true) defineCommand(program.command(name).description(about), await load());
  }
  return program;
}

function defineCommand(command: Command, { define }: CliCommand): void {
  define(command);
  command
    .option("--no-color", "use no colours, as with NO_COLOR=1")
    .option("--no-input", "accepted: nothing is ever asked");
}

const examples = `
Examples:
  lamarck run bin-packing --budget-time 60s
  lamarck run symbolic-regression --set scenario.target=nguyen-7 --target "worst<=0.01"
  lamarck show latest champion
  lamarck init my-scenario && lamarck run my-scenario/campaign.json`;

/**
 * The command line: does what the words after `lamarck` say and returns the exit code. Mistakes of the user's and
 * failures of the world are printed in a sentence with what to do; only a defect prints a stack.
 */
export async function main(words: readonly string[], bare: Omit<Terminal, "words">): Promise<number> {
  const terminal: Terminal = {
    ...bare,
    words,
    out: (text) => bare.out(sanitize(text)),
    err: (text) => bare.err(sanitize(text)),
  };
  let complaint = "";
  let code: number = exitCodes.done;
  try {
    const program = createProgram(terminal, (text) => (complaint += text));
    const called = words[0] === "help" ? words[1] : words.find((word) => !word.startsWith("-"));
    for (const { name, about, isHidden, load } of entries) {
      const command = program.command(name, { hidden: isHidden === true }).description(about);
      if (name !== called) continue;
      const loaded = await load();
      defineCommand(command, loaded);
      command.action(async () => {
        const options = command.opts<FlagValues>();
        const env = options["color"] === false ? { ...terminal.env, NO_COLOR: "1" } : terminal.env;
        code = await loaded.act({ ...terminal, env }, options, command.processedArgs as unknown as Words);
      });
    }
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    return report(
      terminal,
      error instanceof CommanderError ? usageError(complaint, words) : error,
      words.includes("--json"),
    );
  }
}

function createProgram(terminal: Terminal, complain: (text: string) => void): Command {
  const program = new Command("lamarck")
    .description(
      "Evolves populations of programs and neural networks in campaigns that can be stopped, resumed and replayed.",
    )
    .version(`lamarck ${version()} (Node ${process.versions.node})`, "-v, --version", "Print the version")
    .helpOption("-h, --help", "Show what a command does and takes")
    .addHelpText("after", examples)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: complain });
  return program;
}

/** A complaint of the parser as an error with a hint. */
function usageError(complaint: string, words: readonly string[]): UserError {
  const text = complaint.replace(/^error: /, "").trim();
  const [message, suggestion] = text.split(/\s*\n?\((?=Did you mean)/);
  const command = entries.find(({ name }) => words.includes(name))?.name;
  const near = closest(
    words[0] ?? "",
    entries.map(({ name }) => name),
  );
  const guess = suggestion ?? (command === undefined && near !== undefined ? `Did you mean ${near}?` : "");
  const help = `See \`lamarck ${command === undefined ? "" : `${command} `}--help\`.`;
  return new UserError(
    "usage",
    message || "The command line is not complete",
    `${guess.replace(/\)$/, "")} ${help}`.trim(),
  );
}

/** Says what went wrong and returns the exit code for it. */
function report(terminal: Terminal, error: unknown, json: boolean): number {
  const known = error instanceof UserError || error instanceof WorldError;
  const kind = known ? error.code : "internal";
  const hint = known ? error.hint : "This is a defect in Lamarck; please report it with the text above.";
  const message = known ? error.message : error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  if (json) terminal.out(`${toJson({ error: { kind, message: oneLine(message, 2000), hint } })}\n`);
  else terminal.err(`error: ${message}\n${hint}\n`);
  if (error instanceof UserError) return error.code === "run-not-found" ? exitCodes.notFound : exitCodes.usage;
  return error instanceof WorldError && error.code === "locked" ? exitCodes.locked : exitCodes.failed;
}
