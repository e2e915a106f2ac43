import { UserError } from "../std/errors.ts";
import type { Size } from "../text/row.ts";
import { abilityOf } from "./ability.ts";
import type { AppControl, Mounted, Picture, Streams } from "./app.ts";
import { createGlass } from "./glass.ts";
import type { Screen, ScreenId } from "./screen.ts";
import type { Leave, Role, Session } from "./session.ts";
import { createViewer, type Surface, type Viewer } from "./viewer.ts";

/** How the terminal user interface is opened. */
export interface TuiOptions extends Streams {
  readonly role: Role;
  /** The whole terminal, or a short block under the lines that were printed. */
  readonly display: "full" | "inline";
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The screen to begin with; the overview when absent. */
  readonly screen?: ScreenId;
  /** The variant that is selected. */
  readonly selected?: number;
  /** All screens; those of Lamarck when absent. */
  readonly screens?: readonly Screen<unknown>[];
  /** What time it is; the machine's when absent. */
  readonly time?: Pick<Surface, "now" | "clock" | "zoneMinutes">;
}

const resizeMs = 50;
const noWrap = "\u001b[?7l";
const wrap = "\u001b[?7h";

/**
 * Watches a run on this terminal until it is left, and says how. The terminal is as it was afterwards, also when this
 * throws. Closes the session. Throws `UserError` where stdin or stdout is no terminal.
 */
export async function runTui(session: Session, options: TuiOptions): Promise<Leave> {
  const { stdin, stdout, display } = options;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new UserError(
      "no-terminal",
      "The terminal display needs a terminal for both standard input and output",
      "Choose --display plain or json, or leave out the pipe.",
    );
  }
  const [{ mount }, screens] = await Promise.all([
    loadApp(),
    options.screens ?? import("./screens.ts").then((module) => module.screens),
  ]);
  const isFull = display === "full";
  const picture = isFull ? undefined : createPicture();
  const glass = createGlass((text) => void stdout.write(text));
  const { promise: left, resolve: leave, reject: fail } = Promise.withResolvers<Leave>();
  let app: Mounted | undefined;
  const repaint = (): void => {
    glass.forget();
    viewer.refresh();
  };
  const surface = surfaceOf(options, {
    // Before the terminal is taken over there is nothing to draw on.
    show: picture?.set ?? ((lines) => app && glass.show(lines)),
    leave,
    fail,
    control: () => app?.control(),
    repaint,
  });
  const viewer = createViewer(session, { ...options, screens, ability: abilityOf(options.env) }, surface);
  const restore = (): void => app?.unmount();
  const unlisten = listen(viewer, options, { leave, restore, repaint });
  try {
    app = mount(picture, viewer, { stdin, stdout });
    // Should a row be wider than the terminal believes, it is cut at the edge instead of moving all that is below.
    if (isFull) stdout.write(noWrap);
    repaint();
    return await Promise.race([left, app.ended.then((): Leave => "detach")]);
  } finally {
    viewer.close();
    session.close();
    restore();
    await app?.ended.catch(() => {});
    if (isFull) stdout.write(wrap);
    // Only now: a terminal that was closed complains about each of these writes.
    unlisten();
  }
}

const machineTime: NonNullable<TuiOptions["time"]> = {
  now: () => Date.now(),
  zoneMinutes: () => -new Date().getTimezoneOffset(),
  clock: () => performance.now(),
};

interface SurfacePorts {
  leave(how: Leave): void;
  fail(error: unknown): void;
  /** What Ink lends; undefined until it is there. */
  control(): AppControl | undefined;
  /** Draws all of the picture again. */
  repaint(): void;
  show(lines: readonly string[]): void;
}

/** The terminal as a viewer needs it. */
function surfaceOf({ stdout, display, time = machineTime }: TuiOptions, ports: SurfacePorts): Surface {
  let isHandedOver = false;
  const handOver = async (during: () => Promise<void>): Promise<void> => {
    const control = ports.control();
    if (isHandedOver || control === undefined) return;
    isHandedOver = true;
    try {
      await control.handOver(during);
      isHandedOver = false;
      if (display === "full") stdout.write(noWrap);
      ports.repaint();
    } catch (error) {
      isHandedOver = false;
      ports.fail(error);
    }
  };
  return {
    size: () => sizeOf(stdout),
    ...time,
    // Nor is the terminal ours while it is handed over.
    isBehind: () => isHandedOver || stdout.writableNeedDrain,
    show: ports.show,
    print: (lines) => ports.control()?.print(`${lines.join("\n")}\n`),
    copy: (text) => void stdout.write(`\u001b]52;c;${Buffer.from(text).toString("base64")}\u0007`),
    suspend: () => void handOver(() => stopped(stdout)),
    redraw: () => void handOver(async () => {}),
    leave: ports.leave,
    fail: ports.fail,
  };
}

/** React and Ink read these once, when they are loaded: their development versions are slow, grow, and want more packages. */
async function loadApp() {
  const { NODE_ENV, DEV } = process.env;
  process.env["NODE_ENV"] = "production";
  delete process.env["DEV"];
  try {
    return await import("./app.ts");
  } finally {
    delete process.env["NODE_ENV"];
    Object.assign(process.env, NODE_ENV === undefined ? {} : { NODE_ENV }, DEV === undefined ? {} : { DEV });
  }
}

/** The size of a terminal; one that does not know its size is taken for the usual one. */
function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}

function createPicture(): Picture {
  const listeners = new Set<() => void>();
  let lines: readonly string[] = [];
  return {
    lines: () => lines,
    set(next) {
      if (next.length === lines.length && next.every((line, y) => line === lines[y])) return;
      lines = next;
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Listens to the terminal and to signals, until the returned function is called. */
function listen(
  viewer: Viewer,
  { stdin, stdout }: Streams,
  { leave, restore, repaint }: Pick<SurfacePorts, "leave" | "repaint"> & { readonly restore: () => void },
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const resized = (): void => {
    clearTimeout(timer);
    timer = setTimeout(repaint, resizeMs);
  };
  // A terminal that was closed, or that asks us to end: the campaign is in a process of its own and goes on.
  const gone = (): void => leave("detach");
  const interrupted = (): void => viewer.key("ctrl-c");
  const signals = [
    ["SIGHUP", gone],
    ["SIGTERM", gone],
    ["SIGINT", interrupted],
  ] as const;
  for (const [signal, listener] of signals) process.on(signal, listener);
  stdout.on("resize", resized);
  stdin.on("end", gone);
  stdin.on("error", gone);
  stdout.on("error", gone);
  // Node prints what nobody caught before the process ends: it is read on the normal screen only.
  process.on("uncaughtExceptionMonitor", restore);
  return () => {
    clearTimeout(timer);
    for (const [signal, listener] of signals) process.off(signal, listener);
    stdout.off("resize", resized);
    stdin.off("end", gone);
    stdin.off("error", gone);
    stdout.off("error", gone);
    process.off("uncaughtExceptionMonitor", restore);
  };
}

const stopMs = 500;

/** Stops this job as the shell's Ctrl-Z would; resolves when it goes on. */
async function stopped(stdout: NodeJS.WriteStream): Promise<void> {
  stdout.write(wrap);
  if (process.platform === "win32") return;
  await new Promise<void>((resolve) => {
    const back = (): void => {
      process.off("SIGCONT", back);
      clearTimeout(timer);
      resolve();
    };
    process.on("SIGCONT", back);
    // Without a shell that knows jobs nothing is stopped, and we simply go on.
    const timer = setTimeout(back, stopMs);
    // The whole job: whatever started us waits for us.
    process.kill(0, "SIGTSTP");
  });
}
