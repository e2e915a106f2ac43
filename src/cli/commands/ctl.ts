import { connectControl } from "../../runner/control-client.ts";
import type { Answer, Command } from "../../runner/protocol.ts";
import { settingNames } from "../../runner/settings.ts";
import { type Verb, verbs } from "../../runner/steering.ts";
import { closest, messageOf, UserError, WorldError } from "../../std/errors.ts";
import { findRun, type RunReader } from "../../store/run-directory.ts";
import { author } from "../author.ts";
import { type CliCommand, type FlagValues, textOf, type Words } from "../command.ts";
import { printEnvelope } from "../output.ts";
import { selectorOf } from "../summary.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** `lamarck ctl`: asks the process that runs a campaign for something, from anywhere. */
export const ctlCommand: CliCommand = {
  define(command) {
    command
      .argument("<verb>", `one of ${verbs.join(", ")}`)
      .argument("[words...]", `for set: ${settingNames.join(", ")}, and a value or none; for note: a text`)
      .option("--run <run>", "an id, the beginning of one, a folder, or latest", "latest")
      .option("--reason <text>", "why, for whoever reads it later")
      .option("--json", "print an envelope of JSON");
  },
  act: ctl,
};

async function ctl(terminal: Terminal, options: FlagValues, words: Words): Promise<number> {
  const [word, args] = words as unknown as readonly [string, readonly string[]];
  const verb = verbOf(word);
  const run = findRun(textOf(options, "run")!, terminal.cwd);
  const reason = textOf(options, "reason");
  const select = selectorOf(run.path, terminal.cwd);
  const answer = await ask(run, select, { verb, args, author: author(), ...(reason === undefined ? {} : { reason }) });
  if (!answer.ok) {
    throw new UserError("refused", `${run.manifest.id}: ${answer.text}`, "See `lamarck ctl --help`.");
  }
  if (options["json"] === true) printEnvelope(terminal, "ctl", { run: run.manifest.id, verb, ...answer });
  else terminal.out(`${run.manifest.id}: ${answer.text}\n`);
  return exitCodes.done;
}

function verbOf(word: string): Verb {
  const found = verbs.find((verb) => verb === word);
  if (found !== undefined) return found;
  const near = closest(word, verbs);
  const message = `There is no verb \`${word}\``;
  throw new UserError(
    "usage",
    message,
    near === undefined ? `There are ${verbs.join(", ")}.` : `Did you mean ${near}?`,
  );
}

/** Asks the runner of a run. Throws `UserError` where nobody runs it, `WorldError` where it does not answer. */
async function ask(run: RunReader, select: string, command: Command): Promise<Answer> {
  const holder = run.holder();
  const { id } = run.manifest;
  if (holder === undefined) {
    throw new UserError("not-running", `Nobody runs ${id}`, `\`lamarck resume ${select}\` goes on with it.`);
  }
  const { pid, host, socket } = holder;
  if (socket === undefined) throw noAnswer(`process ${pid} on ${host} listens nowhere`, id);
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => {});
  const client = connectControl({
    address: () => socket,
    listener: {
      snapshot: () => {},
      tick: () => {},
      notice: () => {},
      lost: (reason) => lost.reject(new Error(reason)),
    },
  });
  try {
    return await Promise.race([client.send(command), lost.promise]);
  } catch (error) {
    throw noAnswer(`process ${pid} on ${host} does not answer: ${messageOf(error)}`, id);
  } finally {
    client.close();
  }
}

function noAnswer(reason: string, run: string): WorldError {
  return new WorldError(
    "no-answer",
    `The runner of ${run} cannot be asked: ${reason}`,
    "Ask from the machine that runs it, as the same user; SIGTERM to that process stops it well.",
  );
}
