// A viewer of a campaign in memory on the terminal of this process. What it was left by is printed at the end, and
// written to the file that is named, for those who close the terminal.
import { writeFileSync } from "node:fs";
import { runTui } from "../../src/tui/run.ts";
import { modelOf } from "./models.ts";
import { sampleScreens } from "./sample-screen.ts";
import { memorySession } from "./session.ts";

const { stdin, stdout, env } = process;
const screens = sampleScreens.map((screen) => ({
  ...screen,
  press: (...args: Parameters<typeof screen.press>) => {
    if (args[0] === "!") throw new Error("a defect");
    if (args[0] === "@") void Promise.reject(new Error("nobody catches this"));
    return screen.press(...args);
  },
}));
const session = memorySession(await modelOf("islands", "running"));
try {
  const left = await runTui(session, { stdin, stdout, env, role: "owner", display: "full", screens });
  if (process.argv[2] !== undefined) writeFileSync(process.argv[2], left);
  console.log(`left by ${left}`);
} catch (error) {
  console.log(`left by ${String(error)}`);
}
process.exit();
