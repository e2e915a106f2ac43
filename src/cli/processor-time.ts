import { readdirSync, readFileSync } from "node:fs";

/** What Linux counts processor time in, whatever the machine. */
const msPerTick = 10;

/** What a process has used, with its children that are gone, in milliseconds. */
interface Usage {
  readonly parent: number;
  readonly ms: number;
}

/**
 * The processor time that a process, its threads and all its children have used, in milliseconds, but for those of the
 * child `without`. Undefined where the process is gone, and on systems that do not tell: all but Linux.
 */
export function processorMs(pid: number, without?: number): number | undefined {
  const usages = usagesOfAll();
  const own = usages.get(pid);
  if (own === undefined) return undefined;
  let total = own.ms;
  for (const [child, { ms }] of usages) {
    let at: number | undefined = child;
    while (at !== undefined && at !== pid && at !== without) at = usages.get(at)?.parent;
    if (at === pid && child !== pid) total += ms;
  }
  return total;
}

function usagesOfAll(): ReadonlyMap<number, Usage> {
  if (process.platform !== "linux") return new Map();
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid) => {
      const usage = usageOf(pid);
      return usage === undefined ? [] : [[Number(pid), usage] as const];
    }),
  );
}

function usageOf(pid: string): Usage | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before may hold anything; then come state and parent, and from the twelfth on user, system, and both of the children that are gone.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
    return { parent: fields[1]!, ms: ticks * msPerTick };
  } catch {
    return undefined;
  }
}
