import { constants, setPriority } from "node:os";
import { readCatalogue } from "../store/catalogue.ts";
import { openMining } from "../store/mining-record.ts";
import type { RunReader } from "../store/run-directory.ts";
import { number } from "../text/figures.ts";
import { createAllowance, type Used } from "./allowance.ts";
import { printCapabilities } from "./capability-list.ts";
import { follow } from "./following.ts";
import { openMiner } from "./miner.ts";
import { printEnvelope } from "./output.ts";
import { requestScenario } from "./scenario-request.ts";
import { exitCodes, type Terminal } from "./terminal.ts";

/** So many lines are said at most, since they may go to a file. */
const linesMax = 10_000;

/**
 * Mines a campaign that somebody runs until it is over, out of its way: with a lower priority, and with one lane. Returns the
 * exit code. Throws `UserError` where there is nothing to be mined, `WorldError` where it is mined already.
 */
export async function mineBeside(terminal: Terminal, run: RunReader, isJson: boolean): Promise<number> {
  const { path, options } = run.manifest.spec.scenario;
  stepBack();
  const loaded = await requestScenario(path, options, "/");
  const abort = new AbortController();
  const unhear = terminal.onStop(() => abort.abort());
  const record = openMining(run.path);
  try {
    const { signal } = abort;
    const miner = openMiner(run, { loaded, lanes: 1, signal });
    try {
      const allowance = createAllowance({ holder: () => run.holder(), elapsedMs: () => miner.elapsedMs() });
      const found = await follow({
        workspace: terminal.cwd,
        miner,
        allowance,
        isRunning: () => run.holder() !== undefined,
        record,
        before: readCatalogue(terminal.cwd).filter(({ firstSeen }) => firstSeen.run === run.manifest.id),
        signal,
        say: limited((text) => terminal.err(`${new Date().toISOString()} ${text}\n`)),
      });
      const { used } = allowance;
      if (isJson)
        printEnvelope(terminal, "mine", {
          run: run.manifest.id,
          looks: record.looks(),
          ...used(),
          capabilities: found,
        });
      else terminal.err(`${costText(record.looks(), used())}\n`);
      if (!isJson && found.length > 0) printCapabilities(terminal, { isJson }, found);
      return signal.aborted ? exitCodes.SIGINT : exitCodes.done;
    } finally {
      await miner.close();
    }
  } finally {
    record.close();
    unhear();
  }
}

/** The campaign comes first. */
function stepBack(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where that is not allowed, what it may cost still holds.
  }
}

function limited(say: (text: string) => void): (text: string) => void {
  let left = linesMax;
  return (text) => {
    left--;
    if (left > 0) say(text);
    else if (left === 0) say("nothing more is said from here on");
  };
}

function costText(looks: number, { campaignMs, miningMs }: Used): string {
  const share =
    campaignMs === 0 ? "" : `, ${number((100 * miningMs) / campaignMs)} % of its ${number(campaignMs / 1000)} s`;
  return `Looked ${looks} times at the campaign, in ${number(miningMs / 1000)} s of processor time${share}.`;
}
