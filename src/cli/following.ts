import { setTimeout as wait } from "node:timers/promises";
import type { Candidate } from "../capabilities/candidate.ts";
import type { Capability } from "../capabilities/capability.ts";
import { patternKey } from "../capabilities/pattern.ts";
import { patternOf } from "../capabilities/subject.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { addCapabilities } from "../store/catalogue.ts";
import type { MiningRecord } from "../store/mining-record.ts";
import type { Allowance } from "./allowance.ts";
import type { Look, Miner } from "./miner.ts";
import { carrierOf, withPrerequisites } from "./mining.ts";

/** What a campaign is followed with. */
export interface Following {
  readonly workspace: string;
  readonly miner: Miner;
  readonly allowance: Allowance;
  /** Whether somebody runs the campaign. */
  isRunning(): boolean;
  /** How often it was looked at. */
  readonly record: MiningRecord;
  /** What was found in it before. */
  readonly before: readonly Capability[];
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** The first look has something to compare, and the next ones something new. */
const generationsFirst = 15;
const generationsBetween = 5;
/** What a look and a test are expected to cost before there were any, in milliseconds of processor time. */
const firstLookMs = 1500;
const firstProofMs = 500;
const pollMs = 1000;
/** A pattern that failed is tested again in another carrier, but not as often as it takes to pass by chance. */
const triesMax = 2;

/**
 * Mines a campaign again and again while it runs, as often as the allowance bears, and once more at its end. What is found
 * goes into the catalogue at once, and is returned in the end. Patterns that were proved are not proved again.
 */
export async function follow(following: Following): Promise<readonly Capability[]> {
  const { miner, allowance, signal, record, before, say } = following;
  const ledger = createLedger(before, miner.scenario);
  let seen = 0;
  let lookMs = firstLookMs;
  while (!signal.aborted) {
    const isOver = !following.isRunning();
    const generations = allowance.bears(0) ? miner.read() : seen;
    const wanted = isOver ? seen + 1 : Math.max(generationsFirst, seen + generationsBetween);
    if (generations >= wanted && allowance.bears(lookMs + ledger.proofMs())) {
      seen = generations;
      // Before it is made, so that no look is forgotten.
      const looks = record.looks() + 1;
      record.write(looks);
      const { result: look, ms } = await allowance.spend(() => miner.look({ look: looks }));
      lookMs = ms;
      const fresh = ledger.freshOf(look);
      const { candidates } = look.findings;
      say(`look ${looks}, after ${seen} generations: ${candidates.length} candidates, ${fresh.length} of them new`);
      await proveFresh(following, ledger, look, fresh);
    } else if (isOver) {
      if (generations > seen)
        say(
          `the last ${generations - seen} generations were not looked at: that would cost too much; \`lamarck mine\` looks at all`,
        );
      break;
    } else await pause(signal);
  }
  return ledger.found();
}

/** Puts new candidates to the test, each as soon as the allowance bears it; at the campaign's end only as long as it does. */
async function proveFresh(
  following: Following,
  ledger: Ledger,
  look: Look,
  fresh: readonly Candidate[],
): Promise<void> {
  const { workspace, miner, allowance, signal, say } = following;
  const add = async (entries: readonly Capability[]): Promise<void> => {
    const whole = withPrerequisites(entries, ledger.found(), look.gathered, miner.scenario);
    await addCapabilities(workspace, whole);
    ledger.add(whole);
  };
  const entries: Capability[] = [];
  for (const candidate of fresh) {
    while (!allowance.bears(ledger.proofMs()) && following.isRunning() && !signal.aborted) await pause(signal);
    if (signal.aborted || !allowance.bears(ledger.proofMs())) break;
    const { result: entry, ms } = await allowance.spend(() => miner.prove(candidate, look));
    ledger.tested(carrierOf(candidate, look.gathered), entry, ms);
    entries.push(entry);
    await add([entry]);
    say(`${entry.id} ${entry.name}: ${entry.status}`);
  }
  // What comes before an entry may have been proved after it.
  await add(entries);
  const left = fresh.length - entries.length;
  if (left > 0) say(`${left} candidates were not put to the test: that would cost too much; \`lamarck mine\` does it`);
}

/** What is known of a campaign by now. */
interface Ledger {
  /** The candidates of a look that are worth a test. */
  freshOf(look: Look): readonly Candidate[];
  /** Notes a test of a genome, and what it has cost. */
  tested(carrier: string, entry: Capability, ms: number): void;
  /** What a test is expected to cost. */
  proofMs(): number;
  /** Notes entries as they are in the catalogue. */
  add(entries: readonly Capability[]): void;
  found(): readonly Capability[];
}

/** What became of a pattern in the genomes that it was tested in. */
interface Tests {
  readonly carriers: Set<string>;
  isProved: boolean;
}

function createLedger(before: readonly Capability[], scenario: Scenario): Ledger {
  const patterns = new Map<string, Tests>();
  const found = new Map<string, Capability>();
  let lastMs = firstProofMs;

  function note(carrier: string, entry: Capability): void {
    const key = patternKey(patternOf(entry, scenario));
    const tests = patterns.get(key) ?? { carriers: new Set(), isProved: false };
    patterns.set(key, tests);
    tests.carriers.add(carrier);
    tests.isProved ||= entry.status !== "correlated";
  }
  for (const entry of before) {
    note(entry.carriers[0]!, entry);
    found.set(entry.id, entry);
  }

  return {
    freshOf({ findings, gathered }) {
      return findings.candidates.filter((candidate) => {
        const tests = patterns.get(patternKey(candidate.pattern));
        if (tests === undefined) return true;
        const isOther = !tests.carriers.has(carrierOf(candidate, gathered));
        return !tests.isProved && tests.carriers.size < triesMax && isOther;
      });
    },
    tested(carrier, entry, ms) {
      note(carrier, entry);
      lastMs = ms;
    },
    proofMs: () => lastMs,
    add(entries) {
      for (const entry of entries) found.set(entry.id, entry);
    },
    found: () => [...found.values()],
  };
}

async function pause(signal: AbortSignal): Promise<void> {
  await wait(pollMs, undefined, { signal }).catch(() => {});
}
