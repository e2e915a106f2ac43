import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomFromSeed } from "../src/std/random.ts";
import { readRun } from "../src/store/run-directory.ts";
import { killAgainAndAgain, lamarck } from "../tests/runner/killing.ts";

// Runs bin packing once undisturbed, and once killed outright twenty times and resumed; prints the hashes of both logs.
// Needs the built package: `npm run build && node bench/kill-resume.ts [seed]`.

const seed = Number(process.argv[2] ?? 1);
const workspace = mkdtempSync(join(tmpdir(), "lamarck-kill-resume-"));
const [straight, killed] = [join(workspace, "straight"), join(workspace, "killed")];
const words = (folder: string): string[] =>
  `run bin-packing --run-dir ${folder} --display none --seed ${seed} --budget-generations 25`.split(" ");

try {
  await lamarck(words(straight));
  const kills = await killAgainAndAgain(words(killed), killed, {
    kills: 20,
    spanMs: 500,
    random: randomFromSeed(seed),
  });
  await lamarck(words(killed));
  const hashes = [straight, killed].map((folder) => readRun(folder).hash());
  console.log(`undisturbed        ${hashes[0]!.hash}  ${hashes[0]!.events} events`);
  console.log(`killed ${String(kills).padStart(2)} times    ${hashes[1]!.hash}  ${hashes[1]!.events} events`);
  if (hashes[0]!.hash !== hashes[1]!.hash) process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
